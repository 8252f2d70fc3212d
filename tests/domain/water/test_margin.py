"""The margin of forecasts by their own past, tried on what it has not seen: 24 h of the public network EPANET Net3.

The bounds and the margin are worked out a second time here, by numpy's polynomials and quantiles.
"""

from collections.abc import Iterable
from math import sqrt

import numpy as np
import pytest

from command_center.domain.water.forecast_hits import (
    HORIZON_MIN,
    Judged,
    hits,
    margin,
    margins,
    miss,
    too_sure,
    widened,
)
from command_center.domain.water.overflow import MINUTE_MS, outlook, rates
from tests.domain.water.test_in_time import forecasts, levels

HALF_DAY = 12 * 60


def of_vessels(found: Iterable[Judged]) -> dict[str, list[Judged]]:
    told: dict[str, list[Judged]] = {}
    for one in found:
        told.setdefault(one.vessel, []).append(one)
    return told


def second_bounds(values: list[float], last: int) -> tuple[float, float]:
    """The bounds in 15 minutes by the five slopes of the last 25 minutes; t of 4 degrees of freedom is 1.533."""
    minutes = np.arange(6)
    slopes = [
        float(np.polyfit(minutes, values[last - 5 * n - 5 : last - 5 * n + 1], 1)[0])
        for n in range(5)
    ]
    half = 1.533 * float(np.std(slopes, ddof=1)) * sqrt(1.2)
    middle = values[last] + 15 * float(np.mean(slopes))
    return middle - 15 * half, middle + 15 * half


def test_margins_of_the_first_half_day_hold_in_the_second() -> None:
    """Of the forecasts of the second 12 h 67 of 119 held (56 %); with the margins of the first 12 h 100 do (84 %)."""
    counts = np.zeros(3, dtype=int)
    ours = of_vessels(forecasts())
    for tag, (_, samples) in levels().items():
        values, began = [value for _, value in samples], samples[0][0]
        made = {(one.at - began) // MINUTE_MS - HORIZON_MIN: one for one in ours[tag]}
        scores, later = [], []
        for last, one in made.items():
            low, high = second_bounds(values, last)
            assert (low, high) == pytest.approx((one.low, one.high))
            came = values[last + HORIZON_MIN]
            if last + HORIZON_MIN <= HALF_DAY:
                scores.append(max(low - came, came - high))
            elif last >= HALF_DAY:
                later.append((low, high, came))
        share = np.ceil((len(scores) + 1) * 0.8) / len(scores)
        more = float(np.quantile(scores, share, method="inverted_cdf"))
        first = [known for last, known in made.items() if last + HORIZON_MIN <= HALF_DAY]
        assert margins(first)[tag] * HORIZON_MIN == pytest.approx(more)
        counts += [
            len(later),
            sum(low <= came <= high for low, high, came in later),
            sum(low - more <= came <= high + more for low, high, came in later),
        ]
    assert counts.tolist() == [119, 67, 100]


def test_each_forecast_is_widened_by_what_was_known_when_it_was_made() -> None:
    """Over the whole day, from the first forecast on, of which nothing is known yet: 199 of 243 (82 %) hold."""
    found = [one for some in of_vessels(forecasts()).values() for one in widened(some)]
    counted = hits(found)
    assert counted is not None
    assert (counted.held, counted.of) == (199, 243)
    assert not too_sure(counted)


def test_what_comes_later_changes_no_earlier_bound() -> None:
    some = of_vessels(forecasts())["T2.LEVEL"]
    assert widened(some[:20]) == widened(some)[:20]


def test_too_few_scores_tell_nothing_and_bounds_are_never_moved_in() -> None:
    assert margin([]) == 0
    assert margin([1.0, 2.0, 3.0]) == 0  # of three none is the fourth
    assert margin([1.0, 2.0, 3.0, 4.0]) == 4.0
    assert margin([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]) == 8.0
    assert margin([-5.0, -4.0, -3.0, -2.0]) == 0


def test_a_miss_is_the_way_to_the_nearer_bound_a_minute() -> None:
    one = Judged("T", 0, 4.0, 5.0, 6.0, 9.0)
    assert miss(one) == pytest.approx(3 / HORIZON_MIN)
    assert miss(one._replace(came=2.5)) == pytest.approx(1.5 / HORIZON_MIN)
    assert miss(one._replace(came=5.5)) == pytest.approx(-0.5 / HORIZON_MIN)


def test_a_margin_brings_the_earliest_overflow_nearer_and_leaves_the_likely() -> None:
    wave = (0.0, 0.01, -0.01, 0.02)
    samples = [(n * 1000, 100 + n / 60 + wave[n % 4]) for n in range(301)]
    plain, wide = rates(samples), rates(samples, margin=0.5)
    assert plain is not None
    assert wide is not None
    assert wide.likely == plain.likely
    assert (wide.low, wide.high) == pytest.approx((plain.low - 0.5, plain.high + 0.5))
    near, nearer = outlook(samples, 130), outlook(samples, 130, margin=0.5)
    assert near is not None
    assert nearer is not None
    assert nearer.likely_min == near.likely_min
    assert nearer.earliest_min is not None
    assert near.earliest_min is not None
    assert nearer.earliest_min < near.earliest_min - 5
