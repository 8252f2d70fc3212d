"""Setting a kit aside for an incident, so that nobody else sends it; sending it is a second word."""

from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import StoredQuantity
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.resources.dispatch import allocate, short
from command_center.domain.resources.ledger import next_id, reservation, set_out
from command_center.domain.standing import open_incident

if TYPE_CHECKING:
    from command_center.domain.state import State


class ReserveKit(Command):
    """Set a kit aside for an incident, to go to a place; dispatching it sends what is set aside,
    returning it gives it back."""

    incident: str = Field(max_length=40)
    kit: str = Field(max_length=40)
    place: str = Field(max_length=40)


class KitReserved(TypedDict):
    """A whole kit is set aside in its stores for an incident."""

    id: str
    kit: str
    place: str
    lines: list[StoredQuantity]


@decides("resource.reserve", ReserveKit, [Role.COMMANDER, Role.CONTROLLER])
def reserve(state: "State", command: ReserveKit, ctx: Context) -> Decision:
    """Whole or not at all, and once for each incident."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    kit = ctx.site.kit_by_id.get(command.kit)
    if kit is None:
        return Refusal("unknown_kit", {"kit": command.kit})
    if command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    held = reservation(state, incident.id, kit.id)
    if held is not None:
        return Refusal("kit_reserved", {"kit": kit.name, "dispatch": held.id})
    lines, missing = allocate(state, ctx, kit, command.place)
    if missing:
        return short(state, ctx, incident, kit, command.place, missing)
    data = KitReserved(id=next_id(state), kit=kit.id, place=command.place, lines=lines)
    return [Draft("resource.reserved", data, incident.id, caused_by=incident.opened_seq)]


@applies("resource.reserved", KitReserved)
def reserved(state: "State", fact: Fact) -> None:
    """Still in its stores, and not to be had by anybody else."""
    set_out(state, fact, "reserved")
