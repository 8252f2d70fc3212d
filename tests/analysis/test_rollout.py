"""Before and after of a roll-out, as pure functions."""

from typing import Any

import pytest

from command_center.analysis.figures import Figure
from command_center.analysis.past import MonthOf
from command_center.analysis.rollout import Rollout, baseline_of, compared, is_better

DAY = 86_400_000


def month(name: str, **values: tuple[float | None, int]) -> MonthOf:
    units: dict[str, Any] = {"cycle": "ms", "rectified": "share"}
    figures = [
        Figure(one, units[one], value, of, of)  # type: ignore[arg-type]
        for one, (value, of) in values.items()
    ]
    return MonthOf(name, tuple(figures))


def rollout(**fields: Any) -> Rollout:
    return Rollout(
        "m",
        {"zh": "隐患", "en": "Hazards"},
        None,
        ("farm",),
        "eva",
        "2026-11-01",
        True,
        baseline_of(fields),
    )


LINES = [
    {"month": "2026-09", "cycle_days": 8, "rectified_percent": 60},
    {"month": "2026-10", "cycle_days": 6},
]


def test_before_is_the_mean_of_the_months_that_know_the_figure() -> None:
    before = baseline_of({"baseline": LINES})
    assert (before["cycle"].value, before["cycle"].months) == (7 * DAY, 2)
    assert before["rectified"].value == pytest.approx(0.6)
    assert before["rectified"].months == 1
    assert "repeats" not in before


def test_one_number_of_an_older_form_counts_as_before() -> None:
    before = baseline_of({"cycle_days": 7.2, "rectified_percent": 68, "module": "hazard"})
    assert before["cycle"].value == pytest.approx(7.2 * DAY)
    assert set(before) == {"cycle", "rectified"}


def test_after_weighs_each_month_by_what_it_is_made_of() -> None:
    since = [
        month("2026-11", cycle=(2 * DAY, 1), rectified=(0.5, 10)),
        month("2026-12", cycle=(4 * DAY, 3), rectified=(None, 0)),
    ]
    by_name = {one.name: one for one in compared(rollout(baseline=LINES), since)}
    assert (by_name["cycle"].after, by_name["cycle"].n) == (3.5 * DAY, 4)
    assert by_name["cycle"].months == ("2026-11", "2026-12")
    assert (by_name["rectified"].after, by_name["rectified"].months) == (0.5, ("2026-11",))
    assert is_better(by_name["cycle"])
    assert not is_better(by_name["rectified"])


def test_without_a_month_since_there_is_no_after() -> None:
    for since in ([], [month("2026-11", cycle=(None, 0), rectified=(None, 0))]):
        for one in compared(rollout(baseline=LINES), since):
            assert (one.after, one.n, one.months) == (None, 0, ())
            assert not is_better(one)
