"""Opening an incident: by an alarm, a report or one's own word; and its clock's beginning."""

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.report import free_reports
from tests.support.factories import ControlRoom
from tests.support.rows import row_at


def test_an_alarm_starts_the_clock(room: ControlRoom) -> None:
    alarm = room.alarm()
    raised = room.now
    room.later(25)
    [fact] = room.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=alarm)
    incident = room.state.incidents["INC-1"]
    assert (incident.t0, incident.t0_by, incident.opened_at) == (raised, "alarm", room.now)
    assert fact.caused_by == room.facts("alarm.raised")[0].seq
    assert room.state.alarms[alarm].incident == "INC-1"


def test_the_first_alarm_of_the_burst_starts_the_clock_whichever_was_named(
    room: ControlRoom,
) -> None:
    first = room.alarm("LL", priority="high")
    began = room.now
    room.later(60)
    named = room.alarm("NETLOSS")
    room.later(30)
    [fact] = room.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=named)
    incident = room.state.incidents["INC-1"]
    assert (incident.t0, incident.t0_by) == (began, "alarm")
    assert fact.data["first_alarm"] == first
    assert {room.state.alarms[one].incident for one in (first, named)} == {"INC-1"}
    [answer] = room.does("ann", "alarm.ack", alarm=first)
    assert incident.answered_seq == answer.seq
    assert room.replayed().incidents["INC-1"].answered_seq == answer.seq


def test_what_stood_long_before_or_is_no_grave_alarm_starts_no_clock(room: ControlRoom) -> None:
    room.alarm("LL", priority="high")
    room.later(600)
    room.alarm("STALE", priority="low")
    room.later(5)
    named = room.alarm("NETLOSS")
    began = room.now
    [fact] = room.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=named)
    assert room.state.incidents["INC-1"].t0 == began
    assert "first_alarm" not in fact.data


def test_a_report_starts_the_clock_as_an_alarm_does(room: ControlRoom) -> None:
    [report] = room.does(
        "gus", "report.receive", channel="patrol", place="tank", text="It smells here"
    )
    room.later(40)
    room.does("gus", "incident.open", place="tank", report=report.seq)
    incident = room.state.incidents["INC-1"]
    assert (incident.t0, incident.t0_by, incident.begun_by) == (report.at, "report", "report")
    assert room.facts("incident.opened")[0].caused_by == report.seq


@pytest.mark.parametrize("alarm_first", [True, False])
def test_of_an_alarm_and_a_report_the_first_starts_the_clock(
    room: ControlRoom, alarm_first: bool
) -> None:
    begun = room.now
    if alarm_first:
        alarm = room.alarm()
        room.later(10)
    [report] = room.does("gus", "report.receive", channel="call", place="tank", text="Leak!")
    if not alarm_first:
        room.later(10)
        alarm = room.alarm()
    room.later(10)
    room.does("ann", "incident.open", place="tank", alarm=alarm, report=report.seq)
    incident = room.state.incidents["INC-1"]
    assert (incident.t0, incident.t0_by) == (begun, "alarm" if alarm_first else "report")
    assert free_reports(room.state) == [], "the report waits for no other incident"


def test_in_ones_own_words_it_starts_now_or_when_stated(room: ControlRoom) -> None:
    room.does("ann", "incident.open", place="pool", title="The pool is full")
    found = room.state.incidents["INC-1"]
    assert (found.t0, found.t0_by, found.title["zh"]) == (room.now, "report", "The pool is full")
    assert found.begun_by == "opening"
    seen = room.now - 300_000
    room.does("ann", "incident.open", place="tank", at=seen)
    assert (room.state.incidents["INC-2"].t0, room.state.incidents["INC-2"].opened_at) == (
        seen, seen,
    )  # fmt: skip


def test_a_plan_brings_its_level_hot_zone_and_name(room: ControlRoom) -> None:
    found = room.state.incidents[room.leak()]
    assert (found.level, found.hot_zone_m) == ("omega", 40.0)
    assert found.title == {"zh": "Leak（中） · tank", "en": "Leak · tank"}


def test_at_the_pump_of_a_tank_it_is_called_by_the_pump(room: ControlRoom) -> None:
    room.alarm()
    opened = room.does("ann", "incident.open", place="tank-pump", plan="leak-plan")
    assert opened[0].data["tank"] == "tank"
    assert opened[0].data["title"]["en"] == f"Leak · {room.site.places['tank-pump'][0].en}"


def test_without_a_plan_it_opens_at_the_lowest_level_with_the_fixed_hot_zone(
    room: ControlRoom,
) -> None:
    room.does("ann", "incident.open", place="pool")
    assert (room.state.incidents["INC-1"].level, room.state.incidents["INC-1"].hot_zone_m) == (
        "omega", 50.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"place": "moon"}, "unknown_place"),
        ({"place": "tank", "plan": "moon"}, "unknown_plan"),
        ({"place": "tank", "level": "moon"}, "unknown_level"),
        ({"place": "tank", "alarm": "LT-T:HH"}, "alarm_not_standing"),
        ({"place": "tank", "report": 1}, "unknown_report"),
    ],
)
def test_what_names_nothing_is_refused(
    room: ControlRoom, data: dict[str, object], code: str
) -> None:
    assert room.refuses("ann", "incident.open", **data).refusal.code == code


def test_one_place_has_one_incident_and_so_has_one_tank(room: ControlRoom) -> None:
    incident = room.leak()
    for place in ("tank", "root-valve", "tank-pump"):
        answer = room.refuses("ann", "incident.open", place=place)
        assert answer.refusal.code == "incident_open_there"
        assert answer.refusal.params["incident"] == incident
    room.does("ann", "incident.open", place="pool")


def test_an_alarm_belongs_to_one_open_incident(room: ControlRoom) -> None:
    room.leak()
    answer = room.refuses("ann", "incident.open", place="pool", alarm="LT-T:NETLOSS")
    assert answer.refusal.code == "alarm_in_incident"


@pytest.mark.parametrize("place", ["tank", "root-valve", "tank-pump"])
def test_at_a_valve_or_pump_the_source_is_its_tank(room: ControlRoom, place: str) -> None:
    room.alarm()
    room.does("gus", "incident.open", place=place)
    source = room.state.incidents["INC-1"].source
    assert (source.tank, source.confirmed) == ("tank", "leaking")


def test_a_level_alarm_confirms_no_leak_and_another_tank_s_loss_none_here(
    room: ControlRoom,
) -> None:
    alarm = room.alarm("H", priority="high", limit=7.0)
    room.does("ann", "incident.open", place="tank", alarm=alarm)
    assert room.state.incidents["INC-1"].source.confirmed is None
    loss = room.alarm()
    room.does("ann", "incident.open", place="pool", alarm=loss)
    assert room.state.incidents["INC-2"].source.confirmed is None


def test_next_month_s_alarm_of_the_same_tag_is_not_in_last_month_s_incident(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:NETLOSS")
    room.does(DUTY_ACTOR, "plant.confirm", incident=incident, state="isolated")
    room.does("eva", "outfall.sample", incident=incident, place="storm-valve")
    for _ in range(2):
        room.does(
            "eva", "gas.measure", incident=incident, place="tank", value=0, unit="ppm",
        )  # fmt: skip
        room.later(900)
    room.does("ann", "incident.close", incident=incident)
    room.later(30 * 86_400)
    alarm = room.alarm()
    assert room.state.alarms[alarm].incident is None
    room.does("ann", "incident.open", place="tank", alarm=alarm)
    assert room.state.alarms[alarm].incident == "INC-2"


def test_a_closed_incident_takes_nothing_more(room: ControlRoom) -> None:
    test_next_month_s_alarm_of_the_same_tag_is_not_in_last_month_s_incident(room)
    for who, kind, data in (
        ("ann", "directive.issue", {"to": "farm-hand", "text": "Go"}),
        ("ann", "incident.level", {"level": "alpha"}),
        ("ann", "incident.close", {}),
        ("ann", "resource.dispatch", {"kit": "pair", "place": "tank"}),
        ("eva", "outside.call", {"unit": "brigade"}),
        ("eva", "evacuation.order", {"zones": ["shop-1"]}),
        ("eva", "entry.ready", {"persons": ["eva"], "pressure_mpa": 27}),
        ("eva", "source.report", {"state": "leaking"}),
        ("eva", "valve.report", {"element": "root-valve", "state": "shut"}),
        ("eva", "custody.attempt", {"store": "vault", "result": "locked"}),
        ("eva", "responder.status", {"status": "released"}),
        ("eva", "outfall.sample", {"place": "storm-valve"}),
    ):
        answer = room.refuses(who, kind, incident="INC-1", **data)
        assert answer.refusal.code == "incident_closed", kind


def test_a_report_offers_the_alarm_that_stands_at_its_unit_and_with_it_the_clock_begins_earlier(
    room: ControlRoom,
) -> None:
    alarm = room.alarm("HH", priority="high", limit=8.0)
    raised = room.now
    room.later(120)
    told = room.does("eva", "report.receive", channel="call", place="farm", text="A smell")
    seq = told[0].seq
    row = row_at(room.state, room.site, "incident", f"report:{seq}")
    assert row is not None
    assert row["alarm"] == alarm
    room.does("ann", "incident.open", place="farm", title="A smell", report=seq, alarm=row["alarm"])
    incident = room.state.incidents["INC-1"]
    assert (incident.t0, incident.begun_by) == (raised, "alarm")
    other = room.does("eva", "report.receive", channel="call", place="tank", text="A smell")[0].seq
    row = row_at(room.state, room.site, "incident", f"report:{other}")
    assert row is not None
    assert row["alarm"] is None, "it is of an open incident"
