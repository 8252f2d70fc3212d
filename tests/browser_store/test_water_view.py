"""How a valve stands, and with what doubt: `assets/tanks/water.js`, in real Chromium."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.modules import READERS, page_with

VALVE = {"id": "V7", "kind": "outfall", "normally": "open", "position": "ZT"}
PLANT = {
    "by": {
        "tags": {
            "ZT": {"id": "ZT", "period_s": 1, "unit": "1"},
            "LT": {"id": "LT", "period_s": 1, "unit": "m3"},
        },
        "valves": {"V7": VALVE},
    },
    "valves": [VALVE],
    "pools": [{"id": "EP", "level": "LT", "to_weir_m3": 100, "outfall": "V7"}],
}
NOW = 1_000_000
POOL = {"LT": {"value": 30, "ts": NOW, "quality": "good", "overflow": {"earliest_min": None}}}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = page_with(browser, "tanks/levels.js", "tanks/water.js", instead=READERS)
    page.evaluate("(plant) => center.givePlant(plant)", PLANT)
    yield page
    page.close()


def told(page: Page, levels: dict[str, Any]) -> Any:
    """[the valve's word, the cell's kind, its big words]."""
    return page.evaluate(
        """([levels, now]) => {
          const state = center.valveState(center.site().valves[0], levels, now);
          const { kind, big } = center.readWater(levels, now);
          return [center.valveWord(state, now), kind, big];
        }""",
        [levels | POOL, NOW],
    )


def tag(value: float, age_s: int = 0) -> dict[str, Any]:
    return {"ZT": {"value": value, "ts": NOW - 1000 * age_s, "quality": "good"}}


def test_a_valve_heard_of_now_is_told_plainly(page: Page) -> None:
    assert told(page, tag(1)) == ["map.open", "urgent", "water.open V7"]
    assert told(page, tag(0)) == ["map.shut", "note", "water.pool 30"]


def test_a_silent_valve_is_told_with_doubt_and_its_age_and_is_no_alarm(page: Page) -> None:
    assert told(page, tag(1, 240)) == ["map.valve_old map.open 240 s", "warn", "water.pool 30"]
    assert told(page, tag(0, 240)) == ["map.valve_old map.shut 240 s", "gone", "water.pool 30"]


def test_a_valve_never_heard_of_stands_as_usual_with_doubt(page: Page) -> None:
    assert told(page, {}) == ["map.valve_unheard map.open", "warn", "water.pool 30"]


def test_the_word_of_a_person_counts_once_the_tag_is_silent(page: Page) -> None:
    said = {"valve:V7": {"reported": {"state": "shut", "at": NOW - 60_000}}}
    assert told(page, tag(1, 240) | said)[0] == "map.shut"
    assert told(page, tag(1, 30) | said)[0] == "map.valve_old map.open 30 s"
    assert told(page, tag(1) | said)[0] == "map.open"
