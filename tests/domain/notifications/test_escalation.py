"""Nobody answers: who is told when, who is skipped and why, and what stops it."""

import shutil
from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.notifications.escalate import steps_due
from command_center.domain.site.model import Contact
from command_center.domain.state.people.contacts import PersonContacts
from tests.support.clockwork import escalate
from tests.support.factories import ControlRoom
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def steps(room: ControlRoom, directive: str = "DIR-1") -> list[tuple[str, str | None, str | None]]:
    """(step, person, why skipped) of every step taken, in order."""
    taken = room.state.directives[directive].taken
    return [(s, d.get("person"), d.get("reason")) for s, d in taken.items()]


def exhausted_at(room: ControlRoom) -> int | None:
    return room.state.directives["DIR-1"].exhausted_at


def wait(room: ControlRoom, seconds: float) -> None:
    """Let time pass with a look every half second."""
    for _ in range(int(seconds * 2)):
        room.later(0.5)
        escalate(room)


@pytest.mark.parametrize("radio", [False, True])
def test_whom_no_message_can_reach_does_not_keep_the_next_one_waiting(
    room: ControlRoom, radio: bool
) -> None:
    """Gus has no channel, or a radio, to which no message goes: that is known at the moment of the order, and the
    chief is told at once."""
    if radio:
        only = Contact(channel="radio", version="0123456789abcdef")
        room.state.contacts["gus"] = PersonContacts((only,), seq=1, at=room.now, by="ann")
    room.does(DUTY_ACTOR, "shift.begin", shift="night")
    held = {**room.state.roster.holders, "farm-hand": "gus"}
    room.state.roster.holders.update(held)
    room.orders(room.leak(), to="farm-hand")
    assert room.state.directives["DIR-1"].to_person == "gus"
    wait(room, 0.5)
    assert steps(room) == [("superior", "ann", None)]
    wait(room, 30)
    assert steps(room)[1:] == [("repeat", "gus", None)]


def test_an_urgent_one_is_repeated_then_told_to_the_deputy_then_to_the_superior(
    room: ControlRoom,
) -> None:
    """The superior of the chief is at home: skipped, visibly, and then nobody is left."""
    room.orders(room.leak_under("joe"), to="chief")
    wait(room, 29.5)
    assert steps(room) == []
    wait(room, 0.5)
    assert steps(room) == [("repeat", "ann", None)]
    wait(room, 30)
    assert steps(room)[1:] == [("deputy", "ben", None)]
    wait(room, 60)
    assert steps(room)[2:] == [("superior", "joe", "off_site")]
    assert exhausted_at(room) is None
    wait(room, 60)
    assert exhausted_at(room) == room.now
    [fact] = room.facts("escalation.exhausted")
    assert fact.data == {"directive": "DIR-1", "told": ["ann", "ben"]}
    wait(room, 600)
    assert len(room.facts("escalation.fired")) == 2
    assert len(room.facts("escalation.exhausted")) == 1


@pytest.mark.parametrize(
    ("urgency", "at"),
    [("life_safety", (15, 30, 60, 90)), ("urgent", (30, 60, 120, 180)),
     ("normal", (90, 180, 360, 540)), ("routine", (300, 600, 1200, 1800))],
)  # fmt: skip
def test_each_urgency_has_its_own_times_frozen_when_it_is_issued(
    room: ControlRoom, urgency: str, at: tuple[int, ...]
) -> None:
    room.orders(room.leak_under("joe"), to="chief", urgency=urgency)
    [issued] = room.facts("directive.issued")
    ladder = [r for r in issued.data["ladder"] if r["since"] == "issued"]
    assert [r["step"] for r in ladder] == ["repeat", "deputy", "superior", "exhausted"]
    assert tuple(r["after_ms"] // 1000 for r in ladder) == at
    assert [r["post"] for r in ladder] == ["chief", "second", "manager", None]


def test_who_holds_the_post_is_found_when_the_step_fires(room: ControlRoom) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    wait(room, 29)
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    wait(room, 1)
    assert steps(room) == [("repeat", "ben", None)]
    assert {one.person for one in room.state.directives["DIR-1"].pages} == {"ann", "ben"}


def test_an_acknowledgement_stops_the_pages_and_nothing_else(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    wait(room, 20)
    room.does("eva", "directive.ack", directive="DIR-1")
    wait(room, 59.5)
    assert steps(room) == []
    wait(room, 0.5)
    assert steps(room) == [("ask_again", "eva", None)]
    wait(room, 60)
    assert steps(room)[1:] == [("deputy_start", None, "no_post")]
    assert room.state.directives["DIR-1"].state == "acknowledged"


def test_begun_in_time_nobody_is_asked_again(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    room.does("eva", "directive.ack", directive="DIR-1")
    wait(room, 50)
    room.does("eva", "directive.start", directive="DIR-1")
    wait(room, 600)
    assert steps(room) == []


def test_at_ninety_seconds_it_is_late_the_deputy_stays_told_and_later_pages_stop(
    room: ControlRoom,
) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    wait(room, 90)
    room.does("ann", "directive.ack", directive="DIR-1")
    found = room.state.directives["DIR-1"]
    assert (found.state, found.ack_late) == ("acknowledged", True)
    room.does("ann", "directive.start", directive="DIR-1")
    wait(room, 300)
    assert steps(room) == [("repeat", "ann", None), ("deputy", "ben", None)]
    assert found.exhausted_at is None


def test_spoken_at_twenty_and_typed_in_at_seventy_is_on_time_and_the_deputy_was_told(
    room: ControlRoom,
) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    spoken = room.now + 20_000
    wait(room, 70)
    room.does("ben", "directive.ack", directive="DIR-1", via="radio", speaker="ann", at=spoken)
    assert not room.state.directives["DIR-1"].ack_late
    assert ("deputy", "ben", None) in steps(room)


def test_whom_the_chain_has_told_may_take_it_and_that_is_seen(room: ControlRoom) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    refused = room.refuses("ben", "directive.ack", directive="DIR-1")
    assert refused.refusal.code == "not_your_directive"
    wait(room, 60)
    room.does("ben", "directive.ack", directive="DIR-1")
    found = room.state.directives["DIR-1"]
    assert (found.acknowledged_by, found.to_person) == ("ben", "ann")


def test_the_missing_and_who_refused_are_skipped_with_the_reason(room: ControlRoom) -> None:
    incident = room.leak_under("joe")
    room.does("joe", "evacuation.order", incident=incident, zones=["shop-1"])
    room.does("ann", "person.miss", person="ben")
    room.orders(incident, to="chief")
    wait(room, 60)
    assert steps(room)[1:] == [("deputy", "ben", "missing")]
    room.does("joe", "directive.issue", incident=incident, step="look")
    room.does("eva", "directive.refuse", directive="DIR-2", reason="no way through")
    room.does("joe", "directive.issue", incident=incident, step="look", to="lead-1")
    assert room.state.directives["DIR-2"].refused_by == "eva"


def test_a_step_fires_once_however_often_it_is_asked_for_and_never_early(
    room: ControlRoom,
) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    assert room.does(DUTY_ACTOR, "escalation.fire", directive="DIR-1", step="repeat") == []
    room.later(30)
    assert len(room.does(DUTY_ACTOR, "escalation.fire", directive="DIR-1", step="repeat")) == 1
    assert room.does(DUTY_ACTOR, "escalation.fire", directive="DIR-1", step="repeat") == []
    for directive, step in (("DIR-9", "repeat"), ("DIR-1", "sing")):
        room.refuses(DUTY_ACTOR, "escalation.fire", directive=directive, step=step)


def test_after_an_outage_what_was_due_fires_once_and_is_marked_late(
    room: ControlRoom, rooms: OpenRoom
) -> None:
    """Killed with a step due in ten seconds, back after a minute."""
    room.orders(room.leak_under("joe"), to="chief")
    wait(room, 20)
    again = rooms(Path(str(room.journal.engine.url.database)), room.site, room.clock, shift=None)
    again.later(60)
    escalate(again)
    fired = [
        (f.data["step"], f.data["late"], f.data["late_ms"]) for f in again.facts("escalation.fired")
    ]
    assert fired == [("repeat", True, 50_000), ("deputy", True, 20_000)]
    escalate(again)
    room.desk.catch_up()
    escalate(room)
    assert len(room.facts("escalation.fired")) == 2
    assert room.replayed() == again.state == room.state


def test_a_clock_set_back_fires_nothing_twice(room: ControlRoom) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    wait(room, 31)
    room.clock.step(-600_000)
    wait(room, 700)
    fired = [f.data["step"] for f in room.facts("escalation.fired")]
    assert fired == ["repeat", "deputy"]


def test_a_directive_of_an_earlier_release_pages_nobody(room: ControlRoom) -> None:
    """Its fact has no chain with times: folded, it waits as it always did."""
    from dataclasses import replace

    from command_center.domain.fold import replay
    from command_center.domain.state import State

    room.orders(room.leak_under("joe"), to="chief")
    old = [
        replace(f, v=1, data={k: v for k, v in f.data.items() if k not in ("ladder", "paged_from")})
        if f.kind == "directive.issued"
        else f
        for f in room.facts()
    ]
    state = replay(State.start(room.site), old)
    assert list(steps_due(state, room.now + 10**9)) == []
    assert state.directives["DIR-1"].pages == []


def test_only_the_clockwork_escalates(room: ControlRoom) -> None:
    from command_center.desk import Forbidden
    from tests.support.factories import CONTROLLER, person

    room.orders(room.leak_under("joe"), to="chief")
    for who in (person("ann"), CONTROLLER):
        with pytest.raises(Forbidden):
            room.desk.submit("escalation.fire", {"directive": "DIR-1", "step": "repeat"}, who)
