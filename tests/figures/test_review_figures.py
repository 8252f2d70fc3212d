"""The figures of a review: what is filled, hollow, a stroke, and hatched."""

from typing import Any

import plotly.graph_objects as go
import pytest

from command_center.reports.speaker import Speaker
from command_center.words import LANGUAGES, say
from layouts.figures.look import CLEAR, Look, Theme
from layouts.figures.review import drawn_rows, over_cases, planned, waterfall
from tests.support.small_site import small_site

T0 = 1_790_000_000_000


def row(name: str, start_s: float | None, stop_s: float | None, **more: Any) -> dict[str, Any]:
    """A row of the timing table."""
    return {
        "row": name, "about": {}, "target_s": None, "verdict": None, "open_s": None,
        "start_at": None if start_s is None else T0 + round(start_s * 1000),
        "stop_at": None if stop_s is None else T0 + round(stop_s * 1000),
        "seconds": None if stop_s is None or start_s is None else stop_s - start_s,
        "outcome": "open" if stop_s is None else "stopped",
        **more,
    }  # fmt: skip


def step(state: str, due_s: int, issued_s: int | None, done_s: int | None) -> dict[str, Any]:
    text = {"zh": "关阀", "en": "Shut the valve"}
    return {
        "text": text, "state": state, "at_s": 0,
        "due_s": due_s, "issued_s": issued_s, "done_s": done_s,
    }  # fmt: skip


def report(exercise: bool = False, **more: Any) -> dict[str, Any]:
    timing = [
        row("detection", 0, 20, target_s=30, verdict="within"),
        row("control", 0, 300, target_s=200, verdict="over"),
        row("headcount", 60, None, open_s=540),
    ]
    return {
        "t0": T0, "until": T0 + 600_000, "exercise": exercise, "timing": timing, "planned": [],
        "earlier": {"cases": [], "figures": []}, **more,
    }  # fmt: skip


def speaker(lang: str = "en") -> Speaker:
    return Speaker(small_site(), lang)


def some(figure: go.Figure | None) -> dict[str, Any]:
    assert figure is not None
    made: dict[str, Any] = figure.to_plotly_json()
    return made


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_what_ended_is_filled_by_its_verdict_and_what_goes_on_is_hollow(theme: Theme) -> None:
    look = Look(theme)
    [bars] = some(waterfall(report(), speaker(), look))["data"]
    colors = [look.color("good"), look.color("urgent"), CLEAR]
    assert list(bars["marker"]["color"]) == colors
    assert list(bars["marker"]["line"]["width"]) == [0, 0, 1.5]
    assert list(bars["base"]) == [0, 0, 60]
    assert list(bars["x"]) == [20, 300, 312 - 60]  # to the end of the figure


def test_each_target_is_a_stroke_in_the_colour_of_the_ink() -> None:
    look = Look()
    shapes = some(waterfall(report(), speaker(), look))["layout"]["shapes"]
    assert [shape["x0"] for shape in shapes] == [30, 200]
    assert {shape["line"]["color"] for shape in shapes} == {look.color("ink")}


def test_an_exercise_is_hatched_in_violet_and_reality_is_not() -> None:
    look = Look()
    [_real] = some(waterfall(report(), speaker(), look))["data"]
    bars, hatch = some(waterfall(report(exercise=True), speaker(), look))["data"]
    assert hatch["marker"]["pattern"]["fgcolor"] == look.color("exercise")
    assert list(hatch["y"]) == [0, 1], "hollow stays hollow"
    assert list(hatch["x"]) == list(bars["x"])[:2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_are_named_in_the_language_of_the_reader(lang: str) -> None:
    made = some(waterfall(report(), speaker(lang), Look()))
    assert made["layout"]["yaxis"]["ticktext"][0] == say(lang, "timing.detection")
    assert say(lang, "timing.open_at_least", span="9:00") in made["data"][0]["hovertext"][2]


def test_a_row_that_stands_once_a_person_is_drawn_three_times() -> None:
    told = report(timing=[row("acknowledge", n, n + 5) for n in range(6)])
    assert len(drawn_rows(told)) == 3


def test_without_a_time_there_is_no_waterfall() -> None:
    assert waterfall(report(timing=[row("control", None, None)]), speaker(), Look()) is None
    assert waterfall(report(t0=None), speaker(), Look()) is None


def test_planned_is_hollow_and_what_happened_is_filled_over_it() -> None:
    look = Look()
    steps = [
        step("on_time", 120, 10, 100), step("late", 60, 10, 90), step("open", 60, 30, None),
        step("not_issued", 60, None, None),
    ]  # fmt: skip
    hollow, filled = some(planned(report(planned=steps), speaker(), look))["data"]
    assert hollow["marker"]["color"] == CLEAR
    assert list(hollow["x"]) == [120, 60, 60, 60]
    assert list(filled["marker"]["color"]) == [
        look.color("data"),
        look.color("urgent"),
        CLEAR,
        CLEAR,
    ]
    assert list(filled["marker"]["line"]["width"]) == [0, 0, 1.5, 0]
    assert filled["x"][3] == 0, "what was never ordered has no bar"


def test_without_a_plan_there_is_no_figure_of_it() -> None:
    assert planned(report(), speaker(), Look()) is None


def cases(*seconds: float | None) -> dict[str, Any]:
    known = [
        {"row": "intervention", "subject": f"INC-{n}", "at": T0, "shift": None, "seconds": s}
        for n, s in enumerate(seconds)
    ]
    return {"cases": known, "figures": [{"row": "intervention", "shift": None, "target_s": 300}]}


def test_over_all_cases_a_gap_breaks_the_line_and_what_was_late_has_another_shape() -> None:
    look = Look()
    made = some(over_cases(report(earlier=cases(120, None, 480)), "intervention", speaker(), look))
    [line] = made["data"]
    assert list(line["y"]) == [2, None, 8]
    assert line["connectgaps"] is False
    assert list(line["marker"]["symbol"]) == ["circle", "circle", "diamond"]
    assert made["layout"]["shapes"][0]["y0"] == 5


def test_one_case_makes_no_line() -> None:
    assert over_cases(report(earlier=cases(120)), "intervention", speaker(), Look()) is None


@pytest.mark.parametrize("narrow", [True, False])
def test_a_persons_markup_stays_text(narrow: bool) -> None:
    text = {"zh": "<b>a", "en": "<b>a"}
    told = report(planned=[step("late", 60, 10, 90) | {"text": text}])
    made = some(planned(told, speaker(), Look(narrow=narrow)))
    assert made["layout"]["yaxis"]["ticktext"][0].startswith("&lt;b>")
    assert made["data"][1]["hovertext"][0].startswith("&lt;b>a")
