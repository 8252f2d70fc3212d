"""What is overdue in an incident: steps of its plan that were not issued, and late directives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from math import inf
from operator import add, itemgetter
from typing import NamedTuple

from typing_extensions import TypedDict

from command_center.domain.directives.plan_progress import PlanProgress
from command_center.domain.directives.refused import live
from command_center.domain.directives.verdict import verdict_of
from command_center.domain.payload import Words
from command_center.domain.site.model import Plan, Site, Step, Urgency
from command_center.domain.state import State
from command_center.domain.state.directives.directive import CategoryName, Filed, UrgencyName
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.verdicts.turns import ALWAYS, Turn, turn_taken, turns_of

Count = tuple[int, int]
"""From when on (UTC epoch ms), and how many are overdue then."""


class Late(TypedDict):
    """A late step or directive: its text, by when it was due (UTC epoch ms), and whether it was
    issued to somebody (`given`)."""

    what: Words
    by: int
    given: bool


class Behind(TypedDict):
    """What is overdue in one category. `at` is when the first item is due (UTC epoch ms; None where
    nothing waits). `counts` lists from when on how many are overdue, `names` from when on which
    one is named, the most urgent first. `turns`: `in_time`, then `overdue`."""

    at: int | None
    counts: list[Count]
    names: list[tuple[int, Late]]
    turns: list[Turn]


class PlanAnswer(TypedDict):
    """How far the plan was carried out: `given` of `total` steps were issued. `counts` lists from
    when on how many of the others are overdue; `at` is when the first of them is due. `turns`:
    `in_time`, then `overdue`."""

    at: int | None
    given: int
    total: int
    counts: list[Count]
    turns: list[Turn]


URGENCIES: tuple[str, ...] = tuple(one.value for one in Urgency)
"""The most urgent first."""


class Waiting(NamedTuple):
    """An item that waits to be done: its number in the order of issue, by when (UTC epoch ms), how
    urgent, its text, and whether it was issued."""

    number: float
    by: int
    urgency: UrgencyName
    what: Words
    given: bool


@dataclass(slots=True)
class Waits:
    """What waits to be done in one category: by when each (UTC epoch ms), and of each urgency at
    least the item that is late first."""

    times: list[int] = field(default_factory=list)
    first: list[Waiting] = field(default_factory=list)

    def add(self, one: Waiting) -> None:
        """Adds an item."""
        self.times.append(one.by)
        self.first.append(one)


NOTHING = Waits()


def plan_answer(site: Site, incident: Incident, progress: PlanProgress | None) -> PlanAnswer | None:
    """Returns the wall screen's answer about the incident's plan; None where it has no plan."""
    plan = incident.plan_in(site)
    if plan is None or progress is None:
        return None
    waiting = [_due(incident, step) for step in _not_given(plan, progress)]
    return PlanAnswer(
        at=min(waiting, default=None),
        given=len(progress["given"]),
        total=progress["total"],
        counts=_counts(waiting),
        turns=_turns(waiting),
    )


def waiting_of(
    state: State, site: Site, incident: Incident, progress: PlanProgress | None
) -> dict[str, Waits]:
    """Returns what waits to be done in each category: the incident's directives, then the plan's
    steps that were not issued."""
    plan = incident.plan_in(site)
    found: dict[str, Waits] = {}
    filed = state.in_hand.filed_of(incident.id)
    for category, by_urgency in filed.waiting.items():
        waits = found.setdefault(category, Waits())
        for timed in filter(None, by_urgency.values()):
            waits.times += map(itemgetter(0), timed.values())
            by, number = min(timed.values())
            first = state.directives[state.in_hand.given[incident.id][number - 1]]
            waits.first.append(Waiting(number, by, first.urgency, first.text, given=True))
    for category, one in _judged_singly(state, site, filed):
        found.setdefault(category, Waits()).add(one)
    if plan is not None and progress is not None:
        for step in _not_given(plan, progress):
            found.setdefault(step.category, Waits()).add(_of_step(incident, step))
    return found


def behind(waits: Waits) -> Behind:
    """Returns what is overdue of what waits, now or as time passes."""
    return Behind(
        at=min(waits.times, default=None),
        counts=_counts(waits.times),
        names=_names(waits.first),
        turns=_turns(waits.times),
    )


def graver(own: list[Turn], late: Behind) -> list[Turn]:
    """Returns the turns of an answer, made urgent from when something of its question is overdue. A
    question whose answer is `good` stays so: the plan's own line shows what is still late."""
    if late["at"] is None or not late["counts"]:
        return own
    begins = late["counts"][0][0]
    taken = turn_taken(own, begins)
    turns = [one if one[0] < begins else _urgent(one) for one in own]
    if taken is not None:
        turns.append(_urgent((begins, *taken[1:])))
    return turns_of(turns)


def _urgent(turn: Turn) -> Turn:
    at, sign, code = turn
    return (at, sign if sign == "good" else "urgent", code)


def _not_given(plan: Plan, progress: PlanProgress) -> list[Step]:
    given = progress["given"]
    return [step for step in plan.steps if step.id not in given]


def _of_step(incident: Incident, step: Step) -> Waiting:
    what = Words(zh=step.text.zh, en=step.text.en)
    return Waiting(inf, _due(incident, step), step.urgency.value, what, given=False)


def _due(incident: Incident, step: Step) -> int:
    return incident.t0 + step.due_s * 1000


def _judged_singly(
    state: State, site: Site, filed: Filed
) -> Iterator[tuple[CategoryName, Waiting]]:
    for found in filed.judged_singly():
        if not live(state, found) or (found.state == "refused" and found.step is not None):
            continue  # a refused step of the plan is a step that nobody was given
        verdict = verdict_of(state, site, found)
        waits = verdict["awaits"]
        if waits is not None:
            by = waits["by"]
        elif any(sign == "urgent" for _, sign, _ in verdict["turns"]):
            by = found.ended_at or found.issued_at
        else:
            continue
        yield found.category, Waiting(found.number, by, found.urgency, found.text, given=True)


def _counts(times: Iterable[int]) -> list[Count]:
    """Something is overdue from the millisecond after its time."""
    several = Counter(times)
    each = sorted(several)
    totals = accumulate(map(several.__getitem__, each))
    return list(zip(map(add, each, repeat(1)), totals, strict=True))


def _names(waiting: Sequence[Waiting]) -> list[tuple[int, Late]]:
    """Returns from when on which overdue item is named: the most urgent, and among equals the one
    overdue longest."""
    names: list[tuple[int, Late]] = []
    gravest = len(URGENCIES)
    ranked = ((one.by, URGENCIES.index(one.urgency), one.number, one) for one in waiting)
    for by, rank, _, one in sorted(ranked, key=itemgetter(0, 1, 2)):
        if rank < gravest:
            gravest = rank
            names.append((by + 1, Late(what=one.what, by=by, given=one.given)))
    return names


def _turns(times: list[int]) -> list[Turn]:
    turns: list[Turn] = [(ALWAYS, "plain", "in_time")]
    if times:
        turns.append((min(times) + 1, "urgent", "overdue"))
    return turns_of(turns)
