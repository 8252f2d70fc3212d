"""What the benchmarks say of a figure: met or short, and whether a page grows."""

import pytest

from benchmarks.figure import Figure
from benchmarks.shift_page import Sample, slope_an_hour


@pytest.mark.parametrize(
    ("figure", "goal", "more_is_better", "verdict"),
    [
        (99.0, 100.0, False, "met"),
        (101.0, 100.0, False, "short"),
        (101.0, 100.0, True, "met"),
        (99.0, 100.0, True, "short"),
        (99.0, None, False, ""),
    ],
)
def test_a_figure_says_whether_it_meets_its_goal(
    figure: float, goal: float | None, more_is_better: bool, verdict: str
) -> None:
    assert Figure("f", figure, "ms", "", goal, more_is_better).verdict == verdict


def test_growth_is_that_of_a_line_through_all_looks_an_hour() -> None:
    looks = [Sample(60.0 * n, 20 + n / 10, 1_000) for n in range(10)]
    assert slope_an_hour(looks, "heap_mb") == pytest.approx(6)
    assert slope_an_hour(looks, "nodes") == 0
