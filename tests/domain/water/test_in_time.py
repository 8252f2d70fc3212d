"""Is there still time to shut and divert? And did forecasts hold, on levels that nobody here shaped."""

import lzma
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from command_center.domain.verdicts.turns import code_at
from command_center.domain.water.forecast_hits import HORIZON_MIN, Judged, hits, judged, too_sure
from command_center.domain.water.in_time import in_time_turns
from command_center.domain.water.overflow import (
    MINUTE_MS,
    Outlook,
    Sample,
    block_ms_of,
    outlook,
    window_ms_of,
)

NET3 = Path(__file__).parent / "levels_net3_24h.csv.xz"


@pytest.mark.parametrize(
    ("earliest", "needed", "code"),
    [
        (14.9, 15, "act"), (15, 15, "act"), (15.1, 15, "soon"), (29.9, 15, "soon"), (30, 15, "filling"),
        (19, None, "soon"), (20, None, "filling"), (None, 15, "steady"),
    ],
)  # fmt: skip
def test_the_earliest_overflow_is_held_against_the_minutes_that_people_need(
    earliest: float | None, needed: float | None, code: str
) -> None:
    turns = in_time_turns("good", False, Outlook(earliest, 60, 90), needed, 1)
    assert code_at(turns, 0) == code
    assert code_at(turns, 3_001) == "stale"


def test_what_nobody_can_say_and_what_is_over() -> None:
    assert code_at(in_time_turns("good", False, None, 15, 1), 0) == "unknown"
    assert code_at(in_time_turns("good", True, None, 15, 1), 0) == "over"
    assert code_at(in_time_turns("bad", True, None, 15, 1), 0) == "bad"
    assert code_at(in_time_turns(None, False, None, 15, 1), 0) == "unheard"


def test_the_latest_is_later_than_the_likely_and_a_slow_gauge_is_judged_over_longer() -> None:
    wave = (0.0, 0.004, -0.003, 0.002, -0.004, 0.003, -0.002)
    samples = [(minute * MINUTE_MS, 5 + 0.02 * minute + wave[minute % 7]) for minute in range(26)]
    assert outlook(samples, 10) is None, "one reading a minute is too few for a minute's rate"
    found = outlook(samples, 10, block_ms_of(60))
    assert found is not None
    assert found.earliest_min is not None
    assert found.likely_min is not None
    assert found.latest_min is not None
    assert found.earliest_min < found.likely_min < found.latest_min
    assert found.likely_min == pytest.approx((10 - 5.5) / 0.02, rel=0.06)
    assert block_ms_of(1) == 60_000
    assert block_ms_of(86_400) == 1_800_000


def levels() -> dict[str, tuple[float, list[Sample]]]:
    """Overflow level and the readings of each tank of the network."""
    found: dict[str, tuple[float, list[Sample]]] = {}
    with lzma.open(NET3, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()[1:]
    for line in lines:
        at, tag, value, top = line.split(",")
        ts = round(datetime.fromisoformat(at).timestamp() * 1000)
        found.setdefault(tag, (float(top), []))[1].append((ts, float(value)))
    return found


def forecasts() -> Iterator[Judged]:
    """One each quarter of an hour, judged a quarter of an hour later."""
    for tag, (top, samples) in levels().items():
        for last in range(30, len(samples) - HORIZON_MIN, 15):
            before = [s for s in samples[: last + 1] if s[0] >= samples[last][0] - window_ms_of(60)]
            one = judged(tag, top, 60, before, samples[last + 1 : last + 1 + HORIZON_MIN])
            if one is not None:
                yield one


def test_forecasts_of_a_real_network_are_counted_against_what_came() -> None:
    found = list(forecasts())
    counted = hits(found)
    assert counted is not None
    assert (counted.held, counted.of) == (136, 243)
    assert counted.least < counted.held / counted.of < counted.most
    assert too_sure(counted), "its pumps switch and its rates drift: the count says so"


def test_bounds_of_a_share_are_those_of_wilson() -> None:
    """41 of 50: 82 %, 95 % bounds 69 to 90 (worked by hand)."""
    held = Judged("T", 0, 1, 2, 3, 2)
    counted = hits([held] * 41 + [held._replace(came=9)] * 9)
    assert counted is not None
    assert (counted.held, counted.of) == (41, 50)
    assert (round(counted.least, 2), round(counted.most, 2)) == (0.69, 0.90)
    assert not too_sure(counted)
    assert hits([]) is None


def test_one_forecast_that_failed_is_no_verdict() -> None:
    failed = Judged("T", 0, 1, 2, 3, 9)
    few, enough = hits([failed] * 9), hits([failed] * 10)
    assert few is not None
    assert enough is not None
    assert not too_sure(few)
    assert too_sure(enough)


def test_what_does_not_move_is_no_forecast() -> None:
    still = [(n * 1000, 5.0) for n in range(301)]
    assert judged("T", 10, 1, still, [(300_000 + HORIZON_MIN * MINUTE_MS, 5.0)]) is None
