"""The two twelve minutes, and the water: intervention, control, drain margin."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.timing.interval import (
    ComparedMeasure,
    Interval,
    interval,
    seconds_between,
)
from command_center.domain.timing.record import Record
from command_center.domain.timing.targets import MARGIN, TWELVE_MINUTES


def source_rows(record: Record, site: Site) -> Iterator[Interval]:
    """Intervention and control count from t0, the first alarm or report."""
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
    """The storm valve confirmed shut: it is a hand valve, so by who stood at it. What would have spilt
    otherwise is a model's to say, by a fact with its run; until one does, the margin is open."""
    storm = {valve.id for valve in site.valves if valve.kind == "outfall"}
    shut = record.of_kind("valve.reported", state="shut")
    return next((f for f in shut if f.data["element"] in storm), None)


def _at_source(record: Record, fact: Fact) -> bool:
    """At the incident's place, its tank, or what a directive for the source acts on."""
    if record.opened is None:
        return False
    elements = {record.tank}
    if record.opened.data["tank"] in (None, record.tank):
        elements.add(record.opened.data["place"])
    for directive in record.of_kind("directive.issued", category="source"):
        elements |= {directive.data["place"], *directive.data["acts_on"]}
    return fact.data["element"] is None or fact.data["element"] in elements


def _of_this_tank(record: Record) -> int:
    """Since when what is said is said of the tank that the source is: another was named before, or none
    was, and then all of it is."""
    return record.located[-1].at if len(record.located) > 1 else 0


def _for_good(record: Record, since: int) -> Fact | None:
    """Confirmed isolated by the plant, and never leaking again after it."""
    isolated = None
    for fact in record.of_kind("plant.confirmed"):
        if fact.at < since:
            continue
        if fact.data.get("state") == "leaking":
            isolated = None
        elif fact.data.get("state") == "isolated" and isolated is None:
            isolated = fact
    return isolated
