"""Rows of topic `resources`: lines of stock, what can be had of each, and what is due."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.people.next_shift import next_holders
from command_center.domain.readers import EVERYBODY
from command_center.domain.resources.custody import Reach, reach
from command_center.domain.resources.custody_sensed import Contradicted, contradicted
from command_center.domain.resources.due import Due, count_due, inspection_due
from command_center.domain.resources.to_be_had import ToBeHad, to_be_had
from command_center.domain.site.model import Site, Stock, Store
from command_center.domain.site.parts.base import PLACES
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import StockLine
from command_center.domain.verdicts.last_days import last_day_turns
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.described import Described, differing
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.parts import words

TOPIC = "resources"


class Had(TypedDict):
    """How a line can be had at its store: see `ToBeHad` (`domain/resources/to_be_had.py`)."""

    how: Literal["open", "key_held", "locked", "none"]
    why: NotRequired[Literal["unserviceable", "expired", "nothing_left"]]
    key_min: NotRequired[float]
    opens_at: NotRequired[int]


class BatchRow(TypedDict):
    """One batch of a line: `quantity` belongs here, `available` can be had."""

    batch: str
    quantity: float
    available: float
    expires: str | None
    expired: bool


class StockRow(TypedDict):
    """A line of stock. `quantity` belongs here, `committed` of it is out, `damaged` lies here and is unfit; days are
    the plant's. `expiry`, `inspection` and `counting` are turns: far, known, due, over. `expires` is the next expiry
    day of what lies here. The row of its resource says whether it is short.
    """

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


class SensedStore(TypedDict, total=False):
    """The contact sensor of a store: what it shows, and since when (UTC epoch ms). `sensed_against`: the people's
    entry that contradicts it.
    """

    sensed_open: bool
    sensed_at: int
    sensed_against: Contradicted


class More(TypedDict, total=False):
    """Fields that only a few lines of stock have."""

    expiry: list[Turn]
    inspection: list[Turn]
    count_due: str | None
    counting: list[Turn]
    damaged: float
    batches: list[BatchRow]
    in_repair_since: str
    batch: str
    note: Words


STOCK = RowKind(TOPIC, "stock:", StockRow, readers=EVERYBODY)

OF_A_LINE = frozenset({
    "resource.counted", "resource.expired", "resource.inspected", "resource.stocked",
})  # fmt: skip
"""Facts about one line of stock."""
STOCK_MOVES = ("resource.*", "custody.*", "shift.*", "kit.drawn")


def moved_resources(fact: Fact, seen: Seen) -> set[str]:
    """The ids of resources whose stock the fact changes."""
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
    """The ids of all resources, also those in no store: a kit may need one and an outside unit bring one."""
    return {resource.id for resource in site.resources} | {r for r, _ in state.ledger.lines}


def _lines(seen: Seen, resources: set[str]) -> Iterator[str]:
    for resource in resources:
        for line in seen.state.ledger.lines.of(resource):
            yield f"{line.resource}@{line.store}"


@STOCK.moved_by(*STOCK_MOVES)
def moved_lines(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all lines of the resources that the fact names."""
    return _lines(seen, moved_resources(fact, seen))


@STOCK.moved_by("clock.stepped")
def sensed_lines(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all lines in stores with a contact: since when it shows what it shows has moved."""
    sensed = seen.state.custodies.sensed
    return (f"{r}@{store}" for r, store in seen.state.ledger.lines if store in sensed)


@STOCK.listed
def every_line(seen: Seen) -> Iterator[str]:
    """The keys of all lines of the ledger and of the plant's description."""
    yield from _lines(seen, every_resource(seen.state, seen.site))
    for resource, store in seen.site.stock_by_line:
        if (resource, store) not in seen.state.ledger.lines:
            yield f"{resource}@{store}"


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
    """Return the changed stock lines, and those of stores that changed or whose key is held differently."""
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
        "key_post": key_post,
        "key_holder": state.roster.holders.get(key_post) if key_post else None,
        **_sensed(state, store),
        **_more(line, kept, checked, site),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
