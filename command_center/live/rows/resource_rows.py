"""Rows of topic `resources`: stock lines, what can be had now, kits, and what is out."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from command_center.domain.resources.custody import reach
from command_center.domain.resources.ledger import had_now
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows.row import Row, RowKey

TOPIC = "resources"


def every_resource(state: State, site: Site) -> set[str]:
    """All the site knows, what lies in no store included: a kit may ask for it, a unit bring it."""
    return {resource.id for resource in site.resources} | {r for r, _ in state.ledger.lines}


def resource_keys(state: State, site: Site, resources: set[str]) -> Iterator[RowKey]:
    """Every row that depends on these resources' stock."""
    for line in state.ledger.lines.values():
        if line.resource in resources:
            yield TOPIC, f"stock:{line.resource}@{line.store}"
    for resource in resources:
        yield TOPIC, f"resource:{resource}"
    for kit in site.kits:
        if any(line.resource in resources for line in kit.lines):
            yield TOPIC, f"kit:{kit.id}"


def resource_row(state: State, site: Site, key: str) -> Row | None:
    """The row of a key of this topic; its prefix says which of the four kinds."""
    kind, _, name = key.partition(":")
    if kind == "stock":
        return _stock(state, site, name)
    if kind == "resource":
        return _resource(state, site, name)
    if kind == "kit":
        return _kit(state, site, name)
    found = state.ledger.dispatches.get(name)
    return asdict(found) if found else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stock(state: State, site: Site, name: str) -> Row | None:
    resource, _, store_id = name.partition("@")
    line = state.ledger.lines.get((resource, store_id))
    store = site.store_by_id.get(store_id)
    if line is None or store is None:
        return None
    kept = [s for s in site.stock if s.resource == resource and s.store == store_id]
    key_post = store.custody.key_post
    return {
        "resource": resource,
        "store": store_id,
        "quantity": line.quantity,
        "available": line.available,
        "committed": line.out,
        "minimum": sum(s.minimum for s in kept),
        "serviceable": line.serviceable,
        "expired": line.expired,
        "expires": _day(min((s.expires for s in kept if s.expires), default=None)),
        "counted": _day(min((s.counted for s in kept if s.counted), default=None)),
        "counted_at": line.counted_at,
        "inspection_due": _day(
            min((s.inspection_due for s in kept if s.inspection_due), default=None)
        ),
        "custody": reach(state, store),
        "found_locked_at": state.custodies.found_locked.get(store_id),
        "key_post": key_post,
        "key_holder": state.roster.holders.get(key_post) if key_post else None,
    }


def _resource(state: State, site: Site, resource: str) -> Row:
    lines = [line for line in state.ledger.lines.values() if line.resource == resource]
    locked = [
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
        "minimum": sum(s.minimum for s in site.stock if s.resource == resource),
        "locked": locked,
        "expired": [
            {"store": line.store, "quantity": line.lies_here}
            for line in lines
            if line.expired and line.lies_here
        ],
    }


def _kit(state: State, site: Site, name: str) -> Row | None:
    kit = site.kit_by_id.get(name)
    if kit is None:
        return None
    lines = [
        {
            "resource": line.resource,
            "needed": line.quantity,
            "had_now": had_now(state, site, line.resource),
        }
        for line in kit.lines
    ]
    complete = all(line["had_now"] >= line["needed"] for line in lines)  # type: ignore[operator]
    return {"kit": name, "lines": lines, "complete": complete}
