"""Records steps of the wall clock, and spans in which no process ran, as facts, so that response
times can show them. What is in progress is moved with a step, so that every wait and deadline keeps
its length; the facts keep the times with which they were recorded."""

from dataclasses import replace
from typing import Any

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, Context, EpochMs, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.directives.delegation import Delegation
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.gaps import Interim
from command_center.domain.state.incidents.call import Call
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.measurements import GasValue, Measurements
from command_center.domain.state.incidents.official_report import Official, OfficialReport
from command_center.domain.state.incidents.source import Source
from command_center.domain.state.incidents.warned import Warned, WarningMessage, Warnings
from command_center.domain.state.notices.notice import Notice, Page
from command_center.domain.state.notices.paging import Paging
from command_center.domain.state.notices.telling import Telling, Tellings
from command_center.domain.state.outage import Outage
from command_center.domain.state.people.entry import Entry, Inside
from command_center.domain.state.people.headcount import Headcount
from command_center.domain.state.people.roll_call import RollCall
from command_center.domain.state.people.sos import Sos
from command_center.domain.state.people.stood_down import StoodDown
from command_center.domain.state.reports import Indicated, Report, Reported, Responder
from command_center.domain.state.resources.custodies import Custodies, Sensed
from command_center.domain.state.resources.kit_use import KitUse
from command_center.domain.state.resources.ledger import Dispatch, HandedOut

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


MOVED: dict[type, tuple[str, ...]] = {
    State: (
        "alarms", "custodies", "indicated", "interims", "open_incidents", "open_pagings",
        "overflowing", "reports", "responders", "sos", "stood_down", "tellings", "valves",
        "warnings",
    ),
    Alarm: (
        "raised_at", "onset", "acked_at", "returned_at", "shelved_until", "recent", "paged_at",
    ),
    Call: ("called_at", "answered_at", "arrived_at"),
    Custodies: ("opened", "last_opened", "found_locked", "sensed"),
    Delegation: ("at", "until"),
    Directive: (
        "issued_at", "ack_by", "due_at", "paged_from", "acknowledged_at", "started_at", "done_at",
        "ended_at", "exhausted_at", "pages", "notices",
    ),
    Dispatch: ("at", "handed"),
    Entry: ("inside", "seen_at"),
    GasValue: ("at", "counts_from"),
    HandedOut: ("at",),
    Headcount: ("ordered_at", "said_at"),
    Incident: (
        "t0", "opened_at", "commander_since", "source", "evacuation", "calls", "entry",
        "measurements", "kits", "requests", "official", "roll_call",
    ),
    Indicated: ("at",),
    Inside: ("since", "turn_back_at"),
    Interim: ("at", "until"),
    KitUse: ("needed_at", "drawn_at", "drawn_from"),
    Measurements: ("gas", "outfall_at"),
    Notice: ("sent_at", "delivered_at", "read_at", "failed_at", "answered_at"),
    Official: ("reports",),
    OfficialReport: ("at",),
    Page: ("at",),
    Paging: ("at", "pages", "notices"),
    Report: ("at",),
    Reported: ("at",),
    Request: ("asked_at", "wait_from", "answered_at", "pages", "notices"),
    Responder: ("at",),
    RollCall: ("at", "asked", "ended_at"),
    Sensed: ("at",),
    Sos: ("at", "arrived_at", "answered_at"),
    Source: ("located_at", "reported_at", "confirmed_at"),
    StoodDown: ("at",),
    Telling: ("at", "pages", "notices"),
    Tellings: ("by_id",),
    Warned: ("messages", "source_at"),
    WarningMessage: ("at",),
    Warnings: ("of",),
}  # fmt: skip
"""The times of the present by their record (UTC epoch ms), and the parts that hold such times. What a calendar says
stays where it is: a shift, a permit's deadlines, a count of stock, a paper list, what was published or sent to others;
so does what another clock says: a passage of a gate, an alarm of the plant's own systems."""


def shift_open_times(state: State, by_ms: int) -> None:
    """Moves the times of the present (`MOVED`) by `by_ms`, the jump of the wall clock. Of directives, dispatches and
    delegations these are the ones that may still count: those of open incidents, and those in force."""
    _moved(state, by_ms)
    for incident in state.open_incidents:
        for ident in state.in_hand.given.get(incident, ()):
            directive = state.directives[ident]
            _moved(directive, by_ms)
            for taken in directive.taken.values():
                taken["at"] += by_ms
            state.in_hand.moved(directive)
    for dispatch in state.ledger.dispatches.values():
        if dispatch.incident in state.open_incidents:
            _moved(dispatch, by_ms)
    for lent in state.delegations.values():
        if lent.in_force():
            _moved(lent, by_ms)


def _moved(value: Any, by_ms: int) -> Any:
    """Returns a time, or what holds times, moved by `by_ms`. A record that can be changed is changed, because others
    may hold it too. None and 0 are no times."""
    if not value:
        return value
    if isinstance(value, int):
        return value + by_ms
    if isinstance(value, list):
        return [_moved(one, by_ms) for one in value]
    if isinstance(value, dict):
        return {key: _moved(one, by_ms) for key, one in value.items()}
    told = {name: _moved(getattr(value, name), by_ms) for name in MOVED[type(value)]}
    if isinstance(value, GasValue):
        return value._replace(**told)
    if value.__dataclass_params__.frozen:
        return replace(value, **told)
    for name, one in told.items():
        setattr(value, name, one)
    return value
