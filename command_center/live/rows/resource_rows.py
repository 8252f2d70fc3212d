"""Rows of topic `resources`: stock lines, stores, what can be had now, kits, and what is out."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Literal, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.incidents.on_board import on_board
from command_center.domain.payload import Quantity, StoredQuantity, Words
from command_center.domain.people.next_shift import next_holders
from command_center.domain.readers import EVERYBODY
from command_center.domain.resources.custody import Reach, reach
from command_center.domain.resources.custody_sensed import Contradicted, contradicted
from command_center.domain.resources.due import Due, count_due, inspection_due
from command_center.domain.resources.lacking import Nearest, nearest
from command_center.domain.resources.ledger import had_now
from command_center.domain.resources.short import (
    Shortage,
    is_wanted,
    kit_sign,
    sent_by_incident,
    shortage,
)
from command_center.domain.resources.to_be_had import ToBeHad, carrying_minutes, to_be_had
from command_center.domain.site.model import Site, Stock, Store
from command_center.domain.site.parts import PLACES
from command_center.domain.state import State
from command_center.domain.state.ledger import DispatchState, SettledLine, StockLine, amount
from command_center.domain.state.same_event import brought_to
from command_center.domain.verdicts.last_days import last_day_turns
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.described import Described, differing
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS, left_behind
from command_center.live.rows.names import words

TOPIC = "resources"


class Had(TypedDict):
    """How a line can be had at its store: see `ToBeHad` (`domain/resources/to_be_had.py`)."""

    how: Literal["open", "key_held", "locked", "none"]
    why: NotRequired[Literal["unserviceable", "expired", "nothing_left"]]
    key_min: NotRequired[float]
    opens_at: NotRequired[int]
    opens_shift: NotRequired[str]


class BatchRow(TypedDict):
    """The part of a line that came together: `quantity` belongs here, `available` can be had."""

    batch: str
    quantity: float
    available: float
    expires: str | None
    expired: bool


class StockRow(TypedDict):
    """A line of stock. `quantity` belongs here, `committed` of it is out, `damaged` lies here and is unfit; days are
    the plant's. `expiry`, `inspection` and `counting` are turns: far, known, due, over. `expires` is the next last
    good day of what lies here. Whether it is short its resource's row says."""

    resource: str
    store: str
    quantity: float
    available: float
    committed: float
    minimum: float
    serviceable: bool
    expired: bool
    expires: str | None
    counted: str | None
    counted_at: int | None
    inspection_due: str | None
    to_be_had: Had
    custody: Reach
    found_locked_at: int | None
    key_post: str | None
    key_holder: str | None
    sensed_open: NotRequired[bool]
    sensed_at: NotRequired[int]
    sensed_against: NotRequired[Contradicted]
    expiry: NotRequired[list[Turn]]
    inspection: NotRequired[list[Turn]]
    count_due: NotRequired[str | None]
    counting: NotRequired[list[Turn]]
    damaged: NotRequired[float]
    batches: NotRequired[list[BatchRow]]
    in_repair_since: NotRequired[str]
    batch: NotRequired[str]
    note: NotRequired[Words]


class StoreRow(TypedDict):
    """Minutes on foot from a store to where things may be wanted; none where no way is known."""

    store: str
    carry_min: dict[str, float | None]


class LockedStock(TypedDict):
    """What lies behind a lock whose key is not on site."""

    store: str
    quantity: float
    key_post: str | None


class StoreQuantity(TypedDict):
    """So many in a store."""

    store: str
    quantity: float


class ResourceRow(TypedDict):
    """All there is of a resource: `had_now` is serviceable, in date, not out and behind no lock. `short`: that
    a kit cannot be made up, or that less than its minimums is there."""

    resource: str
    had_now: float
    total: float
    committed: float
    minimum: float
    locked: list[LockedStock]
    expired: list[StoreQuantity]
    short: Shortage | None


class KitLine(TypedDict):
    """What a kit needs of a resource, how many can be had now (`short`: too few), and how many its dispatches
    have for each open incident."""

    resource: str
    needed: float
    had_now: float
    short: bool
    sent: dict[str, float]


class KitRow(TypedDict):
    """A kit, and of what is missing the outside unit that would bring it soonest. `sign`: how pressing it is that
    it cannot be made up."""

    kit: str
    lines: list[KitLine]
    complete: bool
    sign: Literal["urgent", "warn", "plain"]
    missing: list[Quantity]
    nearest: list[Nearest]


class DispatchRow(TypedDict):
    """A kit or part of one, set aside or on its way; what an outside `unit` brought, with its id for the
    kit. `out`: its things are away from their stores. Once parts of it are `settled`, `away` is what still is."""

    id: str
    incident: str
    kit: str
    place: str
    at: int
    by: str
    seq: int
    lines: list[StoredQuantity]
    missing: list[Quantity]
    state: DispatchState
    out: bool
    unit: str | None
    settled: NotRequired[list[SettledLine]]
    away: NotRequired[list[StoredQuantity]]


STOCK = RowKind(TOPIC, "stock:", StockRow, readers=EVERYBODY)
RESOURCE = RowKind(TOPIC, "resource:", ResourceRow, readers=EVERYBODY)
KIT = RowKind(TOPIC, "kit:", KitRow, readers=EVERYBODY)
STORE = RowKind(TOPIC, "store:", StoreRow, readers=EVERYBODY)
DISPATCH = RowKind(TOPIC, "dispatch:", DispatchRow, readers=EVERYBODY)

OF_A_LINE = frozenset({
    "resource.counted", "resource.expired", "resource.inspected", "resource.stocked",
})  # fmt: skip
"""Facts about one line of stock."""
STOCK_MOVES = ("resource.*", "custody.*", "shift.*")


def moved_resources(fact: Fact, seen: Seen) -> set[str]:
    """The resources of whose stock a fact tells."""
    state, data = seen.state, fact.data
    if fact.kind.startswith("shift."):
        return every_resource(state, seen.site)
    if fact.kind.startswith("custody."):
        return {r for r, store in state.ledger.lines if store == data["store"]}
    name = data.get("dispatch") or data.get("id")
    if name is not None:
        return {line["resource"] for line in state.ledger.dispatches[name].lines}
    return {data["resource"]} if fact.kind in OF_A_LINE else set()


def every_resource(state: State, site: Site) -> set[str]:
    """All the site knows, what lies in no store included: a kit may ask for it, a unit bring it."""
    return {resource.id for resource in site.resources} | {r for r, _ in state.ledger.lines}


def _lines(seen: Seen, resources: set[str]) -> Iterator[str]:
    for resource in resources:
        for line in seen.state.ledger.lines.of(resource):
            yield f"{line.resource}@{line.store}"


def _kits(seen: Seen, resources: set[str]) -> Iterator[str]:
    for kit in seen.site.kits:
        if any(line.resource in resources for line in kit.lines):
            yield kit.id


@STOCK.moved_by(*STOCK_MOVES)
def moved_lines(fact: Fact, seen: Seen) -> Iterator[str]:
    """Every line of those resources."""
    return _lines(seen, moved_resources(fact, seen))


@RESOURCE.moved_by(*STOCK_MOVES)
def moved_sums(fact: Fact, seen: Seen) -> Iterable[str]:
    """Those resources."""
    return moved_resources(fact, seen)


@RESOURCE.moved_by("incident.opened", *ENDS)
def all_sums(fact: Fact, seen: Seen) -> Iterable[str]:
    """An incident wants kits, and what it has of them counts while it is open."""
    return every_resource(seen.state, seen.site)


@RESOURCE.moved_by("kit.needed", "kit.drawn")
def sums_of_the_kit(fact: Fact, seen: Seen) -> Iterator[str]:
    """What the kit is made of."""
    kit = seen.site.kit_by_id.get(fact.data["kit"])
    yield from (line.resource for line in (kit.lines if kit is not None else ()))


@KIT.moved_by("incident.opened", *ENDS)
def all_kits(fact: Fact, seen: Seen) -> Iterator[str]:
    """An incident wants kits, and what was sent to it counts while it is open."""
    return every_kit(seen)


@KIT.moved_by("kit.needed", "kit.drawn")
def wanted_kit(fact: Fact, seen: Seen) -> Iterator[str]:
    """The incident wants it from now on."""
    yield fact.data["kit"]


@KIT.moved_by(*STOCK_MOVES)
def moved_kits(fact: Fact, seen: Seen) -> Iterator[str]:
    """Every kit that asks for one of them."""
    return _kits(seen, moved_resources(fact, seen))


@STOCK.described(
    "stock",
    "stores",
    "time_zone",
    "posts",
    "people",
    "roster",
    "swaps",
    "holidays",
    "shifts",
    "presence",
    "roads",
    *PLACES,
)
def lines_anew(change: Described, seen: Seen) -> Iterable[str] | None:
    """The lines that are described otherwise, and those of stores that are, or whose key comes otherwise."""
    if "time_zone" in change.fields:
        return None
    keys = change.keys("stock_by_line")
    stores = _stores_anew(change, seen)
    if stores:
        known = (seen.state.ledger.lines, change.before.stock_by_line, change.after.stock_by_line)
        keys |= {key for of in known for key in of if key[1] in stores}
    return [f"{resource}@{store}" for resource, store in sorted(keys)]


def _stores_anew(change: Described, seen: Seen) -> set[str]:
    """The stores that are described otherwise, and keyed ones whose key comes from elsewhere or at another time."""
    found: set[str] = change.keys("store_by_id")
    if change.only("stock", "stores"):
        return found
    roster = seen.state.roster
    keyed = [
        store
        for store in change.after.stores
        if store.custody.kind == "keyed" and store.id not in found
    ]
    way = not change.fields.isdisjoint({"roads", *PLACES} - {"stores"})
    posts, people = change.keys("post_by_id"), change.keys("person_by_id")
    coming: set[str] = set()
    if not change.fields.isdisjoint(
        {"roster", "swaps", "holidays", "shifts", "presence", "posts", "people"}
    ):
        coming = differing(
            *(next_holders(of, roster, on_site=True) for of in (change.before, change.after))
        )
    for store in keyed:
        post = store.custody.key_post or ""
        if way or post in posts or post in coming or roster.holders.get(post) in people:
            found.add(store.id)
    return found


@RESOURCE.described("resources", "stock", "stores", "kits", "plans")
def sums_anew(change: Described, seen: Seen) -> Iterable[str] | None:
    """The resources of lines, stores and kits that are described otherwise; all where an open incident's plan is."""
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


@STORE.moved_by("incident.opened", "source.located", *ENDS)
def moved_stores(fact: Fact, seen: Seen) -> Iterator[str]:
    """Every store: its row depends on where incidents are open."""
    return every_store(seen)


@DISPATCH.moved_by("resource.*")
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """The dispatch that a fact tells of."""
    name = fact.data.get("dispatch") or fact.data.get("id")
    return () if name is None else (name,)


@DISPATCH.moved_by(*ENDS)
def of_the_ended(fact: Fact, seen: Seen) -> Iterator[str]:
    """What leaves the board with the incident of before, and what was brought to the same event."""
    state, before = seen.state, left_behind(seen.state, fact)
    if before is not None:
        yield from (d.id for d in state.ledger.dispatches.values() if d.incident == before)
    withdrawn = state.incidents[fact.incident or ""].withdrawn
    if withdrawn is not None and withdrawn.same_as is not None:
        yield from (one.id for one in brought_to(state, withdrawn.same_as))


@STOCK.listed
def every_line(seen: Seen) -> Iterator[str]:
    """Those of the ledger and of the plant's description: a line that is taken out of it has a row no more."""
    yield from _lines(seen, every_resource(seen.state, seen.site))
    for resource, store in seen.site.stock_by_line:
        if (resource, store) not in seen.state.ledger.lines:
            yield f"{resource}@{store}"


@RESOURCE.listed
def every_sum(seen: Seen) -> Iterable[str]:
    """All there are."""
    return every_resource(seen.state, seen.site)


@KIT.listed
def every_kit(seen: Seen) -> Iterator[str]:
    """All that ask for anything the site knows."""
    return _kits(seen, every_resource(seen.state, seen.site))


@STORE.listed
def every_store(seen: Seen) -> Iterator[str]:
    """All there are."""
    return (store.id for store in seen.site.stores)


@DISPATCH.listed
def every_dispatch(seen: Seen) -> Iterable[str]:
    """All that ever went out."""
    return seen.state.ledger.dispatches


@DISPATCH.made
def dispatch_row(seen: Seen, name: str) -> DispatchRow | None:
    """One dispatch; what an outside unit brought leaves with its incident."""
    found = seen.state.ledger.dispatches.get(name)
    if found is None:
        return None
    if not (on_board(seen.state, found.incident) or (found.out and not found.unit)):
        return None
    row = asdict(found) | {"out": found.out}
    del row["handed"]  # each store's word has a row of its own (`keeping_rows.py`)
    if found.settled:
        row["away"] = found.away
    else:
        del row["settled"]
    return cast(DispatchRow, row)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@STOCK.made
def stock_row(seen: Seen, name: str) -> StockRow | None:
    """One line of stock."""
    state, site = seen.state, seen.site
    resource, _, store_id = name.partition("@")
    line = state.ledger.lines.get((resource, store_id))
    store = site.store_by_id.get(store_id)
    if line is None or store is None:
        return None
    kept = site.stock_by_line.get((resource, store_id))
    key_post = store.custody.key_post
    checked = inspection_due(site, line, kept)
    return {
        "resource": resource,
        "store": store_id,
        "quantity": line.quantity,
        "available": line.available,
        "committed": line.out,
        "minimum": kept.minimum if kept else 0,
        "serviceable": line.serviceable,
        "expired": line.expired,
        "expires": _day(_expires(line, kept)),
        "counted": _day(kept.counted if kept else None),
        "counted_at": line.counted_at,
        "inspection_due": _day(checked.day if checked else None),
        "to_be_had": _said(to_be_had(state, site, line)),
        "custody": reach(state, store),
        "found_locked_at": state.custodies.found_locked.get(store_id),
        "key_post": key_post,
        "key_holder": state.roster.holders.get(key_post) if key_post else None,
        **_sensed(state, store),
        **_more(line, kept, checked, site),
    }


class SensedStore(TypedDict, total=False):
    """What the contact of a store shows, and since when (UTC epoch ms). `sensed_against`: what people entered of it,
    where that says the opposite."""

    sensed_open: bool
    sensed_at: int
    sensed_against: Contradicted


def _sensed(state: State, store: Store) -> SensedStore:
    """What the contact of the store shows, and since when; nothing without a contact."""
    known = state.custodies.sensed.get(store.id)
    if known is None:
        return {}
    row: SensedStore = {"sensed_open": known.open, "sensed_at": known.at}
    against = contradicted(state, store)
    if against is not None:
        row["sensed_against"] = against
    return row


def _expires(line: StockLine, kept: Stock | None) -> date | None:
    """The next last good day of what lies here and is in date; where nothing is, the last that was."""
    if not line.batches:
        return kept.expires if kept else None
    days = [(one.expired, one.expires) for one in line.batches.values() if one.quantity > 0]
    if line.rest.quantity > 0:
        days.append((line.expired, line.expires))
    coming = [day for over, day in days if day is not None and not over]
    return min(coming, default=max((day for _, day in days if day is not None), default=None))


def _said(had: ToBeHad) -> Had:
    """Only what it says: thousands of lines change at once when a shift does."""
    said = ((name, getattr(had, name)) for name in ToBeHad.__slots__)
    return cast(Had, {name: value for name, value in said if value is not None})


class More(TypedDict, total=False):
    """What is known of few lines."""

    expiry: list[Turn]
    inspection: list[Turn]
    count_due: str | None
    counting: list[Turn]
    damaged: float
    batches: list[BatchRow]
    in_repair_since: str
    batch: str
    note: Words


def _more(line: StockLine, kept: Stock | None, checked: Due | None, site: Site) -> More:
    """What is known of few lines: last good days, batches, what is due, repair and a note."""
    if kept is None:
        return {}
    expires, count = _expires(line, kept), count_due(site, line, kept)
    more = {
        "expiry": expires and last_day_turns(expires, site.zone, "urgent"),
        "inspection": checked.turns(site.zone) if checked else None,
        "count_due": _day(count.day) if count else None,
        "counting": count.turns(site.zone) if count else None,
        "damaged": line.damaged or None,
        "batches": _batches(line) or None,
        "in_repair_since": _day(kept.in_repair_since),
        "batch": kept.batch,
        "note": kept.note and words(kept.note),
    }
    return cast(More, {name: value for name, value in more.items() if value is not None})


def _batches(line: StockLine) -> list[BatchRow]:
    """The batches of which something belongs here, the first to expire first."""
    return [
        BatchRow(
            batch=name,
            quantity=one.quantity,
            available=one.available if line.serviceable else 0.0,
            expires=_day(one.expires),
            expired=one.expired,
        )
        for name, one in sorted(
            line.batches.items(), key=lambda item: (item[1].expires or date.max, item[0])
        )
        if one.quantity > 0
    ]


@STORE.made
def store_row(seen: Seen, name: str) -> StoreRow | None:
    """How long what lies here is carried to where it may be wanted."""
    state, site = seen.state, seen.site
    store = site.store_by_id.get(name)
    if store is None:
        return None
    return {"store": name, "carry_min": carrying_minutes(state, site, store)}


@RESOURCE.made
def sum_row(seen: Seen, resource: str) -> ResourceRow | None:
    """All there is of a resource; None of one that is neither described nor lies anywhere."""
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


@KIT.made
def kit_row(seen: Seen, name: str) -> KitRow | None:
    """What the kit wants, what can be had now, and of what is missing the nearest outside unit."""
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
                "sent": sent_by_incident(state, name, line.resource),
            }
            for line in kit.lines
        ],
        "complete": not missing,
        "sign": kit_sign(not missing, is_wanted(state, site, name)),
        "missing": missing,
        "nearest": nearest(state, site, missing),
    }
