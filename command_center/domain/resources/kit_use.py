"""A kit is needed, and a kit is drawn: the access delay lies between the two.

What was dispatched or reserved has left the ledger already, so that drawing it moves no stock.
What nobody dispatched is out from its drawing on, as if it had been dispatched to the incident. An
open cabinet is never opened, so for it only the drawing is recorded.
"""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import StoredQuantity
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.resources.custody import reach
from command_center.domain.resources.kit_named import NameKit, named_kit
from command_center.domain.resources.kit_place import kit_place
from command_center.domain.resources.ledger import next_id, set_out
from command_center.domain.resources.short import not_sent
from command_center.domain.site.model import Kit, Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.resources.kit_use import KitUse
from command_center.domain.state.resources.ledger import HandedOut

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class NeedKit(NameKit):
    """Record that somebody needs a kit for an incident. A directive with a kit, and its dispatch,
    record it too."""


class DrawKit(NameKit):
    """Record that somebody has taken what a store holds of a kit. `by_key` is the person whose key
    it was."""

    store: str = Field(max_length=40)
    by_key: str | None = Field(default=None, max_length=40)


class KitNeeded(TypedDict):
    """An incident needs a kit from now on."""

    kit: str


class KitDrawn(TypedDict):
    """What a store holds of a kit was taken out of it. What nobody had dispatched is from now on the
    dispatch `id` to `place`, of these `lines`; without an id no stock moved."""

    kit: str
    store: str
    by_key: str | None
    id: NotRequired[str]
    place: NotRequired[str]
    lines: NotRequired[list[StoredQuantity]]


@decides("kit.need", NeedKit, HANDS)
def need(state: State, command: NeedKit, ctx: Context) -> Decision:
    """Records that an incident needs a kit. The first time starts the access delay that the review
    measures."""
    named = named_kit(state, command, ctx)
    if isinstance(named, Refusal):
        return named
    incident, kit = named
    needed = draft_need(incident, kit.id)
    return [needed] if needed else Refusal("kit_needed", {"kit": kit.name})


def draft_need(incident: Incident, kit: str) -> Draft | None:
    """Returns the fact that an incident needs a kit; None when that is recorded already."""
    use = incident.kits.get(kit)
    if use is not None and use.needed_at is not None:
        return None
    return Draft("kit.needed", KitNeeded(kit=kit), incident.id, caused_by=incident.opened_seq)


@decides("kit.draw", DrawKit, HANDS)
def draw(state: State, command: DrawKit, ctx: Context) -> Decision:
    """Records that a kit was taken out of a store: what of it the incident was not sent yet is out. Refused where
    the store holds nothing of the kit or is locked and nobody opened it.
    """
    named = named_kit(state, command, ctx)
    if isinstance(named, Refusal):
        return named
    incident, kit = named
    site = ctx.site
    store = site.store_by_id.get(command.store)
    if store is None:
        return Refusal("unknown_store", {"store": command.store})
    if command.by_key is not None and command.by_key not in site.person_by_id:
        return Refusal("unknown_person", {"person": command.by_key})
    if not any((line.resource, store.id) in state.ledger.lines for line in kit.lines):
        return Refusal("kit_not_kept", {"kit": kit.name, "store": store.name})
    if reach(state, store) == "locked":
        return Refusal("store_locked", {"store": store.name})
    use = incident.kits.get(kit.id)
    cause = use.needed_seq if use and use.needed_seq else incident.opened_seq
    data = KitDrawn(kit=kit.id, store=store.id, by_key=command.by_key)
    lines = _taken(state, site, incident, kit, store.id)
    if lines:
        data["id"] = next_id(state)
        data["place"] = kit_place(incident.plan_in(site), kit.id, incident.place)
        data["lines"] = lines
    return [Draft("kit.drawn", data, incident.id, caused_by=cause)]


def _taken(
    state: State, site: Site, incident: Incident, kit: Kit, store: str
) -> list[StoredQuantity]:
    """What of a kit was taken out of a store and not sent before: as much as the incident still
    lacks and the store has."""
    return [
        line
        for resource, need in not_sent(state, site, incident.id, kit).items()
        if (stock := state.ledger.lines.get((resource, store))) is not None
        for line in stock.of_need(need)
    ]


@applies("kit.needed", KitNeeded, readers=EVERYBODY)
def needed(state: State, fact: Fact) -> None:
    """Applies the fact: the access delay begins."""
    use = state.incidents[fact.incident or ""].kits.setdefault(fact.data["kit"], KitUse())
    use.needed_at, use.needed_seq = fact.at, fact.seq


@applies("kit.drawn", KitDrawn, readers=EVERYBODY)
def drawn(state: State, fact: Fact) -> None:
    """Applies the fact: the earliest drawing ends the access delay, whenever it was entered; what
    nobody had dispatched is out."""
    use = state.incidents[fact.incident or ""].kits.setdefault(fact.data["kit"], KitUse())
    use.drawn_at = fact.at if use.drawn_at is None else min(use.drawn_at, fact.at)
    use.drawn_from.setdefault(fact.data["store"], fact.at)
    if "id" in fact.data:
        set_out(state, fact, "dispatched")
        handed = state.ledger.dispatches[fact.data["id"]].handed
        handed[fact.data["store"]] = HandedOut(fact.at, fact.speaker or fact.actor)
