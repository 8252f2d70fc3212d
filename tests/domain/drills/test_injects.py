"""Injects happen once and by a named hand; expectations settle once and from facts."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from tests.support.factories import CONTROLLER, ControlRoom

WORDS = {"zh": "关闭阀门", "en": "Shut the valve"}


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite")


def test_an_inject_fires_once(room: ControlRoom) -> None:
    drill = room.drill(exercise_at=room.now + 3_600_000)
    room.later(30)
    planned = room.state.drills[drill].exercise_at(room.now)
    fired = room.does(DUTY_ACTOR, "inject.fire", drill=drill, inject="leak", planned=planned)
    assert (fired[0].at, fired[0].drill) == (planned, drill)
    again = room.refuses(DUTY_ACTOR, "inject.fire", drill=drill, inject="leak", planned=planned)
    assert again.refusal.code == "inject_over"


def test_what_begins_with_an_inject_began_with_it_and_once(room: ControlRoom) -> None:
    drill = room.drill(exercise_at=room.now + 3_600_000)
    [fired] = room.does(DUTY_ACTOR, "inject.fire", drill=drill, inject="leak")
    room.later(30)
    [onset] = room.does(DUTY_ACTOR, "plant.onset", drill=drill, inject="leak", element="XV-2061")
    assert onset.at == fired.at
    again = room.does(DUTY_ACTOR, "plant.onset", drill=drill, inject="leak", element="XV-2061")
    assert again == []


def test_a_hand_says_why(room: ControlRoom) -> None:
    drill = room.drill()
    refused = room.refuses(CONTROLLER, "inject.fire", drill=drill, inject="leak")
    assert refused.refusal.code == "inject_reason_needed"
    room.does(CONTROLLER, "inject.fire", drill=drill, inject="leak", reason="They are ready")


def test_what_is_held_waits_for_a_hand(room: ControlRoom) -> None:
    drill = room.drill()
    room.does(CONTROLLER, "inject.hold", drill=drill, inject="leak", reason="Not yet")
    assert room.does(DUTY_ACTOR, "inject.fire", drill=drill, inject="leak") == []
    room.does(CONTROLLER, "inject.fire", drill=drill, inject="leak", reason="Now")
    assert room.state.drills[drill].injects["leak"].state == "fired"


def test_what_is_skipped_never_comes(room: ControlRoom) -> None:
    drill = room.drill()
    room.does(CONTROLLER, "inject.skip", drill=drill, inject="leak", reason="Too late for it")
    refused = room.refuses(CONTROLLER, "inject.fire", drill=drill, inject="leak", reason="Now")
    assert refused.refusal.code == "inject_over"


def test_nothing_happens_while_the_clock_stands(room: ControlRoom) -> None:
    drill = room.drill()
    room.does(CONTROLLER, "drill.pause", drill=drill, reason="A visitor")
    refused = room.refuses(DUTY_ACTOR, "inject.fire", drill=drill, inject="leak")
    assert refused.refusal.code == "drill_phase"


def test_what_was_missed_may_still_come_late_and_then_stays(room: ControlRoom) -> None:
    drill = room.drill()
    name = {"drill": drill, "expectation": "shut"}
    by = room.now + 60_000
    room.does(DUTY_ACTOR, "expectation.open", inject="leak", text=WORDS, by=by, **name)
    assert room.does(DUTY_ACTOR, "expectation.open", inject="leak", text=WORDS, by=by, **name) == []
    room.later(61)
    room.does(DUTY_ACTOR, "expectation.settle", state="missed", **name)
    assert room.does(DUTY_ACTOR, "expectation.settle", state="met", matched=1, **name) == []
    room.does(DUTY_ACTOR, "expectation.settle", state="late", matched=1, took_ms=90_000, **name)
    known = room.state.drills[drill].expectations["shut"]
    assert (known.state, known.matched, known.took_ms) == ("late", 1, 90_000)
    assert room.replayed() == room.state


def test_an_observation_is_a_persons(room: ControlRoom) -> None:
    drill = room.drill()
    noted = room.does(
        CONTROLLER, "observation.note", drill=drill, objective="isolate", rating="N", note="Fog"
    )
    assert room.state.drills[drill].notes == [noted[0].seq]
