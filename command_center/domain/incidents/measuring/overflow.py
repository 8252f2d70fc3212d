"""Overflow of a pool over its weir, by the pool's own gauge."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.quantities import MeasuredAmount
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State


class TellOverflow(Command):
    """Record that the gauge of a pool shows `value` (m3): over its weir, or below it again."""

    element: str = Field(max_length=40)
    value: MeasuredAmount
    over: bool


class PoolLevel(TypedDict):
    """The gauge of a pool passed the level of its weir; `value` in m3."""

    element: str
    value: float


@decides("plant.overflow", TellOverflow, [Role.DUTY])
def tell(state: State, command: TellOverflow, ctx: Context) -> Decision:
    """Records that a pool began or ceased to overflow."""
    if command.element not in {pool.id for pool in ctx.site.pools}:
        return Refusal("unknown_element", {"element": command.element})
    if (command.element in state.overflowing) == command.over:
        return []
    kind = "plant.overflowed" if command.over else "plant.overflow_ceased"
    return [Draft(kind, PoolLevel(element=command.element, value=command.value))]


@applies("plant.overflowed", PoolLevel, readers=EVERYBODY)
def overflowed(state: State, fact: Fact) -> None:
    """Applies the fact: the pool overflows until its gauge says otherwise."""
    state.overflowing[fact.data["element"]] = fact.at


@applies("plant.overflow_ceased", PoolLevel, readers=EVERYBODY)
def ceased(state: State, fact: Fact) -> None:
    """Applies the fact: the pool no longer overflows."""
    state.overflowing.pop(fact.data["element"], None)
