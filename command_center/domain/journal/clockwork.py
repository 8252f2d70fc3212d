"""Records steps of the wall clock, and spans in which no process ran, as facts, so that response
times can show them. What is in progress is moved with a step, so that every wait and deadline keeps
its length; the facts keep the times with which they were recorded."""

from collections.abc import Iterable
from dataclasses import replace

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, Context, EpochMs, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.notices.notice import Notice
from command_center.domain.state.outage import Outage

STEP_MS = 1_000
"""A jump of the wall clock of more than this is a step (FACTS)."""
MOST_MS = 2 * 10**12
"""63 years: from a clock that woke in 1970 to today, and nothing that would leave the calendar."""


class StepClock(Command):
    """Record that the wall clock jumped by `by_ms`, forward or (below zero) back."""

    by_ms: int = Field(ge=-MOST_MS, le=MOST_MS)


class ClockStepped(TypedDict):
    """The wall clock jumped: the difference of two times before and after this fact is `by_ms` too
    large."""

    by_ms: int


@decides("clock.step", StepClock, [Role.DUTY], scene=Scene.REALITY)
def step(state: State, command: StepClock, ctx: Context) -> Decision:
    """Records that the wall clock was set by more than ordinary drift."""
    if abs(command.by_ms) <= STEP_MS:
        return []
    return [Draft("clock.stepped", ClockStepped(by_ms=command.by_ms))]


class InterruptClock(Command):
    """Record that no process ran the clocks of an open incident between these times (UTC epoch ms)."""

    since: EpochMs
    until: EpochMs


class ClockInterrupted(TypedDict):
    """No process ran the clocks between these times (UTC epoch ms). What was due meanwhile fires
    late and names this fact."""

    since: int
    until: int
    lasted_s: int


@decides("clock.interrupt", InterruptClock, [Role.DUTY], scene=Scene.REALITY)
def interrupt(state: State, command: InterruptClock, ctx: Context) -> Decision:
    """Records a span in which no process ran the clocks of an open incident. The span must be over,
    and it is recorded once."""
    known = state.outage
    since = command.since if known is None else max(command.since, known.until)
    if not since < command.until <= ctx.now:
        return []
    lasted_s = round((command.until - since) / 1000)
    data = ClockInterrupted(since=since, until=command.until, lasted_s=lasted_s)
    return [Draft("clock.interrupted", data)]


@applies("clock.interrupted", ClockInterrupted, readers=EVERYBODY)
def interrupted(state: State, fact: Fact) -> None:
    """Applies the fact: the span is kept as the last one in which no process ran."""
    state.outage = Outage(fact.data["since"], fact.data["until"], fact.seq)


@applies("clock.stepped", ClockStepped, readers=EVERYBODY)
def stepped(state: State, fact: Fact) -> None:
    """Applies the fact: running waits keep their length, and later spans across the step are
    corrected by it. Exercise clocks go on as if the wall clock had not been set."""
    shift_open_times(state, fact.data["by_ms"])
    state.steps.append((fact.seq, fact.data["by_ms"]))
    for drill in state.drills.values():
        if drill.clock is not None:
            drill.clock.stepped(fact.data["by_ms"])


def shift_open_times(state: State, by_ms: int) -> None:
    """Moves the times of open incidents, open directives, people inside, open requests, delegations
    and interim measures by `by_ms`, the jump of the wall clock."""
    for incident in state.open_incidents.values():
        _incident(incident, by_ms)
        for directive in state.in_hand.of_incident(incident.id):
            _directive(directive, by_ms)
            state.in_hand.moved(directive)
    for lent in state.delegations.values():
        if lent.in_force():
            lent.at, lent.until = lent.at + by_ms, lent.until + by_ms
    for measure in state.interims.values():
        measure.at, measure.until = measure.at + by_ms, measure.until + by_ms


def _incident(incident: Incident, by_ms: int) -> None:
    incident.t0 += by_ms
    incident.opened_at += by_ms
    if incident.commander_since is not None:
        incident.commander_since += by_ms
    for name in ("located_at", "reported_at", "confirmed_at"):
        at = getattr(incident.source, name)
        if at is not None:
            setattr(incident.source, name, at + by_ms)
    incident.official.reports = [
        replace(one, at=one.at + by_ms) for one in incident.official.reports
    ]
    for person, one in list(incident.entry.inside.items()):
        moved = replace(one, since=one.since + by_ms, turn_back_at=one.turn_back_at + by_ms)
        incident.entry.inside[person] = moved
    incident.entry.seen_at = {who: at + by_ms for who, at in incident.entry.seen_at.items()}
    gas = incident.measurements.gas
    for place, values in gas.items():
        gas[place] = [
            value._replace(at=value.at + by_ms, counts_from=value.counts_from + by_ms)
            for value in values
        ]
    for request in incident.requests.values():
        request.asked_at += by_ms
        request.wait_from += by_ms
        if request.answered_at is not None:
            request.answered_at += by_ms
        _notices(request.notices.values(), by_ms)


def _directive(directive: Directive, by_ms: int) -> None:
    directive.issued_at += by_ms
    directive.ack_by += by_ms
    directive.due_at += by_ms
    for name in ("paged_from", "acknowledged_at", "started_at", "done_at", "exhausted_at"):
        at = getattr(directive, name)
        if at is not None:
            setattr(directive, name, at + by_ms)
    for taken in directive.taken.values():
        taken["at"] += by_ms
    directive.pages = [replace(page, at=page.at + by_ms) for page in directive.pages]
    _notices(directive.notices.values(), by_ms)


def _notices(notices: Iterable[Notice], by_ms: int) -> None:
    for notice in notices:
        notice.sent_at += by_ms
        for name in ("delivered_at", "read_at", "failed_at"):
            at = getattr(notice, name)
            if at is not None:
                setattr(notice, name, at + by_ms)
