"""Two incidents that prove to be one event: one is withdrawn into the other."""

from pathlib import Path

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.reviews.draft.whole import draft_of
from tests.domain.incidents.test_withdrawing import WHY, opened
from tests.support.factories import ControlRoom


def two_of_one_event(room: ControlRoom) -> tuple[str, str]:
    """The first by a gas alarm, in which 119 was called; the second by hand for the tank."""
    gas = room.alarm("H", "GD-1", priority="high")
    room.later(10)
    room.does("ann", "alarm.ack", alarm=gas)
    room.later(20)
    first = opened(room, place="shop-2", alarm=gas)
    room.does("ann", "outside.call", incident=first, unit="brigade")
    room.later(60)
    second = opened(room, place="tank", plan="leak-plan")
    room.later(30)
    return first, second


def test_of_two_that_are_one_event_the_other_takes_alarms_calls_and_the_earlier_start(
    room: ControlRoom,
) -> None:
    first, second = two_of_one_event(room)
    before = room.state.incidents[first]
    [fact] = room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    other = room.state.incidents[second]
    assert fact.data["same_as"] == second
    assert room.state.alarms["GD-1:H"].incident == second
    assert (other.t0, other.t0_by, other.t0_seq) == (before.t0, "alarm", before.t0_seq)
    assert other.calls["brigade"].seq == before.calls["brigade"].seq
    room.does("ann", "outside.answer", incident=second, unit="brigade", reference="77")
    assert before.calls["brigade"].answered_at is None  # what was said of it then stays
    answer = room.refuses("ann", "outside.call", incident=second, unit="brigade")
    assert answer.refusal.code == "already_called"
    assert room.replayed().incidents == room.state.incidents


def test_its_call_of_its_own_is_not_overwritten(room: ControlRoom) -> None:
    first, second = two_of_one_event(room)
    [own] = room.does("ann", "outside.call", incident=second, unit="brigade")
    room.does("ann", "outside.answer", incident=first, unit="brigade", reference="77")
    room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    call = room.state.incidents[second].calls["brigade"]
    assert call.seq == own.seq
    assert call.reference == "77"  # whoever was called twice answers once
    assert call.answered_at is not None
    assert room.replayed().incidents == room.state.incidents


def test_same_as_names_another_open_incident(room: ControlRoom) -> None:
    first, second = two_of_one_event(room)
    third = opened(room, place="office")
    room.does("ann", "incident.withdraw", incident=third, reason=WHY)

    def refused(same_as: str) -> str:
        answer = room.refuses(
            "ann", "incident.withdraw", incident=first, reason=WHY, same_as=same_as
        )
        return answer.refusal.code

    assert refused(first) == "same_as_itself"
    assert refused("INC-9") == "unknown_incident"
    assert refused(third) == "incident_withdrawn"
    assert first in room.state.open_incidents
    assert second in room.state.open_incidents


def test_the_times_of_the_same_event_count_from_its_first_alarm(room: ControlRoom) -> None:
    first, second = two_of_one_event(room)
    room.orders(second)
    t0 = room.state.incidents[first].t0
    room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    draft = draft_of(room.facts(), second, room.site, room.now)
    assert draft.record.t0 == t0
    [answering] = [row for row in draft.timing if row.row == "answering"]
    assert answering.seconds == 10
    told = {one.key for one in draft.overview}
    assert {"called", "withdrawn_same"} <= told
    assert draft.record.opened is not None
    assert draft.record.opened.incident == second


def test_alarms_of_one_event_are_no_free_ones_of_a_third_incident(room: ControlRoom) -> None:
    """A record holds what names no incident; those of a slip are free, those of another event are not."""
    first, second = two_of_one_event(room)
    third = opened(room, place="office")
    tripped = room.alarm("HH", "GD-1")
    slip = opened(room, place="pool", alarm=tripped)
    room.does("ann", "alarm.ack", alarm=tripped)
    room.does(DUTY_ACTOR, "alarm.return", alarm="GD-1:H")
    room.alarm("H", "GD-1", priority="high")
    room.does("ann", "alarm.ack", alarm="GD-1:H")
    room.does("ann", "incident.withdraw", incident=slip, reason=WHY)
    room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)

    def acks_in(incident: str) -> set[str]:
        record = draft_of(room.facts(), incident, room.site, room.now).record
        return {fact.data["alarm"] for fact in record.of_kind("alarm.acknowledged")}

    assert acks_in(third) == {tripped}
    assert acks_in(second) == {"GD-1:H", tripped}
    room.does("ann", "incident.withdraw", incident=second, reason=WHY)
    assert acks_in(third) == {"GD-1:H", tripped}


def test_of_two_alarms_at_one_moment_the_board_and_the_times_begin_with_the_same(
    room: ControlRoom,
) -> None:
    gas = room.alarm("H", "GD-1", priority="high")
    loss = room.alarm()
    later = opened(room, place="tank", alarm=loss)
    room.does("ann", "alarm.ack", alarm=loss)
    earlier = opened(room, place="shop-2", alarm=gas)
    room.does("ann", "incident.withdraw", incident=earlier, reason=WHY, same_as=later)
    found = room.state.incidents[later]
    assert found.t0_seq == room.state.alarms[gas].raised_seq
    assert found.answered_seq is None  # the other one's acknowledgement is none of it
    record = draft_of(room.facts(), later, room.site, room.now).record
    assert record.t0_fact is not None
    assert record.t0_fact.seq == found.t0_seq


def test_a_report_typed_in_late_begins_the_event_though_an_alarm_was_recorded_first(
    room: ControlRoom,
) -> None:
    heard = room.later(1)
    room.later(60)
    gas = room.alarm("H", "GD-1", priority="high")
    right = opened(room, place="shop-2", alarm=gas)
    told = {"channel": "call", "place": "tank", "text": "It smells", "at": heard}
    [report] = room.does("ann", "report.receive", **told)
    twice = opened(room, place="tank", report=report.seq)
    begins = room.state.incidents[twice].first_seq
    assert begins == room.state.alarms[gas].raised_seq  # recorded before the report, and after it
    room.does("ann", "incident.withdraw", incident=twice, reason=WHY, same_as=right)
    assert room.state.incidents[right].t0 == heard
    draft = draft_of(room.facts(), right, room.site, room.now)
    assert draft.record.t0_fact is not None
    assert draft.record.t0_fact.seq == report.seq
    assert "first_report" in {one.key for one in draft.overview}


def test_opened_by_hand_twice_the_event_began_with_the_first(room: ControlRoom) -> None:
    first = opened(room, place="shop-2")
    t0 = room.now
    room.later(60)
    second = opened(room, place="tank")
    room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    record = draft_of(room.facts(), second, room.site, room.now).record
    assert record.t0_fact is not None
    assert (record.t0, record.t0_fact.at, record.t0_fact.incident) == (t0, t0, first)
    assert [fact.incident for fact in record.of_kind("incident.opened")] == [second]


def test_a_clock_set_back_makes_the_second_opening_no_earlier_one(room: ControlRoom) -> None:
    first = opened(room, place="shop-2")
    room.later(-570)
    room.does(DUTY_ACTOR, "clock.step", by_ms=-600_000)
    second = opened(room, place="tank")
    t0 = room.state.incidents[first].t0
    room.later(60)
    room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    assert room.state.incidents[second].t0 == t0
    record = draft_of(room.facts(), second, room.site, room.now).record
    assert record.t0_fact is not None
    assert record.t0_fact.incident == first


def test_withdrawn_again_into_a_third_it_is_all_one_event(room: ControlRoom) -> None:
    first, second = two_of_one_event(room)
    third = opened(room, place="office")
    t0 = room.state.incidents[first].t0
    room.does("ann", "incident.withdraw", incident=first, reason=WHY, same_as=second)
    room.does("ann", "incident.withdraw", incident=second, reason=WHY, same_as=third)
    assert room.state.alarms["GD-1:H"].incident == third
    assert room.state.incidents[third].t0 == t0
    assert "brigade" in room.state.incidents[third].calls
    draft = draft_of(room.facts(), third, room.site, room.now)
    assert draft.record.t0 == t0
    assert "called" in {one.key for one in draft.overview}
    assert room.replayed().incidents == room.state.incidents


def test_a_restarted_process_has_the_same_board(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    first = ControlRoom(file)
    one, two = two_of_one_event(first)
    first.does("ann", "incident.withdraw", incident=one, reason=WHY, same_as=two)
    again = ControlRoom(file, clock=first.clock, shift=None)
    assert again.state.incidents == first.state.incidents
    assert again.state.alarms == first.state.alarms
    assert list(again.state.open_incidents) == [two]
    assert again.state.last_withdrawn == one
    assert again.state.incidents[two] is again.state.open_incidents[two]
    for room in (first, again):
        room.journal.engine.dispose()
