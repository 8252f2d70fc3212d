"""Alarms that stand unanswered while no incident is open."""

from command_center.domain.alarms.unanswered import Unanswered, bursts, came_first, unanswered
from command_center.domain.state.alarms.alarm import Alarm
from tests.support.factories import ControlRoom

START = 1_796_148_600_000


def told(room: ControlRoom) -> Unanswered | None:
    return unanswered(room.state, room.site)


def test_a_grave_alarm_that_nobody_acknowledged_stands_until_somebody_does(
    room: ControlRoom,
) -> None:
    assert told(room) is None
    alarm = room.alarm("HH", priority="high", limit=8.0)
    row = told(room)
    assert row is not None
    assert (row["n"], row["grave"], row["since"]) == (1, 1, room.now)
    assert row["first"]["alarm"] == alarm
    room.does("ann", "alarm.ack", alarm=alarm)
    assert told(room) is None


def test_one_of_low_priority_leaves_the_quiet_wall(room: ControlRoom) -> None:
    room.alarm("H", priority="low", limit=8.0)
    assert told(room) is None


def test_an_open_incident_has_the_wall(room: ControlRoom) -> None:
    room.alarm("HH", priority="high", limit=8.0)
    assert told(room) is not None
    room.does("ann", "incident.open", place="shop-2", title="Fire")
    assert told(room) is None


def raised(tag: str, at_s: int, condition: str = "H", priority: str = "medium") -> Alarm:
    at = START + at_s * 1000
    return Alarm(
        id=f"{tag}:{condition}", tag=tag, condition=condition, priority=priority,  # type: ignore[arg-type]
        raised_at=at, raised_seq=at_s, onset=at, value=1.0, limit=None,
    )  # fmt: skip


def test_alarms_of_one_unit_and_direction_are_one_burst_named_after_the_gravest(
    room: ControlRoom,
) -> None:
    alarms = [raised("LT-T", at, "H") for at in (0, 80, 160)]
    alarms += [raised("LT-T", 170, "HH", "emergency"), raised("LT-T", 20, "L")]
    first, second = bursts(room.site, alarms)
    assert (first["n"], first["side"], first["sign"]) == (4, "H", "urgent")
    assert first["gravest"]["condition"] == "HH"
    assert first["first"]["at"] == START
    assert (second["n"], second["side"]) == (1, "L")


def test_what_begins_long_after_the_last_of_a_burst_is_another(room: ControlRoom) -> None:
    alarms = [raised("LT-T", at) for at in (0, 90, 181)]
    assert sorted(one["n"] for one in bursts(room.site, alarms)) == [1, 2]


def test_the_age_of_an_alarm_counts_from_when_it_was_raised_wherever_it_stands(
    room: ControlRoom,
) -> None:
    one = raised("LT-T", 100)
    one.onset -= 30_000  # a delay or a silence that was noticed late
    [burst] = bursts(room.site, [one])
    assert burst["first"]["at"] == burst["gravest"]["at"] == one.raised_at


def test_what_came_first_is_the_gravest_of_the_first_minute_and_no_low_or_chattering_one() -> None:
    low = raised("LT-A", 0, priority="low")
    chatters = raised("LT-B", 5)
    chatters.recent = [chatters.raised_at + ms for ms in (0, 1_000, 2_000)]
    medium, emergency = raised("LT-C", 30), raised("LT-D", 85, "HH", "emergency")
    late = raised("LT-E", 200, "HH", "emergency")
    everything = [low, chatters, medium, emergency, late]
    assert came_first(everything) is emergency
    assert came_first([low, chatters, medium, late]) is medium
    assert came_first([low, chatters]) is chatters
    emergency.recent = [emergency.raised_at] * 3
    assert came_first([chatters, emergency, late]) is emergency
