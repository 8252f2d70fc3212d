"""A gateway whose clock is off: its positions and its alarms get our time, as its readings do."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.boot.feeds import alarms_door
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.reading import Position
from command_center.ingest.batch import DAY_MS, Window
from command_center.ingest.positions import PositionsDoor
from command_center.ingest.source_clocks import SourceClocks
from tests.support.factories import ControlRoom

AHEAD_MS = 120_000
"""Two minutes: within what is corrected, beyond what a door takes of the future."""


class Doors:
    """The doors of a control room's desk, with the clocks of its journal."""

    def __init__(self, room: ControlRoom) -> None:
        self.room = room
        self.kept: list[Position] = []
        window = Window(7 * DAY_MS, 5_000)
        clocks = SourceClocks(
            lambda: room.state.feeds.clocks,
            lambda told: room.does(DUTY_ACTOR, "feed.correct_clock", **told),
        )
        self.clocks = clocks
        self.positions = PositionsDoor(
            room.site, store=self.kept.extend, publish=lambda news: None, now=room.clock.now,
            window=window, clocks=clocks,
        )  # fmt: skip
        self.alarms = alarms_door(room.desk, room.clock, window, clocks)
        self.source = next(tag.source for tag in room.site.tags)

    def told(self, name: str, item: dict[str, Any], ahead_ms: int, **more: Any) -> bytes:
        """A batch of a sender whose clock is ahead."""
        ts = self.room.now + ahead_ms
        body = {"source": self.source, name: [item | {"ts": ts}], **more}
        return orjson.dumps(body | {"sent_at": ts})


@pytest.fixture
def doors(tmp_path: Path) -> Doors:
    return Doors(ControlRoom(tmp_path / "journal.sqlite3"))


PLACE = {"person": "ann", "lat": 30.0, "lon": 120.0}
ALARM = {"event": "e1", "alarm": "a1", "condition": "HI", "active": True}


def test_a_position_of_a_clock_that_is_ahead_is_taken_and_is_of_now(doors: Doors) -> None:
    taken = doors.positions.take(doors.told("positions", PLACE, AHEAD_MS))
    assert (taken.accepted, taken.rejected) == (1, [])
    assert [one.ts for one in doors.kept] == [doors.room.now]
    [fact] = doors.room.facts("feed.clock_corrected")
    assert (fact.data["source"], fact.data["add_ms"]) == (doors.source, -AHEAD_MS)
    again = doors.told("positions", PLACE, AHEAD_MS)
    doors.room.later(3)
    doors.positions.take(again)  # sent again it is the same position
    assert len({one.ts for one in doors.kept}) == 1


def test_an_alarm_and_the_full_list_of_a_source_get_our_time(doors: Doors) -> None:
    doors.alarms.take(doors.told("alarms", ALARM, AHEAD_MS))
    [alarm] = doors.room.state.plant_alarms.values()
    assert alarm.ts == doors.room.now
    doors.room.later(10)
    body = {"source": doors.source, "alarms": [], "reconcile": True}
    doors.alarms.take(orjson.dumps(body | {"sent_at": doors.room.now + AHEAD_MS}))
    [gone] = doors.room.state.plant_alarms.values()
    assert (gone.active, gone.ts) == (False, doors.room.now)


def test_a_token_tells_of_its_own_sources_clocks_only(doors: Doors) -> None:
    told = doors.told("positions", PLACE, AHEAD_MS)
    taken = doors.positions.take(told, sources=frozenset({"other"}))
    assert [one.code for one in taken.rejected] == ["other_token"]
    assert doors.room.facts("feed.clock_corrected") == []


def test_a_phone_says_its_own_time(doors: Doors) -> None:
    taken = doors.positions.take(doors.told("positions", PLACE, AHEAD_MS), only="ann")
    assert [one.code for one in taken.rejected] == ["future"]
    assert doors.room.facts("feed.clock_corrected") == []


def test_invented_sources_correct_nothing_and_leave_nothing_behind(doors: Doors) -> None:
    """By a token that may send as any source."""
    known = {doors.source}
    for number in range(200):
        doors.source = f"invented-{number}"
        doors.positions.take(doors.told("positions", PLACE, 3_000))
        doors.alarms.take(doors.told("alarms", ALARM, 3_000))
        assert not doors.clocks.has(doors.source)
    assert doors.room.facts("feed.clock_corrected") == []
    assert {one.ts for one in doors.kept} == {doors.room.now + 3_000}
    doors.source = known.pop()
    doors.positions.take(doors.told("positions", PLACE, 3_000))
    assert doors.clocks.has(doors.source)
