"""Every page, quiet and in an incident, dark and light, before axe-core: nothing serious is found."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from command_center.domain.actor import Role
from command_center.site_file import load
from layouts.pages import PAGES
from tests.support.pages import Watched, command, watched_page
from tests.support.running_center import DEMO, RunningCenter, running

pytestmark = pytest.mark.e2e
SITE = load(DEMO)
DRAWN = """document.querySelector('main').children.length > 0
  && [...document.querySelectorAll('.grid')].every(grid => grid.querySelector('.ag-header-cell'))"""
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center")) as started:
        started.start()
        yield started


def found(watched: Watched) -> list[str]:
    """What axe-core finds serious there. Looked at again, lest the link was lost at that moment."""
    problems = found_now(watched.page)
    if problems and watched.page.locator("html[data-link]").count():
        watched.page.wait_for_function("document.documentElement.dataset.link !== 'lost'")
        problems = found_now(watched.page)
    return problems


def found_now(page: Page) -> list[str]:
    """As `rule: element`."""
    answer = Axe().run(page)
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in answer.response["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing_serious_on_any_page(
    center: RunningCenter, browser: Browser, theme: str
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        page = watched.page
        for state in ("quiet", "crisis"):
            if state == "crisis" and not page.evaluate(
                "Object.keys(center.board.rows('incident')).length"
            ):
                command(watched, center.url, "incident.open", place=SITE.tanks[0].id)
            for path in PAGES:
                page.goto(f"{center.url}{path}?theme={theme}")
                watched.is_live()
                page.wait_for_function(DRAWN)
                assert found(watched) == [], (path, state)
        page.goto(f"{center.url}/sign-in?theme={theme}")
        page.locator("main button, main input").first.wait_for()
        assert found(watched) == []
