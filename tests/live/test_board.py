"""A row that cannot be made holds back its facts, never loses them, and no screen looks alive."""

from typing import Any

import orjson
import pytest

from command_center.domain.actor import Role
from command_center.domain.reading import Position, Quality, Reading
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from tests.support.factories import ControlRoom

SCREEN = Audience(Role.COMMANDER)
UNSPEAKABLE: Any = {1, 2}
REPORT = {"channel": "call", "place": "tank", "text": "It smells"}


class Watched:
    """A room's board, wired as the program wires it, and one screen."""

    def __init__(self, room: ControlRoom) -> None:
        self.room = room
        self.hub = Hub("run-1", lambda: room.now, current=self.is_current)
        self.board = Board(room.site, self.hub)
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


def test_facts_whose_rows_failed_are_told_with_the_next_ones(watched: Watched) -> None:
    watched.spoil()
    assert watched.hub.seq < watched.room.state.seq
    assert watched.rows()["alarms"][watched.alarm]["state"] == "UNACK"
    watched.mend()
    watched.room.does("ann", "report.receive", **REPORT)
    assert watched.hub.seq == watched.room.state.seq
    told = watched.rows()
    assert told["alarms"][watched.alarm]["state"] == "ACKED"
    assert list(told["ticker"]) == [str(fact.seq) for fact in watched.room.facts()]


def test_while_a_row_cannot_be_made_neither_frame_nor_pulse_leaves(watched: Watched) -> None:
    assert watched.hub.pulse(SCREEN) is not None
    watched.spoil()
    for number in range(3):
        watched.board.take_readings([Reading("LT-T", number, 1.0, Quality.GOOD, "gw")])
        assert watched.hub.flush() == []
        assert watched.hub.pulse(SCREEN) is None
    assert watched.hub.held


def test_once_it_can_be_made_again_one_frame_brings_everything(watched: Watched) -> None:
    watched.spoil()
    watched.hub.flush()
    watched.room.does("ann", "report.receive", **REPORT)
    watched.mend()
    watched.board.try_again()
    [(_, frame)] = watched.hub.flush()
    told = orjson.loads(frame)
    assert told["seq"] == watched.room.state.seq
    assert told["rows"]["alarms"][watched.alarm]["state"] == "ACKED"
    assert len(told["rows"]["ticker"]) == 2
    assert watched.hub.pulse(SCREEN) is not None


def test_trying_in_vain_changes_nothing(watched: Watched) -> None:
    watched.spoil()
    before = watched.rows()
    for _ in range(3):
        watched.board.try_again()
    assert watched.rows() == before
    watched.mend()
    watched.board.try_again()
    assert list(watched.rows()["ticker"]) == [str(fact.seq) for fact in watched.room.facts()]


def test_a_reading_or_position_whose_row_fails_waits_for_the_newest(watched: Watched) -> None:
    watched.board.take_readings([Reading("LT-T", 5, UNSPEAKABLE, Quality.BAD, "gw")])
    watched.board.take_positions([Position("ann", 5, UNSPEAKABLE, 120.0, "device")])
    assert not watched.is_current()
    watched.board.take_readings([Reading("LT-T", 6, 2.5, Quality.GOOD, "gw")])
    watched.board.take_positions([Position("ann", 6, 30.0, 120.0, "device")])
    assert watched.is_current()
    told = watched.rows()
    assert told["levels"]["LT-T"]["value"] == 2.5
    assert told["people"]["position:ann"]["lat"] == 30.0
