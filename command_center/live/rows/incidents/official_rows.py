"""Rows `official:INCIDENT` of topic `incident`: the report of an incident to the authorities, and its deadline."""

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.incidents.authorities.official_report import AUTHORITIES, latest
from command_center.domain.incidents.authorities.official_report_due import (
    OfficialReportDue,
    official_report_due,
)
from command_center.domain.incidents.wall.on_board import on_board
from command_center.domain.notifications.delivery_facts import notice_of
from command_center.domain.payload import Words
from command_center.domain.presence import missing
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.directives.request import Request
from command_center.domain.state.incidents.incident import Incident
from command_center.live.rows.kind import EVERY, RowKind, Seen
from command_center.live.rows.leaving import ENDS, left_behind
from command_center.live.rows.parts import Remark


class SentReport(TypedDict):
    """A report that was sent: when (UTC epoch ms), by whom, to which outside unit, and by which fact."""

    seq: int
    at: int
    by: str
    unit: str | None


class WaivedReport(TypedDict):
    """Why no report is needed, and who said so."""

    at: int
    by: str
    reason: Remark


class OfficialRow(TypedDict):
    """The report of an incident to the authorities. `closed`: the incident is over. `due` is its deadline. `sent`
    lists the report and its supplements.

    `deaths`, `injured`, `missing` and `loss_wan` (10,000 yuan) are the last reported figures; None means not known.
    `headcount_missing` is the current headcount's figure, None while it is not known. `units` are the outside units to
    which it may go.
    """

    incident: str
    title: Words
    closed: bool
    due: OfficialReportDue
    sent: list[SentReport]
    waived: WaivedReport | None
    deaths: int | None
    injured: int | None
    missing: int | None
    loss_wan: float | None
    headcount_missing: int | None
    units: list[str]


OFFICIAL = RowKind("incident", "official:", OfficialRow, readers=EVERYBODY)


BESIDE_IT = frozenset({"directive.progressed", "directive.started", "responder.status"})
"""Facts of an incident of which no row of it is made: how far a directive has got that was acknowledged before, and
where a responder is, other rows say."""


def is_beside_it(fact: Fact, seen: Seen) -> bool:
    """Whether a fact of an incident changes none of its rows; making them is expensive. A notice's outcome matters
    for requests for authority, and for the time when a responsible person was told (`told_at`); most notice facts of
    a night concern other people.
    """
    if not fact.kind.startswith("notification."):
        return fact.kind in BESIDE_IT
    known = notice_of(seen.state, fact.data.get("delivery", ""))
    if known is None or isinstance(known[0], Request):
        return False
    return known[1].person not in seen.site.responsible_people


@OFFICIAL.moved_by("report.*", EVERY)
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the incident of the fact, unless the row cannot show that fact. Any such fact may say when the
    responsible person was told, or how many people are missing.
    """
    return () if fact.incident is None or is_beside_it(fact, seen) else (fact.incident,)


@OFFICIAL.moved_by("clock.stepped", "shift.*")
def all_that_are_open(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return all open incidents: the times of what is under way follow the new clock."""
    return seen.state.open_incidents


@OFFICIAL.moved_by(*ENDS)
def of_the_ended(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the incident that leaves the board now, and the one that proved to be the same event."""
    if (before := left_behind(seen.state, fact)) is not None:
        yield before
    withdrawn = seen.state.incidents[fact.incident or ""].withdrawn
    if withdrawn is not None and withdrawn.same_as is not None:
        yield withdrawn.same_as


@OFFICIAL.listed
def every_incident(seen: Seen) -> Iterable[str]:
    """The keys of all incidents."""
    return seen.state.incidents


@OFFICIAL.made
def official_row(seen: Seen, key: str) -> OfficialRow | None:
    """The row of an incident's official report. None for an incident opened in error, and for a closed one without
    a report that has left the board."""
    state, site = seen.state, seen.site
    found = state.incidents.get(key)
    if found is None or found.withdrawn is not None:
        return None
    reports = found.official.reports
    if not reports and not on_board(state, key):
        return None

    def whole(name: str) -> int | None:
        value = latest(reports, name)
        return value if isinstance(value, int) else None

    loss = latest(reports, "loss_wan")
    return {
        "incident": found.id,
        "title": found.title,
        "closed": found.closed_at is not None,
        "due": official_report_due(state, site, found),
        "sent": [
            SentReport(seq=one.seq, at=one.at, by=one.by, unit=one.unit) for one in reports
        ],
        "waived": _waived(found),
        "deaths": whole("deaths"),
        "injured": whole("injured"),
        "missing": whole("missing"),
        "loss_wan": float(loss) if isinstance(loss, (int, float)) else None,
        "headcount_missing": missing(state, found),
        "units": [one.id for one in site.outside if one.kind in AUTHORITIES],
    }  # fmt: skip


def _waived(found: Incident) -> WaivedReport | None:
    if found.official.waived is None:
        return None
    at, by, reason = found.official.waived
    return WaivedReport(at=at, by=by, reason=reason)
