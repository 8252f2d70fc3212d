"""Reality and a running drill are two scenes of one board, and neither shows the other's rows."""

from typing import Any

import orjson
import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.incidents.warning.siren_verdicts import UNHEARD_MS
from command_center.domain.reading import Position, Quality, Reading
from command_center.domain.verdicts.turns import turn_taken
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from tests.support.factories import CONTROLLER, ControlRoom

SCREEN = Audience(Role.COMMANDER)


class Shown:
    """A room's board, wired as the program wires it, and one screen."""

    def __init__(self, room: ControlRoom) -> None:
        self.room = room
        self.hub = Hub("run-1", lambda: room.now)
        self.board = Board(room.site, self.hub)
        self.board.start(room.state, room.facts(), {}, {})
        room.desk.listen(self.board.take_facts)
        self.hub.join(SCREEN)
        self.hub.flush()

    @property
    def rows(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.hub.board(SCREEN).plain)["rows"]
        return found

    def stands(self, person: str, where: float, ts: int) -> None:
        self.board.take_positions([Position(person, ts, where, 120.0, "uwb")])

    def reads(self, tag: str, value: float) -> None:
        plain = self.room.site.tag_by_id[tag.rpartition("/")[2]]
        self.board.take_readings([Reading(tag, self.room.now, value, Quality.GOOD, plain.source)])


@pytest.fixture
def shown(room: ControlRoom) -> Shown:
    return Shown(room)


def test_what_happens_in_the_drill_is_on_its_own_topics(shown: Shown) -> None:
    drill = shown.room.drill()
    shown.room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    rows = shown.rows
    incident = f"{drill}-INC-1"
    assert set(rows[f"{drill}/incident"]) == {incident, f"official:{incident}"}
    assert not rows.get("incident")
    assert [row["kind"] for row in rows[f"{drill}/ticker"].values()] == ["incident.opened"]
    assert "incident.opened" not in {row["kind"] for row in rows["ticker"].values()}
    assert rows["drill"][drill]["phase"] == "running"


def test_what_a_siren_was_told_is_lifted_with_the_drill_and_stays_until_it_has_come(
    shown: Shown,
) -> None:
    room = shown.room
    sirens = [{"id": "north", "exercises": True}]
    room.does(DUTY_ACTOR, "siren.enrol", gateway="gw-1", sirens=sirens)
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    key = f"sirens:{drill}-INC-1"

    def types(topic: str) -> list[str]:
        return [one["type"] for one in shown.rows[topic][key]["sirens"]]

    own = f"{drill}/incident"
    assert types(own) == ["Alert"]
    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    assert types(own) == ["Cancel"]
    room.does(CONTROLLER, "drill.resume", drill=drill)
    assert types(own) == ["Alert"]
    assert {row["kind"] for row in shown.rows[f"{drill}/ticker"].values()} == {"incident.opened"}
    room.does(CONTROLLER, "drill.end", drill=drill)
    assert own not in shown.rows
    assert types("incident") == ["Cancel"]
    quiet = room.drill()
    room.does(CONTROLLER, "drill.end", drill=quiet)
    assert types("incident") == ["Cancel"]
    other = room.drill()
    room.plays(other, "ann", "incident.open", place="tank", plan="leak-plan")
    room.does(CONTROLLER, "drill.end", drill=other)
    assert set(shown.rows["incident"]) == {f"sirens:{other}-INC-1"}


def test_while_reality_suspends_a_drill_it_says_whether_the_drills_sirens_fell_silent(
    shown: Shown,
) -> None:
    room = shown.room
    sirens = [{"id": "north", "exercises": True}]
    room.does(DUTY_ACTOR, "siren.enrol", gateway="gw-1", sirens=sirens)
    drill = room.drill(exercise_at=room.now + 90 * 86_400_000)
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = f"{drill}-INC-1"
    key = f"sirens:{incident}"

    def tell(outcome: str) -> None:
        message = room.state.twins[drill].warnings.of[incident].messages[-1].seq
        given = {"siren": "north", "message": message, "happened_at": room.now, "outcome": outcome}
        room.plays(drill, DUTY_ACTOR, "siren.tell", incident=incident, **given)

    def reality() -> str | None:
        row = shown.rows.get("incident", {}).get(key)
        if row is None:
            return None
        again = Hub("run-2", lambda: room.now)
        started = Board(room.site, again)
        started.start(room.state, room.facts(), {}, {})
        assert orjson.loads(again.board(SCREEN).plain)["rows"]["incident"][key] == row
        turn = turn_taken(row["turns"], room.now)
        assert turn is not None
        return str(turn[2])

    tell("taken")
    assert reality() is None
    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    assert reality() == "ordered"
    room.later(UNHEARD_MS / 1000)
    assert reality() == "unended"
    tell("failing")
    assert reality() == "unended"
    tell("taken")
    assert reality() == "nothing"
    room.does(CONTROLLER, "drill.resume", drill=drill)
    assert reality() is None
    tell("taken")
    assert reality() is None
    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    room.later(UNHEARD_MS / 1000)
    assert reality() == "unended"
    room.does(CONTROLLER, "drill.end", drill=drill)
    assert reality() == "unended"  # it goes over as it is


def test_another_siren_is_on_the_running_drills_row_at_once(shown: Shown) -> None:
    room = shown.room
    room.does(
        DUTY_ACTOR, "siren.enrol", gateway="gw-1", sirens=[{"id": "north", "exercises": True}]
    )
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    topic, key = f"{drill}/incident", f"sirens:{drill}-INC-1"

    def named() -> list[str]:
        return [one["siren"] for one in shown.rows[topic][key]["sirens"]]

    assert named() == ["north"]
    room.does(
        DUTY_ACTOR, "siren.enrol", gateway="gw-1", sirens=[{"id": "south", "exercises": True}]
    )
    again = Hub("run-2", lambda: room.now)
    Board(room.site, again).start(room.state, room.facts(), {}, {})
    started = orjson.loads(again.board(SCREEN).plain)["rows"][topic][key]
    assert shown.rows[topic][key] == started
    assert named() == ["south"]


def test_each_scene_has_its_own_values(shown: Shown) -> None:
    drill, tag = shown.room.drill(), shown.room.site.tags[0].id
    shown.reads(tag, 1.0)
    shown.reads(f"{drill}/{tag}", 2.0)
    assert shown.rows["levels"][tag]["value"] == 1.0
    assert shown.rows[f"{drill}/levels"][tag]["value"] == 2.0
    shown.reads("DRL-77/" + tag, 3.0)
    assert "DRL-77/levels" not in shown.rows


def test_people_stand_where_they_are_until_the_exercise_has_them_elsewhere(shown: Shown) -> None:
    room = shown.room
    shown.stands("eva", 31.0, room.now)
    drill = room.drill()
    assert shown.rows[f"{drill}/people"]["position:eva"]["lat"] == 31.0
    shown.stands("eva", 31.5, room.now)
    assert shown.rows[f"{drill}/people"]["position:eva"]["lat"] == 31.5
    shown.stands(f"{drill}/eva", 32.0, room.now)
    shown.stands("eva", 31.6, room.now)
    assert shown.rows[f"{drill}/people"]["position:eva"]["lat"] == 32.0
    assert shown.rows["people"]["position:eva"]["lat"] == 31.6


def test_a_real_place_is_as_old_in_the_exercise_as_it_is(shown: Shown) -> None:
    room = shown.room
    drill = room.drill(exercise_at=room.now + 3_600_000)
    room.later(5)
    shown.stands("eva", 31.0, room.now)
    at = shown.rows[f"{drill}/people"]["position:eva"]["ts"]
    assert at == room.state.drills[drill].exercise_at(room.now)


def test_a_screen_that_counts_on_from_the_row_shows_the_exercise_clock(shown: Shown) -> None:
    room = shown.room
    drill = room.drill(exercise_at=room.now + 3_600_000)
    room.later(90)
    room.does(CONTROLLER, "inject.fire", drill=drill, inject="one", reason="now")
    room.later(5)
    clock = shown.rows["drill"][drill]["clock"]
    counted = clock["exercise_at"] + (room.now - clock["real_at"]) * clock["speed"]
    assert counted == room.state.drills[drill].exercise_at(room.now)


def test_the_end_of_a_drill_takes_every_row_of_it_away(shown: Shown) -> None:
    room = shown.room
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    shown.reads(f"{drill}/{room.site.tags[0].id}", 2.0)
    room.does(CONTROLLER, "drill.end", drill=drill)
    assert not any(rows for topic, rows in shown.rows.items() if topic.startswith(drill))
    assert shown.rows["drill"][drill]["phase"] == "ended"


def test_a_process_that_starts_in_the_middle_shows_the_same(shown: Shown) -> None:
    room = shown.room
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    again = Shown(room)
    assert again.rows == shown.rows


def test_one_that_slept_through_a_whole_drill_shows_none_of_it(room: ControlRoom) -> None:
    hub = Hub("run-1", lambda: room.now)
    board = Board(room.site, hub)
    board.start(room.state, room.facts(), {}, {})
    seen = room.state.seq
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    room.does(CONTROLLER, "drill.end", drill=drill)
    board.take_facts(room.journal.read(seen, 1_000), room.state)
    rows = orjson.loads(hub.board(SCREEN).plain)["rows"]
    assert not any(topic.startswith(drill) for topic in rows)
    assert rows["drill"][drill]["phase"] == "ended"
