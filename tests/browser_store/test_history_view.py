"""How a history becomes a drawing: `assets/js/view/history.js`, run in real Chromium."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

CODE = Path(__file__).parents[2] / "assets" / "js" / "view" / "history.js"
MIN = 60_000


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=CODE)
    yield page
    page.close()


def call(page: Page, name: str, *given: Any) -> Any:
    return page.evaluate("([name, given]) => center.history[name](...given)", [name, list(given)])


def test_a_span_ends_now_and_a_span_from_to_stands_still(page: Page) -> None:
    now = 1_790_000_000_000
    assert call(page, "asked", "15m", "", "", now) == {
        "since": now - 15 * MIN, "until": now, "live": True,
    }  # fmt: skip
    assert call(page, "asked", "15m", "100", "200", now) == {
        "since": 100, "until": 200, "live": False,
    }  # fmt: skip
    for nonsense in (("200", "100"), ("x", "100"), ("100", "")):
        assert call(page, "asked", "never", *nonsense, now)["since"] == now - 60 * MIN
    month = 31 * 86_400_000
    assert call(page, "asked", "1h", "0", str(now), now)["since"] == now - month


def test_a_view_moves_by_a_share_and_zooms_around_its_middle(page: Page) -> None:
    view = {"since": 0, "until": 100_000}
    assert call(page, "moved", view, -0.5) == {"since": -50_000, "until": 50_000}
    assert call(page, "moved", view, 0, 0.5) == {"since": 25_000, "until": 75_000}
    shortest = call(page, "moved", view, 0, 0.0001)
    assert shortest["until"] - shortest["since"] == 10_000


def test_a_tail_keeps_the_lowest_and_highest_of_each_part_and_grows_no_longer(page: Page) -> None:
    points: Any = []
    for second in range(600):
        value = 99 if second == 333 else second % 7
        points = call(page, "grown", points, [second * 1000, value, "good"], 60_000)
    assert len(points) <= 2 * 10
    assert [333_000, 99, "good"] in points
    assert points == sorted(points)
    assert call(page, "grown", points, points[-1], 60_000) == points, "never twice"


def test_a_bad_reading_displaces_no_better_one(page: Page) -> None:
    points = [[0, 5, "good"], [1000, 6, "good"]]
    grown = call(page, "grown", points, [2000, 999, "bad"], 60_000)
    assert grown == points


def test_no_line_is_drawn_over_a_silence_or_through_bad_readings(page: Page) -> None:
    points = [[0, 1, "good"], [1000, 2, "good"], [9000, 3, "good"], [10_000, 4, "bad"],
              [11_000, 5, "uncertain"]]  # fmt: skip
    line = call(page, "line", points, [[1000, 9000]], [[10_000, 10_000]])
    assert line == {"x": [0, 1000, 1001, 9000, 9001, 11_000], "y": [1, 2, None, 3, None, 5]}
    assert call(page, "line", points[:2], [], []) == {"x": [0, 1000], "y": [1, 2]}


def test_a_near_limit_comes_into_view_and_a_far_one_is_named_beyond_it(page: Page) -> None:
    limits = {"ll": 0.5, "l": 1.0, "h": 5.2, "hh": 7.0, "deadband": 0.02, "on_delay_s": 5}
    scale = call(page, "scale", [4.8, 5.1], limits, [0, 8])
    assert scale["low"] < 4.8 < 5.2 < scale["high"] < 7
    assert scale["above"] == [["hh", 7.0]]
    assert scale["below"] == [["ll", 0.5], ["l", 1.0]]
    empty = call(page, "scale", [], {}, [0, 8])
    assert empty["low"] < 0 < 8 < empty["high"]


def test_marks_are_what_happened_to_the_tag_and_its_equipment(page: Page) -> None:
    plant = {
        "tanks": [{"id": "T1", "level": "LT-1", "inflows": ["FT-1"], "outflows": [], "bund": "B1"}],
        "pools": [],
        "valves": [{"id": "XV-1", "isolates": "T1"}, {"id": "XV-2", "position": "ZT-2"}],
        "pumps": [{"id": "P1", "draws": "T1"}],
    }

    def equipment(tag: str) -> Any:
        return page.evaluate(
            "([plant, tag]) => [...center.history.equipmentOf(plant, tag)].sort()", [plant, tag]
        )

    assert equipment("LT-1") == ["B1", "P1", "T1", "XV-1"]
    assert (equipment("FT-1"), equipment("ZT-2"), equipment("NONE")) == (["T1"], ["XV-2"], [])
    alarm = {"alarm": "LT-1:H", "tag": "LT-1", "condition": "H", "priority": "high",
             "raised_at": 50, "raised_seq": 3, "acked_at": 60, "acked_seq": 4,
             "returned_at": 500, "returned_seq": 9}  # fmt: skip
    orders = [
        {"id": "DIR-1", "place": "w1", "acts_on": ["XV-1"], "issued_at": 70, "done_at": 90},
        {"id": "DIR-2", "place": "T9", "acts_on": [], "issued_at": 70, "done_at": None},
    ]
    marks = page.evaluate(
        "([a, d]) => center.history.marks(a, d, new Set(['T1', 'XV-1']), 0, 100)", [[alarm], orders]
    )
    assert [(m["at"], m["what"], m.get("directive")) for m in marks] == [
        (50, "raised", None),
        (60, "acknowledged", None),
        (70, "issued", "DIR-1"),
        (90, "done", "DIR-1"),
    ]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/St_Johns", "Europe/Berlin"])
@pytest.mark.parametrize("ms", [1_790_000_000_000, 1_774_746_000_000, 1_792_890_000_000])
def test_the_sites_clock_is_the_zones_own(page: Page, zone: str, ms: int) -> None:
    local = call(page, "local", zone, ms)
    assert local == datetime.fromtimestamp(ms / 1000, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")
    assert call(page, "local", zone, call(page, "instant", zone, local)) == local


def test_what_is_no_time_is_none(page: Page) -> None:
    assert call(page, "instant", "UTC", "yesterday") is None


def test_an_exported_line_of_an_exercise_has_the_exercises_tag(page: Page) -> None:
    series = {"tag": "LT-1", "unit": "m", "points": [[0, 1.5, "good"]]}
    for drill, name in ((None, "LT-1"), ("DRL-1", "DRL-1/LT-1")):
        lines = call(page, "lines", "UTC", [series | {"drill": drill}])
        assert lines[1] == [
            "1970-01-01 00:00:00",
            "1970-01-01T00:00:00.000Z",
            name,
            1.5,
            "m",
            "good",
        ]
