"""Expectations: actions that should follow an inject. They are matched from facts and never typed
in."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.drill import NameDrill, the_drill
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumber, Milliseconds
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, EpochMs, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Expectation
from command_center.domain.text import Prose

SETTLED = {
    "met": "expectation.met",
    "late": "expectation.late",
    "missed": "expectation.missed",
    "moot": "expectation.moot",
    "not_reached": "expectation.not_reached",
}


class NameExpectation(NameDrill):
    """Names an expectation of a drill."""

    expectation: str = Field(min_length=1, max_length=60)


class OpenExpectation(NameExpectation):
    """Open an expectation: the action is awaited until `by` (exercise time)."""

    inject: str = Field(min_length=1, max_length=60)
    text: Prose
    by: EpochMs


class SettleExpectation(NameExpectation):
    """Settle an expectation. `matched` is the fact that met it. `took_ms` counts from its inject,
    in exercise time, and is never below zero: an action done before its inject is `moot`.
    `not_reached`: the drill ended before the expectation's time was up."""

    state: Literal["met", "late", "missed", "moot", "not_reached"]
    matched: FactNumber | None = None
    took_ms: Milliseconds | None = None


class ExpectationOpened(TypedDict):
    """An action is expected until `by` (exercise time)."""

    expectation: str
    inject: str
    text: Words
    by: int


class ExpectationSettled(TypedDict):
    """The result of an expectation (met, late, missed, moot or not reached), and the fact that
    decided it."""

    expectation: str
    matched: int | None
    took_ms: int | None


@decides("expectation.open", OpenExpectation, [Role.DUTY], scene=Scene.REALITY)
def open_(state: State, command: OpenExpectation, ctx: Context) -> Decision:
    """Opens an expectation, once."""
    found = the_drill(state, command.drill, "running", "paused", "suspended")
    if isinstance(found, Refusal):
        return found
    if command.expectation in found.expectations:
        return []
    payload = ExpectationOpened(
        expectation=command.expectation,
        inject=command.inject,
        text=Words(zh=command.text.zh, en=command.text.en),
        by=command.by,
    )
    now = found.exercise_at(ctx.now)
    return [Draft("expectation.opened", payload, at=now, drill=found.id)]


@decides("expectation.settle", SettleExpectation, [Role.DUTY], scene=Scene.REALITY)
def settle(state: State, command: SettleExpectation, ctx: Context) -> Decision:
    """Records the result of an expectation. A missed one may still become late; no other result
    changes again. Only the end of the drill makes one *not reached*."""
    still_on = () if command.state == "not_reached" else ("running", "paused", "suspended")
    found = the_drill(state, command.drill, *still_on, "ended")
    if isinstance(found, Refusal):
        return found
    known = found.expectations.get(command.expectation)
    before = ("open", "missed") if command.state == "late" else ("open",)
    if known is None or known.state not in before:
        return []
    payload = ExpectationSettled(
        expectation=command.expectation, matched=command.matched, took_ms=command.took_ms
    )
    now = found.exercise_at(ctx.now)
    return [Draft(SETTLED[command.state], payload, at=now, drill=found.id)]


@applies("expectation.opened", ExpectationOpened, of_drill=True, readers=FOR_DIRECTION)
def expectation_opened(state: State, fact: Fact) -> None:
    """Applies the fact: the expectation is open until its time."""
    d = fact.data
    state.drills[fact.drill or ""].expectations[d["expectation"]] = Expectation(
        d["expectation"], d["inject"], d["text"], fact.at, d["by"]
    )


@applies("expectation.met", ExpectationSettled, of_drill=True, readers=FOR_DIRECTION)
@applies("expectation.late", ExpectationSettled, of_drill=True, readers=FOR_DIRECTION)
@applies("expectation.missed", ExpectationSettled, of_drill=True, readers=FOR_DIRECTION)
@applies("expectation.moot", ExpectationSettled, of_drill=True, readers=FOR_DIRECTION)
@applies("expectation.not_reached", ExpectationSettled, of_drill=True, readers=FOR_DIRECTION)
def settled(state: State, fact: Fact) -> None:
    """Applies the fact: the result of the expectation is stored."""
    known = state.drills[fact.drill or ""].expectations[fact.data["expectation"]]
    known.state = fact.kind.partition(".")[2]  # type: ignore[assignment]
    known.matched, known.took_ms = fact.data["matched"], fact.data["took_ms"]
    known.settled_seq = fact.seq
