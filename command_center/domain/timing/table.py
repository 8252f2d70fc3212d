"""The whole response-time table of an incident or drill (FACTS, "Timing")."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.timing.interval import (
    ComparedMeasure,
    Interval,
    Outcome,
    interval,
    seconds_between,
)
from command_center.domain.timing.people_rows import reach_rows, travel_rows, turnout_rows
from command_center.domain.timing.record import Record, as_happened
from command_center.domain.timing.targets import (
    ANSWERING,
    MARGIN,
    OF_SITE,
    PROCESSING,
    TWELVE_MINUTES,
    Target,
)

STORE_OPENED = frozenset({"opened", "forced"})
PAIR, FOUR = 2, 4
"""Two go in, two stand by."""

ACCOUNTED = frozenset({"person.checked_in", "person.said_safe", "person.assigned"})
LOST = frozenset({"person.missing", "person.found"})
"""Found is not yet safe."""

AUTHORITY_ENDS: dict[str, Outcome] = {
    "authority.granted": "stopped",
    "authority.denied": "denied",
    "authority.emergency_used": "emergency",
}

ROWS = (
    "detection", "answering", "processing", "reach", "turnout", "travel", "access", "donning",
    "authority", "intervention", "control", "drain_margin", "headcount",
)  # fmt: skip
"""Every row there is, in the order of the response; `timing.ROW` of the catalogue names it."""


def table(record: Record, site: Site) -> list[Interval]:
    """Returns every row, each at least once: a row without facts is there as a gap. Empty for a
    withdrawn incident, which needed no response."""
    if record.withdrawn is not None:
        return []
    found = [
        *alarm_rows(record),
        *reach_rows(record),
        *turnout_rows(record),
        *travel_rows(record, site),
        *access_rows(record),
        donning_row(record),
        *authority_rows(record),
        *source_rows(record, site),
        headcount_row(record),
    ]
    silent = [interval(record, row, None, None) for row in ROWS if all(f.row != row for f in found)]
    order = {row: place for place, row in enumerate(ROWS)}
    every = [_held_to(one, site) for one in [*found, *silent]]
    return sorted(every, key=lambda one: order[one.row])


def _held_to(row: Interval, site: Site) -> Interval:
    """The row with the site's own target where no rule sets one."""
    seconds = site.timing_targets.of(row.row) if row.target == OF_SITE else None
    return row if seconds is None else replace(row, target=Target(seconds, source="site_own"))


def timing_of(
    facts: Iterable[Fact], subject: str, site: Site, now: int | None = None
) -> list[Interval]:
    """Returns the table of `subject` directly from the journal's facts."""
    return table(Record.of(facts, subject, now), site)


def alarm_rows(record: Record) -> Iterator[Interval]:
    """Yields the three rows of the operators at the board: from the onset to the first directive."""
    first = _first_word(record)
    onset = record.first("plant.onset")
    yield interval(record, "detection", onset, first)
    ack = _ack_of(record, first)
    urgent = first is None or first.kind != "alarm.raised" or first.data["priority"] == "emergency"
    yield interval(record, "answering", first, ack, target=ANSWERING if urgent else OF_SITE)
    directive = None
    if ack is not None:
        directive = next(
            (f for f in record.of_kind("directive.issued") if f.caused_by == ack.seq), None
        )
    yield interval(record, "processing", ack, directive, target=PROCESSING)


def _first_word(record: Record) -> Fact | None:
    """Returns the first linked alarm or report; None for an incident opened by hand."""
    fact = record.t0_fact
    return fact if fact is not None and fact.kind != "incident.opened" else None


def _ack_of(record: Record, first: Fact | None) -> Fact | None:
    if first is None:
        return None
    acks = record.of_kind("alarm.acknowledged", "report.acknowledged")
    return next((f for f in acks if f.caused_by == first.seq), None)


def authority_rows(record: Record) -> Iterator[Interval]:
    """Yields a row for each authority that was refused or asked for; denial and emergency authority
    are ends of their own."""
    asked: dict[str, Fact] = {}
    for fact in record.of_kind("authority.refused", "authority.asked"):
        asked.setdefault(fact.data["target"], fact)
    for target, start in asked.items():
        ends = [f for f in record.of_kind(*AUTHORITY_ENDS, target=target) if f.at >= start.at]
        stop = ends[0] if ends else None
        about = {"capability": start.data["capability"], "target": target}
        ended = AUTHORITY_ENDS[stop.kind] if stop else "stopped"
        yield interval(record, "authority", start, stop, about=about, ended=ended)


def headcount_row(record: Record) -> Interval:
    """Returns the row of the headcount; it stops at the report after which everybody stayed
    accounted for."""
    ordered = record.first("evacuation.ordered")
    if ordered is None:
        return interval(record, "headcount", None, None)
    people = set(ordered.data["people"])
    for joined in record.of_kind("evacuation.joined", "evacuation.at_work_counted"):
        people |= set(joined.data["people"])
    holders = record.holders
    people = {holders.get(who, who) for who in people}
    stop = _complete(record, people, holders)
    counted = ComparedMeasure("people", ordered.seq, count=len(people))
    return interval(record, "headcount", ordered, stop, beside=[counted])


def _complete(record: Record, people: set[str], holders: Mapping[str, str]) -> Fact | None:
    """Returns the fact that made the headcount complete. Facts count by their own time: a late
    entry does not undo a newer one."""
    open_, complete = set(people), None
    for fact in record.of_kind(*ACCOUNTED, *LOST):
        person = holders.get(fact.data["person"], fact.data["person"])
        if person not in people:
            continue
        if fact.kind in LOST:
            open_.add(person)
            complete = None
        else:
            open_.discard(person)
            if not open_ and complete is None:
                complete = fact
    return complete


def access_rows(record: Record) -> Iterator[Interval]:
    """Yields a row for each needed kit and each store where it was sought; without any store, one
    open row."""
    for needed in record.of_kind("kit.needed"):
        kit = needed.data["kit"]
        stores = _stores(record, kit)
        for store in stores:
            stop = _had(record, kit, store, needed)
            yield interval(record, "access", needed, stop, about={"kit": kit, "store": store})
        if not stores:
            yield interval(record, "access", needed, None, about={"kit": kit})


def _stores(record: Record, kit: str) -> list[str]:
    """Returns the stores where somebody drew the kit, or from which it was refused because of a
    lock."""
    found = [f.data["store"] for f in record.of_kind("kit.drawn", kit=kit)]
    for refused in record.of_kind("resource.refused", kit=kit):
        found += refused.data["locked"]
    return list(dict.fromkeys(found))


def _had(record: Record, kit: str, store: str, needed: Fact) -> Fact | None:
    """Returns the first of these facts after the kit was needed: the lock opened or forced, or the
    kit drawn."""
    drawn = record.of_kind("kit.drawn", kit=kit, store=store)
    opened = [
        f
        for f in record.of_kind("custody.tried", "custody.opened", "custody.forced", store=store)
        if f.kind != "custody.tried" or f.data["result"] in STORE_OPENED
    ]
    after = [f for f in (*drawn, *opened) if f.at >= needed.at]
    return min(after, key=as_happened, default=None)


def donning_row(record: Record) -> Interval:
    """Returns the row of donning: from drawing the kit until two people report ready. `beside`
    gives the time until four did."""
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
    """Returns the last drawing of the kit, before they were ready, by one of those who got ready;
    else the first drawing of all."""
    drawn = record.of_kind("kit.drawn")
    if two is None:
        return drawn[0] if drawn else None
    people = {p for f in record.of_kind("entry.ready") for p in f.data["persons"]}
    theirs = [f for f in drawn if (f.speaker or f.actor) in people and f.at <= two.at]
    earlier = [f for f in drawn if f.at <= two.at]
    return theirs[-1] if theirs else (earlier[0] if earlier else None)


def source_rows(record: Record, site: Site) -> Iterator[Interval]:
    """Yields the rows about the source: intervention and control, both from t0, the first alarm or
    report."""
    start = record.t0_fact
    at_work = next(
        (f for f in record.of_kind("entry.at_work", "remote.acted") if _at_source(record, f)), None
    )
    yield interval(record, "intervention", start, at_work, target=TWELVE_MINUTES)
    since = _of_this_tank(record)
    said = (f for f in record.of_kind("source.reported", state="isolated") if f.at >= since)
    reported = next(said, None)
    beside = (
        [ComparedMeasure("reported", reported.seq, seconds_between(record, start, reported))]
        if reported
        else []
    )
    isolated = _for_good(record, since)
    yield interval(record, "control", start, isolated, target=TWELVE_MINUTES, beside=beside)
    spilt = record.first("model.computed", what="overflow_if_open")
    about = {name: spilt.data[name] for name in ("model", "run")} if spilt else {}
    shut = _storm_shut(record, site)
    yield interval(record, "drain_margin", shut, spilt, target=MARGIN, about=about)


def _storm_shut(record: Record, site: Site) -> Fact | None:
    """Returns the report that the storm valve is shut; it is a hand valve, so the report is from
    whoever stood at it. Only a model can say what would have overflowed otherwise, by a fact
    with its run; until then the margin is open."""
    storm = {valve.id for valve in site.valves if valve.kind == "outfall"}
    shut = record.of_kind("valve.reported", state="shut")
    return next((f for f in shut if f.data["element"] in storm), None)


def _at_source(record: Record, fact: Fact) -> bool:
    """Returns whether the fact was at the incident's place, its tank, or an element on which a
    directive for the source acts."""
    if record.opened is None:
        return False
    elements = {record.tank}
    if record.opened.data["tank"] in (None, record.tank):
        elements.add(record.opened.data["place"])
    for directive in record.of_kind("directive.issued", category="source"):
        elements |= {directive.data["place"], *directive.data["acts_on"]}
    return fact.data["element"] is None or fact.data["element"] in elements


def _of_this_tank(record: Record) -> int:
    """Returns since when reports are about the present source tank: since it replaced another one;
    0 where none was named before."""
    return record.located[-1].at if len(record.located) > 1 else 0


def _for_good(record: Record, since: int) -> Fact | None:
    """Returns the fact by which the plant confirmed the isolation, with no leak after it; None
    without one."""
    isolated = None
    for fact in record.of_kind("plant.confirmed"):
        if fact.at < since:
            continue
        if fact.data.get("state") == "leaking":
            isolated = None
        elif fact.data.get("state") == "isolated" and isolated is None:
            isolated = fact
    return isolated
