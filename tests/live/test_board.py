"""A row that cannot be made holds back its facts, never loses them, and shows in the hub's `seq`."""

from typing import Any

import orjson

from command_center.domain.actor import Role
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from tests.support.factories import ControlRoom


def rows(hub: Hub) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(hub.board(Audience(Role.COMMANDER)).plain)["rows"]
    return found


def test_facts_whose_rows_failed_are_told_with_the_next_ones(room: ControlRoom) -> None:
    hub = Hub("run-1", lambda: room.now)
    board = Board(room.site, hub)
    board.start(room.state, room.facts(), {}, {})
    room.desk.listen(board.take_facts)
    alarm = room.alarm()
    standing = room.state.alarms[alarm]
    value, unspeakable = standing.value, {1, 2}
    standing.value = unspeakable  # type: ignore[assignment]
    room.does("ann", "alarm.ack", alarm=alarm)
    assert hub.seq < room.state.seq
    assert rows(hub)["alarms"][alarm]["state"] == "UNACK"
    standing.value = value
    room.does("ann", "report.receive", channel="call", place="tank", text="It smells")
    assert hub.seq == room.state.seq
    told = rows(hub)
    assert told["alarms"][alarm]["state"] == "ACKED"
    assert list(told["ticker"]) == [str(fact.seq) for fact in room.facts()]
