"""Why a kit falls short: behind which lock its parts lie, whether they are expired, to what they
are committed, and who else has them."""

from collections.abc import Iterator

from typing_extensions import TypedDict

from command_center.domain.payload import Quantity, StoredQuantity
from command_center.domain.refusal import Phrase
from command_center.domain.registry import Context
from command_center.domain.resources.custody import reach
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import StockLine, amount


class Committed(TypedDict):
    """The quantity of a resource that a dispatch holds."""

    resource: str
    dispatch: str
    quantity: float


class Nearest(TypedDict):
    """The outside unit that would bring a resource soonest, in `minutes` from now."""

    resource: str
    unit: str
    quantity: float
    minutes: float


def committed(state: State, missing: list[Quantity]) -> list[Committed]:
    """Returns the dispatches to which the plant's own stock of what is missing has gone."""
    wanted = {gap["resource"] for gap in missing}
    return [
        Committed(resource=line["resource"], dispatch=found.id, quantity=line["quantity"])
        for found in state.ledger.dispatches.values()
        if found.out and found.unit is None
        for line in found.away
        if line["resource"] in wanted
    ]


def nearest(state: State, site: Site, missing: list[Quantity]) -> list[Nearest]:
    """Returns for each missing resource the outside unit that arrives soonest in the present shift."""
    night = _night(state, site)
    found = []
    for gap in missing:
        units = [
            (unit.minutes(night=night), unit.id, brought.quantity)
            for unit in site.outside
            for brought in unit.brings
            if brought.resource == gap["resource"]
        ]
        if units:
            minutes, unit, quantity = min(units, key=lambda one: one[0])
            found.append(
                Nearest(resource=gap["resource"], unit=unit, quantity=quantity, minutes=minutes)
            )
    return found


def _night(state: State, site: Site) -> bool:
    """Returns whether a night shift is on; True where none is known, because the longer travel time
    is the safer assumption."""
    return all(shift.night for shift in site.shifts if shift.id == state.roster.shift)


def lacking(state: State, ctx: Context, gap: Quantity, need: float) -> Phrase:
    """Returns the phrase for a missing line of a kit: how many of the `need` that was asked for are
    missing, and where others are."""
    resource = ctx.site.resource_by_id[gap["resource"]]
    why = [*_in_stores(state, ctx, resource.id)]
    for other in nearest(state, ctx.site, [gap]):
        unit = ctx.site.outside_by_id[other["unit"]].name
        params = {"count": other["quantity"], "unit": unit, "minutes": other["minutes"]}
        why.append(Phrase("phrase.nearest", params))
    had = amount(need - gap["quantity"])
    params = {"had": had, "need": need, "name": resource.name, "why": why}
    return Phrase("phrase.short" if why else "phrase.short_plainly", params)


def _in_stores(state: State, ctx: Context, resource: str) -> Iterator[Phrase]:
    for line in state.ledger.lines.of(resource):
        store = ctx.site.store_by_id[line.store]
        if line.available and reach(state, store) == "locked" and store.custody.key_post:
            post = ctx.site.post_by_id[store.custody.key_post].name
            held = {"count": line.available, "store": store.name, "post": post}
            yield Phrase("phrase.locked", held)
        if line.expired_here:
            yield Phrase("phrase.expired", {"count": line.expired_here, "store": store.name})
        if line.out:
            yield Phrase("phrase.committed", {"count": line.out, "store": store.name})


def unfit(state: "State", line: StoredQuantity) -> bool:
    """Returns whether reserved stock may no longer be sent: it has expired, is out of service, or
    was removed from the site's description."""
    stock = state.ledger.lines.get((line["resource"], line["store"]))
    return stock is None or _expired(stock, line) or not stock.serviceable


def _expired(stock: StockLine, line: StoredQuantity) -> bool:
    batch = stock.batches.get(line.get("batch", ""))
    return stock.expired if batch is None else batch.expired


def unfit_line(state: "State", ctx: Context, line: StoredQuantity) -> Phrase:
    """Returns the phrase for a line that may not be sent: how many of what, where, and why."""
    stock = state.ledger.lines.get((line["resource"], line["store"]))
    resource = ctx.site.resource_by_id.get(line["resource"])
    store = ctx.site.store_by_id.get(line["store"])
    params = {
        "count": line["quantity"],
        "name": resource.name if resource else line["resource"],
        "store": store.name if store else line["store"],
    }
    return Phrase(
        "phrase.held_expired" if stock and _expired(stock, line) else "phrase.held_unfit", params
    )
