"""The network dies while a figure that Python draws is asked for: the page says so at once, keeps what was
drawn, asks again by itself, and draws when it is answered."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, running

pytestmark = pytest.mark.e2e

ASKED = re.compile(r"/_dash-update-component\?")
"""Dash asks with the token of its page in the query: a glob that ends with the path matches nothing."""
GRAPH = "#drills-script-graph"
NO_PATIENCE = """
const soon = window.setTimeout;
window.setTimeout = (run, ms, ...given) => (ms > 4000 ? 0 : soon(run, ms, ...given));
"""
"""A page whose patience never ends: only the failure of a request can tell that it failed."""

Mend = Callable[[], object]
Break = Callable[[RunningCenter, Page], Mend]
"""Changes the theme, so that the figure is asked for, and breaks the network under it; returns what mends it."""


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center")) as made:
        yield made.start()


def turn_light(page: Page) -> None:
    page.evaluate("() => { document.documentElement.dataset.theme = 'light'; }")


def cut_off(center: RunningCenter, page: Page) -> Mend:
    """Every request of Dash is cut off, while the page's link stays live."""
    page.route(ASKED, lambda route: route.abort("connectionreset"))
    turn_light(page)
    return lambda: page.unroute(ASKED)


def killed(center: RunningCenter, page: Page) -> Mend:
    """The server is killed while it is asked, and started again."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(ASKED, hold)
    with page.expect_request(ASKED):
        turn_light(page)
    page.unroute(ASKED)
    center.kill()
    for route in held:
        route.continue_()
    return center.start


def offline(center: RunningCenter, page: Page) -> Mend:
    """The browser's own network is gone."""
    page.context.set_offline(True)
    turn_light(page)
    return lambda: page.context.set_offline(False)


def ink(page: Page) -> str:
    """The colour of the figure's words."""
    colour: str = page.evaluate(
        "(graph) => document.querySelector(`${graph} .js-plotly-plot`).layout.font.color", GRAPH
    )
    return colour


def is_drawn(watched: Watched, center: RunningCenter) -> None:
    watched.page.goto(f"{center.url}/drills?scenario=night-toxic-leak")
    watched.is_live()
    watched.is_whole()
    expect(watched.page.locator(f"{GRAPH} .main-svg").first).to_be_visible()


@pytest.mark.parametrize("breaks", [cut_off, killed, offline])
def test_a_figure_that_was_not_answered_says_so_and_comes_back(
    center: RunningCenter, browser: Browser, breaks: Break
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER, outage=True) as watched:
        page = watched.page
        page.add_init_script(NO_PATIENCE)
        is_drawn(watched, center)
        page.evaluate("window.marker = 'the same page'")
        dark, failed = ink(page), page.get_by_text(say("en", "chart.failed"))
        cut: list[Request] = []
        page.on("requestfailed", lambda one: cut.append(one) if ASKED.search(one.url) else None)

        mend = breaks(center, page)
        expect(failed).to_be_visible()
        with page.expect_event("requestfailed", lambda one: bool(ASKED.search(one.url))):
            pass  # asked again without a hand
        assert len(cut) > 1
        expect(page.locator(f"{GRAPH} .main-svg").first).to_be_visible()
        assert ink(page) == dark

        mend()
        expect(failed).to_have_count(0)
        graph = f"document.querySelector('{GRAPH} .js-plotly-plot')"
        page.wait_for_function(f"(dark) => {graph}.layout.font.color !== dark", arg=dark)
        assert page.evaluate("window.marker") == "the same page"
