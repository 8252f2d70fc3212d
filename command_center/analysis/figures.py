"""Monthly hazard figures as pure functions. Each figure carries its n and the matters that it counts.

Definitions (docs/analysis.md repeats them):

- cycle: mean time from found to archived, over hazards archived in the month;
- rectified in time: share archived with no deadline missed, of hazards that came due in the month;
- response: mean time from found to acknowledged, over hazards acknowledged in the month;
- repeats: share of hazards found in the month whose place and third-level category had another hazard archived within
  the 12 months before;
- participation: share of people on the roster who reported a hazard or finished a round in the month;
- lead: see `lead.py`.

Hazards imported from an older system count in cycle, repeats and lead by their original dates. Nobody knows when they
were acknowledged, whether they were in time, or who took part. The other three figures leave them out until something
happens to them in this system.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from command_center.analysis.months import Span
from command_center.domain.matters.reading.story import Story

Name = Literal["cycle", "rectified", "response", "repeats", "participation", "lead"]
Unit = Literal["ms", "share"]
ARCHIVED = frozenset({"archived", "closed"})
"""The states in which a hazard is put right and checked (hazard, major hazard)."""
ROUND_DONE = "closed"
AGAIN_WITHIN_MS = 365 * 86_400_000
"""Twelve months: after that, the same at the same place is a new hazard."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one month. `value` is None where the month has no data (n is 0). The figure counts `n` out of
    `of`; for a mean both are the number of matters. `matters` lists the matters counted, the most remarkable first.
    `people` and `facts` list what is counted where the figure does not count matters.
    """

    name: Name
    unit: Unit
    value: float | None
    n: int
    of: int
    matters: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    facts: tuple[int, ...] = ()


def archived(story: Story) -> bool:
    """Whether a hazard was rectified, verified and archived."""
    return story.ended_at is not None and story.state in ARCHIVED


def cycle(hazards: Iterable[Story], month: Span) -> Figure:
    """The mean time from found to archived; its matters are listed longest first."""
    took = [
        (one.ended_at - one.opened_at, one.matter)
        for one in hazards
        if one.ended_at is not None and archived(one) and month.has(one.ended_at)
    ]
    return _mean("cycle", took)


def response(hazards: Iterable[Story], month: Span) -> Figure:
    """The mean time from found to acknowledged; its matters are listed longest first."""
    took = [
        (one.signed_at - one.opened_at, one.matter)
        for one in hazards
        if one.signed_at is not None and month.has(one.signed_at) and one.old_number is None
    ]
    return _mean("response", took)


def rectified(hazards: Iterable[Story], month: Span, now: int) -> Figure:
    """The share of hazards rectified in time. Each hazard comes due once: when it is archived or when it first misses
    a deadline. So the figure of a past month no longer changes.
    """
    kept: list[str] = []
    late: list[str] = []
    for one in hazards:
        if one.came_ended:
            continue
        missed = min((each.at for each in one.missed_by(now)), default=None)
        if missed is not None:
            if month.has(missed):
                late.append(one.matter)
        elif archived(one) and month.has(one.ended_at):
            kept.append(one.matter)
    return _share("rectified", kept, late)


class Archives:
    """When hazards were archived, by place and third-level category."""

    def __init__(self, hazards: Iterable[Story]) -> None:
        self._ended: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for one in hazards:
            if one.place and one.category and one.ended_at is not None and archived(one):
                self._ended[one.place, one.category].append((one.ended_at, one.matter))
        for ended in self._ended.values():
            ended.sort()

    def before(self, found: Story) -> bool:
        """Whether another hazard of its place and category was archived in the twelve months before."""
        ended = self._ended.get((found.place or "", found.category or ""), [])
        upto = bisect_right(ended, found.opened_at, key=itemgetter(0))
        newest = ended[max(0, upto - 2) : upto]  # two: one of them may be the hazard itself
        return any(
            found.opened_at <= at + AGAIN_WITHIN_MS and matter != found.matter
            for at, matter in newest
        )


def repeats(found: Sequence[Story], archives: Archives, month: Span) -> Figure:
    """The share of repeated hazards. `found` are the hazards found in or near the month."""
    again: list[str] = []
    first: list[str] = []
    for one in found:
        if month.has(one.opened_at):
            (again if archives.before(one) else first).append(one.matter)
    return _share("repeats", again, first)


def participation(
    hazards: Iterable[Story], rounds: Iterable[Story], roster: Collection[str], month: Span
) -> Figure:
    """The share of people on the roster who take part. People outside the roster, such as contractors, are not
    counted.
    """
    active = {one.opener for one in hazards if month.has(one.opened_at) and one.old_number is None}
    active |= {one.opener for one in rounds if one.state == ROUND_DONE and month.has(one.ended_at)}
    known = sorted(active & set(roster))
    value = len(known) / len(roster) if roster and active else None
    of = len(roster) if active else 0
    return Figure(
        "participation", "share", value, len(known) if active else 0, of, people=tuple(known)
    )


def _mean(name: Name, took: list[tuple[int, str]]) -> Figure:
    took.sort(key=lambda one: (-one[0], one[1]))
    n = len(took)
    value = sum(span for span, _ in took) / n if n else None
    return Figure(name, "ms", value, n, n, tuple(matter for _, matter in took))


def _share(name: Name, counted: list[str], others: list[str]) -> Figure:
    of = len(counted) + len(others)
    value = len(counted) / of if of else None
    return Figure(name, "share", value, len(counted), of, tuple(counted), tuple(others))
