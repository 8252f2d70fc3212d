"""The resource ledger: what there is, what of it can be had now, and what is out."""

from datetime import date, datetime

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
from command_center.domain.state.ledger import Dispatch, DispatchState, amount


def next_id(state: State) -> str:
    """The number of the next dispatch or reservation."""
    return state.name("DSP", len(state.ledger.dispatches) + 1)


def reservation(state: State, incident: str, kit: str) -> Dispatch | None:
    """What is set aside of a kit for an incident and has not gone yet."""
    held = (
        d
        for d in state.ledger.dispatches.values()
        if d.state == "reserved" and d.incident == incident and d.kit == kit
    )
    return next(held, None)


def set_out(state: State, fact: Fact, word: DispatchState) -> None:
    """Fold a kit that is set aside or sent: it is not to be had any more."""
    d = fact.data
    if d["id"] not in state.ledger.dispatches:
        for line in d["lines"]:
            stock = state.ledger.lines.get((line["resource"], line["store"]))
            if stock is not None:  # the site may have given the line up since
                stock.out = amount(stock.out + line["quantity"])
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
    """Somebody counted a line: a sealed count of a shift, or after use."""

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)
    quantity: float = Field(ge=0, le=1e9, allow_inf_nan=False)


class StockCounted(TypedDict):
    """A line was counted; the count replaces what the ledger believed."""

    resource: str
    store: str
    quantity: float
    before: float


class Expire(Command):
    """The last good day of a line is over."""

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)


class StockExpired(TypedDict):
    """A line's last good day, `expires`, is over: what lies there cannot be had any more."""

    resource: str
    store: str
    expires: str
    quantity: float


def had_now(state: State, site: Site, resource: str) -> float:
    """How many of a resource can be had now: serviceable, in date, not out, behind no lock."""
    return sum(
        line.available
        for line in state.ledger.lines.values()
        if line.resource == resource and reach(state, site.store_by_id[line.store]) != "locked"
    )


@decides("resource.count", Count, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def count(state: State, command: Count, ctx: Context) -> Decision:
    """Records the count of a line that the site keeps. A count older than the line's last change changes
    nothing.
    """
    line = state.ledger.lines.get((command.resource, command.store))
    if line is None:
        return Refusal("unknown_line", {"resource": command.resource, "store": command.store})
    if command.at is not None and command.at < line.changed_at:
        resource, store = ctx.site.resource_by_id[line.resource], ctx.site.store_by_id[line.store]
        return Refusal("count_outdated", {"resource": resource.name, "store": store.name})
    data = StockCounted(
        resource=line.resource,
        store=line.store,
        quantity=command.quantity,
        before=line.lies_here,
    )
    return [Draft("resource.counted", data)]


@decides("resource.expire", Expire, [Role.DUTY])
def expire(state: State, command: Expire, ctx: Context) -> Decision:
    """Marks a line as expired, once, when the day after its last good day has begun at the site."""
    line = state.ledger.lines.get((command.resource, command.store))
    today = datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date()
    if line is None or line.expires is None or line.expired or line.expires >= today:
        return []
    data = StockExpired(
        resource=line.resource,
        store=line.store,
        expires=line.expires.isoformat(),
        quantity=line.lies_here,
    )
    return [Draft("resource.expired", data)]


@applies("resource.counted", StockCounted, readers=EVERYBODY)
def counted(state: State, fact: Fact) -> None:
    """The count is what lies here; what is out still belongs here."""
    line = state.ledger.lines.get((fact.data["resource"], fact.data["store"]))
    if line is None:
        return  # the site has given the line up since
    line.quantity = amount(fact.data["quantity"] + line.out)
    line.counted_at = fact.at
    line.changed_at = max(line.changed_at, fact.at)


@applies("resource.expired", StockExpired, readers=EVERYBODY)
def expired(state: State, fact: Fact) -> None:
    """The line is not available any more. A newer batch in the site's description is not affected."""
    line = state.ledger.lines.get((fact.data["resource"], fact.data["store"]))
    if line is not None and line.expires is not None:
        line.expired = line.expires <= date.fromisoformat(fact.data["expires"])
