"""Directives chosen by number on the keyboard of a real Chromium: a number of two figures is one number, and nothing
acts on another directive than the one whose number was typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.modules import READERS, page_with

NUMBERS = (1, 2, 11, 12)
"""Of these 12 has ended and is not drawn."""
DRAW = """(numbers) => {
  center.giveRows({
    incident: { I: { id: "I", status: "open", level: "II", t0: 0, place: "pit" } },
    directives: Object.fromEntries(numbers.map((n) => [`D${n}`, { id: `D${n}`, incident: "I", number: n }])),
  });
  center.chooseIncident("I");
  document.body.innerHTML = "<div class='directive-list'></div>";
  window.acted = [];
  for (const n of numbers.filter((n) => n !== 12)) {
    const row = document.createElement("div");
    Object.assign(row, { className: "directive-row", tabIndex: 0 });
    row.dataset.number = n;
    const keys = center.rowKeys({ a: n === 2 ? null : () => acted.push(n) }, "directive");
    row.addEventListener("keydown", keys);
    document.querySelector(".directive-list").append(row);
  }
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = page_with(browser, "hands/keys.js", "shared/current.js", instead=READERS)
    page.clock.install()
    page.evaluate(DRAW, list(NUMBERS))
    yield page
    page.close()


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def acted(page: Page) -> list[int]:
    found: list[int] = page.evaluate("acted")
    return found


def said(page: Page) -> str:
    return page.locator(".key-said").inner_text()


@pytest.mark.parametrize(("keys", "numbers"), [("1 1 a", [11]), ("1 a", [1]), ("1 1 Enter a", [11]),
                         ("1 a 1 1 a", [1, 11])])  # fmt: skip
def test_a_number_is_all_its_figures(page: Page, keys: str, numbers: list[int]) -> None:
    press(page, keys)
    assert acted(page) == numbers


def test_a_pause_ends_a_number(page: Page) -> None:
    press(page, "1 1")
    expect(page.locator("[data-number='1']")).not_to_be_focused()
    page.clock.run_for(1000)
    expect(page.locator("[data-number='11']")).to_be_focused()


def test_a_number_that_is_none_acts_on_nothing_and_says_so(page: Page) -> None:
    press(page, "1 Enter 1 3 a")
    assert acted(page) == []
    assert said(page) == "keys.no_directive 13"
    press(page, "1 2 a")
    assert acted(page) == []
    assert said(page) == "keys.ended 12"
    assert page.evaluate("location.hash") == "#D12"


def test_a_key_that_does_nothing_says_so(page: Page) -> None:
    press(page, "2 a")
    assert (acted(page), said(page)) == ([], "keys.not_now A")
    press(page, "l")
    assert said(page) == "keys.no_alarm"
    press(page, "i")
    assert said(page) == "keys.nothing_due"


def test_escape_forgets_the_figures(page: Page) -> None:
    press(page, "1 Escape a")
    page.clock.run_for(1000)
    assert acted(page) == []
