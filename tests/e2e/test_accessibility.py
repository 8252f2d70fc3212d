"""Every page for every role before axe-core, quiet and in a real crisis, dark and light, on a desk
and on a phone, in both languages: nothing serious is found. And what axe cannot see: states that
are told apart in greyscale, no motion for who wants none, and the keyboard's way past the menu."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from command_center.domain.actor import Role
from command_center.words import say
from layouts.pages import PAGES
from tests.support.pages import Watched, watched_page
from tests.support.staged_half_year import staged_half_year
from tests.support.staged_night import StagedNight

pytestmark = pytest.mark.e2e

DRAWN = """() => document.querySelector('main').children.length > 0
  && !document.querySelector('.panel-waiting, main [aria-busy="true"]:not(ol)')
  && [...document.querySelectorAll('.grid')].every(grid => [...grid.querySelectorAll('.ag-header-row')]
    .every(row => row.querySelector('.ag-header-cell')) && grid.querySelector('.ag-header-cell'))
  && new Promise(done => setTimeout(() => done(true), 1100))"""
"""Lists that scroll are made reachable once a second (`assets/base/scrolling.js`)."""
SERIOUS = ("serious", "critical")
DESK = ViewportSize(width=1920, height=1080)
PHONE = ViewportSize(width=390, height=844)
STATES = ("urgent", "warn", "note", "good", "gone")


def found(watched: Watched) -> list[str]:
    """What axe-core finds serious there. Looked at again, lest the link was lost at that moment."""
    problems = found_now(watched.page)
    if problems and watched.page.locator("html[data-link]").count():
        watched.page.wait_for_function("() => document.documentElement.dataset.link !== 'lost'")
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


def opened(watched: Watched, night: StagedNight, path: str) -> Page:
    """The page at `path`, drawn."""
    page = watched.page
    page.goto(f"{night.center.url}{path}")
    watched.is_live()
    page.wait_for_function(DRAWN)
    return page


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("role", "language", "theme"),
    [(Role.COMMANDER, "en", "dark"), (Role.RESPONDER, "zh-CN", "light")],
)
def test_axe_finds_nothing_serious_on_a_phone_in_a_crisis(
    crisis: StagedNight, browser: Browser, role: Role, language: str, theme: str
) -> None:
    with watched_page(
        browser, crisis.center.url, role, language=language, viewport=PHONE
    ) as watched:
        for path in PAGES:
            opened(watched, crisis, path).evaluate("(theme) => center.wear(theme)", theme)
            assert found(watched) == [], path


@pytest.mark.parametrize("theme", ["light"])
def test_axe_finds_nothing_serious_in_the_quiet(
    quiet: StagedNight, browser: Browser, theme: str
) -> None:
    with watched_page(browser, quiet.center.url, Role.COMMANDER) as watched:
        for path in PAGES:
            opened(watched, quiet, f"{path}?theme={theme}")
            assert found(watched) == [], path
    with watched_page(browser, quiet.center.url) as visitor:
        visitor.page.goto(f"{quiet.center.url}/sign-in?theme={theme}")
        visitor.page.locator("main button, main input").first.wait_for()
        assert found(visitor) == []


CUT_HEAT = """() => [...document.querySelectorAll('.heat-scroll:has(.by-kind)')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.scrollWidth)"""
"""Heat maps by kind whose names of columns push other columns out of sight."""


@pytest.mark.thorough
@pytest.mark.parametrize(("viewport", "language"), [(DESK, "en"), (PHONE, "zh-CN")])
def test_axe_finds_nothing_serious_where_half_a_year_was_lived(
    browser: Browser, tmp_path: Path, viewport: ViewportSize, language: str
) -> None:
    with (
        staged_half_year(tmp_path, language) as plant,
        watched_page(
            browser, plant.url, Role.CONTROLLER, language=language, viewport=viewport
        ) as watched,
    ):
        told = watched.page.context.request.get(f"{plant.url}/api/v1/matters").json()["matters"]
        newest = {one["template"]: one["id"] for one in reversed(told)}
        paths = [
            "/cockpit", "/heat?across=kind", "/matters", "/responsibility", "/feeds", "/gate", "/outbox",
            "/plant", "/readiness", "/templates?template=hot-work",
            *(f"/matters/{one}" for one in newest.values()),
            *(f"/mine?matter={one}" for one in newest.values()),
        ]  # fmt: skip
        assert len(paths) > 24
        for path in paths:
            watched.page.goto(f"{plant.url}{path}")
            watched.is_live()
            watched.page.wait_for_function(DRAWN)
            assert watched.page.evaluate(CUT_HEAT) == [], path
            for theme in ("light", "dark"):
                watched.page.evaluate("(theme) => center.wear(theme)", theme)
                assert found(watched) == [], (path, theme)


UNTOLD = """(states) => [...document.querySelectorAll(states.map(s => `#page .${s}, header .${s}`).join())]
  .filter(one => one.checkVisibility() && !one.closest('svg, .leaflet-container, .split'))
  .filter(one => {
    if (one.matches('.sign, .bar, .progress i')) one = one.parentElement;
    return !one.innerText.replace(/[■▲●✓◌·\\s]/g, '')
      && !one.closest('.line, .directive, [class*="-row"]')?.innerText.trim();
  }).map(one => one.outerHTML.slice(0, 200))"""
"""Elements in the colour of a state beside which no word stands."""
UNSIGNED = """(states) => [...document.querySelectorAll(states.map(s => `#page .sign.${s}`).join())]
  .filter(one => !/[■▲●✓◌]/.test(one.textContent)).map(one => one.outerHTML)"""
SHAPES = """() => Object.fromEntries([...document.querySelectorAll('.sign')].map(
  one => [[...one.classList].filter(name => name !== 'sign').join(), one.textContent]))"""


MOVES = """() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  return parseFloat(style.animationDuration) > 0 && style.animationName !== 'none'
    || style.transitionDuration.split(',').some(part => parseFloat(part) > 0)
    || style.scrollBehavior === 'smooth';
}).map(one => one.outerHTML.slice(0, 120))"""


@dataclass
class Seen:
    """What was seen of a page at the commander's desk, opened once and looked at in every way."""

    serious: dict[str, list[str]]
    untold: list[str]
    unsigned: list[str]
    shapes: dict[str, str]
    moving: list[str]


def seen(watched: Watched) -> Seen:
    page = watched.page
    page.emulate_media(reduced_motion="no-preference")
    serious = {}
    for theme in ("light", "dark"):
        page.evaluate("(theme) => center.wear(theme)", theme)
        serious[theme] = found(watched)
    untold, unsigned, shapes = (page.evaluate(look, STATES) for look in (UNTOLD, UNSIGNED, SHAPES))
    page.emulate_media(reduced_motion="reduce")
    return Seen(serious, untold, unsigned, shapes, page.evaluate(MOVES))


@pytest.fixture(scope="module")
def desk(crisis: StagedNight, browser: Browser) -> dict[str, Seen]:
    """Every page by its path."""
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        looked = {}
        for path in PAGES:
            opened(watched, crisis, path)
            looked[path] = seen(watched)
        return looked


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing_serious_at_a_desk_in_a_crisis(
    desk: dict[str, Seen], path: str, theme: str
) -> None:
    assert desk[path].serious[theme] == []


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
def test_every_state_has_a_word_and_a_sign(desk: dict[str, Seen], path: str) -> None:
    assert desk[path].untold == []
    assert desk[path].unsigned == []


@pytest.mark.thorough
def test_every_state_has_a_sign_of_its_own(desk: dict[str, Seen]) -> None:
    shapes = {state: shape for one in desk.values() for state, shape in one.shapes.items()}
    told = {state: shape for state, shape in shapes.items() if state in STATES}
    assert {"urgent", "warn", "note"} <= told.keys()
    assert len(set(told.values())) == len(told), told


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_for_who_wants_no_motion(desk: dict[str, Seen], path: str) -> None:
    assert desk[path].moving == []


@pytest.mark.thorough
def test_a_page_says_by_its_title_and_heads_where_one_is_and_axe_finds_nothing_serious(
    crisis: StagedNight, browser: Browser
) -> None:
    with watched_page(
        browser, crisis.center.url, Role.VIEWER, language="zh-CN", viewport=DESK
    ) as watched:
        titles = set()
        for path, one in PAGES.items():
            page = opened(watched, crisis, path)
            name = say("zh-CN", f"nav.{one.name}")
            assert name in page.title()
            assert page.title().startswith("■"), page.title()
            titles.add(page.title())
            assert page.locator("h1").all_inner_texts() == [name]
            levels = page.locator("h1, h2, h3, h4").evaluate_all(
                "all => all.filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"
            )
            assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
            for landmark in ("main", "header.strip", "header.strip nav"):
                assert page.locator(landmark).count() == 1, (path, landmark)
            assert page.locator("html").get_attribute("lang") == "zh-CN"
            assert found(watched) == [], path
        assert len(titles) == len(PAGES)


def test_the_first_tab_leads_past_the_menu(crisis: StagedNight, browser: Browser) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        page = opened(watched, crisis, "/command")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name=say("en", "nav.skip"))
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        assert page.url == f"{crisis.center.url}/command"


def test_the_command_bar_keeps_the_focus_and_gives_it_back(
    crisis: StagedNight, browser: Browser
) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        page = opened(watched, crisis, "/command")
        find = page.locator("nav button[aria-keyshortcuts='Control+K']")
        find.focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog input")).to_be_focused()
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        page.keyboard.press("Escape")
        expect(find).to_be_focused()
