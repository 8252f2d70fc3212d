"""Finds one example of each kind of record in a plant's own data; the guided tour of a demonstration links to them.
No plant's names are written here. An example that the plant does not have is None. Times are UTC epoch ms.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from command_center.analysis.heat import Across, Cell
from command_center.analysis.live_permits import permits
from command_center.analysis.months import ending
from command_center.analysis.past import ROUNDS, Past
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.fact import Fact
from command_center.domain.matters.contractors.bans import GATE
from command_center.domain.matters.playing.clauses import names_a_clause
from command_center.domain.matters.reading.in_the_way import in_the_way
from command_center.domain.matters.reading.readers import fields_of
from command_center.domain.matters.reading.story import Story
from command_center.domain.matters.rounds.points import lists_of_points, points_of
from command_center.domain.matters.rounds.track import track_of
from command_center.domain.registry import Context
from command_center.store.stories import Listed

LOOK_BACK = 3
"""Months in which an example is looked for, the newest first: a month that has just begun shows little (ours)."""
AGAIN = 3
"""So often at least the same hazard came for the example of one that comes back (the source's clamp)."""
MOST_ROUNDS = 60
"""Rounds of which the track is read to find one that was not walked (ours)."""
DAY_MS = 86_400_000

FactsOf = Callable[[Sequence[Story]], Mapping[str, Sequence[Fact]]]
"""The facts of several matters by matter, each in their order."""
OpenedBy = Callable[[Sequence[Story]], Mapping[str, Fact]]
"""The facts that opened several matters, by matter."""


@dataclass(frozen=True, slots=True)
class HotCell:
    """A cell of the heat map of `month`, given by its row (an area) and its column."""

    month: str
    across: Across
    row: str
    column: str
    n: int
    more: bool


@dataclass(frozen=True, slots=True)
class Again:
    """The newest of several hazards with the same place and category. It is the `times`-th one within `days` days."""

    matter: str
    number: str
    times: int
    days: int


@dataclass(frozen=True, slots=True)
class NotWalked:
    """A falsified inspection round. It counts the legs walked faster than anybody can walk, and holds the flags of
    its photographs that do not fit (the flags of `domain/evidence/claims.py`).
    """

    matter: str
    number: str
    too_fast: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A permit that may not proceed: the center paused it, or a person refused it. `code` is the refusal code of the
    next move; None if a person refused it.
    """

    matter: str
    number: str
    template: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Banned:
    """A person whom a contractor's points account bars at the gate, under the name that the gate desk types."""

    subject: str
    points: float
    starts: float


@dataclass(frozen=True, slots=True)
class ScoreOf:
    """One person's score in a month, out of 100."""

    month: str
    subject: str
    of_100: int


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples that were found. `month` is the newest month that has a figure; `live` is the place of a permit
    whose work is still going on.
    """

    month: str | None
    hot: HotCell | None
    again: Again | None
    not_walked: NotWalked | None
    live: str | None
    held: Held | None
    banned: Banned | None
    score: ScoreOf | None


def examples(past: Past, month: str, opened_by: OpenedBy, facts_of: FactsOf) -> Examples:
    """Find one example of each kind in the plant's past up to the end of `month`."""
    months = list(reversed(list(ending(month, LOOK_BACK))))
    permit = _live(past)
    return Examples(
        month=_with_figure(past, month), hot=_hot(past, months), again=_again(past, months, opened_by),
        not_walked=_not_walked(past, facts_of), live=permit, held=_held(past), banned=_banned(past),
        score=_score(past, months),
    )  # fmt: skip


def _with_figure(past: Past, month: str) -> str | None:
    known = [one.month for one in past.trend(month) if one.of("rectified").of]
    return known[-1] if known else None


def _hot(past: Past, months: Sequence[str]) -> HotCell | None:
    """A cell that is more than chance; where there is none, the hottest of a year by months."""
    asked: list[tuple[str, Across]] = [(one, across) for one in months for across in ("hour", "kind")]  # fmt: skip
    asked.insert(2, (months[0], "month"))
    hottest: HotCell | None = None
    for month, across in asked:
        cells = past.heat(month, across).cells.values()
        found = max(cells, key=_heat_of, default=None)
        if found is None or not found.n:
            continue
        cell = HotCell(month, across, found.row, found.column, found.n, found.more)
        if found.more:
            return cell
        if across == "month":
            hottest = cell
    return hottest


def _heat_of(cell: Cell) -> tuple[bool, int]:
    return cell.more, cell.n


def _again(past: Past, months: Sequence[str], opened_by: OpenedBy) -> Again | None:
    """The hazard that came back most regularly far apart, of those of which somebody was told."""
    often = [one for month in months for one in past.came_back(month) if one.n >= AGAIN]
    ends = sorted({one.matters[at] for one in often for at in (0, -1)})
    stories = {one.matter: one for one in past.stories.listed(Listed(matters=ends), len(ends))[0]}
    opened = opened_by([stories[one.matters[0]] for one in often])
    found: dict[str, tuple[float, Again]] = {}
    for one in often:
        newest, oldest = stories[one.matters[0]], stories[one.matters[-1]]
        if newest.matter in found or not opened[newest.matter].data["after"].get("told"):
            continue
        span = newest.opened_at - oldest.opened_at
        found[newest.matter] = (
            span / one.n,
            Again(newest.matter, newest.number, one.n, round(span / DAY_MS)),
        )
    return max(found.values(), key=lambda one: one[0])[1] if found else None


def _not_walked(past: Past, facts_of: FactsOf) -> NotWalked | None:
    """The newest round of the last ones that nobody can have walked; without one, the newest whose pictures do not
    fit."""
    flagged: NotWalked | None = None
    wanted = Listed(templates=past.of_kind(ROUNDS), open=False)
    rounds = past.stories.listed(wanted, MOST_ROUNDS)[0]
    facts_by_matter = facts_of(rounds)
    for story in rounds:
        facts = facts_by_matter.get(story.matter)
        if not facts:
            continue
        fast = _too_fast(past, story, facts)
        flags = tuple(dict.fromkeys(_flags(facts)))
        one = NotWalked(story.matter, story.number, fast, flags)
        if fast:
            return one
        if flags and flagged is None:
            flagged = one
    return flagged


def _too_fast(past: Past, story: Story, facts: Sequence[Fact]) -> int:
    shelf = past.templates()
    pinned = None if shelf is None else shelf.pinned(facts[0].data["revision"])
    if pinned is None or shelf is None:
        return 0
    fields = fields_of(facts)
    return sum(
        step.too_fast
        for name, field in lists_of_points(pinned.template).items()
        for step in track_of(
            points_of(past.site(), shelf, story.place, field), field, fields.get(name) or (), None
        ).steps
    )


def _flags(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        for value in fact.data.get("fields", {}).values():
            for one in value if isinstance(value, list) else ():
                if isinstance(one, dict) and "sha256" in one:
                    yield from one.get("flags", ())


def _live(past: Past) -> str | None:
    live = [one for one in permits(past.state(), past.now()) if one.live]
    return next((place for one in live if (place := one.place or one.area)), None)


def _held(past: Past) -> Held | None:
    """A permit that is paused and cannot go on by a clause; without one, the newest that a person refused."""
    ctx = Context(past.now(), DUTY_ACTOR, past.site(), templates=past.templates())
    for one in permits(past.state(), past.now()):
        for hindrance in in_the_way(past.state(), one.id, ctx) if not one.live else ():
            if names_a_clause(hindrance.why):
                return Held(one.id, one.number, one.template, hindrance.why.code)
    refused, _ = past.stories.listed(Listed(state="refused"), 1)
    return Held(refused[0].matter, refused[0].number, refused[0].template, None) if refused else None  # fmt: skip


def _banned(past: Past) -> Banned | None:
    """Somebody with an account that closes the gate, the fewest points first."""
    found: list[Banned] = [
        Banned(subject, balance.at(past.now()), balance.starts)
        for balances in past.state().matters.accounts.values()
        for subject, balance in balances.items()
        if GATE in balance.bans
    ]
    return min(found, key=lambda one: (one.points, one.subject), default=None)


def _score(past: Past, months: Sequence[str]) -> ScoreOf | None:
    """The score with the most different reasons: the one of which there is most to see."""
    for month in months:
        known: list[Any] = [one for one in past.scores(month) if one.value is not None]
        if known:
            best = max(known, key=lambda one: (len(one.why), one.subject))
            return ScoreOf(month, best.subject, round(100 * best.value))
    return None
