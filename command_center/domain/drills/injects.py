"""Injects: the events that the controllers make happen in an exercise. Each can be fired, held,
skipped or added once."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.drill import NameDrill, the_drill
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, EpochMs, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill, Inject
from command_center.domain.text import Reason, Typed, kept, said

DIRECTION = (Role.CONTROLLER, Role.DUTY)
InjectId = Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")


class NameInject(NameDrill):
    """Names an inject of a running drill. `planned` is when it was to happen, in exercise time;
    where the plan is available, the plan's time counts instead."""

    inject: str = InjectId
    planned: EpochMs | None = None


class FireInject(NameInject):
    """Fire an inject now. A person who fires it needs a reason, because the time differs from the
    plan."""

    reason: Reason | None = None


class StayInject(NameInject):
    """Hold or skip an inject of the drill, with the reason."""

    reason: Reason


class AddInject(NameInject):
    """Add an unplanned inject that happens now: the text that the players are told, and the reason."""

    text: Typed
    reason: Reason


class InjectFired(TypedDict):
    """An inject happened. `planned` is None where a condition or the controller decided when."""

    inject: str
    planned: int | None
    reason: str | Words | None


class InjectStayed(TypedDict):
    """An inject was held back or skipped, with the reason."""

    inject: str
    planned: int | None
    reason: str | Words


class InjectAdded(TypedDict):
    """An inject that the plan did not contain was added."""

    inject: str
    text: Words
    reason: str | Words


def _when(command: NameInject, drill: Drill, ctx: Context) -> int | None:
    """When the inject was planned, exercise time."""
    plan = ctx.plan_of(drill)
    if plan is None:
        return command.planned
    known = plan.get(command.inject)
    at_s = None if known is None else known.at_s
    return None if at_s is None else drill.began_exercise_ms + at_s * 1000


def _to_come(state: State, command: NameInject, ctx: Context, *after: str) -> Drill | Refusal:
    """Returns the drill, if it runs and the inject belongs to its plan and has not happened yet (or
    is in one of the states `after`); else a refusal."""
    found = the_drill(state, command.drill, "running")
    if isinstance(found, Refusal):
        return found
    plan = ctx.plan_of(found)
    if plan is not None and command.inject not in {*plan, *found.injects}:
        return Refusal("unknown_inject", {"inject": command.inject, "drill": found.id})
    known = found.injects.get(command.inject)
    if known is not None and known.state not in after:
        return Refusal("inject_over", {"inject": command.inject})
    return found


@decides("inject.fire", FireInject, DIRECTION, scene=Scene.REALITY)
def fire(state: State, command: FireInject, ctx: Context) -> Decision:
    """Fires an inject, once. A held inject can be fired only by a person."""
    found = _to_come(state, command, ctx, "held")
    if isinstance(found, Refusal):
        return found
    by_hand = ctx.actor.kind is not ActorKind.DUTY
    if by_hand and command.reason is None:
        return Refusal("inject_reason_needed", {"inject": command.inject})
    if not by_hand and command.inject in found.injects:
        return []  # held back meanwhile
    reason = None if command.reason is None else kept(command.reason)
    planned = _when(command, found, ctx)
    payload = InjectFired(inject=command.inject, planned=planned, reason=reason)
    now = found.exercise_at(ctx.now)
    return [Draft("inject.fired", payload, at=now, drill=found.id)]


@decides("inject.hold", StayInject, [Role.CONTROLLER], scene=Scene.REALITY)
def hold(state: State, command: StayInject, ctx: Context) -> Decision:
    """Holds an inject back until a person fires it."""
    return _stay(state, command, ctx, "inject.held")


@decides("inject.skip", StayInject, [Role.CONTROLLER], scene=Scene.REALITY)
def skip(state: State, command: StayInject, ctx: Context) -> Decision:
    """Skips an inject for good. What was expected to follow it does not count against the players."""
    return _stay(state, command, ctx, "inject.skipped", "held")


def _stay(state: State, command: StayInject, ctx: Context, kind: str, *after: str) -> Decision:
    found = _to_come(state, command, ctx, *after)
    if isinstance(found, Refusal):
        return found
    payload = InjectStayed(
        inject=command.inject, planned=_when(command, found, ctx), reason=kept(command.reason)
    )
    return [Draft(kind, payload, at=found.exercise_at(ctx.now), drill=found.id)]


@decides("inject.add", AddInject, [Role.CONTROLLER], scene=Scene.REALITY)
def add(state: State, command: AddInject, ctx: Context) -> Decision:
    """Adds an unplanned inject, which happens at once, with a reason. Its id must not be one of the
    plan's."""
    found = the_drill(state, command.drill, "running")
    if isinstance(found, Refusal):
        return found
    if command.inject in (ctx.plan_of(found) or {}):
        return Refusal("inject_planned", {"inject": command.inject})
    if command.inject in found.injects:
        return Refusal("inject_over", {"inject": command.inject})
    text = said(command.text) if isinstance(command.text, str) else command.text
    payload = InjectAdded(
        inject=command.inject, text=Words(zh=text.zh, en=text.en), reason=kept(command.reason)
    )
    return [Draft("inject.added", payload, at=found.exercise_at(ctx.now), drill=found.id)]


@applies("inject.fired", InjectFired, of_drill=True, readers=FOR_DIRECTION)
@applies("inject.held", InjectStayed, of_drill=True, readers=FOR_DIRECTION)
@applies("inject.skipped", InjectStayed, of_drill=True, readers=FOR_DIRECTION)
@applies("inject.added", InjectAdded, of_drill=True, readers=FOR_DIRECTION)
def happened(state: State, fact: Fact) -> None:
    """Applies the fact: keeps what happened to the inject, and when by the exercise clock."""
    drill, key = state.drills[fact.drill or ""], fact.data["inject"]
    word = fact.kind.partition(".")[2]
    planned = fact.data.get("planned")
    told = fact.data.get("text")
    drill.injects[key] = Inject(key, word, planned, fact.at, fact.seq, told)  # type: ignore[arg-type]
