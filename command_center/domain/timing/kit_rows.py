"""What a lock and a suit cost: access delay, donning."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.timing.interval import (
    ComparedMeasure,
    Interval,
    interval,
    seconds_between,
)
from command_center.domain.timing.record import Record, as_happened

OPENED = frozenset({"opened", "forced"})
PAIR, FOUR = 2, 4
"""Two go in, two stand by."""


def access_rows(record: Record) -> Iterator[Interval]:
    """A row for each kit needed and each store it was sought in; without any, one that is open."""
    for needed in record.of_kind("kit.needed"):
        kit = needed.data["kit"]
        stores = _stores(record, kit)
        for store in stores:
            stop = _had(record, kit, store, needed)
            yield interval(record, "access", needed, stop, about={"kit": kit, "store": store})
        if not stores:
            yield interval(record, "access", needed, None, about={"kit": kit})


def _stores(record: Record, kit: str) -> list[str]:
    """The stores where somebody drew the kit, or where it was refused because of a lock."""
    found = [f.data["store"] for f in record.of_kind("kit.drawn", kit=kit)]
    for refused in record.of_kind("resource.refused", kit=kit):
        found += refused.data["locked"]
    return list(dict.fromkeys(found))


def _had(record: Record, kit: str, store: str, needed: Fact) -> Fact | None:
    """The first of: the lock opened or forced, the kit drawn; once it was needed."""
    drawn = record.of_kind("kit.drawn", kit=kit, store=store)
    opened = [
        f
        for f in record.of_kind("custody.tried", "custody.opened", "custody.forced", store=store)
        if f.kind != "custody.tried" or f.data["result"] in OPENED
    ]
    after = [f for f in (*drawn, *opened) if f.at >= needed.at]
    return min(after, key=as_happened, default=None)


def donning_row(record: Record) -> Interval:
    """The time to don: from drawing the kit until two people report ready. `beside` gives the time until four did."""
    two, four = _ready(record, PAIR), _ready(record, FOUR)
    start = _drawn_for(record, two)
    beside = (
        [ComparedMeasure("four", four.seq, seconds_between(record, start, four))] if four else []
    )
    return interval(record, "donning", start, two, beside=beside)


def _ready(record: Record, count: int) -> Fact | None:
    """The fact by which so many different people had been ready."""
    ready: set[str] = set()
    for fact in record.of_kind("entry.ready"):
        ready |= set(fact.data["persons"])
        if len(ready) >= count:
            return fact
    return None


def _drawn_for(record: Record, two: Fact | None) -> Fact | None:
    """The last drawing, before they were ready, by one of those who got ready; else the first of all."""
    drawn = record.of_kind("kit.drawn")
    if two is None:
        return drawn[0] if drawn else None
    people = {p for f in record.of_kind("entry.ready") for p in f.data["persons"]}
    theirs = [f for f in drawn if (f.speaker or f.actor) in people and f.at <= two.at]
    earlier = [f for f in drawn if f.at <= two.at]
    return theirs[-1] if theirs else (earlier[0] if earlier else None)
