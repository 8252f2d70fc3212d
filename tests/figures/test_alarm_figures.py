"""The load of past alarms: its bars, its numbers, and which were raised most."""

from typing import Any

import pytest
from dash.development.base_component import Component

from command_center.reports.speaker import Speaker
from command_center.words import LANGUAGES, say
from layouts.components.alarm_tables import figures_list, most_frequent
from layouts.figures.alarms import alarm_load, load_bars, load_figures
from layouts.figures.look import Look
from tests.support.small_site import small_site

STEP = 600_000


def past(
    counts: list[int], floods: list[tuple[int, int]] | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "since": 0, "until": len(counts) * STEP, "step_ms": STEP,
        "load": [(n * STEP, count) for n, count in enumerate(counts)],
        "floods": floods or [], "acceptable": 1, "flood_above": 10, "flood_ends_below": 5,
        "offenders": [], "total": sum(counts), **more,
    }  # fmt: skip


def speaker(lang: str = "en") -> Speaker:
    return Speaker(small_site(), lang)


def test_a_long_span_shows_the_worst_ten_minutes_of_each_bar() -> None:
    told = past([0, 12, 1, 0, 2, 0], [(STEP, 2 * STEP)])
    assert [(bar.at, bar.most, bar.flood) for bar in load_bars(told, 3)] == [
        (0, 12, True),
        (2 * STEP, 1, False),
        (4 * STEP, 2, False),
    ]
    assert [bar.most for bar in load_bars(told)] == [0, 12, 1, 0, 2, 0]


def test_bars_say_what_one_person_can_answer_and_what_is_a_flood() -> None:
    look = Look("light")
    made = alarm_load(past([1, 2, 12], [(2 * STEP, 3 * STEP)]), False, speaker(), look)
    [bars] = made.to_plotly_json()["data"]
    assert list(bars["marker"]["color"]) == [look.color(one) for one in ("data", "warn", "urgent")]
    assert [shape.y0 for shape in made.layout.shapes] == [10, 1]
    assert made.layout.yaxis.range[1] > 12


def test_the_load_of_an_exercise_is_hatched_in_violet() -> None:
    look = Look()
    _, hatch = alarm_load(past([0, 2]), True, speaker(), look).to_plotly_json()["data"]
    assert hatch["marker"]["pattern"]["fgcolor"] == look.color("exercise")
    assert list(hatch["x"]) == [1]


def test_an_empty_span_is_drawn_too() -> None:
    assert len(alarm_load(past([]), False, speaker(), Look()).data) == 1
    assert load_figures(past([])) == {"mean": 0.0, "most": 0, "floods": 0, "share": 0.0, "total": 0}


def test_the_numbers_are_those_of_the_span() -> None:
    told = load_figures(past([4, 0, 12, 0], [(2 * STEP, 3 * STEP)]))
    assert told == {"mean": 4.0, "most": 12, "floods": 1, "share": 0.25, "total": 16}


def texts(part: Any) -> list[str]:
    if isinstance(part, (list, tuple)):
        return [text for one in part for text in texts(one)]
    if isinstance(part, Component):
        return texts(getattr(part, "children", None))
    return [] if part is None else [str(part)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_most_frequent_lead_to_their_history_and_chattering_ones_are_told_apart(
    lang: str,
) -> None:
    offender = {
        "alarm": "LT-1:H", "tag": "LT-1", "condition": "H", "priority": "high",
        "activations": 9, "chattered": 2, "last_at": 3 * STEP, "sign": "warn",
    }  # fmt: skip
    rare = offender | {"alarm": "GW-9:STALE", "tag": "GW-9", "activations": 1, "chattered": 0}
    told = past([10], offenders=[offender, rare])
    made = most_frequent(told, speaker(lang))
    said = texts(made)
    assert say(lang, "alarms.worst_share", share=100, n=10) in said
    assert say(lang, "alarms.activated", n=9) in said
    assert said.count(say(lang, "alarms.bursts", n=2)) == 1
    links = [str(one.href) for one in _links(made)]
    assert links[0] == "/tanks?tag=LT-1&from=900000&to=600000"
    assert links[1] == "/alarms?alarm=GW-9%3ASTALE", "no such tag: no history"
    assert texts(figures_list(told, speaker(lang)))[-1] == "10"


def _links(part: Any) -> list[Any]:
    if isinstance(part, (list, tuple)):
        return [link for one in part for link in _links(one)]
    if not isinstance(part, Component):
        return []
    own = [part] if getattr(part, "href", None) else []
    return own + _links(getattr(part, "children", None))


def test_of_a_span_without_alarms_it_says_so() -> None:
    assert say("en", "alarms.none_raised") in texts(most_frequent(past([0]), speaker()))
