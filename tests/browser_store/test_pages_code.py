"""Small parts of the pages' own code in real Chromium, without a server: what strangers wrote."""

import pytest
from playwright.sync_api import Browser, Route

from tests.support.modules import add_modules, script_of


@pytest.mark.parametrize(("role", "trades"), [("", 1), ("commander", 0)])
def test_a_link_with_a_token_changes_nobody_who_is_signed_in(
    browser: Browser, role: str, trades: int
) -> None:
    written = script_of("base/session.js")
    html = f"<!DOCTYPE html><html data-role='{role}'><script>{written}</script></html>"
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=401, json={})

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto("http://center.example/command?q=1#token=somebody-elses")
    if trades:
        page.wait_for_url("**/sign-in")  # it was asked, and refused
    assert "somebody-elses" not in page.url
    assert sum("/api/v1/session" in url for url in asked) == trades
    page.close()


def test_no_address_spoils_the_size_of_a_wall_for_good(browser: Browser) -> None:
    html = f"<!DOCTYPE html><script>{script_of('base/context.js')}</script>"
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
    scale = "() => Number(document.documentElement.style.getPropertyValue('--wall-scale'))"
    sizes = []
    for query in ("", "?inches=42.5", "", "?inches=-1&metres=1e9", "?inches=NaN&metres=0"):
        page.goto(f"http://center.example/{query}")
        sizes.append(page.evaluate(scale))
    page.close()
    assert sizes == [1, 2, 2, 2, 2]


NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get: () => { throw new DOMException("no", "SecurityError"); } });
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


@pytest.mark.parametrize("forbidden", [NO_STORAGE, FULL], ids=["no storage", "a full one"])
def test_what_a_browser_may_not_keep_is_remembered_until_the_page_is_left(
    browser: Browser, forbidden: str
) -> None:
    page = browser.new_page()
    page.route("http://board.test/*", lambda route: route.fulfill(body="<!doctype html>"))
    page.add_init_script(forbidden)
    page.goto("http://board.test/?theme=light&inches=43")
    add_modules(page, "base/browser_memory.js", "base/context.js")
    assert page.evaluate("center.page.theme()") == "light"
    assert page.evaluate("(center.wear('dark'), center.page.theme())") == "dark"
    remembered = """() => {
      center.keptInTab.set("a", 7);
      return [center.keptInTab.get("a"), center.kept.get("a"), center.kept.get("wall.inches")];
    }"""
    assert page.evaluate(remembered) == ["7", None, "43"]
    page.close()


def test_what_it_may_keep_outlives_the_page(browser: Browser) -> None:
    page = browser.new_page()
    page.route("http://board.test/*", lambda route: route.fulfill(body="<!doctype html>"))
    for theme in ("?theme=light", ""):
        page.goto(f"http://board.test/{theme}")
        add_modules(page, "base/context.js")
    assert page.evaluate("center.page.theme()") == "light"
    page.close()
