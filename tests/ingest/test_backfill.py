"""The lane for what an outage held up, through the real door, store and desk: kept, judged apart, told once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.boot.feeds import Feeds
from command_center.desk import Desk
from command_center.ingest.batch import DAY_MS, Window
from command_center.live.bus import LocalBus
from command_center.live.neighbours import Neighbours
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from tests.domain.watched_site import T0, watched_site
from tests.support.empty_database import empty_at
from tests.web.center import TurnedClock

HOUR_MS = 3_600_000


class Plant:
    """A gauge with a high limit at 6 m for two seconds, and the door it is read through."""

    def __init__(self, folder: Path) -> None:
        file = folder / "plant.sqlite3"
        empty_at(file)
        self.engine = open_engine(f"sqlite:///{file}")
        self.begin()

    def begin(self) -> None:
        """A process that starts: also after the one before was killed."""
        site = watched_site(h=6.0, deadband=0.1, on_delay_s=2)
        clock = TurnedClock()
        clock.at[0] = T0 + HOUR_MS
        self.desk = Desk(site, Journal(self.engine, site.id, clock.now), clock)
        neighbours = Neighbours(LocalBus(), site.id, "me")
        window = Window(7 * DAY_MS, 5_000)
        self.feeds = Feeds(site, self.engine, self.desk, clock, window, neighbours)

    def send(self, first_s: int, *values: float, lane: str = "backfill") -> None:
        readings = [
            {"tag": "lt", "ts": T0 + (first_s + n) * 1_000, "value": value}
            for n, value in enumerate(values)
        ]
        body: dict[str, Any] = {"source": "dcs", "lane": lane, "readings": readings}
        taken = self.feeds.readings.take(orjson.dumps(body))
        assert (taken.accepted, taken.rejected) == (len(values), [])

    def found(self) -> list[tuple[int, int | None, float]]:
        """Onset and end in seconds after T0, and peak."""
        return [
            ((one.onset - T0) // 1_000, one.until and (one.until - T0) // 1_000, one.peak)
            for one in self.desk.state.found_alarms.values()
        ]

    def told(self) -> int:
        return self.desk.state.seq


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = Plant(tmp_path)
    yield made
    made.engine.dispose()


def test_a_limit_crossed_in_an_outage_is_found_afterwards_and_is_no_alarm_of_now(
    plant: Plant,
) -> None:
    plant.send(3_600, 5.0, lane="live")
    plant.send(10, 5.0, 6.1, 6.4, 6.2, 5.5)
    assert plant.found() == [(11, 14, 6.4)]
    assert plant.desk.state.alarms == {}
    assert plant.feeds.readings.latest["lt"].value == 5.0


def test_the_same_batch_sent_again_tells_nothing_twice_also_after_a_kill(plant: Plant) -> None:
    plant.send(10, 5.0, 6.1, 6.4, 6.2, 5.5)
    told = plant.told()
    plant.send(10, 5.0, 6.1, 6.4, 6.2, 5.5)
    plant.begin()
    plant.send(10, 5.0, 6.1, 6.4, 6.2, 5.5)
    assert plant.told() == told
    assert plant.found() == [(11, 14, 6.4)]


def test_what_was_stored_before_a_kill_and_not_yet_judged_is_found_when_it_is_sent_again(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as dying:
        dying.setattr(plant.desk, "submit", killed)
        with pytest.raises(OSError, match="killed"):
            plant.send(10, 5.0, 6.1, 6.4, 6.2, 5.5)
    plant.begin()
    assert plant.found() == []
    plant.send(10, 5.0, 6.1, 6.4, 6.2, 5.5)
    assert plant.found() == [(11, 14, 6.4)]


def test_a_crossing_that_lies_in_several_batches_is_one(plant: Plant) -> None:
    plant.send(10, 5.0, 6.1, 6.4, 6.2)
    assert plant.found() == [(11, None, 6.4)]
    plant.send(14, *[6.3] * 60)
    plant.send(74, 6.6, 5.5)
    assert plant.found() == [(11, 75, 6.6)]


def test_a_live_reading_is_no_find(plant: Plant) -> None:
    plant.send(3_590, 6.1, 6.4, 6.2, lane="live")
    assert plant.found() == []
