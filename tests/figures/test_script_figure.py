"""The script of a drill: planned against fired, and what was expected of the crew."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.payload import Words
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.preview import timeline
from command_center.domain.scenarios.resolving import resolve
from command_center.domain.site.model import Site
from command_center.domain.state.drills.drill import Drill, Expectation, Inject
from command_center.reports.speaker import Speaker
from command_center.site_file import load
from command_center.words import LANGUAGES, say
from layouts.figures.look import CLEAR, Look
from layouts.figures.script import Drawn, item_title, placed, script_figure
from layouts.figures.script_rows import Script, planned_script, played
from simulations.scenarios import library

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
FROM = 1_790_000_000_000


@pytest.fixture(scope="module")
def site() -> Site:
    return load(DEMO)


@pytest.fixture(scope="module")
def plan(site: Site) -> DrillPlan:
    made = resolve(library()["night-toxic-leak"], site)
    assert isinstance(made, DrillPlan)
    return made


@pytest.fixture
def drill() -> Drill:
    words = Words(zh="演练", en="Drill")
    return Drill(
        "DRL-1", words, FROM, "p1", False, False, None, phase="running", began_exercise_ms=FROM
    )


def timed(plan: DrillPlan) -> Any:
    return next(one for one in plan.injects if one.at is not None)


def drawn(
    script: Script, site: Site, exercise: bool = True, lang: str = "en", **look: Any
) -> Drawn:
    return script_figure(script, exercise, Speaker(site, lang), Look(**look))


def test_an_inject_that_fired_late_is_a_ring_and_a_disc(
    plan: DrillPlan, drill: Drill, site: Site
) -> None:
    one = timed(plan)
    at = FROM + one.at.s * 1000 + 240_000
    drill.injects[one.id] = Inject(one.id, "fired", at - 240_000, at, 9)
    script = played(plan, drill, site, at)
    item = next(row for row in script.items if row.at == at)
    assert "4:00" in item_title(item, FROM, Speaker(site, "en"))
    look = Look()
    marks = drawn(script, site).figure.to_plotly_json()["data"][2]
    by_time = dict(zip(marks["x"], marks["marker"]["color"], strict=True))
    assert by_time[at - FROM] == look.color("note"), "what happened is filled"
    assert by_time[at - FROM - 240_000] == look.color("panel"), "what was planned is hollow"


def test_what_is_expected_is_hollow_until_it_is_done(
    plan: DrillPlan, drill: Drill, site: Site
) -> None:
    first, second = plan.expectations[:2]
    words = Words(zh="x", en="x")
    by = FROM + 60_000
    drill.expectations[first.id] = Expectation(first.id, None, words, FROM, by, "met", 9, 30_000)
    drill.expectations[second.id] = Expectation(second.id, None, words, FROM, by)
    script = played(plan, drill, site, FROM + 40_000)
    look = Look()
    bars, *_, hatch = drawn(script, site).figure.to_plotly_json()["data"]
    both = [
        (base, long, color)
        for base, long, color in zip(bars["base"], bars["x"], bars["marker"]["color"], strict=True)
        if base == 0 and long in (30_000, 60_000)
    ]
    assert both == [(0, 30_000, look.color("good")), (0, 60_000, CLEAR)]
    assert hatch["marker"]["pattern"]["fgcolor"] == look.color("exercise")
    assert list(hatch["x"]) == [30_000], "only what was done"


def test_an_expectation_whose_time_is_over_is_red(
    plan: DrillPlan, drill: Drill, site: Site
) -> None:
    one = plan.expectations[0]
    by = FROM + 60_000
    words = Words(zh="x", en="x")
    drill.expectations[one.id] = Expectation(one.id, None, words, FROM, by)
    edges = []
    for now in (by, by + 1):
        bars = drawn(played(plan, drill, site, now), site).figure.to_plotly_json()["data"][0]
        edges.append(bars["marker"]["line"]["color"][0])
    assert edges == [Look().color("note"), Look().color("urgent")]


def test_what_was_skipped_expects_nothing(plan: DrillPlan, drill: Drill, site: Site) -> None:
    inject = next(one.inject for one in plan.expectations)
    before = len(played(plan, drill, site, FROM).expected)
    drill.injects[inject] = Inject(inject, "skipped", None, FROM, 9)
    assert len(played(plan, drill, site, FROM).expected) < before


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_scenario_is_drawn_as_it_would_be(
    plan: DrillPlan, site: Site, lang: str, theme: Any
) -> None:
    script = planned_script(timeline(plan).rows)
    made = drawn(script, site, exercise=False, lang=lang, theme=theme)
    bars, words, marks = made.figure.to_plotly_json()["data"]
    assert set(bars["marker"]["color"]) == {CLEAR}
    assert len(marks["x"]) == sum(one.at is not None for one in plan.injects)
    notes = [note["text"] for note in made.figure.to_plotly_json()["layout"]["annotations"]]
    assert f"<b>{say(lang, 'drills.lane.plant')}</b>" in notes
    assert words["text"]


def test_the_line_of_time_is_told_so_that_now_can_be_drawn_over_it(
    plan: DrillPlan, drill: Drill, site: Site
) -> None:
    now = FROM + 3_600_000
    made = drawn(played(plan, drill, site, now), site, width=1000)
    assert made.since == FROM
    assert made.until > now
    layout = made.figure.to_plotly_json()["layout"]
    assert layout["xaxis"]["range"] == [0, pytest.approx(made.until - FROM, abs=1)]
    assert (layout["margin"]["l"], layout["margin"]["r"]) == (made.left, made.right)


@pytest.mark.parametrize("width", [320, 1000, 1800])
def test_words_of_one_row_never_run_into_each_other(width: int) -> None:
    items = [(n * 10_000, n * 10_000, "Somebody calls the control room") for n in range(30)]
    scale, em = width / 600_000, 14.0
    taken: dict[int, float] = {}
    for (first, _, words), (row, left) in zip(items, placed(items, scale, em, width), strict=True):
        long = (len(words) * 0.3) * em  # at the very least
        begin = first * scale - (long if left else 0)
        assert begin >= taken.get(row, float("-inf"))
        taken[row] = first * scale + (0 if left else long)


def test_a_narrow_page_has_its_lanes_above_the_line_of_time(plan: DrillPlan, site: Site) -> None:
    script = planned_script(timeline(plan).rows)
    narrow, wide = (drawn(script, site, exercise=False, width=w) for w in (340, 1400))
    assert narrow.left < wide.left
    assert narrow.height > wide.height
