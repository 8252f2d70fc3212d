"""The course of a dispatch: on scene, returned, consumed or lost; and what outside units bring."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.open_incident import open_incident
from command_center.domain.payload import StoredQuantity
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.resources.kit_place import goes_to
from command_center.domain.resources.ledger import next_id
from command_center.domain.resources.outside_bringing import has_brought
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import Dispatch, DispatchState

FROM = {
    "resource.arrived": {"dispatched"},
    "resource.returned": {"reserved", "dispatched", "on_scene"},
    "resource.consumed": {"dispatched", "on_scene"},
    "resource.lost": {"dispatched", "on_scene"},
}
"""From which states each step may be taken; what was only reserved is given back by returning it."""

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class NameDispatch(Command):
    """Names a dispatch."""

    dispatch: str = Field(max_length=40)


class ReceiveFromOutside(Command):
    """Record that an outside unit brought things to the incident."""

    incident: str = Field(max_length=40)
    unit: str = Field(max_length=40)


class DispatchNamed(TypedDict):
    """Names the dispatch that the fact is about."""

    dispatch: str


class OutsideBrought(TypedDict):
    """An outside unit brought things of its own."""

    id: str
    unit: str
    place: str
    lines: list[StoredQuantity]


def _settle(kind: str, state: State, command: NameDispatch) -> Decision:
    found = state.ledger.dispatches.get(command.dispatch)
    if found is None:
        return Refusal("unknown_dispatch", {"dispatch": command.dispatch})
    if found.state not in FROM[kind]:
        now = Phrase(f"phrase.dispatch_{found.state}")
        return Refusal("dispatch_settled", {"dispatch": found.id, "state": now})
    data = DispatchNamed(dispatch=found.id)
    return [Draft(kind, data, found.incident, caused_by=found.seq)]


@decides("resource.arrive", NameDispatch, HANDS)
def arrive(state: State, command: NameDispatch, ctx: Context) -> Decision:
    """Records that a dispatch has arrived at its place."""
    return _settle("resource.arrived", state, command)


@decides("resource.return", NameDispatch, HANDS)
def give_back(state: State, command: NameDispatch, ctx: Context) -> Decision:
    """Records that a dispatch is back in its stores."""
    return _settle("resource.returned", state, command)


@decides("resource.consume", NameDispatch, HANDS)
def consume(state: State, command: NameDispatch, ctx: Context) -> Decision:
    """Records that a dispatch was used up and does not return to its stores."""
    return _settle("resource.consumed", state, command)


@decides("resource.lose", NameDispatch, HANDS)
def lose(state: State, command: NameDispatch, ctx: Context) -> Decision:
    """Records that a dispatch was lost or spoiled and does not return to its stores."""
    return _settle("resource.lost", state, command)


@decides("resource.receive", ReceiveFromOutside, HANDS)
def receive(state: State, command: ReceiveFromOutside, ctx: Context) -> Decision:
    """Records what a called outside unit brought. It belongs to the incident, and lies at the staging point where the
    incident's own place is in danger."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    unit = ctx.site.outside_by_id.get(command.unit)
    if unit is None:
        return Refusal("unknown_unit", {"unit": command.unit})
    call = incident.calls.get(command.unit)
    if call is None:
        return Refusal("not_called", {"unit": unit.name})
    if has_brought(state, incident.id, unit.id):
        return Refusal("already_brought", {"unit": unit.name})
    if not unit.brings:
        return Refusal("brings_nothing", {"unit": unit.name})
    data = OutsideBrought(
        id=next_id(state),
        unit=unit.id,
        place=goes_to(ctx.site, incident, None, ctx.air_now()),
        lines=[
            StoredQuantity(resource=b.resource, store=unit.id, quantity=b.quantity)
            for b in unit.brings
        ],
    )
    return [Draft("resource.received", data, incident.id, caused_by=call.seq)]


@applies("resource.received", OutsideBrought, readers=EVERYBODY)
def received(state: State, fact: Fact) -> None:
    """Applies the fact: the things are on scene and belong to the incident; they are in none of the
    site's stores."""
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
        unit=d["unit"],
    )


@applies("resource.arrived", DispatchNamed, readers=EVERYBODY)
def arrived(state: State, fact: Fact) -> None:
    """Applies the fact: the dispatch is on scene."""
    state.ledger.dispatches[fact.data["dispatch"]].state = "on_scene"


def _take_back(state: State, fact: Fact, word: DispatchState, *, comes_back: bool) -> None:
    found = state.ledger.dispatches[fact.data["dispatch"]]
    away = found.away
    found.state = word
    if found.unit is not None:
        return  # theirs: it lay in no store of ours
    for line in away:
        stock = state.ledger.lines.changing((line["resource"], line["store"]))
        if stock is not None:
            gone = 0.0 if comes_back else line["quantity"]
            stock.move(line.get("batch"), out=-line["quantity"], quantity=-gone)
            stock.changed_at = max(stock.changed_at, fact.at)


@applies("resource.returned", DispatchNamed, readers=EVERYBODY)
def returned(state: State, fact: Fact) -> None:
    """Applies the fact: the things are available again."""
    _take_back(state, fact, "returned", comes_back=True)


@applies("resource.consumed", DispatchNamed, readers=EVERYBODY)
def consumed(state: State, fact: Fact) -> None:
    """Applies the fact: the things are used up and have left the ledger."""
    _take_back(state, fact, "consumed", comes_back=False)


@applies("resource.lost", DispatchNamed, readers=EVERYBODY)
def lost(state: State, fact: Fact) -> None:
    """Applies the fact: the things are lost and have left the ledger."""
    _take_back(state, fact, "lost", comes_back=False)
