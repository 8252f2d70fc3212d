"""Alarms by ISA-18.2: raised once, seen by a person, set aside only for a while and never in need."""

from pathlib import Path

import pytest

from command_center.desk import InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.alarms.shelve import roles_to_take_out, shelvers
from command_center.domain.state.alarms.alarm import Condition
from tests.support.factories import ControlRoom, person
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, small_works


def high(room: ControlRoom) -> str:
    return room.alarm("H", priority="medium", limit=7.0, value=7.1)


def test_an_alarm_is_raised_once_while_it_lasts(room: ControlRoom) -> None:
    alarm = high(room)
    assert room.state.alarms[alarm].state == "UNACK"
    data = {"tag": "LT-T", "condition": "H", "priority": "medium", "onset": room.now, "value": 7.2}
    assert room.does(DUTY_ACTOR, "alarm.raise", **data) == []
    assert len(room.facts("alarm.raised")) == 1


def test_process_state_and_acknowledgement_are_apart(room: ControlRoom) -> None:
    alarm = high(room)
    [acknowledged] = room.does("eva", "alarm.ack", alarm=alarm)
    assert room.state.alarms[alarm].state == "ACKED"
    assert acknowledged.caused_by == room.facts("alarm.raised")[0].seq
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert room.state.alarms[alarm].state == "NORM"


def test_returned_unseen_it_stays_until_somebody_sees_it(room: ControlRoom) -> None:
    alarm = high(room)
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert room.state.alarms[alarm].state == "RTNUN"
    room.does("eva", "alarm.ack", alarm=alarm)
    assert room.state.alarms[alarm].state == "NORM"
    answer = room.refuses("eva", "alarm.ack", alarm=alarm)
    assert answer.refusal.code == "alarm_not_standing"


def test_a_second_acknowledgement_is_told_who_was_first(room: ControlRoom) -> None:
    alarm = high(room)
    room.hears("eva", "alarm.ack", alarm=alarm)
    answer = room.refuses("gus", "alarm.ack", alarm=alarm)
    assert answer.refusal.code == "alarm_acknowledged"
    assert answer.refusal.params["by"].en == "Eva"


def test_raised_anew_it_wants_to_be_seen_anew(room: ControlRoom) -> None:
    alarm = high(room)
    room.does("eva", "alarm.ack", alarm=alarm)
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    high(room)
    assert room.state.alarms[alarm].state == "UNACK"
    assert room.state.alarms[alarm].activations == 2


def test_three_activations_in_a_minute_chatter(room: ControlRoom) -> None:
    for _ in range(2):
        high(room)
        room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:H")
        room.later(30)
    high(room)
    assert room.state.alarms["LT-T:H"].chattering
    room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:H")
    room.later(31)
    high(room)
    assert not room.state.alarms["LT-T:H"].chattering


def test_shelving_is_timed_reasoned_and_ends(room: ControlRoom) -> None:
    alarm = high(room)
    [fact] = room.does("eva", "alarm.shelve", alarm=alarm, reason="being repaired", minutes=30)
    assert fact.data["until"] == room.now + 30 * 60_000
    assert room.state.alarms[alarm].shelve_reason == "being repaired"
    assert room.state.alarms[alarm].shelved_by is not None
    room.later(30 * 60 - 1)
    assert room.does(DUTY_ACTOR, "alarm.unshelve", alarm=alarm) == []
    room.later(1)
    [over] = room.does(DUTY_ACTOR, "alarm.unshelve", alarm=alarm)
    assert over.data["expired"] is True
    assert room.state.alarms[alarm].shelved_until is None
    assert room.state.alarms[alarm].shelved_by is None


def test_shelving_changes_neither_state_nor_acknowledgement(room: ControlRoom) -> None:
    alarm = high(room)
    room.does("eva", "alarm.shelve", alarm=alarm, reason="being repaired", minutes=5)
    assert room.state.alarms[alarm].state == "UNACK"
    [fact] = room.does("eva", "alarm.unshelve", alarm=alarm)
    assert fact.data["expired"] is False
    answer = room.refuses("eva", "alarm.unshelve", alarm=alarm)
    assert answer.refusal.code == "alarm_not_shelved"


@pytest.mark.parametrize("data", [{"minutes": 31, "reason": "long"}, {"minutes": 5, "reason": ""}])
def test_shelving_is_at_most_half_an_hour_and_never_without_a_reason(
    room: ControlRoom, data: dict[str, object]
) -> None:
    with pytest.raises(InvalidCommand):
        room.does("eva", "alarm.shelve", alarm=high(room), **data)


def test_shelving_cannot_be_prolonged_on_top_of_itself(room: ControlRoom) -> None:
    alarm = high(room)
    room.does("eva", "alarm.shelve", alarm=alarm, reason="being repaired", minutes=30)
    room.later(60)
    answer = room.refuses("eva", "alarm.shelve", alarm=alarm, reason="still", minutes=30)
    assert answer.refusal.code == "alarm_shelved"


def test_an_emergency_alarm_is_never_shelved(room: ControlRoom) -> None:
    alarm = room.alarm()
    answer = room.refuses("ann", "alarm.shelve", alarm=alarm, reason="annoying", minutes=5)
    assert answer.refusal.code == "emergency_not_shelved"


@pytest.mark.parametrize("condition", ["HH", "LL"])
def test_a_limit_of_high_priority_is_shelved_by_who_may_take_it_out_of_service(
    room: ControlRoom, condition: Condition
) -> None:
    alarm = room.alarm(condition, priority="high", limit=8.0, value=8.1)
    said = {"alarm": alarm, "reason": "it disturbs", "minutes": 5}
    answer = room.refuses("eva", "alarm.shelve", **said).refusal
    assert (answer.code, answer.status) == ("shelving_by_desk", 403)
    assert room.state.alarms[alarm].shelved_until is None
    found = room.state.alarms[alarm]
    assert shelvers(found, room.site) == roles_to_take_out(found, room.site)
    room.does(person("cleo", Role.CONTROLLER), "alarm.shelve", **said)
    assert room.state.alarms[alarm].shelved_by == "cleo"


def test_shelved_it_stays_shelved_over_activations_until_it_is_an_emergency(
    room: ControlRoom,
) -> None:
    alarm = high(room)
    room.does("eva", "alarm.shelve", alarm=alarm, reason="being repaired", minutes=30)
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    high(room)
    assert room.state.alarms[alarm].shelved_until is not None
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    room.alarm("H", priority="emergency", limit=7.0)
    assert room.state.alarms[alarm].shelved_until is None


def test_what_does_not_stand_is_neither_seen_nor_shelved(room: ControlRoom) -> None:
    for kind, data in (("alarm.ack", {}), ("alarm.shelve", {"reason": "why not", "minutes": 5})):
        answer = room.refuses("eva", kind, alarm="LT-T:LL", **data)
        assert answer.refusal.code == "alarm_not_standing"
    assert room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:LL") == []


def test_what_is_shelved_is_handed_over_when_the_shift_changes(room: ControlRoom) -> None:
    alarm = high(room)
    room.hears("eva", "alarm.shelve", alarm=alarm, reason="being repaired", minutes=30)
    assert room.refuses("ann", "alarm.take_over", alarm=alarm).refusal.code == (
        "alarm_not_handed_over"
    )
    began, handed = room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert (began.kind, handed.kind) == ("shift.began", "alarm.handed_over")
    until = room.state.alarms[alarm].shelved_until
    assert handed.data == {
        "alarm": alarm, "until": until, "reason": "being repaired", "by": "eva",
    }  # fmt: skip
    row = row_at(room.state, room.site, "alarms", alarm) or {}
    assert (row["handed_over"], row["shelved_by"], row["shelved_until"]) == (True, "eva", until)
    room.does("ben", "alarm.take_over", alarm=alarm)
    row = row_at(room.state, room.site, "alarms", alarm) or {}
    assert (row["handed_over"], row["shelved_until"]) == (False, until)
    answer = room.refuses("ben", "alarm.take_over", alarm=alarm)
    assert answer.refusal.code == "alarm_not_handed_over"


def test_a_new_manning_of_the_same_shift_hands_nothing_over(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    where = tmp_path / "journal.sqlite"
    room = rooms(where)
    alarm = high(room)
    room.does("eva", "alarm.shelve", alarm=alarm, reason="being repaired", minutes=30)
    swapped = [
        one | ({"person": "fay"} if one["person"] == "eva" else {}) for one in PARTS["roster"]
    ]
    later = rooms(where, small_works(roster=swapped), room.clock)
    assert [fact.kind for fact in later.facts()][-1] == "shift.began"
    assert later.state.alarms[alarm].handed_over is False


def test_a_shelving_that_ends_waits_for_nobody(room: ControlRoom) -> None:
    alarm = high(room)
    room.does("eva", "alarm.shelve", alarm=alarm, reason="being repaired", minutes=5)
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.later(5 * 60)
    room.does(DUTY_ACTOR, "alarm.unshelve", alarm=alarm)
    assert room.state.alarms[alarm].handed_over is False
