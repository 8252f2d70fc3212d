"""The positions of valves and pumps as the plant's own tags show them, with which people's reports
are compared."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.reports import Indicated


class TellIndicated(Command):
    """Record that the position tag of an element shows it open, shut, or between the two. A running
    pump counts as open."""

    element: str = Field(max_length=40)
    state: Literal["open", "shut", "between"]


class ElementIndicated(TypedDict):
    """The plant shows this state of a valve or pump on which an open directive acts."""

    element: str
    state: str


@decides("plant.indicate", TellIndicated, [Role.DUTY])
def indicate(state: State, command: TellIndicated, ctx: Context) -> Decision:
    """Records a new indicated position of a valve or pump."""
    if command.element not in ctx.site.valve_by_id and command.element not in ctx.site.pump_by_id:
        return Refusal("unknown_element", {"element": command.element})
    known = state.indicated.get(command.element)
    if known is not None and known.state == command.state:
        return []
    data = ElementIndicated(element=command.element, state=command.state)
    return [Draft("plant.indicated", data)]


@applies("plant.indicated", ElementIndicated, readers=EVERYBODY)
def indicated(state: State, fact: Fact) -> None:
    """Applies the fact: the indicated position is kept until the plant reports another."""
    state.indicated[fact.data["element"]] = Indicated(fact.data["state"], fact.at)
