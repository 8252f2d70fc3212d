"""An alarm out of service (ISA-18.2): by whom, until when, seen by everybody, handed over, and never a silence."""

import pytest

from command_center.desk import InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.alarms.alarm import MOST_AT_ONCE
from command_center.domain.alarms.shelve import EMERGENCY_OUT_HOURS, OUT_HOURS
from command_center.domain.alarms.standing import calls, is_emergency, standing_turns, tone_turns
from command_center.domain.alarms.unanswered import together, waits
from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.drills.holds import is_real
from tests.support.factories import ControlRoom, person
from tests.support.rows import row_at

HOUR_S = 3_600


def out(room: ControlRoom, who: str, alarm: str, hours: int = 8) -> None:
    room.does(who, "alarm.take_out", alarm=alarm, reason="gauge is being changed", hours=hours)


def row(room: ControlRoom, alarm: str) -> dict[str, object] | None:
    return row_at(room.state, room.site, "alarms", alarm)


def test_it_is_raised_and_recorded_and_calls_nobody_until_its_end(room: ControlRoom) -> None:
    alarm = room.alarm("HH", priority="high", limit=8.0)
    out(room, "ann", alarm)
    until = room.now + 8 * HOUR_S * 1000
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    room.does("ann", "alarm.ack", alarm=alarm)
    quiet = row(room, alarm)
    assert quiet is not None, "out of service it is seen while it does not stand"
    assert (quiet["state"], quiet["out_of_service"], quiet["shelved_until"]) == (
        "NORM",
        True,
        until,
    )
    room.later(HOUR_S)
    room.alarm("HH", priority="high", limit=8.0)
    found = room.state.alarms[alarm]
    assert (found.state, found.out_of_service, found.activations) == ("UNACK", True, 2)
    assert not waits(found)
    assert not is_real(found), "it holds no drill"
    assert tone_turns(found)[0][2] == "silent"
    assert standing_turns(found)[0][2] == "shelved"
    assert room.replayed() == room.state
    watch = AlarmWatch(room.site)
    assert ("alarm.unshelve", {"alarm": alarm}) not in watch.due(until - 1, room.state.alarms)
    assert ("alarm.unshelve", {"alarm": alarm}) in watch.due(until, room.state.alarms)
    room.later(7 * HOUR_S)
    room.does(DUTY_ACTOR, "alarm.unshelve", alarm=alarm)
    assert waits(room.state.alarms[alarm])
    assert not room.state.alarms[alarm].out_of_service


def test_an_emergency_needs_the_commander_and_a_shorter_end(room: ControlRoom) -> None:
    alarm = room.alarm("NETLOSS")
    said = {"alarm": alarm, "reason": "meter is out", "hours": EMERGENCY_OUT_HOURS}
    by_desk = room.refuses(person("cleo", Role.CONTROLLER), "alarm.take_out", **said).refusal
    assert (by_desk.code, by_desk.status) == ("emergency_out_by_commander", 403)
    longer = room.refuses("ann", "alarm.take_out", **(said | {"hours": EMERGENCY_OUT_HOURS + 1}))
    assert longer.refusal.code == "emergency_out_too_long"
    assert calls(room.state.alarms[alarm])
    room.does("ann", "alarm.take_out", **said)
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    room.later(600)
    pages = len(room.state.pagings)
    room.alarm("NETLOSS")
    found = room.state.alarms[alarm]
    assert found.out_of_service, "raised again it stays out of service"
    assert not calls(found)
    assert not is_emergency(found)
    assert len(room.state.pagings) == pages


HANDS = {"commander", "controller", "responder"}
DESK = {"commander", "controller"}


@pytest.mark.parametrize(
    ("condition", "priority", "shelve", "take_out", "hours"),
    [
        ("NETLOSS", "emergency", set(), {"commander"}, EMERGENCY_OUT_HOURS),
        ("HH", "high", DESK, DESK, OUT_HOURS),
        ("H", "medium", HANDS, DESK, OUT_HOURS),
    ],
)
def test_the_row_names_who_may_put_the_alarm_aside_and_the_desk_agrees(
    room: ControlRoom, condition: str, priority: str, shelve: set[str], take_out: set[str], hours: int
) -> None:  # fmt: skip
    alarm = room.alarm(condition, priority=priority, limit=8.0)
    hands = row(room, alarm)["hands"]  # type: ignore[index]
    assert {name: set(hands[name]) for name in ("shelve", "take_out", "bring_back")} == {  # type: ignore[index]
        "shelve": shelve, "take_out": take_out, "bring_back": set(),
    }  # fmt: skip
    assert max(hands["out_hours"]) == hours  # type: ignore[index]
    said = {"alarm": alarm, "reason": "gauge is being changed"}
    for role in ("responder", "controller"):
        who = person("cleo", Role(role))
        if role not in shelve:
            room.refuses(who, "alarm.shelve", **said, minutes=5)
        if role == "controller" and role not in take_out:
            room.refuses(who, "alarm.take_out", **said, hours=1)
    if hours < OUT_HOURS:
        room.refuses("ann", "alarm.take_out", **said, hours=hours + 1)
    room.does("ann", "alarm.take_out", **said, hours=hours)
    hands = row(room, alarm)["hands"]  # type: ignore[index]
    assert set(hands["bring_back"]) == HANDS  # type: ignore[index]
    assert hands["shelve"] == []  # type: ignore[index]


def test_a_new_shift_takes_over_what_is_out_of_service_and_hears_no_tone(room: ControlRoom) -> None:
    alarm = room.alarm("HH", priority="high", limit=8.0)
    out(room, "ann", alarm, hours=24)
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    found = room.state.alarms[alarm]
    assert found.handed_over
    assert standing_turns(found)[0][2] == "stands", "it is on the list until it is taken over"
    assert tone_turns(found) == [(0, "plain", "silent")]
    room.does("ann", "alarm.take_over", alarm=alarm)
    assert standing_turns(room.state.alarms[alarm])[0][2] == "shelved"
    assert room.state.alarms[alarm].out_of_service


def test_what_was_never_raised_and_what_has_no_end_is_not_taken_out(room: ControlRoom) -> None:
    said = {"alarm": "LT-T:HH", "reason": "changed", "hours": 1}
    assert room.refuses("ann", "alarm.take_out", **said).refusal.code == "alarm_never_raised"
    assert OUT_HOURS < 24 * 31


def burst(room: ControlRoom, n: int = 3) -> list[str]:
    return [
        room.alarm(condition, priority="medium", limit=8.0, onset=room.now + at)
        for at, condition in enumerate(["H", "HH", "FLAT", "STALE"][:n])
    ]


def test_a_burst_is_acknowledged_as_one_and_each_alarm_is_recorded(room: ControlRoom) -> None:
    alarms = [*burst(room, 2)]
    [found] = together(room.state, room.site)
    ids = found["alarms"]
    assert ids == alarms
    assert row_at(room.state, room.site, "alarms", "~together") == {"bursts": [found]}
    facts = room.does("ann", "alarm.ack_several", alarms=ids)
    assert [(one.kind, one.data["alarm"]) for one in facts] == [
        ("alarm.acknowledged", one) for one in alarms
    ]
    assert {room.state.alarms[one].acked_by for one in alarms} == {"ann"}
    assert together(room.state, room.site) == []
    assert row_at(room.state, room.site, "alarms", "~together") is None
    assert room.refuses("ann", "alarm.ack_several", alarms=ids).refusal.code == "alarms_not_waiting"


def test_what_joined_meanwhile_still_waits_and_an_emergency_is_acknowledged_alone(
    room: ControlRoom,
) -> None:
    seen = burst(room, 2)
    [joined] = [room.alarm("FLAT", priority="medium")]
    room.does("bob", "alarm.ack", alarm=seen[0])
    [fact] = room.does("ann", "alarm.ack_several", alarms=seen)
    assert fact.data["alarm"] == seen[1]
    assert waits(room.state.alarms[joined])
    emergency = room.alarm("NETLOSS")
    refused = room.refuses("ann", "alarm.ack_several", alarms=[joined, emergency])
    assert refused.refusal.code == "emergency_by_itself"
    assert waits(room.state.alarms[joined]), "nothing of it was acknowledged"


@pytest.mark.parametrize("n", [0, MOST_AT_ONCE + 1])
def test_it_is_bounded(room: ControlRoom, n: int) -> None:
    with pytest.raises(InvalidCommand):
        room.does("ann", "alarm.ack_several", alarms=["A:H"] * n)


def test_what_becomes_an_emergency_is_in_service_again(room: ControlRoom) -> None:
    """The desk takes a high alarm out for days; only the commander keeps an emergency out, and for hours."""
    alarm = room.alarm("HH", priority="high", limit=8.0)
    out(room, "ann", alarm)
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    pages = len(room.state.pagings)
    room.alarm("HH", priority="emergency", limit=8.0)
    found = room.state.alarms[alarm]
    assert (found.out_of_service, found.shelved_until) == (False, None)
    assert calls(found)
    assert len(room.state.pagings) == pages + 1
