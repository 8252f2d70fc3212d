"""Names a kit, its incident and its destination in a command, and checks them; every command about
a kit does so first."""

from pydantic import Field

from command_center.domain.fields import PlaceId
from command_center.domain.open_incident import open_incident
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Command, Context
from command_center.domain.resources.kit_place import kit_goes_to
from command_center.domain.site.model import Kit
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


class NameKit(Command):
    """Names a kit for an incident."""

    incident: str = Field(max_length=40)
    kit: str = Field(max_length=40)


class NameKitTo(NameKit):
    """Names a kit for an incident, and the place that it is to go to: by default where the plan sends it,
    or the staging point (`kit_place.py`)."""

    place: PlaceId | None = None


def named_kit(state: State, command: NameKit, ctx: Context) -> tuple[Incident, Kit] | Refusal:
    """The incident, if it is open, and the kit; else the refusal that says what is unknown."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    kit = ctx.site.kit_by_id.get(command.kit)
    if kit is None:
        return Refusal("unknown_kit", {"kit": command.kit})
    return incident, kit


def named_destination(command: NameKitTo, ctx: Context, incident: Incident) -> str | Refusal:
    """The place that the command names, else where the kit goes as the air is now; the refusal of a place
    that is unknown."""
    place = command.place or kit_goes_to(ctx.site, incident, command.kit, ctx.air_now())
    return place if place in ctx.site.places else Refusal("unknown_place", {"place": place})
