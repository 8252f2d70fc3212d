"""The verdict on a directive: what it waits for, how pressing it is, and its place on every list of
directives."""

from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.directives.disputed import disputes
from command_center.domain.directives.refused import awaits_reissue, live
from command_center.domain.site.model import Category, Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

WARN_SHARE = 0.8
"""From this share of the time on, what is awaited is nearly late (docs/domain.md, "Directive")."""
ORDER = tuple(Category)
"""docs/domain.md, "Directive": people, source, water, outside, property."""


class Awaited(TypedDict):
    """What a directive waits for, from when and by when (UTC epoch ms): the recipient's
    acknowledgement or work, or the issuer's immediate decision on a disputed report."""

    what: Literal["acknowledgement", "work", "decision"]
    since: int
    by: int


class DirectiveVerdict(TypedDict):
    """How pressing a directive is. `live` is True while it is on the lists of open directives.
    `order` is the rank of its category, the smallest first; within a category the earliest
    `awaits.by` comes first."""

    live: bool
    order: int
    awaits: Awaited | None
    turns: list[Turn]


def verdict_of(state: State, site: Site, found: Directive) -> DirectiveVerdict:
    """Returns the verdict on one directive.

    Codes of the turns: `in_time`, `soon` (80 % of the time is over), `late`, `returned` and
    `conflict` (in time, but sent back, or its recipient has another), `done` (to be verified),
    `disputed` (reported done, but the plant or a lock shows otherwise), `give_anew` (refused and
    not issued again), and `ended`.
    """
    against = bool(disputes(state, site, found))
    return DirectiveVerdict(
        live=live(state, found),
        order=ORDER.index(Category(found.category)),
        awaits=_decision(found) if against else awaited(found),
        turns=[(ALWAYS, "urgent", "disputed")] if against else _turns(state, found),
    )


def awaited(found: Directive) -> Awaited | None:
    """Returns what the directive waits for: the acknowledgement, then the work; None once it is
    reported done or has ended."""
    by = found.awaited_by
    if by is None:
        return None
    if found.state == "issued":
        return Awaited(what="acknowledgement", since=found.issued_at, by=by)
    return Awaited(what="work", since=found.acknowledged_at or found.issued_at, by=by)


def _decision(found: Directive) -> Awaited:
    at = found.done_at or found.issued_at
    return Awaited(what="decision", since=at, by=at)


def in_conflict(state: State, found: Directive) -> bool:
    """Whether the recipient has another open directive."""
    if not found.open or found.to_person is None:
        return False
    return len(state.in_hand.of_person(found.to_person)) > 1


def _turns(state: State, found: Directive) -> list[Turn]:
    if awaits_reissue(state, found):
        return [(ALWAYS, "urgent", "give_anew")]
    if not found.open:
        return [(ALWAYS, "good" if found.state == "verified" else "plain", "ended")]
    begins = _at_first(state, found)
    waits = awaited(found)
    if waits is None:
        return [begins]
    turns = [begins, (waits["by"] + 1, "urgent", "late")]
    if waits["since"] < waits["by"]:  # work that is due before it was acknowledged is late at once
        share = int(WARN_SHARE * (waits["by"] - waits["since"]))
        turns.append((waits["since"] + share + 1, "warn", "soon"))
    return turns_of(turns)


def _at_first(state: State, found: Directive) -> Turn:
    if found.returned:
        return (ALWAYS, "warn", "returned")
    if in_conflict(state, found):
        return (ALWAYS, "warn", "conflict")
    return (ALWAYS, "note", "done" if found.state == "done" else "in_time")
