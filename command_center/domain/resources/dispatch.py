"""One-click dispatch: a whole kit, or so much of one resource, in one transaction, or a refusal that names
what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import NotRequired

from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.directives.given import Instruction, draft_directive
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PlaceId, ResourceId
from command_center.domain.figure import figure
from command_center.domain.notifications.paged import PagedTo, keepers
from command_center.domain.open_incident import NameIncident, open_incident
from command_center.domain.payload import Quantity, StoredQuantity, Words
from command_center.domain.quantities import SomeAmount
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.resources.custody import reach
from command_center.domain.resources.kit_named import (
    NameKitTo,
    named_destination,
    named_kit,
)
from command_center.domain.resources.kit_place import goes_to
from command_center.domain.resources.kit_use import draft_need
from command_center.domain.resources.lacking import (
    Committed,
    Nearest,
    committed,
    lacking,
    nearest,
    unfit,
    unfit_line,
)
from command_center.domain.resources.ledger import next_id, reservation, set_out
from command_center.domain.resources.short import not_sent
from command_center.domain.site.model import Category, Kit, KitLine, Site, Store, Urgency
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.resources.ledger import Dispatch, amount


class DispatchKit(NameKitTo):
    """Dispatch a kit to a place; where the incident has a part of it, the rest of it. With `partial`
    it sends what exists and makes the shortage a directive."""

    partial: bool = False


class DispatchLine(NameIncident):
    """Dispatch so much of one resource to a place: by default to the incident, or the staging point."""

    resource: ResourceId
    quantity: SomeAmount
    place: PlaceId | None = None


class KitDispatched(TypedDict):
    """A kit, or what there was of it, left its stores for a place; for a single resource `kit` is its id.
    `paged` are the key holders of these stores, who are notified (older facts page nobody)."""

    id: str
    kit: str
    place: str
    lines: list[StoredQuantity]
    missing: list[Quantity]
    paged: NotRequired[list[PagedTo]]


class KitRefused(TypedDict):
    """A kit could not be sent whole, so nothing was sent. What is missing lies behind `locked`
    stores, is `committed` to other dispatches, or would come from the `nearest` outside unit."""

    kit: str
    place: str
    missing: list[Quantity]
    locked: list[str]
    committed: list[Committed]
    nearest: list[Nearest]


def yet_to_send(state: State, site: Site, incident: Incident, kit: Kit) -> dict[str, float]:
    """Returns what of the kit an incident is to be sent, by resource: the rest of one of which it has a
    part, else a whole one."""
    rest = not_sent(state, site, incident.id, kit)
    return {
        line.resource: rest.get(line.resource, 0.0) if rest else line.quantity for line in kit.lines
    }


def allocate(
    state: State, ctx: Context, wanted: Mapping[str, float], place: str
) -> tuple[list[StoredQuantity], list[Quantity]]:
    """Returns what of the wanted quantities can be had now, nearest store first, and what is missing."""
    x, y = ctx.site.places[place][1]
    near = sorted(ctx.site.stores, key=lambda s: (hypot(s.x - x, s.y - y), s.id))
    lines: list[StoredQuantity] = []
    missing: list[Quantity] = []
    for resource, quantity in wanted.items():
        need = quantity
        for store in near:
            stock = state.ledger.lines.get((resource, store.id))
            if need <= 0 or stock is None or reach(state, store) == "locked":
                continue
            for line in stock.of_need(need):
                lines.append(line)
                need = amount(need - line["quantity"])
        if need > 0:
            missing.append(Quantity(resource=resource, quantity=need))
    return lines, missing


@decides("resource.dispatch", DispatchKit, [Role.COMMANDER, Role.CONTROLLER])
def dispatch(state: State, command: DispatchKit, ctx: Context) -> Decision:
    """Dispatches a whole kit, or the rest of one that was sent in part, or nothing. With `partial` it sends what
    exists and records the shortage."""
    named = named_kit(state, command, ctx)
    if isinstance(named, Refusal):
        return named
    incident, kit = named
    place = named_destination(command, ctx, incident)
    if isinstance(place, Refusal):
        return place
    held = reservation(state, incident.id, kit.id)
    if held is not None:
        return _of_reserved(state, ctx, place, held)
    wanted, at = yet_to_send(state, ctx.site, incident, kit), ctx.when(command)
    said = sent(state, ctx, incident, Load(kit, wanted, place), at, partial=command.partial)
    needed = draft_need(incident, kit.id)
    return said if isinstance(said, Refusal) or not needed else [said[0], needed, *said[1:]]


@decides("resource.dispatch_line", DispatchLine, [Role.COMMANDER, Role.CONTROLLER])
def dispatch_line(state: State, command: DispatchLine, ctx: Context) -> Decision:
    """Dispatches so much of one resource, as a kit that consists of it alone, or nothing."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    resource = ctx.site.resource_by_id.get(command.resource)
    if resource is None:
        return Refusal("unknown_resource", {"resource": command.resource})
    place = command.place or goes_to(ctx.site, incident, None, ctx.air_now())
    if place not in ctx.site.places:
        return Refusal("unknown_place", {"place": place})
    line = KitLine(resource=resource.id, quantity=command.quantity)
    alone = Kit(id=resource.id, name=resource.name, lines=[line])
    load = Load(alone, {resource.id: command.quantity}, place)
    return sent(state, ctx, incident, load, ctx.when(command))


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be sent to a place: so much of each resource of a kit."""

    kit: Kit
    wanted: Mapping[str, float]
    place: str


def sent(
    state: State, ctx: Context, incident: Incident, load: Load, at: int, *, partial: bool = False
) -> list[Draft] | Refusal:
    """Returns the facts of sending a load, the dispatch first: whole, or with `partial` what exists of it and
    the order to find the rest; else the refusal that says what is missing."""
    lines, missing = allocate(state, ctx, load.wanted, load.place)
    if (missing and not partial) or not lines:
        return short(state, ctx, incident, load.kit, load.wanted, load.place, missing)
    data = KitDispatched(
        id=next_id(state),
        kit=load.kit.id,
        place=load.place,
        lines=lines,
        missing=missing,
        paged=_keepers(state, ctx, lines),
    )
    gone = Draft("resource.dispatched", data, incident.id, caused_by=incident.opened_seq)
    if not missing:
        return [gone]
    chase = shortage_directive(state, ctx, incident, missing, at)
    # A shortage that nobody is told of would be forgotten: somebody has to command first.
    return [gone, chase] if chase else Refusal("nobody_commands", {"incident": incident.id})


def _keepers(state: State, ctx: Context, lines: list[StoredQuantity]) -> list[PagedTo]:
    return keepers(state, ctx.site, [line["store"] for line in lines])


def _of_reserved(state: State, ctx: Context, place: str, held: Dispatch) -> Decision:
    """Dispatches a reserved kit to wherever it is needed now. It is refused where a lock has no key
    on site any more, and where a line has expired meanwhile. What was drawn of it is out already."""
    use = state.incidents[held.incident].kits.get(held.kit)
    drawn = use.drawn_from if use is not None else {}
    inside = [line for line in held.lines if line["store"] not in drawn]
    spoiled = [line for line in inside if unfit(state, line)]
    if spoiled:
        named = [unfit_line(state, ctx, line) for line in spoiled]
        attempt = _not_sent(place, held, spoiled, [])
        params = {"dispatch": held.id, "lines": named}
        return Refusal("reserved_unfit", params, facts=[attempt])
    stores = {line["store"] for line in inside}
    locked = [s for s in ctx.site.stores if s.id in stores and reach(state, s) == "locked"]
    if locked:  # still set aside: it goes as soon as somebody has opened
        shut = [store.id for store in locked]
        behind = [line for line in inside if line["store"] in shut]
        attempt = _not_sent(place, held, behind, shut)
        return Refusal("store_locked", {"store": locked[0].name}, facts=[attempt])
    data = KitDispatched(
        id=held.id,
        kit=held.kit,
        place=place,
        lines=held.lines,
        missing=[],
        paged=_keepers(state, ctx, held.lines),
    )
    return [Draft("resource.dispatched", data, held.incident, caused_by=held.seq)]


def _not_sent(place: str, held: Dispatch, lines: list[StoredQuantity], locked: list[str]) -> Draft:
    """The attempt as it is recorded; what was set aside stays so."""
    data = KitRefused(
        kit=held.kit,
        place=place,
        missing=[Quantity(resource=one["resource"], quantity=one["quantity"]) for one in lines],
        locked=locked,
        committed=[],
        nearest=[],
    )
    return Draft("resource.refused", data, held.incident, caused_by=held.seq)


def short(
    state: State,
    ctx: Context,
    incident: Incident,
    kit: Kit,
    wanted: Mapping[str, float],
    place: str,
    missing: list[Quantity],
) -> Refusal:
    """Returns the refusal of a kit that cannot be had whole: what is missing, and where it is."""
    locked = [store.id for store in locked_with(state, ctx, missing)]
    data = KitRefused(
        kit=kit.id,
        place=place,
        missing=missing,
        locked=locked,
        committed=committed(state, missing),
        nearest=nearest(state, ctx.site, missing),
    )
    said = [lacking(state, ctx, m, wanted[m["resource"]]) for m in missing]
    return Refusal(
        "kit_incomplete",
        {"kit": kit.name, "missing": said},
        facts=[Draft("resource.refused", data, incident.id, caused_by=incident.opened_seq)],
    )


@applies("resource.dispatched", KitDispatched, readers=EVERYBODY)
def dispatched(state: State, fact: Fact) -> None:
    """Applies the fact: the kit is out of its stores; a reserved one was already counted as out."""
    set_out(state, fact, "dispatched")


@applies("resource.refused", KitRefused, readers=EVERYBODY)
def refused(state: State, fact: Fact) -> None:
    """Changes nothing: the fact keeps the refused dispatch for the review, and nothing left its
    store."""


def locked_with(state: State, ctx: Context, missing: list[Quantity]) -> list[Store]:
    """Returns the locked stores that hold some of what is missing."""
    wanted = {m["resource"] for m in missing}
    having = {
        line.store
        for line in state.ledger.lines.values()
        if line.resource in wanted and line.available > 0
    }
    return [s for s in ctx.site.stores if s.id in having and reach(state, s) == "locked"]


def shortage_directive(
    state: State, ctx: Context, incident: Incident, missing: list[Quantity], at: int
) -> Draft | None:
    """Returns the directive to bring what lies behind a lock, or else to find it; None when nobody
    is there to receive it."""
    store = next(iter(locked_with(state, ctx, missing)), None)
    to = _recipient(state, ctx, incident, store)
    if to is None:
        return None
    names = [(ctx.site.resource_by_id[m["resource"]].name, m["quantity"]) for m in missing]
    zh = "、".join(f"{name.zh} {figure(quantity)}" for name, quantity in names)
    en = ", ".join(f"{figure(quantity)} × {name.en}" for name, quantity in names)
    text = Words(zh=f"设法补齐：{zh}", en=f"Find {en}")
    if store is not None:
        text = Words(
            zh=f"从上锁的{store.name.zh}取来：{zh}",
            en=f"Bring {en} from {store.name.en}, locked",
        )
    told = Instruction(
        to=to,
        text=text,
        urgency=Urgency.URGENT,
        category=Category.SOURCE,
        place=store.id if store is not None else None,
    )
    return draft_directive(state, ctx, incident, told, at)


def _recipient(state: State, ctx: Context, incident: Incident, store: Store | None) -> str | None:
    """Returns who holds the key, or their deputy or superior, if on site; else whoever commands."""
    key_post = ctx.site.post_by_id.get((store and store.custody.key_post) or "")
    if key_post is not None:
        for post in (key_post.id, key_post.deputy, key_post.superior):
            if post and state.roster.holder_on_site(post):
                return post
    post = incident.commander_post
    if post and state.roster.holders.get(post) == incident.commander:
        return post
    return incident.commander
