"""Charts of what has no length: an empty span, one sample, a value that never moves, a graph without
room. None may leave a path of NaN, and a page that complains of one fails its test."""

from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from tests.support.pages import watched_page
from tests.support.staged_night import StagedNight

pytestmark = pytest.mark.e2e

DESK = {"width": 1920, "height": 1080}
NAN = "() => document.documentElement.innerHTML.split('NaN').length - 1"
ODD = {
    "nothing": [],
    "one sample": [[1_800_000_000_000, 4.2, "good"]],
    "the same twice": [[1_800_000_000_000, 4.2, "good"], [1_800_000_010_000, 4.2, "good"]],
    "only bad": [[1_800_000_000_000, 4.2, "bad"]],
    "zero": [[1_800_000_000_000, 0, "good"], [1_800_000_010_000, 0, "uncertain"]],
}
DRAW = """async ([points, span, size, two]) => {
  const box = document.createElement('div');
  Object.assign(box.style, { position: 'fixed', left: 0, top: 0, width: size[0], height: size[1] });
  document.body.append(box);
  const tags = center.site().tags.filter((tag) => ['level', 'flow'].includes(tag.kind));
  const chosen = [tags.find((t) => t.kind === 'level'), ...(two ? [tags.find((t) => t.kind === 'flow')] : [])];
  const series = Object.fromEntries(chosen.map((tag) => [tag.id, { points, silent: [], bad: [], uncertain: [] }]));
  const view = { since: 1800000010000 - span, until: 1800000010000 };
  for (const whole of [false, true]) {
    const figure = center.historyFigure({ view, series, tags: chosen, marks: [], whole });
    await center.drawChart(box, figure);
  }
  const wrong = box.innerHTML.split('NaN').length - 1;
  box.remove();
  return wrong;
}"""


SIZES = [["900px", "400px"], ["900px", "0px"], ["0px", "400px"]]


def test_a_history_of_nothing_draws_no_nan(crisis: StagedNight, browser: Browser) -> None:
    with watched_page(browser, crisis.center.url, Role.VIEWER, viewport=DESK) as watched:
        page = watched.page
        page.goto(f"{crisis.center.url}/tanks")
        watched.is_live()
        page.locator(".history-plot .main-svg").first.wait_for()
        every = product(ODD.items(), (1, 10_000, 3_600_000), SIZES, (False, True))
        for (name, points), span, size, two in every:
            assert page.evaluate(DRAW, [points, span, size, two]) == 0, (name, span, size, two)
        assert page.evaluate(NAN) == 0


def test_the_wall_draws_its_small_lines_without_a_chart_library(
    crisis: StagedNight, browser: Browser
) -> None:
    """Another level takes the place, and nothing is known of its past: no line is under its name."""
    with watched_page(browser, crisis.center.url, Role.VIEWER, viewport=DESK) as watched:
        page = watched.page
        page.route(
            "**/api/v1/history?tag=NEW-1&*", lambda asked: asked.fulfill(json={"points": []})
        )
        page.goto(f"{crisis.center.url}/")
        watched.is_live()
        lines = page.locator(".level-row .spark path")
        expect(lines.first).to_be_attached()
        page.evaluate("() => center.trends.show(['NEW-1'])")
        assert page.evaluate("() => center.trends.path('NEW-1')") == ""
        assert page.evaluate(NAN) == 0
        assert page.evaluate("() => 'Plotly' in window") is False


FIGURES = {
    "/alarms": (Role.VIEWER, "#alarms-load-graph"),
    "/drills?scenario=night-toxic-leak": (Role.CONTROLLER, "#drills-script-graph"),
    "/reviews/{incident}": (Role.VIEWER, "#reviews-waterfall-graph"),
}
"""Pages with a figure that Python makes, who looks, and where it stands."""


@pytest.mark.parametrize("address", FIGURES)
def test_a_figure_of_the_past_is_drawn_and_follows_the_theme(
    crisis: StagedNight, browser: Browser, address: str
) -> None:
    role, graph = FIGURES[address]
    url = crisis.center.url
    with watched_page(browser, url, role, viewport=DESK) as watched:
        page = watched.page
        page.goto(f"{url}/")
        watched.is_live()
        assert page.locator(".drawn-figure").count() == 0
        [incident] = page.evaluate(
            "() => Object.keys(center.board.rows('incident')).filter((key) => !key.includes(':'))"
        )
        page.goto(f"{url}{address.format(incident=incident)}")
        watched.is_live()
        expect(page.locator(f"{graph} .main-svg").first).to_be_visible()
        assert page.evaluate(NAN) == 0
        dark = ink_of(page, graph)
        page.evaluate("() => { document.documentElement.dataset.theme = 'light'; }")
        graph_of = f"document.querySelector('{graph} .js-plotly-plot')?.layout.font.color"
        page.wait_for_function(f"(dark) => ({graph_of} ?? dark) !== dark", arg=dark)


def ink_of(page: Page, graph: str) -> str:
    """The colour of a figure's words."""
    colour: str = page.evaluate(
        "(graph) => document.querySelector(`${graph} .js-plotly-plot`).layout.font.color", graph
    )
    return colour
