"""Which alarms stand and in what order: docs/alarms.md, "The order"."""

from typing import Any

from command_center.domain.alarms.shelve import why_not_shelved
from command_center.domain.alarms.standing import (
    LONG_MS,
    about,
    calls,
    is_emergency,
    long_turns,
    order_of,
    sign_of,
    standing_turns,
    tone_turns,
)
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.verdicts.turns import turn_taken

T0 = 1_790_000_000_000


def alarm(
    condition: Any = "H", priority: Any = "medium", state: str = "UNACK", **more: Any
) -> Alarm:
    """An alarm of tag LT in that state."""
    given = {
        "id": f"LT:{condition}", "tag": "LT", "condition": condition, "priority": priority,
        "raised_at": T0, "raised_seq": 1, "onset": T0, "value": 1.0, "limit": None,
        "active": state != "RTNUN", "acknowledged": state == "ACKED",
    }  # fmt: skip
    found = Alarm(**(given | more))
    assert found.state == state
    return found


def code(one: Alarm, now: int) -> str:
    taken = turn_taken(standing_turns(one), now)
    assert taken is not None
    return taken[2]


def test_a_shelved_alarm_is_aside_until_its_time_is_over() -> None:
    shelved = alarm(shelved_until=T0 + 60_000)
    assert code(shelved, T0) == "shelved"
    assert code(shelved, T0 + 59_999) == "shelved"
    assert turn_taken(standing_turns(shelved), T0 + 60_000) == (T0 + 60_000, "warn", "stands")


def test_an_alarm_that_an_earlier_shift_shelved_stands_until_it_is_taken_over() -> None:
    handed = alarm("HH", "high", shelved_until=T0 + 60_000, handed_over=True)
    assert turn_taken(standing_turns(handed), T0) == (0, "urgent", "stands")
    handed.handed_over = False
    assert code(handed, T0) == "shelved"


def test_an_emergency_calls_until_somebody_acknowledges_it_or_it_is_over() -> None:
    told = {
        (priority, state): (is_emergency(one), calls(one))
        for priority in ("emergency", "high")
        for state in ("UNACK", "ACKED", "RTNUN")
        for one in [alarm("NETLOSS", priority, state)]
    }
    assert told == {
        ("emergency", "UNACK"): (True, True),
        ("emergency", "ACKED"): (True, False),
        ("emergency", "RTNUN"): (False, False),
        ("high", "UNACK"): (False, False),
        ("high", "ACKED"): (False, False),
        ("high", "RTNUN"): (False, False),
    }


def tone(one: Alarm, now: int = T0) -> str:
    taken = turn_taken(tone_turns(one), now)
    assert taken is not None
    return taken[2]


def test_each_priority_has_its_tone_until_somebody_acknowledges_it_or_it_is_over() -> None:
    priorities = ("emergency", "high", "medium", "low")
    assert [tone(alarm("HH", priority)) for priority in priorities] == list(priorities)
    for state in ("ACKED", "RTNUN"):
        assert {tone(alarm("HH", priority, state)) for priority in priorities} == {"silent"}


def test_a_shelved_alarm_is_silent_until_its_time_is_over() -> None:
    shelved = alarm("HH", "high", shelved_until=T0 + 60_000)
    assert tone(shelved, T0 + 59_999) == "silent"
    assert tone(shelved, T0 + 60_000) == "high"
    shelved.handed_over = True
    assert tone(shelved) == "high"


def test_what_keeps_an_alarm_from_being_shelved() -> None:
    assert why_not_shelved(alarm()) is None
    assert why_not_shelved(alarm(state="RTNUN")) is None
    assert why_not_shelved(alarm("NETLOSS", "emergency")) == "emergency_not_shelved"
    assert why_not_shelved(alarm("NETLOSS", "emergency", "RTNUN")) == "emergency_not_shelved"
    assert why_not_shelved(alarm(shelved_until=T0)) == "alarm_shelved"
    assert why_not_shelved(alarm(shelved_until=T0, handed_over=True)) == "alarm_shelved"
    assert why_not_shelved(alarm(active=False, acknowledged=True, state="NORM")) == (
        "alarm_not_standing"
    )


def test_the_order_is_the_one_in_which_a_commander_wants_them() -> None:
    wanted = [
        alarm("NETLOSS", "emergency"),
        alarm("NETLOSS", "emergency", "ACKED"),
        alarm("HH", "high", raised_at=T0 + 1),
        alarm("HH", "high"),
        alarm("H", "medium"),
        alarm("L", "low"),
        alarm("HH", "high", "ACKED"),
        alarm("STALE", "low"),
        alarm("STALE", "low", "ACKED"),
        alarm("NETLOSS", "emergency", "RTNUN"),
        alarm("L", "low", "RTNUN", raised_at=T0 + 5),
    ]
    assert [order_of(one) for one in wanted] == sorted({order_of(one) for one in wanted})
    assert all(abs(order_of(one)) < 2**53 for one in wanted)  # exact in JavaScript


def test_how_grave_it_is_follows_priority_silence_and_return() -> None:
    assert sign_of(alarm("HH", "high")) == "urgent"
    assert sign_of(alarm("L", "low")) == "note"
    assert sign_of(alarm("HH", "high", "RTNUN")) == "warn"
    assert sign_of(alarm("STALE", "low", "RTNUN")) == "gone"


def test_too_high_is_told_once_of_a_tag_and_a_silence_beside_it() -> None:
    assert about(alarm("HH")) == about(alarm("H")) == "LT:H"
    assert about(alarm("LL")) == "LT:L"
    assert len({about(alarm(kind)) for kind in ("H", "L", "STALE", "NETLOSS", "FLAT")}) == 5


def test_an_alarm_that_stands_for_more_than_a_day_tells_nobody_anything() -> None:
    turns = long_turns(alarm())
    assert turn_taken(turns, T0 + LONG_MS) == (0, "plain", "recent")
    assert turn_taken(turns, T0 + LONG_MS + 1) == (T0 + LONG_MS + 1, "gone", "long")
    assert long_turns(alarm(state="RTNUN")) == []
