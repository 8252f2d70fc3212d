"""Rows of topic `resources`: stock lines, stores, what can be had now, kits, and what is out."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from command_center.domain.incidents.on_board import on_board
from command_center.domain.payload import Quantity
from command_center.domain.resources.custody import reach
from command_center.domain.resources.lacking import nearest
from command_center.domain.resources.ledger import had_now
from command_center.domain.resources.to_be_had import ToBeHad, carrying_minutes, to_be_had
from command_center.domain.site.model import Site, Stock
from command_center.domain.state import State
from command_center.domain.state.ledger import amount
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


def store_keys(site: Site) -> Iterator[RowKey]:
    """The row of every store: it depends on where incidents are open."""
    yield from ((TOPIC, f"store:{store.id}") for store in site.stores)


def resource_row(state: State, site: Site, key: str) -> Row | None:
    """The row of a key of this topic; its prefix says which of the five kinds."""
    kind, _, name = key.partition(":")
    if kind == "stock":
        return _stock(state, site, name)
    if kind == "store":
        return _store(state, site, name)
    if kind == "resource":
        return _resource(state, site, name)
    if kind == "kit":
        return _kit(state, site, name)
    found = state.ledger.dispatches.get(name)
    if found is None or not (on_board(state, found.incident) or (found.out and not found.unit)):
        return None  # what an outside unit brought leaves with its incident
    return asdict(found)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stock(state: State, site: Site, name: str) -> Row | None:
    resource, _, store_id = name.partition("@")
    line = state.ledger.lines.get((resource, store_id))
    store = site.store_by_id.get(store_id)
    if line is None or store is None:
        return None
    kept = site.stock_by_line.get((resource, store_id))
    key_post = store.custody.key_post
    return {
        "resource": resource,
        "store": store_id,
        "quantity": line.quantity,
        "available": line.available,
        "committed": line.out,
        "minimum": kept.minimum if kept else 0,
        "serviceable": line.serviceable,
        "expired": line.expired,
        "expires": _day(kept.expires if kept else None),
        "counted": _day(kept.counted if kept else None),
        "counted_at": line.counted_at,
        "inspection_due": _day(kept.inspection_due if kept else None),
        "to_be_had": _said(to_be_had(state, site, line)),
        "custody": reach(state, store),
        "found_locked_at": state.custodies.found_locked.get(store_id),
        "key_post": key_post,
        "key_holder": state.roster.holders.get(key_post) if key_post else None,
        **_more(kept),
    }


def _said(had: ToBeHad) -> Row:
    """Only what it says: thousands of lines change at once when a shift does."""
    said = ((name, getattr(had, name)) for name in ToBeHad.__slots__)
    return {name: value for name, value in said if value is not None}


def _more(kept: Stock | None) -> Row:
    """What the site notes of few lines: batch, repair and a note."""
    if kept is None:
        return {}
    more = {
        "in_repair_since": _day(kept.in_repair_since),
        "batch": kept.batch,
        "note": kept.note and kept.note.as_row(),
    }
    return {name: value for name, value in more.items() if value is not None}


def _store(state: State, site: Site, name: str) -> Row | None:
    """How long what lies here is carried to where it may be wanted."""
    store = site.store_by_id.get(name)
    if store is None:
        return None
    return {"store": name, "carry_min": carrying_minutes(state, site, store)}


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
    """What the kit wants, what can be had now, and of what is missing the nearest outside unit."""
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
            {"resource": line.resource, "needed": line.quantity, "had_now": had[line.resource]}
            for line in kit.lines
        ],
        "complete": not missing,
        "missing": missing,
        "nearest": nearest(state, site, missing),
    }
