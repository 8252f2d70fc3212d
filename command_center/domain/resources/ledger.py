"""The resource ledger: what exists, what of it can be had now, and what is out."""

from datetime import date, datetime
from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.resources.custody import reach
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import (
    Batch,
    Dispatch,
    DispatchState,
    StockLine,
    amount,
)


def next_id(state: State) -> str:
    """Returns the id of the next dispatch or reservation."""
    return state.name("DSP", len(state.ledger.dispatches) + 1)


def reservation(state: State, incident: str, kit: str) -> Dispatch | None:
    """Returns the reservation of a kit for an incident that was not sent yet; None if there is
    none."""
    held = (
        d
        for d in state.ledger.dispatches.values()
        if d.state == "reserved" and d.incident == incident and d.kit == kit
    )
    return next(held, None)


def set_out(state: State, fact: Fact, word: DispatchState) -> None:
    """Applies a reserved or dispatched kit to the ledger: its stock is no longer available."""
    d = fact.data
    if d["id"] not in state.ledger.dispatches:
        for line in d["lines"]:
            stock = state.ledger.lines.changing((line["resource"], line["store"]))
            if stock is not None:  # the site may have given the line up since
                stock.move(line.get("batch"), out=line["quantity"])
                stock.changed_at = max(stock.changed_at, fact.at)
    state.ledger.dispatches[d["id"]] = Dispatch(
        id=d["id"],
        incident=fact.incident or "",
        kit=d["kit"],
        place=d["place"],
        at=fact.at,
        by=fact.actor,
        seq=fact.seq,
        lines=list(d["lines"]),
        missing=list(d.get("missing", [])),
        state=word,
    )


class Count(Command):
    """Record the count of a line, or of one `batch` of it: a sealed count of a shift, or after use.
    `quantity` is all that lies there, `damaged` how much of it is unfit (left out: as before)."""

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)
    quantity: float = Field(ge=0, le=1e9, allow_inf_nan=False)
    batch: str | None = Field(default=None, max_length=40)
    damaged: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)


class StockCounted(TypedDict):
    """A line was counted. The count replaces the ledger's quantity."""

    resource: str
    store: str
    quantity: float
    before: float
    batch: NotRequired[str]
    damaged: NotRequired[float]


class Expire(Command):
    """Declare a line of stock, or one `batch` of it, expired."""

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)
    batch: str | None = Field(default=None, max_length=40)


class StockExpired(TypedDict):
    """A line of stock, or one `batch` of it, is past its last good day `expires` and can no longer
    be issued."""

    resource: str
    store: str
    expires: str
    quantity: float
    batch: NotRequired[str]


def had_now(state: State, site: Site, resource: str) -> float:
    """Returns how many of a resource can be had now: serviceable, in date, not out, and behind no
    lock."""
    return sum(
        line.available
        for line in state.ledger.lines.of(resource)
        if reach(state, site.store_by_id[line.store]) != "locked"
    )


@decides("resource.count", Count, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def count(state: State, command: Count, ctx: Context) -> Decision:
    """Records the count of a line that the site keeps. A count older than the line's last change
    changes nothing. For a line kept by batches a differing count of the whole is refused,
    because it does not say which batch differs."""
    line = state.ledger.lines.get((command.resource, command.store))
    if line is None:
        return Refusal("unknown_line", {"resource": command.resource, "store": command.store})
    if command.at is not None and command.at < line.changed_at:
        resource, store = ctx.site.resource_by_id[line.resource], ctx.site.store_by_id[line.store]
        return Refusal("count_outdated", {"resource": resource.name, "store": store.name})
    part = counted_part(line, command.batch)
    if part is None:
        return Refusal(
            "unknown_batch", {"batch": command.batch or "", "batches": list(line.batches) or ["–"]}
        )
    before = amount(part.quantity - part.out)
    if line.batches and command.batch is None and command.quantity != before:
        return Refusal("count_by_batch", {"batches": list(line.batches)})
    if command.damaged is not None and command.damaged > command.quantity:
        said = {"damaged": command.damaged, "quantity": command.quantity}
        return Refusal("more_damaged_than_counted", said)
    data = StockCounted(
        resource=line.resource, store=line.store, quantity=command.quantity, before=before
    )
    if command.batch is not None:
        data["batch"] = command.batch
    if command.damaged is not None:
        data["damaged"] = command.damaged
    return [Draft("resource.counted", data)]


def counted_part(line: StockLine, batch: str | None) -> StockLine | Batch | None:
    """Returns what a count is of: the line, or one batch of it; None where it has no such batch."""
    return line if batch is None else line.batches.get(batch)


@decides("resource.expire", Expire, [Role.DUTY])
def expire(state: State, command: Expire, ctx: Context) -> Decision:
    """Marks a line as expired, once, when the day after its last good day has begun at the site."""
    line = state.ledger.lines.get((command.resource, command.store))
    today = datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date()
    part = counted_part(line, command.batch) if line is not None else None
    if line is None or part is None or part.expires is None:
        return []
    if part.expired or part.expires >= today:
        return []
    if part is line:
        part = line.rest
    data = StockExpired(
        resource=line.resource,
        store=line.store,
        expires=part.expires.isoformat() if part.expires else "",
        quantity=amount(part.quantity - part.out),
    )
    if command.batch is not None:
        data["batch"] = command.batch
    return [Draft("resource.expired", data)]


@applies("resource.counted", StockCounted, readers=EVERYBODY)
def counted(state: State, fact: Fact) -> None:
    """Applies the fact: the count is what lies here; what is out still belongs here."""
    line = state.ledger.lines.changing((fact.data["resource"], fact.data["store"]))
    if line is None:
        return  # the site has given the line up since
    part = counted_part(line, fact.data.get("batch"))
    if part is not None:
        _set_counted(line, part, fact)
    line.counted_at = fact.at
    line.changed_at = max(line.changed_at, fact.at)


def _set_counted(line: StockLine, part: StockLine | Batch, fact: Fact) -> None:
    batch = fact.data.get("batch")
    here = fact.data["quantity"]
    unfit = fact.data.get("damaged", min(part.damaged, here))
    line.move(
        batch,
        quantity=amount(here + part.out - part.quantity),
        damaged=amount(unfit - part.damaged),
    )


@applies("resource.expired", StockExpired, readers=EVERYBODY)
def expired(state: State, fact: Fact) -> None:
    """Applies the fact: the line is no longer available. A newer batch in the site's description is
    not affected."""
    line = state.ledger.lines.changing((fact.data["resource"], fact.data["store"]))
    part = counted_part(line, fact.data.get("batch")) if line is not None else None
    if part is not None and part.expires is not None:
        part.expired = part.expires <= date.fromisoformat(fact.data["expires"])
