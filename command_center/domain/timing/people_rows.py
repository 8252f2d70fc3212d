"""Rows of the response-time table for people: reach, turnout, travel."""

from collections.abc import Iterator
from datetime import datetime

from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.timing.interval import (
    ComparedMeasure,
    Interval,
    interval,
    seconds_between,
)
from command_center.domain.timing.record import Record, as_happened
from command_center.domain.timing.targets import (
    EVERY_TEAM,
    FIRST_TEAM_DAY,
    FIRST_TEAM_NIGHT,
    TURNOUT,
)


def reach_rows(record: Record) -> Iterator[Interval]:
    """Yields a row for each post: from the first page of its first directive to the
    acknowledgement."""
    reached: set[str] = set()
    for directive in record.of_kind("directive.issued"):
        to = directive.data["to_post"] or directive.data["to_person"]
        if to is None or to in reached:
            continue
        reached.add(to)
        own = {"directive": directive.data["id"]}
        sent = record.of_kind("notification.sent", **own)
        failed = record.of_kind("notification.failed", **own)
        ack = record.first("directive.acknowledged", **own)
        beside = [
            ComparedMeasure("attempts", sent[0].seq if sent else None, count=len(sent)),
            ComparedMeasure("failures", failed[0].seq if failed else None, count=len(failed)),
            ComparedMeasure("from_issue", directive.seq, seconds_between(record, directive, ack)),
        ]
        who = "post" if directive.data["to_post"] else "person"
        start = sent[0] if sent else None
        yield interval(record, "reach", start, ack, about={who: to, **own}, beside=beside)


def turnout_rows(record: Record) -> Iterator[Interval]:
    """Yields a row for each person who set out first on a directive, and for each team that never
    did."""
    set_out: set[str] = set()
    for status in _first_status(record, "en_route"):
        directive = _directive_of(record, status)
        about = _about(status, directive)
        set_out.add(about.get("directive", ""))
        delivered = _delivered(record, status, directive)
        acked = record.first("directive.acknowledged", directive=about.get("directive", ""))
        beside = (
            [ComparedMeasure("from_ack", acked.seq, seconds_between(record, acked, status))]
            if acked
            else []
        )
        yield interval(
            record, "turnout", delivered, status, target=TURNOUT, about=about, beside=beside
        )
    for directive in record.of_kind("directive.issued"):
        if directive.data["mobilises"] and directive.data["id"] not in set_out:
            delivered = record.first("notification.delivered", directive=directive.data["id"])
            about = {"team": directive.data["mobilises"], "directive": directive.data["id"]}
            yield interval(record, "turnout", delivered, None, target=TURNOUT, about=about)


def travel_rows(record: Record, site: Site) -> Iterator[Interval]:
    """Yields a row for each person who set out on a directive, until they are at its place."""
    trips = [(start, _arrival(record, start)) for start in _first_status(record, "en_route")]
    arrived = [stop for _, stop in trips if stop is not None]
    first = min(arrived, key=as_happened, default=None)
    for start, stop in trips:
        night = _night(site, start.at)
        soonest = FIRST_TEAM_NIGHT if night else FIRST_TEAM_DAY
        target = soonest if stop is not None and stop is first else EVERY_TEAM
        about = _about(start, _directive_of(record, start))
        yield interval(record, "travel", start, stop, target=target, about=about)


def _first_status(record: Record, status: str) -> Iterator[Fact]:
    """The first such word of each person on each directive."""
    told: set[tuple[str, int | None]] = set()
    for fact in record.of_kind("responder.status", status=status):
        trip = (fact.data["person"], fact.caused_by)
        if trip not in told:
            told.add(trip)
            yield fact


def _directive_of(record: Record, status: Fact) -> Fact | None:
    found = record.fact(status.caused_by)
    return found if found is not None and found.kind == "directive.issued" else None


def _about(status: Fact, directive: Fact | None) -> dict[str, str]:
    about = {"person": status.data["person"]}
    if status.data["team"]:
        about["team"] = status.data["team"]
    if directive is not None:
        about["directive"] = directive.data["id"]
    return about


def _delivered(record: Record, status: Fact, directive: Fact | None) -> Fact | None:
    """Returns the earliest page about this directive that reached the person; without a directive,
    the earliest page at all."""
    about = {"directive": directive.data["id"]} if directive else {}
    own = record.of_kind("notification.delivered", person=status.data["person"], **about)
    return own[0] if own else None


def _arrival(record: Record, start: Fact) -> Fact | None:
    """Returns the fact that the person is on scene at the directive's place, by their own report
    for the same trip."""
    directive = _directive_of(record, start)
    place = directive.data["place"] if directive else start.data["place"]
    for fact in record.of_kind("responder.status", status="on_scene"):
        same = fact.data["person"] == start.data["person"] and fact.caused_by == start.caused_by
        if same and as_happened(fact) >= as_happened(start) and fact.data["place"] == place:
            return fact
    return None


def _night(site: Site, at: int) -> bool:
    local = datetime.fromtimestamp(at / 1000, site.zone).time()
    return next((shift.night for shift in site.shifts if shift.covers(local)), True)
