"""The load of past alarms as bars and one word: `assets/js/view/alarm_past.js`, in real Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

CODE = Path(__file__).parents[2] / "assets" / "js" / "view" / "alarm_past.js"
STEP = 600_000


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=CODE)
    yield page
    page.close()


def past(counts: list[int], floods: list[list[int]] | None = None, *raised: int) -> dict[str, Any]:
    return {
        "since": 0, "until": len(counts) * STEP, "step_ms": STEP,
        "load": [[n * STEP, count] for n, count in enumerate(counts)],
        "floods": floods or [], "activations": [{"raised_at": at} for at in raised],
        "acceptable": 1, "flood_above": 10, "flood_ends_below": 5,
    }  # fmt: skip


def test_a_long_span_shows_the_worst_ten_minutes_of_each_bar(page: Page) -> None:
    told = past([0, 12, 1, 0, 2, 0], [[STEP, 2 * STEP]])
    bars = page.evaluate("(past) => center.loadBars(past, 3)", told)
    assert [(b["at"], b["most"], b["flood"]) for b in bars] == [
        (0, 12, True), (2 * STEP, 1, False), (4 * STEP, 2, False),
    ]  # fmt: skip
    assert [b["most"] for b in page.evaluate("(past) => center.loadBars(past)", told)] == [
        0, 12, 1, 0, 2, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raised", "kind"), [(0, "plain"), (1, "plain"), (2, "warn"), (10, "warn"), (11, "urgent")]
)
def test_the_last_ten_minutes_are_judged_by_what_one_person_can_answer(
    page: Page, raised: int, kind: str
) -> None:
    now = 10 * STEP
    told = past([4, 0], None, *[now - 1000 * n for n in range(raised)], now - STEP)
    read = page.evaluate("([past, now]) => center.loadOf(past, now)", [told, now])
    assert (read["now"], read["kind"], read["mean"], read["most"]) == (raised, kind, 2, 4)
