"""By when an outside unit is to be called: from when the responsible person was told."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.authorities.call_deadline import (
    calls_due,
    told_at,
)
from command_center.domain.journal.clockwork import shift_open_times
from command_center.domain.state.incidents.call import Call
from command_center.domain.state.notices.notice import Notice
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.small_works import PARTS, small_works

LIMIT_S = 3600


@pytest.fixture
def room(tmp_path: Path, rooms: OpenRoom) -> ControlRoom:
    """The works, whose district must be told within an hour."""
    district = {"id": "district", "name": {"zh": "区", "en": "District"}, "kind": "authority",
                "phone": "2", "minutes_day": 30, "minutes_night": 30,
                "call_within_s": LIMIT_S}  # fmt: skip
    [plan] = PARTS["plans"]
    calls = {"id": "tell", "text": {"zh": "报", "en": "Tell"}, "post": "lead-2", "at_s": 90,
             "due_s": 200, "category": "outside", "calls": ["district"]}  # fmt: skip
    site = small_works(
        outside=[*PARTS["outside"], district], plans=[plan | {"steps": [*plan["steps"], calls]}]
    )
    return rooms(tmp_path / "journal.sqlite", site)


def due(room: ControlRoom, incident: str, unit: str = "district") -> dict[str, Any]:
    found = calls_due(room.state, room.site, room.state.incidents[incident])
    return dict(next(one for one in found if one["unit"] == unit))


def notice(person: str, at: int | None) -> Notice:
    return Notice("n", "sent", person, "sms", "v", 1, 0, 1, delivered_at=at)


def test_the_holder_of_the_highest_commanding_post_answers_for_the_site(room: ControlRoom) -> None:
    assert room.site.responsible_people == {"joe"}


def test_until_a_fact_says_so_the_hour_counts_from_the_start(room: ControlRoom) -> None:
    incident = room.leak()
    t0 = room.state.incidents[incident].t0
    assert told_at(room.state, room.site, room.state.incidents[incident]) is None
    assert due(room, incident) == {
        "unit": "district", "due_at": t0 + LIMIT_S * 1000, "since": "t0",
        "turns": [(0, "plain", "to_call"), (t0 + LIMIT_S * 1000, "urgent", "late")],
    }  # fmt: skip


def test_the_hour_counts_from_the_first_notice_that_reached_the_responsible_person(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    order = room.state.directives[room.orders(incident, to="manager")]
    order.notices["a"] = notice("ann", room.now + 1_000)
    order.notices["b"] = notice("joe", None)
    room.state.in_hand.heard(order, "joe")  # as the fact of the notice does
    assert due(room, incident)["since"] == "t0"
    order.notices["c"] = notice("joe", room.now + 90_000)
    order.notices["d"] = notice("joe", room.now + 30_000)
    told = due(room, incident)
    assert (told["due_at"], told["since"]) == (room.now + 30_000 + LIMIT_S * 1000, "told")
    turns = told["turns"]
    taken = [turn_taken(turns, told["due_at"] + by) for by in (-1, 0)]
    assert [turn and turn[2] for turn in taken] == ["to_call", "late"]


def test_who_takes_command_has_been_told(room: ControlRoom) -> None:
    incident = room.leak()
    room.later(300)
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.does("ann", "incident.transfer", incident=incident, to_person="joe")
    room.later(10)
    room.does("joe", "incident.transfer_ack", incident=incident)
    assert due(room, incident)["due_at"] == room.now + LIMIT_S * 1000


def test_a_unit_without_a_limit_is_due_by_the_plan_s_step(room: ControlRoom) -> None:
    incident = room.leak()
    t0 = room.state.incidents[incident].t0
    found = due(room, incident, "brigade")
    assert (found["due_at"], found["since"]) == (t0 + 60_000, "plan")


def test_a_call_ends_the_wait_and_one_beyond_the_plan_has_no_time(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "outside.call", incident=incident, unit="district")
    assert due(room, incident)["turns"] == [(0, "note", "called")]
    room.does("ann", "outside.answer", incident=incident, unit="district")
    assert due(room, incident)["turns"] == [(0, "good", "answered")]
    room.state.incidents[incident].calls["next-door"] = Call(room.now, "ann", 1)
    assert due(room, incident, "next-door")["due_at"] is None


def test_a_clock_that_was_set_moves_the_deadline_with_it(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.state.directives[room.orders(incident, to="manager")]
    order.notices["a"] = notice("joe", room.now + 1_000)
    before = due(room, incident)["due_at"]
    shift_open_times(room.state, 7_000)
    assert due(room, incident)["due_at"] == before + 7_000
