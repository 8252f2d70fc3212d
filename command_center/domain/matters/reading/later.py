"""What a person wants to know who owes nothing now: what others have in hand for them, and what comes next.
Times are UTC epoch ms."""

from collections.abc import Iterator
from typing import Any, Literal

from typing_extensions import TypedDict

from command_center.domain.directives.hands import people_holding
from command_center.domain.directives.refused import live
from command_center.domain.directives.verdict import awaited
from command_center.domain.matters.opening.planning import coming_by_plan
from command_center.domain.matters.playing.play import state_title
from command_center.domain.matters.reading.standing import SIGNS, sign_now
from command_center.domain.people.next_shift import shifts_ahead
from command_center.domain.registry import Context
from command_center.domain.state import State
from command_center.domain.verdicts.orders import SIGN_ORDER
from command_center.domain.verdicts.turns import Sign


class WithOthers(TypedDict):
    """One thing that a person opened or ordered and others have in hand: `holders`, nobody where none is found.
    `number` is how people call it. `state` is a text, or the name of a state in the words catalogue. `late` is how
    long its deadline `due_at` is over, in ms, or None."""

    kind: Literal["matter", "directive"]
    id: str
    number: str
    title: Any
    state: Any
    sign: Sign
    due_at: int | None
    late: int | None
    holders: list[str]


class Coming(TypedDict):
    """What comes next and when: the next shift, or a matter that a plan opens for this person."""

    kind: Literal["shift", "plan"]
    at: int
    title: Any


def with_others(state: State, ctx: Context, person: str) -> list[WithOthers]:
    """Returns what a person opened or ordered and others have in hand, the gravest first and then by deadline."""
    found = [*_matters(state, ctx, person), *_directives(state, ctx, person)]
    return sorted(
        found,
        key=lambda one: (SIGN_ORDER.index(one["sign"]), one["due_at"] or 2**53, one["number"]),
    )


def _matters(state: State, ctx: Context, person: str) -> Iterator[WithOthers]:
    for matter in state.matters.open.values():
        if matter.opener != person or person in matter.holders:
            continue
        due_at = min((due["at"] for due in matter.due), default=None)
        pinned = None if ctx.templates is None else ctx.templates.pinned(matter.revision)
        words: Any = matter.state if pinned is None else state_title(pinned.template, matter.state)
        yield WithOthers(
            kind="matter", id=matter.id, number=matter.number, title=matter.title, state=words,
            sign=sign_now(matter, ctx.now), due_at=due_at, late=_late(due_at, ctx.now),
            holders=list(matter.holders),
        )  # fmt: skip


def _directives(state: State, ctx: Context, person: str) -> Iterator[WithOthers]:
    """Those that wait for their doers; what was done or refused waits for whoever commands (`mine.py`)."""
    for one in state.directives.values():
        if one.incident not in state.open_incidents or not live(state, one):
            continue
        hands = people_holding(state, one)
        waits = awaited(one)
        if one.issuer != person or person in hands or waits is None or one.state == "done":
            continue
        late = _late(waits["by"], ctx.now)
        yield WithOthers(
            kind="directive", id=one.id, number=one.id, title=one.text, state=one.state,
            sign=SIGNS["blue" if late is None else "red"], due_at=waits["by"], late=late, holders=sorted(hands),
        )  # fmt: skip


def _late(due_at: int | None, now: int) -> int | None:
    return now - due_at if due_at is not None and now > due_at else None


def coming(state: State, ctx: Context, person: str) -> list[Coming]:
    """Returns the next shift and what plans will open next for a person, the soonest first."""
    shift = next(iter(shifts_ahead(ctx.site, state.roster)), None)
    found = [] if shift is None else [Coming(kind="shift", at=shift[1], title=shift[0].name)]
    planned = dict.fromkeys(coming_by_plan(state, ctx, person))
    found += [Coming(kind="plan", at=at, title=title) for at, title in planned]
    return sorted(found, key=lambda one: (one["at"], one["kind"]))
