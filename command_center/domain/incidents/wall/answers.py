"""Answers the usual questions of the wall screen for one incident: people, source, water, air,
outside, command.

Each answer is turns in the incident's own clock, with the figures that its words need
(docs/domain.md, "Verdicts").
"""

from collections.abc import Mapping

from typing_extensions import TypedDict

from command_center.domain.directives.plan_progress import PlanProgress
from command_center.domain.incidents.asked_by_hazard import (
    Question,
    hazard_of,
    questions_of,
)
from command_center.domain.incidents.closing import GAS_APART_MS
from command_center.domain.incidents.measuring.clear_air import counting_air
from command_center.domain.incidents.measuring.detectors import detectors_in_alarm
from command_center.domain.incidents.wall.behind import (
    NOTHING,
    Behind,
    PlanAnswer,
    behind,
    graver,
    plan_answer,
    waiting_of,
)
from command_center.domain.incidents.wall.questions import (
    HazardAnswer,
    hazard_answers,
)
from command_center.domain.people.entry_verdict import first_out, inside_turns
from command_center.domain.presence import TO_FIND, lost, tally
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import CategoryName
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.timing.targets import TWELVE_MINUTES
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn, turns_of

TARGET_MS = int((TWELVE_MINUTES.seconds or 0) * 1000)
"""docs/domain.md, "Response times": the source is isolated within twelve minutes of the alarm."""

IN_TIME = Behind(at=None, counts=[], names=[], turns=[(ALWAYS, "plain", "in_time")])
"""Nothing waits to be done."""


class Answer(TypedDict):
    """The answer to one question, as turns. `at` is the time (UTC epoch ms) from or to which its
    words count; None where they name none."""

    at: int | None
    turns: list[Turn]


class LateAnswer(Answer):
    """An answer that becomes urgent when something of its question is overdue (`late`). An answer
    that is already good stays so."""

    late: Behind


class CallsAnswer(LateAnswer):
    """The answer about outside calls. `at` is the deadline of `unit`, the next to be called;
    `called` of `total` units were called."""

    unit: str | None
    called: int
    total: int


class CommandAnswer(Answer):
    """The answer about command. `asked` is the number of requests for authority that wait for an
    answer."""

    asked: int


class Answers(TypedDict):
    """All answers of one incident. `water` says only what is late, because the state of the pools
    is shown for the whole plant. `plan` is None where the incident has no plan. `questions` are
    those that its hazard asks, in their order; `hazard` answers those that only some hazards
    ask."""

    questions: list[Question]
    hazard: list[HazardAnswer]
    people: LateAnswer
    source: LateAnswer
    water: LateAnswer
    air: Answer
    outside: CallsAnswer
    command: CommandAnswer
    plan: PlanAnswer | None


def answers_of(
    state: State,
    site: Site,
    incident: Incident,
    due: Mapping[str, int | None],
    progress: PlanProgress | None,
) -> Answers:
    """Returns all answers. `due` is by when each unit is to be called (UTC epoch ms; None: no time
    is set); `progress` is how far the plan was carried out."""

    waiting = waiting_of(state, site, incident, progress)

    def late(category: CategoryName) -> Behind:
        return behind(waiting.get(category, NOTHING))

    return Answers(
        questions=questions_of(hazard_of(site, incident)),
        hazard=hazard_answers(state, site, incident),
        people=people_answer(state, incident, late("people")),
        source=source_answer(incident, late("source")),
        water=water_answer(late("water")),
        air=air_answer(state, site, incident),
        outside=outside_answer(incident, due, late("outside")),
        command=command_answer(incident),
        plan=plan_answer(site, incident, progress),
    )


def people_answer(state: State, incident: Incident, late: Behind = IN_TIME) -> LateAnswer:
    """Answers how the people are. Codes: `on_air` while somebody is in the hot zone on breathing
    apparatus, and `overdue` past the first one's turn-back time, which is `at`; else `missing`,
    `inside` (under a permit), `not_accounted`, `all_accounted`, `no_evacuation`."""
    own = [_headcount(state, incident)]
    first = next(iter(first_out(incident.entry)), None)
    if first is not None:
        sign: Sign = "urgent" if own[0][1] == "urgent" else "warn"
        own = turns_of(
            [(ALWAYS, sign, "on_air"), *(one for one in inside_turns(first) if one[2] == "overdue")]
        )
    return LateAnswer(at=first.turn_back_at if first else None, turns=graver(own, late), late=late)


def _headcount(state: State, incident: Incident) -> Turn:
    counted = incident.evacuation
    found = tally(state, incident)
    if counted is None or not (counted.ordered or any(found[stand] for stand in TO_FIND)):
        return (ALWAYS, "note", "no_evacuation")
    if lost(incident):
        return (ALWAYS, "urgent", "missing")
    if found["inside"]:
        return (ALWAYS, "warn", "inside")
    if found["not_accounted"]:
        return (ALWAYS, "warn", "not_accounted")
    return (ALWAYS, "good", "all_accounted")


def source_answer(incident: Incident, late: Behind = IN_TIME) -> LateAnswer:
    """Answers how the source is. Codes: `disputed` (a report and the plant's measurement differ),
    `isolated` (measured, or there is no tank to measure), `isolated_said` (a report on a tank
    where the plant measured no loss), `open` and, twelve minutes after the alarm, `over`. `at`
    is the end of those twelve minutes, or since when it is isolated."""
    at, own = _source(incident)
    return LateAnswer(at=at, turns=graver(own, late), late=late)


def _source(incident: Incident) -> tuple[int | None, list[Turn]]:
    source, by = incident.source, incident.t0 + TARGET_MS
    if source.contradicted:
        return by, turns_of(_open(by, "disputed", "disputed_over", "urgent"))
    if source.isolated and source.confirmed is not None:
        return source.confirmed_at, [(ALWAYS, "good", "isolated")]
    if source.isolated:
        said: Turn = (ALWAYS, "good", "isolated")
        if source.tank is not None:
            said = (ALWAYS, "note", "isolated_said")
        return source.reported_at, [said]
    return by, turns_of(_open(by, "open", "over", "warn"))


def _open(by: int, code: str, over: str, sign: Sign) -> list[Turn]:
    return [(ALWAYS, sign, code), (by + 1, "urgent", over)]


def water_answer(late: Behind) -> LateAnswer:
    """Answers whether the water is kept in. Codes: `in_time`, and `overdue` from when an action for
    it is late."""
    return LateAnswer(at=late["at"], turns=late["turns"], late=late)


def air_answer(state: State, site: Site, incident: Incident) -> Answer:
    """Answers how the air is. Codes: `disputed` (measured below its limit while the plant's own
    detectors are in alarm), `clear` (below twice, fifteen minutes apart), `once` (`at` is when a
    second value counts) and `never` below since then, at a place that counts."""
    measured, air = incident.measurements, counting_air(state, site, incident)
    below = measured.gas_below(air._replace(since=0))
    if below and detectors_in_alarm(state, site, incident):
        return Answer(at=None, turns=[(ALWAYS, "urgent", "disputed")])
    since = next(iter(measured.gas_below(air)), None)
    again_at = None if since is None else since + GAS_APART_MS
    if measured.gas_clear(GAS_APART_MS, air):
        return Answer(at=since, turns=[(ALWAYS, "good", "clear")])
    return Answer(at=again_at, turns=[(ALWAYS, "plain", "never" if since is None else "once")])


def outside_answer(
    incident: Incident, due: Mapping[str, int | None], overdue: Behind = IN_TIME
) -> CallsAnswer:
    """Answers how the outside calls are. Codes: `all_called`, `nobody` (nobody must be called),
    `to_call`, and `late` from the first missed deadline."""
    waits = [
        (at, unit) for unit, at in due.items() if unit not in incident.calls and at is not None
    ]
    called = sum(unit in incident.calls for unit in due)
    at, unit = min(waits, default=(None, None))
    turns: list[Turn] = [(ALWAYS, "note", "to_call" if due else "nobody")]
    if due and called == len(due):
        turns = [(ALWAYS, "good", "all_called")]
    if at is not None:
        turns.append((at, "urgent", "late"))
    return CallsAnswer(
        at=at,
        turns=graver(turns_of(turns), overdue),
        late=overdue,
        unit=unit,
        called=called,
        total=len(due),
    )


def command_answer(incident: Incident) -> CommandAnswer:
    """Answers who commands. Codes: `nobody` commands, `asked` (a request for authority waits),
    `commanded`."""
    asked = sum(one.state == "asked" for one in incident.requests.values())
    turn: Turn = (ALWAYS, "plain", "commanded")
    if asked:
        turn = (ALWAYS, "warn", "asked")
    if incident.commander is None:
        turn = (ALWAYS, "urgent", "nobody")
    return CommandAnswer(at=None, turns=[turn], asked=asked)
