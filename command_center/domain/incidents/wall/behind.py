"""What is overdue in an incident: steps of its plan that were not issued, and late directives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from typing_extensions import TypedDict

from command_center.domain.directives.plan_progress import PlanProgress
from command_center.domain.directives.refused import live
from command_center.domain.directives.verdict import verdict_of
from command_center.domain.payload import Words
from command_center.domain.site.model import Plan, Site, Step, Urgency
from command_center.domain.state import State
from command_center.domain.state.directives.directive import CategoryName, UrgencyName
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


URGENCIES = tuple(Urgency)
"""The most urgent first."""


class Waiting(NamedTuple):
    """An item that waits to be done: by when (UTC epoch ms), how urgent, its text, and whether it
    was issued."""

    by: int
    urgency: UrgencyName
    what: Words
    given: bool


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
) -> dict[str, list[Waiting]]:
    """Returns what waits to be done in each category: the incident's directives, then the plan's
    steps that were not issued."""
    plan = incident.plan_in(site)
    found: dict[str, list[Waiting]] = {}
    for category, one in _directives(state, site, incident):
        found.setdefault(category, []).append(one)
    if plan is not None and progress is not None:
        for step in _not_given(plan, progress):
            found.setdefault(step.category, []).append(_of_step(incident, step))
    return found


def behind(waiting: Sequence[Waiting]) -> Behind:
    """Returns what is overdue among the waiting items, now or as time passes."""
    if not waiting:
        return Behind(at=None, counts=[], names=[], turns=_turns([]))
    times = [one.by for one in waiting]
    return Behind(at=min(times), counts=_counts(times), names=_names(waiting), turns=_turns(times))


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
    return Waiting(_due(incident, step), step.urgency.value, what, given=False)


def _due(incident: Incident, step: Step) -> int:
    return incident.t0 + step.due_s * 1000


def _directives(
    state: State, site: Site, incident: Incident
) -> Iterator[tuple[CategoryName, Waiting]]:
    for key in state.in_hand.given.get(incident.id, ()):
        found = state.directives[key]
        if not live(state, found) or (found.state == "refused" and found.step is not None):
            continue  # a refused step of the plan is a step that nobody was given
        verdict = verdict_of(state, site, found)
        waits = verdict["awaits"]
        if waits is not None:
            yield found.category, Waiting(waits["by"], found.urgency, found.text, given=True)
        elif any(sign == "urgent" for _, sign, _ in verdict["turns"]):
            by = found.ended_at or found.issued_at
            yield found.category, Waiting(by, found.urgency, found.text, given=True)


def _counts(times: Iterable[int]) -> list[Count]:
    """Something is overdue from the millisecond after its time."""
    total, counts = 0, []
    for at, several in sorted(Counter(times).items()):
        total += several
        counts.append((at + 1, total))
    return counts


def _names(waiting: Sequence[Waiting]) -> list[tuple[int, Late]]:
    """Returns from when on which overdue item is named: the most urgent, and among equals the one
    overdue longest."""
    names: list[tuple[int, Late]] = []
    for by in sorted({one.by for one in waiting}):
        overdue = [one for one in waiting if one.by <= by]
        first = min(overdue, key=lambda one: (URGENCIES.index(Urgency(one.urgency)), one.by))
        late = Late(what=first.what, by=first.by, given=first.given)
        if not names or names[-1][1] != late:
            names.append((by + 1, late))
    return names


def _turns(times: list[int]) -> list[Turn]:
    turns: list[Turn] = [(ALWAYS, "plain", "in_time")]
    if times:
        turns.append((min(times) + 1, "urgent", "overdue"))
    return turns_of(turns)
