"""One-click dispatch: a whole kit in one transaction, or a refusal that names what is missing."""

from math import hypot
from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.custody import reach
from command_center.domain.directive_issue import shortage_directive
from command_center.domain.fact import Draft, Fact
from command_center.domain.incident import open_incident
from command_center.domain.ledger import Dispatch
from command_center.domain.payload import Quantity, StoredQuantity
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides

if TYPE_CHECKING:
    from command_center.domain.incident import Incident
    from command_center.domain.site import Kit
    from command_center.domain.state import State

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class DispatchKit(Command):
    """Send a kit to a place. `partial` sends what exists and makes the shortage a directive."""

    incident: str = Field(max_length=40)
    kit: str = Field(max_length=40)
    place: str = Field(max_length=40)
    partial: bool = False


class NameDispatch(Command):
    """Names a dispatch."""

    dispatch: str = Field(max_length=40)


class ReceiveFromOutside(Command):
    """An outside unit brought things to the incident."""

    incident: str = Field(max_length=40)
    unit: str = Field(max_length=40)


class KitDispatched(TypedDict):
    """A kit, or what there was of it, left its stores for a place."""

    id: str
    kit: str
    place: str
    lines: list[StoredQuantity]
    missing: list[Quantity]


class KitRefused(TypedDict):
    """A kit could not be sent whole; nothing was sent."""

    kit: str
    place: str
    missing: list[Quantity]
    locked: list[str]


class DispatchNamed(TypedDict):
    """A dispatch arrived, came back, or was used up or lost."""

    dispatch: str


class OutsideBrought(TypedDict):
    """An outside unit brought things of its own."""

    id: str
    unit: str
    place: str
    lines: list[StoredQuantity]


def allocate(
    state: "State", ctx: Context, kit: "Kit", place: str
) -> tuple[list[StoredQuantity], list[Quantity]]:
    """What of the kit can be had now, nearest store first, and what is missing."""
    x, y = ctx.site.places[place][1]
    near = sorted(ctx.site.stores, key=lambda s: (hypot(s.x - x, s.y - y), s.id))
    lines: list[StoredQuantity] = []
    missing: list[Quantity] = []
    for wanted in kit.lines:
        need = wanted.quantity
        for store in near:
            stock = state.ledger.lines.get((wanted.resource, store.id))
            if need <= 0 or stock is None or reach(state, store) == "locked":
                continue
            take = min(need, stock.available)
            if take > 0:
                lines.append(
                    StoredQuantity(resource=wanted.resource, store=store.id, quantity=take)
                )
                need -= take
        if need > 0:
            missing.append(Quantity(resource=wanted.resource, quantity=need))
    return lines, missing


@decides("resource.dispatch", DispatchKit, [Role.COMMANDER, Role.CONTROLLER])
def dispatch(state: "State", command: DispatchKit, ctx: Context) -> Decision:
    """All or nothing, unless what exists is asked for."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    kit = ctx.site.kit_by_id.get(command.kit)
    if kit is None:
        return Refusal("unknown_kit", {"kit": command.kit})
    if command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    lines, missing = allocate(state, ctx, kit, command.place)
    if (missing and not command.partial) or not lines:
        return _short(state, ctx, incident, kit, command.place, missing)
    data = KitDispatched(
        id=f"DSP-{len(state.ledger.dispatches) + 1}",
        kit=kit.id,
        place=command.place,
        lines=lines,
        missing=missing,
    )
    sent = Draft("resource.dispatched", data, incident.id, caused_by=incident.opened_seq)
    chase = shortage_directive(state, ctx, incident, missing) if missing else []
    return [sent, *chase]


def _short(
    state: "State",
    ctx: Context,
    incident: "Incident",
    kit: "Kit",
    place: str,
    missing: list[Quantity],
) -> Refusal:
    locked = [
        store.id
        for store in ctx.site.stores
        if reach(state, store) == "locked"
        and any((m["resource"], store.id) in state.ledger.lines for m in missing)
    ]
    data = KitRefused(kit=kit.id, place=place, missing=missing, locked=locked)
    return Refusal(
        "kit_incomplete",
        {"kit": kit.name, "missing": [_missing(state, ctx, kit, m) for m in missing]},
        facts=[Draft("resource.refused", data, incident.id, caused_by=incident.opened_seq)],
    )


def _missing(state: "State", ctx: Context, kit: "Kit", gap: Quantity) -> Phrase:
    """One missing line: how many of how many, behind which lock, with whom, and what is near."""
    resource = ctx.site.resource_by_id[gap["resource"]]
    need = next(w.quantity for w in kit.lines if w.resource == resource.id)
    why: list[Phrase] = []
    for line in state.ledger.lines.values():
        store = ctx.site.store_by_id[line.store]
        if line.resource != resource.id:
            continue
        if line.available and reach(state, store) == "locked" and store.custody.key_post:
            post = ctx.site.post_by_id[store.custody.key_post].name
            why.append(
                Phrase(
                    "phrase.locked",
                    {"count": line.available, "store": store.name, "post": post},
                )
            )
        if line.out:
            why.append(Phrase("phrase.committed", {"count": line.out, "store": store.name}))
    units = [
        (unit.minutes_night, unit.name, brought.quantity)
        for unit in ctx.site.outside
        for brought in unit.brings
        if brought.resource == resource.id
    ]
    if units:
        minutes, unit, count = min(units, key=lambda u: u[0])
        why.append(Phrase("phrase.nearest", {"count": count, "unit": unit, "minutes": minutes}))
    params = {"had": need - gap["quantity"], "need": need, "name": resource.name, "why": why}
    return Phrase("phrase.short" if why else "phrase.short_plainly", params)


def _settle(kind: str, state: "State", command: NameDispatch) -> Decision:
    found = state.ledger.dispatches.get(command.dispatch)
    if found is None:
        return Refusal("unknown_dispatch", {"dispatch": command.dispatch})
    allowed = ("dispatched",) if kind == "resource.arrived" else ("dispatched", "on_scene")
    if found.state not in allowed:
        return Refusal("dispatch_settled", {"dispatch": found.id, "state": found.state})
    data = DispatchNamed(dispatch=found.id)
    return [Draft(kind, data, found.incident, caused_by=found.seq)]


@decides("resource.arrive", NameDispatch, HANDS)
def arrive(state: "State", command: NameDispatch, ctx: Context) -> Decision:
    """At its place."""
    return _settle("resource.arrived", state, command)


@decides("resource.return", NameDispatch, HANDS)
def give_back(state: "State", command: NameDispatch, ctx: Context) -> Decision:
    """Back in its stores."""
    return _settle("resource.returned", state, command)


@decides("resource.consume", NameDispatch, HANDS)
def consume(state: "State", command: NameDispatch, ctx: Context) -> Decision:
    """Used up."""
    return _settle("resource.consumed", state, command)


@decides("resource.lose", NameDispatch, HANDS)
def lose(state: "State", command: NameDispatch, ctx: Context) -> Decision:
    """Lost or spoiled."""
    return _settle("resource.lost", state, command)


@decides("resource.receive", ReceiveFromOutside, HANDS)
def receive(state: "State", command: ReceiveFromOutside, ctx: Context) -> Decision:
    """What a called unit brings is at the incident, and belongs to it."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    unit = ctx.site.outside_by_id.get(command.unit)
    if unit is None:
        return Refusal("unknown_unit", {"unit": command.unit})
    call = incident.calls.get(command.unit)
    if call is None:
        return Refusal("not_called", {"unit": unit.name})
    if any(
        d.kit == command.unit and d.incident == incident.id
        for d in state.ledger.dispatches.values()
    ):
        return Refusal("already_brought", {"unit": unit.name})
    data = OutsideBrought(
        id=f"DSP-{len(state.ledger.dispatches) + 1}",
        unit=unit.id,
        place=incident.place,
        lines=[
            StoredQuantity(resource=b.resource, store=unit.id, quantity=b.quantity)
            for b in unit.brings
        ],
    )
    return [Draft("resource.received", data, incident.id, caused_by=call.seq)]


@applies("resource.dispatched", KitDispatched)
def dispatched(state: "State", fact: Fact) -> None:
    """Out of its stores."""
    d = fact.data
    for line in d["lines"]:
        state.ledger.lines[(line["resource"], line["store"])].out += line["quantity"]
    state.ledger.dispatches[d["id"]] = Dispatch(
        id=d["id"],
        incident=fact.incident or "",
        kit=d["kit"],
        place=d["place"],
        at=fact.at,
        by=fact.actor,
        seq=fact.seq,
        lines=list(d["lines"]),
        missing=list(d["missing"]),
    )


@applies("resource.refused", KitRefused)
def refused(state: "State", fact: Fact) -> None:
    """Recorded for the review; nothing left its store."""


@applies("resource.received", OutsideBrought)
def received(state: "State", fact: Fact) -> None:
    """On scene, from outside; it is in no store of ours."""
    d = fact.data
    state.ledger.dispatches[d["id"]] = Dispatch(
        id=d["id"],
        incident=fact.incident or "",
        kit=d["unit"],
        place=d["place"],
        at=fact.at,
        by=fact.actor,
        seq=fact.seq,
        lines=list(d["lines"]),
        missing=[],
        state="on_scene",
    )


@applies("resource.arrived", DispatchNamed)
def arrived(state: "State", fact: Fact) -> None:
    """On scene."""
    state.ledger.dispatches[fact.data["dispatch"]].state = "on_scene"


def _take_back(state: "State", fact: Fact, word: str, *, comes_back: bool) -> None:
    found = state.ledger.dispatches[fact.data["dispatch"]]
    found.state = word
    for line in found.lines:
        stock = state.ledger.lines.get((line["resource"], line["store"]))
        if stock is not None:
            stock.out -= line["quantity"]
            if not comes_back:
                stock.quantity -= line["quantity"]


@applies("resource.returned", DispatchNamed)
def returned(state: "State", fact: Fact) -> None:
    """Available again."""
    _take_back(state, fact, "returned", comes_back=True)


@applies("resource.consumed", DispatchNamed)
def consumed(state: "State", fact: Fact) -> None:
    """Gone from the ledger."""
    _take_back(state, fact, "consumed", comes_back=False)


@applies("resource.lost", DispatchNamed)
def lost(state: "State", fact: Fact) -> None:
    """Gone from the ledger."""
    _take_back(state, fact, "lost", comes_back=False)
