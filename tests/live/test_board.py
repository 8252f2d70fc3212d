"""A row that cannot be made is gone and named; all others are told, and it comes back when it can be made."""

from typing import Any

import orjson
import pytest

from command_center.domain.actor import Role
from command_center.domain.reading import Position, Quality, Reading
from command_center.faults import Faults
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.live.rows.kind import KINDS, kind_of, movers
from command_center.live.rows.levels.sensed import SENSED, Sensed
from tests.support.factories import ControlRoom

SCREEN = Audience(Role.COMMANDER)
UNSPEAKABLE: Any = {1, 2}
REPORT = {"channel": "call", "place": "tank", "text": "It smells"}


class Watched:
    """A room's board, wired as the program wires it, and one screen."""

    def __init__(self, room: ControlRoom) -> None:
        self.room = room
        self.faults = Faults(lambda: room.now)
        self.hub = Hub("run-1", lambda: room.now, current=self.is_current, faults=self.faults)
        self.board = Board(room.site, self.hub, faults=self.faults)
        self.board.start(room.state, room.facts(), {}, {})
        room.desk.listen(self.board.take_facts)
        self.alarm = room.alarm()
        self.hub.join(SCREEN)
        self.hub.flush()
        self.value = room.state.alarms[self.alarm].value

    def is_current(self) -> bool:
        return self.board.complete and self.hub.seq >= self.room.state.seq

    def rows(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.hub.board(SCREEN).plain)["rows"]
        return found

    def spoil(self) -> None:
        """A fact comes whose row cannot be made."""
        self.room.state.alarms[self.alarm].value = UNSPEAKABLE
        self.room.does("ann", "alarm.ack", alarm=self.alarm)

    def mend(self) -> None:
        self.room.state.alarms[self.alarm].value = self.value


@pytest.fixture
def watched(room: ControlRoom) -> Watched:
    return Watched(room)


def rows_of(board: Board, hub: Hub, room: ControlRoom) -> dict[str, Any]:
    board.start(room.state, room.facts(), {}, {})
    found: dict[str, Any] = orjson.loads(hub.board(SCREEN).plain)["rows"]
    return found


def test_a_row_that_cannot_be_written_is_gone_and_all_else_goes_on(
    watched: Watched, failed_alone: list[BaseException]
) -> None:
    watched.spoil()
    [(_, frame)] = watched.hub.flush()
    told = orjson.loads(frame)
    assert told["seq"] == watched.room.state.seq
    assert told["rows"]["alarms"][watched.alarm] is None
    assert watched.hub.pulse(SCREEN) is not None
    (fault,) = watched.faults.standing()
    assert (fault.part, fault.name, fault.life) == (
        "row", f"alarms/{watched.alarm} (JSON)", True,
    )  # fmt: skip
    watched.room.does("ann", "report.receive", **REPORT)
    assert list(watched.rows()["ticker"]) == [str(fact.seq) for fact in watched.room.facts()]
    watched.mend()
    watched.board.try_again()
    assert watched.rows()["alarms"][watched.alarm]["state"] == "ACKED"
    assert watched.faults.standing() == []
    failed_alone.clear()


def test_a_reading_or_position_whose_row_fails_keeps_no_other_away(
    watched: Watched, failed_alone: list[BaseException]
) -> None:
    watched.board.take_readings(
        [
            Reading("LT-T", 5, UNSPEAKABLE, Quality.BAD, "gw"),
            Reading("LT-P", 5, 1.5, Quality.GOOD, "gw"),
        ]
    )
    watched.board.take_positions([Position("ann", 5, UNSPEAKABLE, 120.0, "device")])
    assert watched.is_current()
    watched.board.take_readings([Reading("LT-T", 6, 2.5, Quality.GOOD, "gw")])
    watched.board.take_positions([Position("ann", 6, 30.0, 120.0, "device")])
    told = watched.rows()
    assert told["levels"]["LT-T"]["value"] == 2.5
    assert told["people"]["position:ann"]["lat"] == 30.0
    failed_alone.clear()


@pytest.mark.parametrize("written", [False, True])
def test_rows_under_one_name_are_failing_until_all_of_them_are_shown(
    watched: Watched,
    monkeypatch: pytest.MonkeyPatch,
    failed_alone: list[BaseException],
    written: bool,
) -> None:
    """Where somebody is not everybody may see: their rows are named by their kind, be it that they cannot be made or
    not be written."""
    kind = kind_of("people", "position:ann")
    assert kind is not None
    spoilt, make = {"ann", "ben"}, kind.make

    def made(seen: Any, name: str) -> Any:
        if name not in spoilt:
            return make(seen, name)
        return {"lat": UNSPEAKABLE} if written else boom()

    monkeypatch.setattr(kind, "make", made)
    watched.board.take_positions(
        [Position(who, 5, 30.0, 120.0, "device") for who in ("ann", "ben")]
    )
    named = [one.name for one in watched.faults.standing()]
    assert named == ["people/position:* (JSON)" if written else "people/position:*"]
    spoilt.remove("ben")
    watched.board.try_again()
    assert "position:ben" in watched.rows()["people"]
    assert [one.name for one in watched.faults.standing()] == named, "the other is not shown yet"
    spoilt.clear()
    watched.board.try_again()
    assert "position:ann" in watched.rows()["people"]
    assert watched.faults.standing() == []
    failed_alone.clear()


def boom(*_: Any) -> Any:
    raise KeyError("over")


@pytest.mark.parametrize("part", ["maker", "lister", "mover", "describer"])
def test_every_kind_of_row_fails_alone(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException], part: str
) -> None:
    """A kind that is declared tomorrow is tried by itself."""
    room.orders(room.leak())
    good = rows_of(*board_of(room), room)
    for kind in list(KINDS):
        with monkeypatch.context() as spoiled:
            if part == "mover":
                spoiled.setattr(kind, "moves", [(facts, boom) for facts, _ in kind.moves])
            elif getattr(kind, part) is not None:
                spoiled.setattr(kind, part, boom)
            movers.cache_clear()
            board, hub = board_of(room)
            found = rows_of(board, hub, room)
            board.take_facts(room.facts(), room.state)  # every fact moves what it moves
            assert board.complete
            found = orjson.loads(hub.board(SCREEN).plain)["rows"]
            for topic, rows in good.items():
                own = {key for key in rows if kind_of(topic, key) is kind}
                assert {k: v for k, v in found.get(topic, {}).items() if k not in own} == {
                    k: v for k, v in rows.items() if k not in own
                }
        movers.cache_clear()
    failed_alone.clear()


@pytest.mark.parametrize("way", ["whole", "read", "after"])
def test_every_maker_of_measured_rows_fails_alone(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException], way: str
) -> None:
    readings = {"LT-T": Reading("LT-T", 5, 1.5, Quality.GOOD, "gw")}

    def shown() -> dict[str, Any]:
        board, hub = board_of(room)
        board.start(room.state, room.facts(), readings, {})
        board.take_readings([one._replace(ts=6) for one in readings.values()])
        board.take_facts(room.facts(), room.state)
        assert board.complete
        found: dict[str, Any] = orjson.loads(hub.board(SCREEN).plain)["rows"]
        return found

    def others(rows: dict[str, Any], than: Sensed) -> dict[str, Any]:
        left = {
            topic: {k: v for k, v in own.items() if kind_of(topic, k) not in than.kinds}
            for topic, own in rows.items()
        }
        return {topic: own for topic, own in left.items() if own}

    good = shown()
    for one in SENSED:
        with monkeypatch.context() as spoiled:
            spoiled.setattr(one.maker, way, boom)
            assert others(shown(), one) == others(good, one)
    failed_alone.clear()


def board_of(room: ControlRoom) -> tuple[Board, Hub]:
    hub = Hub("run-1", lambda: room.now)
    return Board(room.site, hub), hub
