"""The history of readings: nothing twice, nothing averaged away, nothing current forgotten."""

from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from command_center.domain.level_window import LevelWindow
from command_center.domain.reading import Quality, Reading
from command_center.store.series.readings import Readings
from command_center.store.series.series import ROWS_PER_STATEMENT
from tests.store.facts import SITE

GOOD, UNCERTAIN, BAD = Quality.GOOD, Quality.UNCERTAIN, Quality.BAD


def reading(ts: int, value: float = 1.0, tag: str = "LT-1", quality: Quality = GOOD) -> Reading:
    return Reading(tag, ts, value, quality, "gateway-1")


def test_readings_come_back_as_they_were_given(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    given = [reading(1, 0.1 + 0.2), reading(2, -5e-324, quality=UNCERTAIN), reading(3, 1e308)]
    assert readings.add(given) == 3
    back = readings.history("LT-1", 0, 10, 100)
    assert back == given
    assert {type(each.quality) for each in back} == {Quality}
    assert readings.add([]) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_is_kept_exactly(engine: Engine, value: float) -> None:
    readings = Readings(engine, SITE)
    at = readings.latest().get("ANY", reading(0)).ts + 1
    readings.add([reading(at, value, "ANY")])
    assert readings.latest()["ANY"].value == value


def test_the_latest_until_now_passes_over_what_a_wrong_clock_left_in_the_future(
    engine: Engine,
) -> None:
    readings = Readings(engine, SITE)
    readings.add([reading(10), reading(20), reading(99), reading(98, tag="LT-2")])
    assert readings.latest(until=20) == {"LT-1": reading(20)}
    assert readings.latest()["LT-1"] == reading(99)


def test_a_bad_reading_without_a_value_comes_back_without_one(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    none = Reading("LT-1", 3_000, None, BAD, "gw-1")
    readings.add([reading(1_000, 2.0), none])
    assert readings.latest() == {"LT-1": none}
    drawn = readings.drawn("LT-1", 0, 9_000, 100, 60_000)
    assert drawn.readings[-1] == none
    assert drawn.bad == [(3_000, 3_000)]
    assert readings.samples({"LT-1": (0, 9_000)}) == {"LT-1": [(1_000, 2.0)]}
    assert readings.digests({"LT-1": (0, 9_000)}) == {"LT-1": (1, 1_000)}


def test_a_batch_sent_twice_is_stored_once_and_the_first_value_stays(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    assert readings.add([reading(1, 10.0), reading(2, 20.0), reading(2, 21.0)]) == 2
    assert readings.add([reading(2, 22.0), reading(3, 30.0), reading(1, 11.0)]) == 1
    assert [each.value for each in readings.history("LT-1", 0, 9, 9)] == [10.0, 20.0, 30.0]


@pytest.mark.parametrize("count", [ROWS_PER_STATEMENT - 1, ROWS_PER_STATEMENT, 2_345])
def test_a_batch_of_any_size_is_stored_whole(engine: Engine, count: int) -> None:
    readings = Readings(engine, SITE)
    assert readings.add([reading(ts, float(ts)) for ts in range(count)]) == count
    assert len(readings.history("LT-1", 0, count, count)) == count


def test_the_latest_is_the_newest_by_its_own_time_not_by_arrival(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    readings.add([reading(5, 5.0), reading(9, 9.0, quality=BAD), reading(1, 1.0, "PT-2")])
    readings.add([reading(7, 7.0)])
    assert readings.latest() == {
        "LT-1": reading(9, 9.0, quality=BAD),
        "PT-2": reading(1, 1.0, "PT-2"),
    }


def test_sites_do_not_see_each_other(engine: Engine) -> None:
    north, south = Readings(engine, "north"), Readings(engine, "south")
    north.add([reading(1, 1.0)])
    south.add([reading(1, 2.0), reading(2, 3.0)])
    assert north.latest() == {"LT-1": reading(1, 1.0)}
    assert len(south.history("LT-1", 0, 9, 9)) == 2
    assert south.prune(before=99) == 1
    assert north.latest() == {"LT-1": reading(1, 1.0)}


def test_nothing_stored_is_nothing_found(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    assert readings.latest() == {}
    assert readings.history("LT-1", 0, 9, 9) == []
    assert readings.prune(before=9) == 0


def test_history_takes_its_start_and_leaves_its_end(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    readings.add([reading(ts) for ts in (9, 10, 19, 20)] + [reading(15, tag="LT-2")])
    assert [each.ts for each in readings.history("LT-1", 10, 20, 9)] == [10, 19]


def test_a_long_history_keeps_its_peaks_and_its_times(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    series = [reading(ts * 1000, 50.0 + ts % 7) for ts in range(3_600)]
    series[1_234] = reading(1_234_000, 99.0)  # one second of overflow
    series[2_345] = reading(2_345_000, 0.5)
    readings.add(series)
    shown = readings.history("LT-1", 0, 3_600_000, 200)
    assert len(shown) == 200
    assert shown == sorted(shown, key=lambda each: each.ts)
    assert set(shown) <= set(series)
    assert series[1_234] in shown
    assert series[2_345] in shown
    # Every part of the span is there: none is emptier than another.
    assert max(b.ts - a.ts for a, b in pairwise(shown)) <= 2 * 36_000


def test_a_bad_reading_speaks_only_where_there_is_no_better_one(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    rows = [
        reading(ts, 0.0 if ts % 2 else 50.0, quality=BAD if ts % 2 else GOOD) for ts in range(100)
    ]
    rows += [reading(ts, 0.0, quality=BAD) for ts in range(100, 200)]
    readings.add(rows)
    shown = readings.history("LT-1", 0, 200, 20)
    assert {each.value for each in shown if each.ts < 100} == {50.0}
    assert {each.quality for each in shown if each.ts >= 100} == {BAD}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    times=st.sets(st.integers(0, 500), max_size=120),
    since=st.integers(0, 300),
    span=st.integers(1, 300),
    most=st.integers(4, 40),
)
def test_a_history_is_never_longer_than_asked_and_never_misses_the_extremes(
    engine: Engine, times: set[int], since: int, span: int, most: int
) -> None:
    readings = Readings(engine, SITE)
    everything = {ts: reading(ts, float(ts * 37 % 101)) for ts in range(0, 501)}
    readings.add([everything[ts] for ts in sorted(times)])
    stored = readings.history("LT-1", since, since + span, 1_000)
    assert {each.ts for each in stored} >= {ts for ts in times if since <= ts < since + span}
    shown = readings.history("LT-1", since, since + span, most)
    assert len(shown) <= most
    assert set(shown) <= set(stored)
    if stored:
        values = [each.value or 0.0 for each in shown]
        assert max(values) == max(each.value or 0.0 for each in stored)
        assert min(values) == min(each.value or 0.0 for each in stored)


def test_pruning_forgets_the_old_but_never_a_tags_last_word(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    readings.add([reading(ts) for ts in range(10)] + [reading(3, tag="SILENT")])
    assert readings.prune(before=6) == 6
    assert [each.ts for each in readings.history("LT-1", 0, 99, 99)] == [6, 7, 8, 9]
    assert readings.prune(before=1_000) == 3
    assert {tag: each.ts for tag, each in readings.latest().items()} == {"LT-1": 9, "SILENT": 3}


WEEK_S, EVERY_S = 7 * 86_400, 3


def test_one_sample_of_a_week_survives_on_a_screen_of_1600_pixels(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    spike, outage = 333_333, range(400_200, 403_800)
    for start in range(0, WEEK_S, 50_000 * EVERY_S):
        readings.add(
            [
                reading(n * 1000, 99.0 if n == spike else 4.0 + n % 97 / 1000)
                for n in range(start, min(start + 50_000 * EVERY_S, WEEK_S), EVERY_S)
                if n not in outage
            ]
        )
    drawn = readings.drawn("LT-1", 0, WEEK_S * 1000, 1_600, silent_ms=9_000)
    assert drawn.stored == (WEEK_S - len(outage)) // EVERY_S
    assert len(drawn.readings) <= 1_600
    assert reading(spike * 1000, 99.0) in drawn.readings
    assert drawn.silent == [(400_197_000, 403_800_000)]
    assert (drawn.bad, drawn.uncertain) == ([], [])


def test_what_a_line_would_hide_is_told(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    quality = {20: BAD, 21: BAD, 22: BAD, 40: UNCERTAIN, 41: UNCERTAIN}
    given = [n for n in range(100) if not 60 <= n < 70]
    readings.add([reading(n * 1000, 1.0, quality=quality.get(n, GOOD)) for n in given])
    drawn = readings.drawn("LT-1", 0, 100_000, 1_000, silent_ms=3_000)
    assert len(drawn.readings) == drawn.stored == len(given)
    assert drawn.silent == [(59_000, 70_000)]
    assert drawn.bad == [(20_000, 22_000)]
    assert drawn.uncertain == [(40_000, 41_000)]


def test_no_list_grows_longer_than_the_points(engine: Engine) -> None:
    readings = Readings(engine, SITE)
    # Every second reading bad, every tenth missing: thousands of spans that no pixel could show.
    readings.add(
        [
            reading(n * 1000, float(n % 7), quality=BAD if n % 2 else GOOD)
            for n in range(20_000)
            if n % 10
        ]
    )
    drawn = readings.drawn("LT-1", 0, 20_000_000, 100, silent_ms=1_000)
    parts = (drawn.readings, drawn.silent, drawn.bad, drawn.uncertain)
    assert max(len(part) for part in parts) <= 100


def test_a_history_asked_for_in_many_pages_is_the_same_as_in_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = Readings(engine, SITE)
    readings.add([reading(n * 10, float(n * 7919 % 1009)) for n in range(3_000)])
    whole = readings.history("LT-1", 0, 30_000, 64)
    monkeypatch.setattr("command_center.store.writer.PAGE", 7)
    monkeypatch.setattr("command_center.store.series.thinning.HELD", 10)
    assert readings.history("LT-1", 0, 30_000, 64) == whole
    # By hand: the lowest and highest of each of the 32 parts.
    parts = [
        [float(n * 7919 % 1009) for n in range(3_000) if n * 10 // 938 == part]
        for part in range(32)
    ]
    shown = [[r.value or 0.0 for r in whole if r.ts // 938 == part] for part in range(32)]
    assert [sorted(each) for each in shown] == [[min(each), max(each)] for each in parts]


def test_fewer_than_four_points_are_no_history(engine: Engine) -> None:
    with pytest.raises(ValueError, match="at least 4"):
        Readings(engine, SITE).history("LT-1", 0, 9, 3)


FRESH = count(1_000)
SECONDS = st.lists(
    st.tuples(st.integers(0, 30_000), st.floats(-1, 1), st.sampled_from([GOOD, UNCERTAIN, BAD])),
    max_size=40,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(given=SECONDS, since=st.integers(0, 10), until=st.integers(0, 30_000))
def test_the_store_counts_a_window_as_the_rows_do(
    engine: Engine, given: list[tuple[int, float, Quality]], since: int, until: int
) -> None:
    """Or every look would read every window, or none that lacks a reading."""
    readings, tag = Readings(engine, SITE), f"LT-{next(FRESH)}"
    readings.add([reading(ts, value, tag, quality) for ts, value, quality in given])
    stored = readings.history(tag, 0, 99_999, 99_999)
    spans = {tag: (since * 1000, until), "OTHER": (0, 5)}
    window = LevelWindow(60)
    for one in stored:
        if one.quality is not BAD:
            window.put(one.ts, one.value or 0.0)
    within = [one for one in stored if since * 1000 <= one.ts <= until]
    assert readings.digests(spans).get(tag, (0, 0)) == window.digest(since * 1000, until)
    good = [(one.ts, one.value) for one in within if one.quality is not BAD]
    assert readings.samples(spans).get(tag, []) == good
    assert sorted(readings.within(spans), key=lambda one: one.ts) == within
    assert readings.digests({}) == {}
    assert readings.samples({}) == {}
    assert readings.within({}) == []
