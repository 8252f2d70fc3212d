"""From fact to fact: each row of the table in a small works, its gaps as gaps, and what stood still."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, ActorKind, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.timing.interval import Interval
from command_center.domain.timing.table import ROWS, timing_of
from tests.support.factories import ControlRoom, virtual
from tests.support.small_works import small_works

SITE = small_works()
T0 = 1_796_148_600_000


def fact(seq: int, kind: str, at_s: float, **more: Any) -> Fact:
    """A fact of INC-1 so many seconds after T0."""
    at = T0 + round(at_s * 1000)
    known: dict[str, Any] = {
        "site": "works", "at": at, "at_basis": AtBasis.OBSERVED, "recorded_at": at, "actor": "ann",
        "actor_kind": ActorKind.HUMAN, "via": Via.SCREEN, "v": 1, "incident": "INC-1", "data": {},
    }  # fmt: skip
    return Fact(seq=seq, kind=kind, **(known | more))


OPENED = fact(
    1, "incident.opened", 0,
    data={"id": "INC-1", "t0": T0, "t0_seq": None, "place": "tank", "tank": "tank", "plan": None},
)  # fmt: skip


def only(rows: Iterable[Interval], name: str) -> Interval:
    [found] = [row for row in rows if row.row == name]
    return found


def table(*facts: Fact, subject: str = "INC-1", now: int | None = None) -> list[Interval]:
    return timing_of([OPENED, *facts], subject, SITE, now)


def test_every_row_is_there_and_what_nobody_said_is_a_gap() -> None:
    rows = table(now=T0 + 860_000)
    assert {row.row for row in rows} == set(ROWS)
    assert all(row.seconds is None for row in rows)
    control = only(rows, "control")
    assert (control.outcome, control.open_s, control.verdict) == ("open", 860.0, "over")
    assert only(rows, "detection").outcome == "absent"
    assert only(rows, "headcount").seqs == []


def test_a_night_at_the_works_is_timed_from_fact_to_fact(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    alarm = room.alarm()
    room.later(9.25)
    room.does("ann", "alarm.ack", alarm=alarm)
    room.later(1)
    opened = room.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=alarm)
    incident = str(opened[0].incident)
    room.later(20)
    room.orders(incident, acts_on=["root-valve"], place="root-valve", kit="pair")
    room.later(30)
    room.does("eva", "directive.ack", directive="DIR-1")
    room.does("eva", "responder.status", incident=incident, status="en_route", place="root-valve")
    room.later(100)
    room.does("eva", "responder.status", incident=incident, status="on_scene", place="root-valve")
    room.does("eva", "kit.draw", incident=incident, kit="pair", store="hall")
    room.later(60.5)
    room.does("ann", "entry.ready", incident=incident, persons=["eva", "fay"], pressure_mpa=28)
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    room.refuses("ann", "directive.issue", incident=incident, step="support")
    rows = timing_of(room.facts(), incident, room.site, room.now)
    assert only(rows, "answering").seconds == 9.25
    assert only(rows, "answering").verdict is None, "a percentile is not judged by one case"
    assert only(rows, "processing").seconds == 21.0
    travel = only(rows, "travel")
    assert (travel.seconds, travel.target.seconds) == (100.0, 420.0)
    assert only(rows, "donning").seconds == 60.5
    assert only(rows, "access").about == {"kit": "pair", "store": "hall"}
    assert only(rows, "access").seconds == 130.0
    assert only(rows, "headcount").outcome == "open"
    assert only(rows, "authority").about == {"capability": "mobilise", "target": "team-2"}
    reach = [row for row in rows if row.row == "reach"]
    assert reach[0].outcome == "no_start"
    assert {b.name: b.seconds for b in reach[0].beside}["from_issue"] == 30.0


def test_without_its_stop_a_row_is_open_and_says_how_long_at_least() -> None:
    work = fact(2, "entry.at_work", 700, data={"person": "eva", "element": None})
    assert only(table(work), "intervention").seconds == 700.0
    assert only(table(work), "intervention").verdict == "within"
    gap = only(table(now=T0 + 860_000), "intervention")
    assert (gap.seconds, gap.open_s, gap.outcome) == (None, 860.0, "open")


def test_work_elsewhere_is_no_work_at_the_source() -> None:
    elsewhere = fact(2, "entry.at_work", 300, data={"person": "eva", "element": "storm-valve"})
    assert only(table(elsewhere), "intervention").seconds is None


def test_control_is_confirmed_for_good_and_the_reported_time_stands_beside() -> None:
    said = fact(2, "source.reported", 500, data={"state": "isolated"})
    first = fact(3, "plant.confirmed", 600, data={"state": "isolated"})
    again = fact(4, "plant.confirmed", 650, data={"state": "leaking"})
    last = fact(5, "plant.confirmed", 900, data={"state": "isolated"})
    control = only(table(said, first, again, last), "control")
    assert (control.stop and control.stop.seq, control.seconds, control.verdict) == (
        5,
        900.0,
        "over",
    )
    assert [(b.name, b.seconds) for b in control.beside] == [("reported", 500.0)]
    assert only(table(said, first, again), "control").outcome == "open"


def located(seq: int, at_s: float, tank: str) -> Fact:
    return fact(seq, "source.located", at_s, data={"tank": tank, "leaking": True, "title": {}})


def test_work_and_confirmation_at_a_tank_named_in_error_are_none_of_the_source() -> None:
    """Opened on an area; of two tanks that were named the last is the source."""
    area = replace(OPENED, data={**OPENED.data, "place": "farm", "tank": None})
    seen = [
        fact(2, "entry.at_work", 200, data={"person": "eva", "element": "spare"}),
        fact(3, "source.reported", 210, data={"state": "isolated"}),
        located(4, 220, "spare"),
        fact(5, "plant.confirmed", 300, data={"state": "isolated"}),
    ]
    first = timing_of([area, *seen], "INC-1", SITE)
    assert only(first, "intervention").seconds == 200.0
    assert only(first, "control").seconds == 300.0
    assert only(first, "control").beside[0].seconds == 210.0  # said of the source, whichever tank
    after = [
        located(6, 400, "tank"),
        fact(7, "entry.at_work", 500, data={"person": "eva", "element": "tank"}),
        fact(8, "source.reported", 600, data={"state": "isolated"}),
        fact(9, "plant.confirmed", 650, data={"state": "isolated"}),
    ]
    then = timing_of([area, *seen, *after], "INC-1", SITE)
    assert only(then, "intervention").seconds == 500.0
    assert (only(then, "control").seconds, only(then, "control").beside[0].seconds) == (
        650.0,
        600.0,
    )


@pytest.mark.parametrize(
    ("end", "outcome"),
    [("granted", "stopped"), ("denied", "denied"), ("emergency_used", "emergency")],
)
def test_a_wait_for_authority_ends_in_three_ways(end: str, outcome: str) -> None:
    target = {"capability": "mobilise", "target": "team-2"}
    refused = fact(2, "authority.refused", 10, data=target)
    ended = fact(3, f"authority.{end}", 130, data=target)
    row = only(table(refused, ended), "authority")
    assert (row.outcome, row.seconds) == (outcome, 120.0)
    assert only(table(refused, now=T0 + 100_000), "authority").open_s == 90.0


def test_all_are_accounted_for_when_nobody_is_open_again() -> None:
    order = fact(2, "evacuation.ordered", 0, data={"zones": [], "people": ["eva", "fay"]})
    told = [
        fact(3, "person.checked_in", 10, data={"person": "eva"}),
        fact(4, "person.checked_in", 20, data={"person": "fay"}),
        fact(5, "person.missing", 30, data={"person": "eva"}),
        fact(6, "person.found", 40, data={"person": "eva"}),
        fact(7, "person.assigned", 55, data={"person": "eva"}),
    ]
    assert only(table(order, *told), "headcount").seconds == 55.0
    assert only(table(order, *told[:4]), "headcount").outcome == "open"


DRILL: dict[str, Any] = {"drill": "DRL-1", "exercise": True}


def of_drill(seq: int, kind: str, real_s: float, exercise_s: float, **data: Any) -> Fact:
    """What was done with the drill itself: written in real time, with what its own clock showed."""
    told = {"exercise_at": T0 + round(exercise_s * 1000), **data}
    return fact(seq, kind, real_s, data=told, incident=None)


def isolated(seq: int, exercise_s: float, **more: Any) -> Fact:
    return fact(seq, "plant.confirmed", exercise_s, data={"state": "isolated"}, **more)


def drilled(*facts: Fact, speed: float = 1) -> Interval:
    """Of an incident that was opened in a drill half a day earlier by the exercise's own clock."""
    started = of_drill(2, "drill.started", 43_200, 0, speed=speed)
    own = [replace(f, **DRILL) for f in (OPENED, started, *facts)]
    return only(timing_of(own, "DRL-1", SITE), "control")


def test_paused_and_suspended_time_of_a_drill_stands_apart() -> None:
    """Paused for ten minutes at 40 of 60 s."""
    row = drilled(
        of_drill(3, "drill.paused", 43_240, 40),
        of_drill(4, "drill.resumed", 43_840, 40),
        of_drill(5, "drill.suspended", 43_850, 50),
        of_drill(6, "drill.resumed", 43_855, 50),
        isolated(7, 60),
    )
    assert (row.seconds, row.verdict) == (60.0, "within")
    assert row.apart_s == {"paused": 600.0, "suspended": 5.0}


def test_a_suspension_ends_the_pause_it_falls_into() -> None:
    row = drilled(
        of_drill(3, "drill.paused", 43_240, 40),
        of_drill(4, "drill.suspended", 43_250, 40),
        of_drill(5, "drill.resumed", 43_280, 40),
        isolated(6, 41),
        of_drill(7, "drill.paused", 43_290, 50),
        of_drill(8, "drill.ended", 43_400, 50),
    )
    assert (row.seconds, row.apart_s) == (41.0, {"paused": 10.0, "suspended": 30.0})


def test_an_outage_of_a_drill_is_apart() -> None:
    span = {"since": T0 + 43_220_000, "until": T0 + 43_250_000}
    interrupted = fact(3, "drill.interrupted", 43_250, data=span, incident=None)
    row = drilled(interrupted, isolated(4, 70))
    assert (row.seconds, row.apart_s) == (70.0, {"outage": 30.0})
    assert drilled(interrupted, isolated(4, 10)).apart_s == {}


def test_a_drill_at_another_speed_is_not_compared() -> None:
    end = isolated(3, 100)
    assert "not_comparable" in drilled(end, speed=60).flags
    assert "not_comparable" not in drilled(end).flags


def test_a_clock_set_back_moves_no_duration() -> None:
    back = fact(2, "clock.stepped", 60 - 600, data={"by_ms": -600_000}, incident=None)
    end = fact(3, "plant.confirmed", 100 - 600, data={"state": "isolated"})
    assert only(table(back, end), "control").seconds == 100.0


def test_what_was_entered_late_by_a_virtual_person_says_so() -> None:
    end = fact(
        2, "plant.confirmed", 100, data={"state": "isolated"}, actor_kind=ActorKind.VIRTUAL,
        at_basis=AtBasis.BACKDATED, recorded_at=T0 + 300_000,
    )  # fmt: skip
    row = only(table(end), "control")
    assert set(row.flags) == {"virtual", "backdated", "late_entry"}
    assert (row.seconds, row.lag_s) == (100.0, 200.0)


def test_what_the_clock_did_is_nobodys_late_entry() -> None:
    """The exercise shows another hour than the wall, stood still, and was entered at once all the same."""
    at_once = isolated(5, 60, recorded_at=T0 + 43_860_000)
    row = drilled(
        of_drill(3, "drill.paused", 43_240, 40), of_drill(4, "drill.resumed", 43_840, 40), at_once
    )
    assert (row.flags, row.lag_s) == ((), 0.0)
    late = isolated(5, 60, at_basis=AtBasis.BACKDATED, recorded_at=T0 + 43_960_000)
    row = drilled(
        of_drill(3, "drill.paused", 43_240, 40), of_drill(4, "drill.resumed", 43_840, 40), late
    )
    assert (set(row.flags), row.lag_s) == ({"backdated", "late_entry"}, 100.0)
    back = fact(2, "clock.stepped", 60 - 600, data={"by_ms": -600_000}, incident=None)
    end = fact(3, "plant.confirmed", 100 - 600, data={"state": "isolated"})
    assert only(table(back, end), "control").lag_s == 0.0


def test_done_before_it_began_is_moot_and_never_a_negative_time() -> None:
    named = {"alarm": "LT-T:NETLOSS", "priority": "emergency"}
    alarm = fact(2, "alarm.raised", 50, data=named, incident=None)
    ack = fact(3, "alarm.acknowledged", 70, caused_by=2, incident=None, data=named)
    opened = fact(4, "incident.opened", 80, data={**OPENED.data, "t0_seq": 2, "t0": alarm.at})
    before = fact(5, "directive.issued", 60, caused_by=3, data=_order())
    rows = timing_of([alarm, ack, opened, before], "INC-1", SITE)
    assert only(rows, "answering").seconds == 20.0
    processing = only(rows, "processing")
    assert (processing.outcome, processing.seconds) == ("moot", None)


def _order() -> dict[str, Any]:
    return {
        "id": "DIR-1", "to_post": "lead-1", "to_person": None, "category": "source", "place": "tank",
        "acts_on": [], "mobilises": None, "step": None,
    }  # fmt: skip


def test_two_incidents_do_not_borrow_each_other_s_facts() -> None:
    other = fact(2, "plant.confirmed", 10, data={"state": "isolated"}, incident="INC-2")
    assert only(table(other), "control").outcome == "open"


def test_virtual_people_are_labelled_at_the_real_desk(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    alarm = room.alarm()
    room.later(5)
    room.does(virtual("ann"), "alarm.ack", alarm=alarm)
    room.does(virtual("ann"), "incident.open", place="tank", alarm=alarm)
    row = only(timing_of(room.facts(), "INC-1", room.site, room.now), "answering")
    assert row.flags == ("virtual",)
    assert DUTY_ACTOR.kind is ActorKind.DUTY
