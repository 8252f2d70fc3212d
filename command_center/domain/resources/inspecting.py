"""Inspections of stock and kits: fit or unfit, with the evidence."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import amount
from command_center.domain.text import Note

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)
Evidence = Annotated[str, Field(min_length=1, max_length=200)]
"""The number of a certificate, a label or a photograph."""


class Inspect(Command):
    """Record the inspection of a line of stock. `unfit` is how many of it cannot be used; without
    it, a result of `unfit` means that none can."""

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)
    result: Literal["fit", "unfit"]
    evidence: Evidence
    unfit: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)
    note: Note | None = None


class InspectKit(Command):
    """Record the inspection of a kit: complete and in order (`fit`), or not."""

    kit: str = Field(max_length=40)
    result: Literal["fit", "unfit"]
    evidence: Evidence
    note: Note | None = None


class StockInspected(TypedDict):
    """A line of stock was inspected: the quantity `unfit` cannot be used, the rest can."""

    resource: str
    store: str
    result: Literal["fit", "unfit"]
    unfit: float
    evidence: str
    note: NotRequired[str | Words]


class KitInspected(TypedDict):
    """A kit was inspected."""

    kit: str
    result: Literal["fit", "unfit"]
    evidence: str
    note: NotRequired[str | Words]


@decides("resource.inspect", Inspect, HANDS)
def inspect(state: State, command: Inspect, ctx: Context) -> Decision:
    """Records an inspection of a line with its evidence. What is unfit cannot be issued until it is
    found fit; an inspection older than the last one is refused."""
    line = state.ledger.lines.get((command.resource, command.store))
    if line is None:
        return Refusal("unknown_line", {"resource": command.resource, "store": command.store})
    if line.inspected_at is not None and ctx.when(command) < line.inspected_at:
        resource, store = ctx.site.resource_by_id[line.resource], ctx.site.store_by_id[line.store]
        return Refusal("inspection_outdated", {"resource": resource.name, "store": store.name})
    unfit = 0.0 if command.result == "fit" else command.unfit
    if unfit is None:
        unfit = line.lies_here
    if unfit > line.lies_here:
        return Refusal("unfit_exceeds", {"unfit": unfit, "here": line.lies_here})
    data = StockInspected(
        resource=line.resource,
        store=line.store,
        result=command.result,
        unfit=unfit,
        evidence=command.evidence,
    )
    if command.note is not None:
        data["note"] = command.model_dump()["note"]
    return [Draft("resource.inspected", data)]


@decides("kit.inspect", InspectKit, HANDS)
def inspect_kit(state: State, command: InspectKit, ctx: Context) -> Decision:
    """Records an inspection of a kit with its evidence. One older than the last is refused."""
    kit = ctx.site.kit_by_id.get(command.kit)
    if kit is None:
        return Refusal("unknown_kit", {"kit": command.kit})
    if ctx.when(command) < state.ledger.kits_inspected.get(kit.id, 0):
        return Refusal("kit_inspection_outdated", {"kit": kit.name})
    data = KitInspected(kit=kit.id, result=command.result, evidence=command.evidence)
    if command.note is not None:
        data["note"] = command.model_dump()["note"]
    return [Draft("kit.inspected", data)]


@applies("resource.inspected", StockInspected, readers=EVERYBODY)
def inspected(state: State, fact: Fact) -> None:
    """Applies the fact: what is unfit cannot be issued. It replaces what the site or an earlier
    inspection stated about the line."""
    line = state.ledger.lines.changing((fact.data["resource"], fact.data["store"]))
    if line is None:
        return  # the site has given the line up since
    for batch in line.batches.values():
        batch.damaged = 0.0
    line.damaged = amount(fact.data["unfit"])
    line.serviceable = True
    line.inspected_at = fact.at
    line.changed_at = max(line.changed_at, fact.at)


@applies("kit.inspected", KitInspected, readers=EVERYBODY)
def kit_inspected(state: State, fact: Fact) -> None:
    """Applies the fact: a kit found unfit is due for inspection at once, until it is found fit."""
    ledger = state.ledger
    ledger.kits_inspected[fact.data["kit"]] = fact.at
    if fact.data["result"] == "fit":
        ledger.kits_unfit.discard(fact.data["kit"])
    else:
        ledger.kits_unfit.add(fact.data["kit"])
