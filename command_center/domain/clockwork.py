"""Records steps of the wall clock, and spans in which no process ran, as facts, so that response
times can show them."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, Context, EpochMs, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.outage import Outage
from command_center.domain.stepped import shift_open_times

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
