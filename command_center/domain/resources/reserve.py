"""Reserves a kit for an incident, so that nobody else sends it. Dispatching it is a second command."""

from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import StoredQuantity
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.resources.dispatch import allocate, short, yet_to_send
from command_center.domain.resources.kit_named import (
    NameKitTo,
    named_destination,
    named_kit,
)
from command_center.domain.resources.ledger import next_id, reservation, set_out
from command_center.domain.state import State


class ReserveKit(NameKitTo):
    """Reserve a kit for an incident, or the rest of one that was sent in part, to go to a place.
    Dispatching sends what is reserved; returning gives it back."""


class KitReserved(TypedDict):
    """A whole kit, or the rest of one, is set aside in its stores for an incident."""

    id: str
    kit: str
    place: str
    lines: list[StoredQuantity]


@decides("resource.reserve", ReserveKit, [Role.COMMANDER, Role.CONTROLLER])
def reserve(state: State, command: ReserveKit, ctx: Context) -> Decision:
    """Reserves a whole kit for an incident, or the rest of one, once, or nothing."""
    named = named_kit(state, command, ctx)
    if isinstance(named, Refusal):
        return named
    incident, kit = named
    held = reservation(state, incident.id, kit.id)
    if held is not None:
        return Refusal("kit_reserved", {"kit": kit.name, "dispatch": held.id})
    place = named_destination(command, ctx, incident)
    if isinstance(place, Refusal):
        return place
    wanted = yet_to_send(state, ctx.site, incident, kit)
    lines, missing = allocate(state, ctx, wanted, place)
    if missing:
        return short(state, ctx, incident, kit, wanted, place, missing)
    data = KitReserved(id=next_id(state), kit=kit.id, place=place, lines=lines)
    return [Draft("resource.reserved", data, incident.id, caused_by=incident.opened_seq)]


@applies("resource.reserved", KitReserved, readers=EVERYBODY)
def reserved(state: State, fact: Fact) -> None:
    """Applies the fact: the kit is still in its stores, but available to nobody else."""
    set_out(state, fact, "reserved")
