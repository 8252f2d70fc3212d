"""The language of the screen: one press wherever one is (the wall shows its menu to a hand), and it stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from layouts.pages import PAGES
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, running

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center")) as started:
        yield started.start()


@pytest.fixture(scope="module")
def visitor(center: RunningCenter, browser: Browser) -> Iterator[Watched]:
    """One browser for every page: what it has loaded once it need not load again."""
    with watched_page(browser, center.url, Role.VIEWER, language="en") as seen:
        yield seen


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
def test_one_press_changes_the_language_and_a_reload_keeps_it(
    center: RunningCenter, visitor: Watched, path: str
) -> None:
    """Each page begins in English, also after a page that stopped in Chinese."""
    visitor.page.context.add_cookies([{"name": "cc_language", "value": "en", "url": center.url}])
    changes_and_keeps(center, visitor, path)


def test_it_is_chosen_before_signing_in_too(center: RunningCenter, browser: Browser) -> None:
    with watched_page(browser, center.url, language="en") as stranger:
        changes_and_keeps(center, stranger, "/sign-in")


def changes_and_keeps(center: RunningCenter, seen: Watched, path: str) -> None:
    """To Chinese, which a reload keeps, and back to English."""
    page, html = seen.page, seen.page.locator("html")
    page.goto(center.url + path)
    expect(html).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").dispatch_event("click")
    expect(html).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("button", name="English")).to_be_visible()
    page.goto(center.url + path)
    expect(html).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="English").dispatch_event("click")
    expect(html).to_have_attribute("lang", "en")


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_in_a_browser_that_may_keep_nothing(
    center: RunningCenter, browser: Browser, path: str
) -> None:
    """A private window, or one whose site data is blocked: touching the storage throws."""
    forbidden = """for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, { get: () => { throw new DOMException("no", "SecurityError"); } });"""
    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        seen.page.add_init_script(forbidden)
        seen.page.goto(center.url + path)
        seen.is_live()
        expect(seen.page.locator(".panel-failed")).to_have_count(0)
