"""The report to the authorities: its hour, what a person fills in, its supplements."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.incidents.authorities.official_report import latest
from command_center.domain.incidents.authorities.official_report_due import (
    DAY_MS,
    SOON_MS,
    WITHIN_MS,
    official_report_due,
)
from command_center.domain.journal.clockwork import shift_open_times
from command_center.domain.presence import missing
from command_center.domain.verdicts.turns import code_at
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom


@pytest.fixture
def room(tmp_path: Path, rooms: OpenRoom) -> ControlRoom:
    return rooms(tmp_path / "journal.sqlite")


def verdict(room: ControlRoom, incident: str, at: int | None = None) -> str:
    due = official_report_due(room.state, room.site, room.state.incidents[incident])
    return code_at(due["turns"], room.now if at is None else at)


def supplements(room: ControlRoom, incident: str, at: int | None = None) -> str:
    due = official_report_due(room.state, room.site, room.state.incidents[incident])
    return code_at(due["supplements"], room.now if at is None else at)


def test_the_hour_counts_from_the_start_until_a_fact_says_who_was_told(room: ControlRoom) -> None:
    opened = room.does("gus", "incident.open", place="tank", plan="leak-plan")
    found = room.state.incidents[str(opened[0].data["id"])]
    due = official_report_due(room.state, room.site, found)
    assert (due["since"], due["due_at"]) == ("t0", found.t0 + WITHIN_MS)
    end = due["due_at"]
    told = [verdict(room, found.id, at) for at in (end - SOON_MS - 1, end - SOON_MS, end, end + 1)]
    assert told == ["due", "soon", "soon", "overdue"]


def test_the_hour_counts_from_when_the_responsible_person_took_command(room: ControlRoom) -> None:
    opened = room.does("gus", "incident.open", place="tank", plan="leak-plan")
    incident = str(opened[0].data["id"])
    room.later(600)
    room.does("joe", "incident.take", incident=incident)
    due = official_report_due(room.state, room.site, room.state.incidents[incident])
    assert (due["since"], due["due_at"]) == ("told", room.now + WITHIN_MS)


def test_a_report_in_time_and_a_late_one_are_told_apart(room: ControlRoom) -> None:
    first = room.leak()
    room.does("ann", "report.submit", incident=first)
    assert verdict(room, first) == "reported"
    second = room.does("ann", "incident.open", place="pool", title="Flood")[0].incident
    room.later(3601)
    assert verdict(room, str(second)) == "overdue"
    room.does("ann", "report.submit", incident=second)
    assert verdict(room, str(second)) == "reported_late"


def test_what_nobody_fills_in_is_not_known(room: ControlRoom) -> None:
    incident = room.leak()
    [sent] = room.does("ann", "report.submit", incident=incident, note="  ")
    unknown = {name for name, value in sent.data.items() if value is None}
    assert unknown == sent.data.keys() - {"upto"}
    assert sent.data["upto"] == sent.seq - 1


def test_the_missing_are_those_that_a_person_states(room: ControlRoom) -> None:
    """The headcount proposes no figure: while somebody is not accounted for, nobody knows that it is 0."""
    incident = room.leak()
    zone = room.site.areas[0].id
    room.does("ann", "evacuation.order", incident=incident, zones=[zone])
    counted = room.state.incidents[incident].evacuation
    assert counted is not None
    person, *others = counted.accounts
    found = room.state.incidents[incident]
    assert missing(room.state, found) is None
    [sent] = room.does("ann", "report.submit", incident=incident, deaths=0, loss_wan=12.5)
    assert (sent.data["missing"], sent.data["deaths"], sent.data["loss_wan"]) == (None, 0, 12.5)
    assert supplements(room, incident) == "open"
    room.does("ann", "person.miss", person=person)
    assert (missing(room.state, found), supplements(room, incident)) == (1, "changed")
    room.does("ann", "report.supplement", incident=incident, missing=1)
    assert supplements(room, incident) == "open"
    room.does("ann", "person.find", person=person)
    assert (missing(room.state, found), supplements(room, incident)) == (None, "open")
    muster = room.site.musters[0].id
    for one in (person, *others):
        room.does("ann", "person.check_in", person=one, muster=muster)
    assert (missing(room.state, found), supplements(room, incident)) == (0, "changed")
    room.does("ann", "report.supplement", incident=incident, missing=0)
    assert supplements(room, incident) == "open"
    reports = room.state.incidents[incident].official.reports
    assert (latest(reports, "missing"), latest(reports, "loss_wan")) == (0, 12.5)


def test_a_report_is_sent_once_and_a_supplement_says_something_new(room: ControlRoom) -> None:
    incident = room.leak()
    refused = room.refuses("ann", "report.supplement", incident=incident, deaths=1)
    assert refused.refusal.code == "not_reported"
    room.does("ann", "report.submit", incident=incident)
    assert (
        room.refuses("ann", "report.submit", incident=incident).refusal.code == "already_reported"
    )
    assert room.refuses("ann", "report.supplement", incident=incident).refusal.code == "nothing_new"
    nobody = room.refuses("ann", "report.supplement", incident=incident, deaths=1, unit="moon")
    assert nobody.refusal.code == "unknown_unit"


def test_casualties_that_change_are_reported_for_30_days_after_a_fire_for_7(
    room: ControlRoom,
) -> None:
    leak = room.leak()
    fire = str(room.does("ann", "incident.open", place="pool", hazard="fire")[0].incident)
    for incident, days in ((leak, 30), (fire, 7)):
        room.does("ann", "report.submit", incident=incident)
        t0 = room.state.incidents[incident].t0
        end = t0 + days * DAY_MS
        assert [supplements(room, incident, at) for at in (end, end + 1)] == ["open", "past"]


def test_a_closed_incident_is_still_reported_and_a_withdrawn_one_never(room: ControlRoom) -> None:
    closed = closed_incident(room)
    room.does("ann", "report.submit", incident=closed)
    room.does("ann", "report.supplement", incident=closed, injured=1)
    error = str(room.does("ann", "incident.open", place="pool", title="Smell")[0].incident)
    room.does("ann", "incident.withdraw", incident=error, reason="A car")
    given: dict[str, dict[str, Any]] = {
        "submit": {},
        "supplement": {"deaths": 0},
        "waive": {"reason": "Nothing"},
    }
    for kind, data in given.items():
        refused = room.refuses("ann", f"report.{kind}", incident=error, **data)
        assert refused.refusal.code == "incident_withdrawn"


def test_somebody_says_why_no_report_is_owed(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "report.waive", incident=incident, reason="Nobody was hurt, nothing was lost")
    room.later(4000)
    assert verdict(room, incident) == "waived"
    room.does("ann", "report.submit", incident=incident)
    assert verdict(room, incident) == "reported_late"
    again = room.refuses("ann", "report.waive", incident=incident, reason="Nothing")
    assert again.refusal.code == "already_reported"


def test_what_was_reported_of_the_same_event_is_reported(room: ControlRoom) -> None:
    first = room.leak()
    twice = str(room.does("ann", "incident.open", place="pool", title="Smell")[0].incident)
    room.does("ann", "report.submit", incident=twice, deaths=0)
    room.does("ann", "incident.withdraw", incident=twice, reason="The same", same_as=first)
    assert verdict(room, first) == "reported"
    assert room.replayed().incidents == room.state.incidents


def test_a_jump_of_the_clock_leaves_a_report_in_time(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "report.submit", incident=incident)
    shift_open_times(room.state, -7_200_000)
    assert verdict(room, incident) == "reported"
