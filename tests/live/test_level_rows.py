"""Rows of levels and sources, when a clock was set back: nothing of before is held against now."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.reading import Proof, Quality, Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows.levels.level_rows import LevelRows
from command_center.live.rows.row import Change
from tests.support.factories import ControlRoom
from tests.support.small_works import small_works

HOUR = 3_600_000
START = 1_790_000_000_000


def put(rows: LevelRows, ts: int, value: float) -> dict[str, Any]:
    """The rows after one reading, by key."""
    source = next(tag.source for tag in small_works().tags if tag.id == "LT-T")
    reading = Reading("LT-T", ts, value, Quality.GOOD, source)
    return {topic: row for topic, _, row in rows.changes([reading])}


def test_after_a_set_back_the_rate_is_measured_anew_and_the_source_speaks_now() -> None:
    rows = LevelRows(small_works())
    for second in range(0, 100, 10):
        told = put(rows, START + second * 1000, 5.0 - second / 600)
    assert told["levels"]["rate_per_min"] < 0
    told = put(rows, START - HOUR, 5.0)
    assert told["levels"]["rate_per_min"] is None
    assert told["feeds"]["last_ts"] == START - HOUR
    for second in range(10, 100, 10):
        told = put(rows, START - HOUR + second * 1000, 5.0 + second / 600)
    assert told["levels"]["rate_per_min"] > 0
    assert told["feeds"]["last_ts"] == START - HOUR + 90_000


def test_a_keep_alive_keeps_a_value_fresh_and_leaves_it_as_old_as_it_is() -> None:
    rows = LevelRows(small_works())
    assert list(rows.proven([Proof("LT-T", START)])) == [], "nothing was read yet"
    told = put(rows, START, 5.0)
    assert "proven_at" not in told["levels"]
    told = {topic: row for topic, _, row in rows.proven([Proof("LT-T", START + 60_000)])}
    assert (told["levels"]["ts"], told["levels"]["proven_at"]) == (START, START + 60_000)
    assert told["feeds"]["last_ts"] == START + 60_000
    assert list(rows.proven([Proof("LT-T", START + 30_000)])) == []
    assert "proven_at" not in put(rows, START + 61_000, 5.0)["levels"]
    told = put(rows, START - HOUR, 5.0)
    assert "proven_at" not in told["levels"], "the clock was set back"


def pool(ts: int, value: float) -> Reading:
    return Reading("LT-P", ts, value, Quality.GOOD, "dcs")


@pytest.mark.parametrize("period_s", [1, 10, 30, 31, 60, 120, 300])
def test_a_pool_has_the_same_minutes_for_the_wall_and_for_tanks_however_slow_its_gauge(
    period_s: int,
) -> None:
    """Fifteen readings make three parts to be judged, as a minute's do of a fast gauge."""
    site = small_works()
    known = next(tag for tag in site.tags if tag.id == "LT-P")
    slow = known.model_copy(update={"period_s": float(period_s)})
    site = site.model_copy(update={"tags": [slow if tag is known else tag for tag in site.tags]})
    rows, now = LevelRows(site), State.start(site)
    list(rows.whole(now, {}, ()))
    last = max(300, 25 * period_s)
    kept: dict[str, Any] = {}
    for second in range(0, last + 1, period_s):
        read = [pool(START + second * 1000, 250 + 45 * second / last)]
        kept |= {key: row for topic, key, row in rows.read(read, now) if topic == "levels"}
    wall, tanks = kept["pool:pool"], kept["in_time:pool"]
    assert wall["likely_min"] == pytest.approx(5 / (45 / last * 60), abs=0.06)
    assert (wall["earliest_min"], wall["likely_min"]) == (
        tanks["earliest_min"],
        tanks["likely_min"],
    )
    assert wall["turns"][0][2] in ("soon", "filling")


def test_a_process_that_starts_knows_what_was_read_before() -> None:
    rows = LevelRows(small_works())
    before = [pool(START + s * 1000, 100 + s / 60 * 4) for s in range(0, 301, 10)]
    assert rows.windowed == {"LT-P", "LT-T"}
    rows.recall(before)
    read = rows.read(before[-1:], State.start(small_works()))
    told: dict[str, Any] = {key: row for _, key, row in read}
    assert told["pool:pool"]["likely_min"] == 45.0
    assert told["LT-P"]["rate_per_min"] == 4.0


def test_minutes_to_overflow_do_not_depend_on_when_a_process_was_started() -> None:
    """Each works them out at every fifth second of the readings' time, not of its own life."""
    read = [pool(START + s * 1000, 100 + s * s / 900) for s in range(0, 400)]
    early, late = LevelRows(small_works()), LevelRows(small_works())
    late.recall(read[:352])
    for one in read[:352]:
        list(early.changes([one]))
    for one in read[352:]:
        told = [{topic: row for topic, _, row in rows.changes([one])} for rows in (early, late)]
        assert told[0] == told[1]


def test_a_late_reading_enters_the_window_and_the_row_is_told_again() -> None:
    seconds = [pool(START + s * 1000, 100 + s * s / 60) for s in range(61)]
    whole, holed = LevelRows(small_works()), LevelRows(small_works())
    for one in seconds:
        [(_, _, told), *_] = list(whole.changes([one]))
        if not 20 <= (one.ts - START) / 1000 < 40:
            [(_, _, without), *_] = list(holed.changes([one]))
    assert told is not None
    assert without is not None
    assert without["rate_per_min"] != told["rate_per_min"]
    [(topic, key, row)] = list(holed.late(reversed(seconds[20:40])))
    assert (topic, key, row) == ("levels", "LT-P", told)
    assert list(holed.late(seconds[20:40])) == []
    assert list(holed.late([pool(START - HOUR, 5)])) == []


def state(site: Site) -> State:
    return State.start(site)


def pools(changes: Iterable[Change]) -> list[Any]:
    return [row for _, key, row in changes if key.startswith("pool:")]


def test_a_pool_s_row_comes_when_it_stands_otherwise_and_not_with_every_reading() -> None:
    site = small_works()
    rows, now = LevelRows(site), state(site)
    (first,) = pools(rows.whole(now, {}, ()))
    assert first["turns"] == [(0, "gone", "unheard")]
    told = [pools(rows.read([pool(START + s * 100, 100)], now)) for s in range(100)]
    assert [len(rows) for rows in told] == [1] + [0] * 99
    assert told[0][0]["turns"][0] == (0, "note", "unknown")


def test_a_pool_runs_over_by_the_journal_and_not_by_a_wave() -> None:
    site = small_works()
    rows, now = LevelRows(site), state(site)
    list(rows.whole(now, {}, ()))
    (at_the_weir,) = pools(rows.read([pool(START, 300.5)], now))
    assert at_the_weir["turns"][0][2] == "unknown"
    now.overflowing["pool"] = START
    (over,) = pools(rows.after(now))
    assert over["turns"] == [(0, "urgent", "overflow")]
    assert over["overflowing_since"] == START
    assert pools(rows.read([pool(START + 1_000, 299.0)], now)) == []
    now.overflowing.clear()
    (ceased,) = pools(rows.after(now))
    assert ceased["overflowing_since"] is None


def test_every_pool_has_its_row() -> None:
    site = small_works()
    second = site.pools[0].model_copy(update={"id": "pond", "level": "LT-T"})
    two = site.model_copy(update={"pools": [*site.pools, second]})
    rows = LevelRows(two)
    assert {row["pool"] for row in pools(rows.whole(state(two), {}, ()))} == {"pool", "pond"}


def tank(ts: int, value: float) -> Reading:
    return Reading("LT-T", ts, value, Quality.GOOD, "dcs")


def test_the_source_of_an_open_incident_has_its_loss_and_no_other_tank_has(tmp_path: Path) -> None:
    works = ControlRoom(tmp_path / "journal.db")
    rows = LevelRows(works.site)
    list(rows.whole(works.state, {}, ()))
    seconds = [tank(START + s * 1000, 5.0 - s / 6_000) for s in range(61)]
    told: dict[str, Any] = {key: row for _, key, row in rows.read(seconds, works.state)}
    assert "loss_m3_min" not in told["LT-T"]
    works.leak()
    told = {key: row for _, key, row in rows.after(works.state)}
    assert told["LT-T"]["loss_m3_min"] == round(0.01 * works.site.tanks[0].m3_per_m, 3)


def test_every_tank_and_pool_says_whether_there_is_time_to_shut_and_divert() -> None:
    works = small_works()
    tank = works.tanks[0].model_copy(update={"shut_and_divert_min": 15.0})
    rows = LevelRows(works.model_copy(update={"tanks": [tank, *works.tanks[1:]]}))
    told: dict[str, Any] = {}

    def read(ts: int, value: float) -> None:
        list(rows.changes([Reading("LT-T", ts, value, Quality.GOOD, "dcs")]))
        told.update({key: row for _, key, row in rows.in_time()})

    read(START, 5.0)
    assert told[f"in_time:{tank.id}"]["turns"][0][2] == "unknown"
    for second in range(1, 400):
        read(START + second * 1000, 5.0 + second * 0.1 / 60)  # 100 mm/min
    row = told[f"in_time:{tank.id}"]
    assert row["needed_min"] == 15
    left = (tank.overflows_at - 5.0 - 399 * 0.1 / 60) / 0.1
    assert abs(row["likely_min"] - left) < 0.5
    assert row["earliest_min"] <= row["likely_min"] <= row["latest_min"]
    assert row["turns"][0][2] == ("filling" if left >= 30 else "soon")
    for second in range(400, 900):
        read(START + second * 1000, 5.665 + (second - 399) * 0.2 / 60)
    assert told[f"in_time:{tank.id}"]["turns"][0][1:] == ("urgent", "act")
    for second in range(900, 1_300):
        read(START + second * 1000, 8.0)
    assert told[f"in_time:{tank.id}"]["turns"][0][2] == "over"
    pools = {vessel["vessel"] for vessel in told.values()}
    assert pools == {one.id for one in (*works.tanks, *works.pools)}


def test_a_vessel_whose_forecasts_have_missed_may_run_over_sooner() -> None:
    plain, widened = LevelRows(small_works()), LevelRows(small_works())
    widened.margins = {"LT-T": 0.05, "LT-P": 1.0}
    told: list[dict[str, Any]] = [{}, {}]
    for rows, found in zip((plain, widened), told, strict=True):
        for second in range(400):
            ts = START + second * 1000
            list(rows.changes([tank(ts, 5.0 + second * 0.1 / 60)]))
            pool = Reading("LT-P", ts, 100 + second * 2 / 60, Quality.GOOD, "dcs")
            list(rows.changes([pool]))
            found.update({key: row for _, key, row in rows.in_time()})
    for vessel in ("tank", "pool"):
        one, other = (found[f"in_time:{vessel}"] for found in told)
        assert other["likely_min"] == one["likely_min"]
        assert other["earliest_min"] < one["earliest_min"]
