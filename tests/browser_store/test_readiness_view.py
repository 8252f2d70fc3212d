"""The gaps of tonight: `assets/command/readiness.js`, in real Chromium."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.modules import READERS, page_with

PLANT: dict[str, Any] = {"by": {}, "posts": [], "pools": [], "tanks": [], "tags": []}
KIT = {
    "kit": "four", "complete": False, "missing": [{"resource": "suit", "quantity": 2}],
    "lines": [{"resource": "suit", "had_now": 2, "needed": 4}], "nearest": [],
}  # fmt: skip
SENT_SHORT = {
    "id": "DSP-1", "kit": "four", "missing": [{"resource": "suit", "quantity": 2}],
    "lines": [{"resource": "suit", "store": "hall", "quantity": 2}],
}  # fmt: skip


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = page_with(browser, "command/readiness.js", instead=READERS)
    page.evaluate("(plant) => center.givePlant(plant)", PLANT)
    yield page
    page.close()


def test_a_dispatch_that_went_short_is_no_gap_of_tonight(page: Page) -> None:
    """After a closed incident the board still shows what was sent, with what it lacked."""
    gaps = page.evaluate(
        "(resources) => center.readGaps({}, resources, 0).map((gap) => gap.key)",
        {"kit:four": KIT, "dispatch:DSP-1": SENT_SHORT},
    )
    assert [key for key in gaps if key.startswith("kit:")] == ["kit:four"]
