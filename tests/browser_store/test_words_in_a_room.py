"""Words that stepped back for want of room, in real Chromium: they come out again when there is some."""

from pathlib import Path

import dash
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.modules import READERS, page_with

DEPS = Path(dash.__file__).parent / "deps"
REACT = [max(DEPS.glob(f"{name}@18.*.min.js")) for name in ("react", "react-dom")]
"""As Dash itself sends them."""
FULL, SHORT = "The whole of a sentence", "Short"
DRAW = """([full, short]) => {
  document.body.innerHTML = '<div id="room" style="font: 20px monospace; width: 400px">' +
    '<div id="beside" style="float: right; width: 0; height: 20px"></div><div id="words"></div></div>';
  const root = ReactDOM.createRoot(document.getElementById("words"));
  window.draw = () => root.render(center.h(center.Words, { tag: "div", ways: [full, short], steps: [1] }));
  draw();
}"""


SEEN = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
"""Whoever watches the size of a box has been told of it."""


@pytest.fixture
def page(browser: Browser) -> Page:
    """A room of 400 px with a word in it, which all of it fits into."""
    page = page_with(browser, "shared/fit.js", "base/element.js", instead=READERS)
    for script in REACT:
        page.add_script_tag(path=script)
    page.evaluate(DRAW, [FULL, SHORT])
    is_said(page, FULL)
    return page


def is_said(page: Page, words: str) -> None:
    """Only these are shown of all the ways."""
    expect(page.locator("#words span:visible")).to_have_text([words])


def widths(page: Page, name: str, px: int) -> None:
    page.evaluate("([name, px]) => { window[name].style.width = `${px}px`; }", [name, px])


def test_in_a_room_that_grows_again_all_of_it_is_said(page: Page) -> None:
    widths(page, "room", 100)
    is_said(page, SHORT)
    widths(page, "room", 400)
    is_said(page, FULL)
    page.close()


def test_when_what_stood_beside_it_has_gone_the_next_drawing_says_all(page: Page) -> None:
    """Its own box has kept its size: nothing but the drawing tells it."""
    widths(page, "beside", 300)
    is_said(page, SHORT)
    page.evaluate(SEEN)
    widths(page, "beside", 0)
    page.evaluate(SEEN)
    page.evaluate("draw()")
    is_said(page, FULL)
    page.close()
