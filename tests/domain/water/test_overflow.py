"""Minutes to overflow: the likely ones, the earliest ones, and when nobody can say."""

from itertools import pairwise
from math import sqrt
from random import Random

import pytest

from command_center.domain.water.overflow import Sample, outlook

WEIR = 300.0


def filling(rates: list[float], start: float = 96.0, every_s: int = 1) -> list[Sample]:
    """Readings while the pool fills by these m3/min, a minute each, the oldest first."""
    samples, content, now = [(0, start)], start, 0
    for rate in rates:
        for _ in range(0, 60, every_s):
            now += every_s
            content += rate * every_s / 60
            samples.append((now * 1000, content))
    return samples


def test_a_steady_inflow_fills_it_when_arithmetic_says_and_both_agree() -> None:
    """96 m3 of 300 at 4.6 m3/min less 40 m3 already in: the demo plant's 44 minutes at the start."""
    found = outlook(filling([4.6] * 5, start=96 - 5 * 4.6), WEIR)
    assert found is not None
    assert found.likely_min == pytest.approx(204 / 4.6, abs=0.1)
    assert found.earliest_min == pytest.approx(found.likely_min, abs=0.1)


def test_the_earliest_is_the_prediction_bound_worked_by_hand() -> None:
    rates = [4.0, 4.4, 4.8, 4.2, 4.6]  # mean 4.4, standard deviation 0.3162
    found = outlook(filling(rates), WEIR)
    assert found is not None
    room = WEIR - 96 - sum(rates)
    assert found.likely_min == pytest.approx(room / 4.4, abs=0.1)
    bound = 4.4 + 1.533 * sqrt(0.1) * sqrt(1 + 1 / 5)
    assert found.earliest_min == pytest.approx(room / bound, abs=0.1)


def test_the_more_it_varies_the_earlier_the_earliest() -> None:
    found = [outlook(filling([4 - d, 4 + d, 4, 4 + d, 4 - d]), WEIR) for d in (0.1, 0.5, 1.0)]
    earliest = [one.earliest_min for one in found if one and one.earliest_min]
    assert len(earliest) == 3
    assert all(late > early for late, early in pairwise(earliest))


def test_a_curtain_just_opened_shows_within_a_minute() -> None:
    before = outlook(filling([2.2] * 5), WEIR)
    after = outlook(filling([2.2] * 4 + [4.6]), WEIR)
    assert before is not None
    assert after is not None
    assert before.earliest_min is not None
    assert after.earliest_min is not None
    assert after.earliest_min < before.earliest_min * 0.6


def test_nine_of_ten_futures_overflow_later_than_the_earliest() -> None:
    """The bound's own promise, on 2,000 seeded pools whose minutes vary at random."""
    chance, held = Random(7), 0
    for _ in range(2000):
        rates = [chance.gauss(4.4, 0.4) for _ in range(6)]
        found = outlook(filling(rates[:5], every_s=10), WEIR)
        assert found is not None
        assert found.earliest_min is not None
        room = WEIR - 96 - sum(rates[:5])
        held += room / rates[5] > found.earliest_min
    assert held / 2000 == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize(
    "samples",
    [[], filling([4.6] * 2), [s for s in filling([4.6] * 5) if not 170_000 < s[0] < 260_000]],
    ids=["nothing", "two minutes", "a silence of a minute and a half"],
)
def test_too_few_readings_are_no_word_at_all(samples: list[Sample]) -> None:
    assert outlook(samples, WEIR) is None


def test_a_pool_that_does_not_rise_has_no_minutes() -> None:
    for rate in (0.0, -0.5, 0.01):
        found = outlook(filling([rate] * 5), WEIR)
        assert found is not None
        assert (found.earliest_min, found.likely_min) == (None, None)


def test_a_full_pool_has_none_left() -> None:
    found = outlook(filling([4.6] * 5, start=300), WEIR)
    assert found is not None
    assert (found.earliest_min, found.likely_min) == (0.0, 0.0)
