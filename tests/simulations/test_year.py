"""The year's programme: lawful windows, spread hazards and times, and nothing given away."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_center import site_file
from command_center.domain.scenarios.bias import Bias, PastDrill
from command_center.domain.scenarios.manning import manned
from command_center.domain.scenarios.year.legal import months_after
from simulations.scenarios import library
from simulations.surprise import Drawn, drill_of, exported, year
from simulations.surprise.year import NothingToDrill
from tests.simulations.sites import TODAY
from tests.support.drawn_plant import NOBODY_COMMANDS, written

SITES = Path(__file__).resolve().parents[2] / "sites"
DEMO = site_file.load(SITES / "demo", today=TODAY)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**40), number=st.integers(2020, 2080))
def test_two_windows_one_in_each_half_and_never_over_six_months_apart(
    seed: int, number: int
) -> None:
    plan = year(DEMO, library(), number, seed)
    first, second = plan.windows
    assert (first.opens.month <= 6, first.closes.month <= 6) == (True, True)
    assert (second.opens.month >= 7, second.closes.month >= 7) == (True, True)
    assert {first.opens.year, second.closes.year} == {number}
    # however the starts fall within their windows
    assert second.closes <= months_after(first.opens, 6)
    for window, hidden in zip(plan.windows, plan.hidden, strict=True):
        assert window.days == 14
        assert window.opens <= hidden.day <= window.closes
        there = manned(DEMO, hidden.shift)
        assert there is not None
    assert len({h.hazard for h in plan.hidden}) == 2
    assert len({h.shift for h in plan.hidden}) == 2


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), days=st.integers(0, 150))
def test_the_first_window_closes_before_the_law_runs_out(seed: int, days: int) -> None:
    last = date(2026, 12, 31) - timedelta(days=days)
    due = months_after(last, 6)
    plan = year(DEMO, library(), 2027, seed, last=last)
    assert plan.windows[0].closes <= max(due, date(2027, 1, 14))


def test_the_same_seed_is_the_same_year() -> None:
    assert year(DEMO, library(), 2027, 5) == year(DEMO, library(), 2027, 5)
    starts = {str(year(DEMO, library(), 2027, seed).hidden) for seed in range(20)}
    assert len(starts) == 20


def test_holidays_fall_on_weekends_and_days_do_not() -> None:
    hidden = [h for seed in range(40) for h in year(DEMO, library(), 2027, seed).hidden]
    assert {h.shift for h in hidden} == {"day", "evening", "night", "holiday", "shift_change"}
    assert all(h.day.weekday() >= 5 for h in hidden if h.shift == "holiday")
    assert all(h.day.weekday() < 5 for h in hidden if h.shift == "day")


def test_what_was_drilled_often_comes_last() -> None:
    often = Bias(drilled=[PastDrill(hazard="fire", shift="night") for _ in range(30)])
    hazards = [h.hazard for s in range(30) for h in year(DEMO, library(), 2027, s, often).hidden]
    assert hazards.count("fire") <= 2


def test_the_calendar_gives_nothing_away() -> None:
    plan = year(DEMO, library(), 2027, 11)
    text = exported(plan, "en", 1_795_000_000_000)
    assert text.count("SUMMARY:Emergency drill window\r\n") == 2
    assert "SUMMARY:应急演练窗口\r\n" in exported(plan, "zh-CN", 1_795_000_000_000)
    for hidden in plan.hidden:
        for secret in (hidden.scenario, hidden.hazard, hidden.time, hidden.time.replace(":", ""),
                       hidden.shift, str(hidden.seed)):  # fmt: skip
            assert secret not in text
    nothing_hidden = plan.model_copy(update={"hidden": [], "seed": 0})
    assert exported(nothing_hidden, "en", 1_795_000_000_000) == text


def test_a_plant_where_nothing_can_be_played_is_told_so(tmp_path: Path) -> None:
    site = site_file.load(written(tmp_path, NOBODY_COMMANDS), today=TODAY)
    with pytest.raises(NothingToDrill, match=site.id):
        year(site, library(), 2027, 1)


def test_a_windows_drill_is_its_scenario_at_its_hour() -> None:
    plan = year(DEMO, library(), 2027, 11)
    for hidden in plan.hidden:
        outcome = drill_of(hidden, DEMO, library())
        assert isinstance(outcome, Drawn)
        drill = outcome.plan
        assert (drill.scenario, drill.hazard) == (hidden.scenario, hidden.hazard)
        assert (drill.manned.kind, drill.manned.time) == (hidden.shift, hidden.time)
        assert drill_of(hidden, DEMO, library()) == outcome
        began = datetime.fromtimestamp(hidden.starts_at(DEMO.zone) / 1000, DEMO.zone)
        assert (began.date(), began.strftime("%H:%M")) == (hidden.day, hidden.time)


def test_every_window_of_many_years_hides_a_drill_that_can_be_held() -> None:
    for seed in range(20):
        for hidden in year(DEMO, library(), 2027, seed).hidden:
            outcome = drill_of(hidden, DEMO, library(), site_version="1")
            assert isinstance(outcome, Drawn), (seed, hidden.scenario, hidden.shift)
