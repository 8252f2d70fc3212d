"""An exercise escalates like reality, by its own clock, and tells nobody outside the plant."""

import shutil
from pathlib import Path

import pytest

from command_center.desk import Refused
from command_center.domain.notifications.wanted import wanted
from command_center.duties import Duties
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.outbox import Told, outbox_on
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of real works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works(simulated=False))


def ordered(room: ControlRoom) -> tuple[str, str]:
    """A drill that runs, and an urgent directive of it to the chief."""
    drill = room.drill()
    opened = room.plays(drill, "joe", "incident.open", place="tank", plan="leak-plan")
    incident = opened[0].data["id"]
    [given, *_] = room.plays(
        drill, "joe", "directive.issue", incident=incident, to="chief", text="Go",
        urgency="urgent", category="people",
    )  # fmt: skip
    return drill, str(given.data["id"])


def wait(room: ControlRoom, duties: Duties, seconds: float) -> None:
    for _ in range(int(seconds * 2)):
        duties.run_once(room.later(0.5))


def fired(room: ControlRoom) -> list[tuple[str, str | None, bool]]:
    return [(f.data["step"], f.drill, f.exercise) for f in room.facts("escalation.fired")]


def test_paused_ten_minutes_at_forty_of_sixty_seconds_what_was_left_goes_on_afterwards(
    room: ControlRoom,
) -> None:
    duties = Duties(room.desk, room.site, room.clock)
    drill, _directive = ordered(room)
    wait(room, duties, 40)
    assert fired(room) == [("repeat", drill, True)]
    room.does(CONTROLLER, "drill.pause", drill=drill, reason="a real telephone call")
    wait(room, duties, 600)
    assert len(fired(room)) == 1
    room.does(CONTROLLER, "drill.resume", drill=drill)
    wait(room, duties, 19)
    assert len(fired(room)) == 1
    wait(room, duties, 1.5)
    assert [step for step, *_ in fired(room)] == ["repeat", "deputy"]
    assert room.state.directives == {}
    assert room.replayed() == room.state


def test_its_notices_are_marked_and_go_by_simulated_channels_alone(room: ControlRoom) -> None:
    outside = {"im": Told("im"), "sms": Told("sms"), "voice": Told("voice")}
    drill, directive = ordered(room)
    assert {one.drill for one in wanted(room.state, room.site)} == {drill}
    outbox_on(room.desk, room.journal.engine, room.clock, outside).run_once(room.now)
    sent = room.facts("notification.sent")
    assert [(f.data["delivery"], f.drill, f.exercise) for f in sent] == [
        (f"{directive}/sent/im", drill, True), (f"{directive}/sent/sms", drill, True),
    ]  # fmt: skip
    assert [one.given for one in outside.values()] == [[], [], []]


def test_a_person_s_call_for_help_is_never_of_the_exercise(room: ControlRoom) -> None:
    drill, _ = ordered(room)
    answer = room.desk.submit("person.sos", {}, CONTROLLER, drill=drill)
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "only_in_reality"
    [fact] = room.does("eva", "person.sos")
    assert (fact.drill, fact.exercise) == (None, False)
    assert "eva" in room.state.sos


def test_a_call_for_help_suspends_the_exercise_at_once(room: ControlRoom) -> None:
    duties = Duties(room.desk, room.site, room.clock)
    drill, _directive = ordered(room)
    [call] = room.does("eva", "person.sos")
    duties.run_once(room.now)
    assert room.state.drills[drill].phase == "suspended"
    [suspended] = room.facts("drill.suspended")
    assert (suspended.data["cause"], suspended.caused_by) == ("sos", call.seq)
    wait(room, duties, 100)
    assert fired(room) == []
    assert {one.kind for one in wanted(room.state, room.site)} == {"sos"}
