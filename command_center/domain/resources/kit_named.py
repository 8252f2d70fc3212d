"""Names a kit, its incident and its destination in a command, and checks them; every command about
a kit does so first."""

from pydantic import Field

from command_center.domain.open_incident import open_incident
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Command, Context
from command_center.domain.site.model import Kit
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


class NameKit(Command):
    """Names a kit for an incident."""

    incident: str = Field(max_length=40)
    kit: str = Field(max_length=40)


class NameKitTo(NameKit):
    """Names a kit for an incident, and the place that it is to go to."""

    place: str = Field(max_length=40)


def named_kit(state: State, command: NameKit, ctx: Context) -> tuple[Incident, Kit] | Refusal:
    """The incident, if it is open, and the kit; else the refusal that says what is unknown."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    kit = ctx.site.kit_by_id.get(command.kit)
    if kit is None:
        return Refusal("unknown_kit", {"kit": command.kit})
    if isinstance(command, NameKitTo) and command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    return incident, kit
