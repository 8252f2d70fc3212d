"""Putting new stock into a store: a delivery, with its batch and last good day."""

from datetime import date, datetime
from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import Batch


class PutIn(Command):
    """Put a delivery into a store. A `batch` has a last good day of its own, `expires`."""

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)
    quantity: float = Field(gt=0, le=1e9, allow_inf_nan=False)
    batch: str | None = Field(default=None, min_length=1, max_length=40)
    expires: date | None = None


class StockPutIn(TypedDict):
    """A delivery was put into a store."""

    resource: str
    store: str
    quantity: float
    batch: NotRequired[str]
    expires: NotRequired[str]


@decides("resource.put_in", PutIn, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def put_in(state: State, command: PutIn, ctx: Context) -> Decision:
    """Adds a delivery to a line that the site keeps. Refused where its last good day is over, where a day comes
    without a batch, and where the batch is known with another day.
    """
    line = state.ledger.lines.get((command.resource, command.store))
    if line is None:
        return Refusal("unknown_line", {"resource": command.resource, "store": command.store})
    if command.expires is not None:
        if command.batch is None:
            return Refusal("day_without_batch")
        today = datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date()
        if command.expires < today:
            return Refusal("expired_already", {"expires": command.expires.isoformat()})
    known = line.batches.get(command.batch or "")
    if known is not None and known.expires != command.expires:
        day = known.expires.isoformat() if known.expires else "–"
        return Refusal("batch_has_other_day", {"batch": command.batch or "", "expires": day})
    data = StockPutIn(resource=line.resource, store=line.store, quantity=command.quantity)
    if command.batch is not None:
        data["batch"] = command.batch
    if command.expires is not None:
        data["expires"] = command.expires.isoformat()
    return [Draft("resource.stocked", data)]


@applies("resource.stocked", StockPutIn, readers=EVERYBODY)
def stocked(state: State, fact: Fact) -> None:
    """Applies the fact: the delivery is added to its line of stock, and to its batch."""
    data = fact.data
    line = state.ledger.lines.changing((data["resource"], data["store"]))
    if line is None:
        return  # the site has given the line up since
    batch = data.get("batch")
    if batch is not None and batch not in line.batches:
        expires = data.get("expires")
        line.batches[batch] = Batch(0.0, None if expires is None else date.fromisoformat(expires))
    line.move(batch, quantity=data["quantity"])
    line.changed_at = max(line.changed_at, fact.at)
