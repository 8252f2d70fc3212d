"""Forecasts against the stored readings: by what has missed, the bounds of those to come are widened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from command_center.domain.reading import Quality, Reading
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.series.readings import Readings
from command_center.web.doors.feeds.forecasts import AT_ONCE, LOOK_EVERY_MS, Forecasts
from tests.support.small_works import small_works

HOUR_MS, MINUTE_MS = 3_600_000, 60_000
START = 1_790_000_000_000 // HOUR_MS * HOUR_MS
HOURS = 6


def readings() -> Iterator[Reading]:
    """A gauge that is read once a minute: before each full hour the tank fills by 10 mm a minute, and from then on by
    20; so each forecast of a full hour misses by 10 mm a minute."""
    level = 3.0
    for minute in range(HOURS * 60):
        yield Reading("LT-T", START + minute * MINUTE_MS, round(level, 6), Quality.GOOD, "dcs")
        in_hour = minute % 60
        level += 0.02 if in_hour < 15 else 0.01 if in_hour >= 30 else -0.04


def test_what_missed_widens_what_is_to_come_once_four_outcomes_are_known(tmp_path: Path) -> None:
    works = small_works()
    slow = [tag.model_copy(update={"period_s": 60}) for tag in works.tags]
    site = works.model_copy(update={"tags": slow})
    engine = open_engine(f"sqlite:///{tmp_path}/readings.db")
    migrate(engine)
    store = Readings(engine, site.id)
    store.add(list(readings()))
    forecasts = Forecasts(lambda: site, store)
    now = START + (HOURS - 1) * HOUR_MS + 20 * MINUTE_MS
    told = [forecasts.look(now + turn * LOOK_EVERY_MS).get("LT-T") for turn in range(HOURS)]
    assert told[:3] == [0, 0, 0]  # of the newest hours, one at each look
    assert told[3:5] == [pytest.approx(0.01)] * 2
    assert forecasts.look(now) == forecasts.look(now + 1)  # not judged anew within five seconds
    asked = Forecasts(lambda: site, store)
    counted = asked.counted(now)
    assert AT_ONCE > HOURS
    assert counted is not None
    assert counted["of"] == HOURS - 1
    assert asked.look(now)["LT-T"] == pytest.approx(0.01)  # by the hours that were counted
    engine.dispose()
