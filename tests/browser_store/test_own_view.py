"""What one person's telephone asks of them: nothing of an incident that is over."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser_store.test_pages_code import page_with

REQUEST = {"id": "ASK-1", "person": "li", "state": "asked"}
ASKED = """([status, request]) => {
  center.site = () => ({ levelRank: { II: 0 } });
  const row = { id: "INC-1", status, level: "II", t0: 1, authority: { asked: [request] } };
  return center.ownRequests({ "INC-1": row }, "li").map((one) => one.id);
}"""


@pytest.mark.parametrize(
    ("status", "shown"), [("open", ["ASK-1"]), ("withdrawn", []), ("closed", [])]
)
def test_a_question_goes_with_its_incident(browser: Browser, status: str, shown: list[Any]) -> None:
    page = page_with(browser, "context.js", "view/incidents.js", "view/own.js")
    assert page.evaluate(ASKED, [status, REQUEST]) == shown
    page.close()


def test_one_that_was_answered_is_asked_no_more(browser: Browser) -> None:
    page = page_with(browser, "context.js", "view/incidents.js", "view/own.js")
    assert page.evaluate(ASKED, ["open", REQUEST | {"state": "granted"}]) == []
    page.close()
