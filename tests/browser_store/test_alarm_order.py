"""The order in which alarms stand (docs/alarms.md, "The order"): `assets/js/view/alarms.js`, in real
Chromium."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

CODE = Path(__file__).parents[2] / "assets" / "js" / "view" / "alarms.js"
NOW = 1_000_000


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=CODE)
    yield page
    page.close()


def alarm(
    name: str, priority: str, state: str, condition: str = "H", raised_at: int = NOW - 60_000
) -> dict[str, Any]:
    return {
        "id": name, "tag": name, "condition": condition, "priority": priority, "state": state,
        "raised_at": raised_at, "shelved_until": None, "handed_over": False,
    }  # fmt: skip


IN_ORDER = [
    alarm("new loss", "emergency", "UNACK", "NETLOSS"),
    alarm("known loss", "emergency", "ACKED", "NETLOSS"),
    alarm("new gas", "high", "UNACK"),
    alarm("new level", "medium", "UNACK"),
    alarm("known gas", "high", "ACKED"),
    alarm("no signal", "low", "UNACK", "STALE"),
    alarm("no signal for long", "low", "ACKED", "STALE"),
    alarm("was a loss", "emergency", "RTNUN", "NETLOSS"),
    alarm("was gas", "high", "RTNUN"),
]


def order(page: Page, alarms: list[dict[str, Any]]) -> list[str]:
    rows = {one["id"]: one for one in alarms}
    told = page.evaluate("([rows, now]) => center.readAlarms(rows, now).shown", [rows, NOW])
    return [one["id"] for one in told]


def test_an_emergency_that_stands_is_over_all_but_a_new_one(page: Page) -> None:
    names = [one["id"] for one in IN_ORDER]
    assert order(page, IN_ORDER[::-1]) == names
    for a, b in permutations(IN_ORDER, 2):
        assert order(page, [a, b]) == sorted((a["id"], b["id"]), key=names.index)


def test_of_equals_the_newest_is_first(page: Page) -> None:
    old, new = (alarm(name, "high", "UNACK", raised_at=at) for name, at in (("old", 1), ("new", 2)))
    assert order(page, [old, new]) == ["new", "old"]
