"""Rows of topic `resources`: how much of each resource can be had now, and which kits can be made up from it."""

from collections.abc import Iterable, Iterator
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Quantity
from command_center.domain.readers import EVERYBODY
from command_center.domain.resources.custody import reach
from command_center.domain.resources.lacking import Nearest, nearest
from command_center.domain.resources.ledger import had_now
from command_center.domain.resources.short import (
    Shortage,
    is_wanted,
    kit_lacks,
    kit_sign,
    sent_by_incident,
    sent_how,
    shortage,
)
from command_center.domain.state.resources.ledger import amount
from command_center.live.rows.described import Described
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.resources.stock_rows import (
    STOCK_MOVES,
    TOPIC,
    every_resource,
    moved_resources,
)


class LockedStock(TypedDict):
    """Stock behind a lock whose key is not on site."""

    store: str
    quantity: float
    key_post: str | None


class StoreQuantity(TypedDict):
    """The quantity of a resource in one store."""

    store: str
    quantity: float


class ResourceRow(TypedDict):
    """The total of a resource: `had_now` is serviceable, in date, not out and not locked away. `short`: a kit cannot
    be made up, or less than its minimums is there.
    """

    resource: str
    had_now: float
    total: float
    committed: float
    minimum: float
    locked: list[LockedStock]
    expired: list[StoreQuantity]
    short: Shortage | None


class KitLine(TypedDict):
    """What a kit needs of a resource, how much can be had now (`short`: too little), and how much its dispatches have
    for each open incident.
    """

    resource: str
    needed: float
    had_now: float
    short: bool
    sent: dict[str, float]


class KitRow(TypedDict):
    """A kit, and the outside unit that would bring its missing items soonest. `sign`: how urgent it is that the kit
    cannot be made up. `sent`: for each open incident that was sent some of it, whether that is all of it.
    """

    kit: str
    lines: list[KitLine]
    complete: bool
    sign: Literal["urgent", "warn", "plain"]
    missing: list[Quantity]
    nearest: list[Nearest]
    sent: dict[str, Literal["part", "whole"]]


RESOURCE = RowKind(TOPIC, "resource:", ResourceRow, readers=EVERYBODY)
KIT = RowKind(TOPIC, "kit:", KitRow, readers=EVERYBODY)


def _kits(seen: Seen, resources: set[str]) -> Iterator[str]:
    for kit in seen.site.kits:
        if any(line.resource in resources for line in kit.lines):
            yield kit.id


@RESOURCE.moved_by(*STOCK_MOVES)
def moved_sums(fact: Fact, seen: Seen) -> Iterable[str]:
    """The keys of the resources that the fact names."""
    return moved_resources(fact, seen)


@RESOURCE.moved_by("incident.opened", *ENDS)
def all_sums(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return all resources: an open incident needs kits, and what it already has of them counts."""
    return every_resource(seen.state, seen.site)


@RESOURCE.moved_by("kit.needed", "kit.drawn")
def sums_of_the_kit(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of the resources that the kit is made of."""
    kit = seen.site.kit_by_id.get(fact.data["kit"])
    yield from (line.resource for line in (kit.lines if kit is not None else ()))


@RESOURCE.listed
def every_sum(seen: Seen) -> Iterable[str]:
    """The keys of all resources."""
    return every_resource(seen.state, seen.site)


@RESOURCE.described("resources", "stock", "stores", "kits", "plans")
def sums_anew(change: Described, seen: Seen) -> Iterable[str] | None:
    """Return the resources of changed stock lines, stores and kits; None (all) if an open incident's plan changed."""
    if "plans" in change.fields and seen.state.open_incidents:
        return None
    found = {resource for resource, _ in change.keys("stock_by_line")} | change.keys(
        "resource_by_id"
    )
    for kit in change.keys("kit_by_id"):
        for of in (change.before.kit_by_id, change.after.kit_by_id):
            found |= {line.resource for line in (of[kit].lines if kit in of else ())}
    if stores := change.keys("store_by_id"):
        found |= {resource for resource, store in seen.state.ledger.lines if store in stores}
    return sorted(found)


@RESOURCE.made
def sum_row(seen: Seen, resource: str) -> ResourceRow | None:
    """Return the totals of a resource; None for one that is neither described nor in any store."""
    state, site = seen.state, seen.site
    lines = list(state.ledger.lines.of(resource))
    if not lines and resource not in site.resource_by_id:
        return None
    locked: list[LockedStock] = [
        {
            "store": line.store,
            "quantity": line.available,
            "key_post": site.store_by_id[line.store].custody.key_post,
        }
        for line in lines
        if line.available and reach(state, site.store_by_id[line.store]) == "locked"
    ]
    return {
        "resource": resource,
        "had_now": had_now(state, site, resource),
        "total": sum(line.quantity for line in lines),
        "committed": sum(line.out for line in lines),
        "minimum": site.minimum_of.get(resource, 0),
        "locked": locked,
        "expired": [
            {"store": line.store, "quantity": line.expired_here}
            for line in lines
            if line.expired_here
        ],
        "short": shortage(state, site, resource),
    }


@KIT.moved_by("incident.opened", *ENDS)
def all_kits(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield all kits: an open incident needs kits, and what was sent to it counts."""
    return every_kit(seen)


@KIT.moved_by("kit.needed", "kit.drawn")
def wanted_kit(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the kit that the incident needs from now on."""
    yield fact.data["kit"]


@KIT.moved_by(*STOCK_MOVES)
def moved_kits(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all kits that need one of these resources."""
    return _kits(seen, moved_resources(fact, seen))


@KIT.listed
def every_kit(seen: Seen) -> Iterator[str]:
    """The keys of all kits that need a resource of the site."""
    return _kits(seen, every_resource(seen.state, seen.site))


@KIT.made
def kit_row(seen: Seen, name: str) -> KitRow | None:
    """Return what the kit needs, what can be had now, and the nearest outside unit for what is missing."""
    state, site = seen.state, seen.site
    kit = site.kit_by_id.get(name)
    if kit is None:
        return None
    had = {line.resource: had_now(state, site, line.resource) for line in kit.lines}
    missing = [
        Quantity(resource=line.resource, quantity=amount(line.quantity - had[line.resource]))
        for line in kit.lines
        if had[line.resource] < line.quantity
    ]
    return {
        "kit": name,
        "lines": [
            {
                "resource": line.resource,
                "needed": line.quantity,
                "had_now": had[line.resource],
                "short": had[line.resource] < line.quantity,
                "sent": sent_by_incident(state, seen.site, kit, line.resource),
            }
            for line in kit.lines
        ],
        "complete": not missing,
        "sign": kit_sign(
            not kit_lacks(state, site, kit, state.open_incidents.values()),
            is_wanted(state, site, name),
        ),
        "missing": missing,
        "nearest": nearest(state, site, missing),
        "sent": sent_how(state, seen.site, kit),
    }
