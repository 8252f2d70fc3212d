"""The wall measured in the DOM, in the night that the rules made: nothing clipped, nothing too small,
no word of the map over another.

Quiet, early and late in the crisis, and at a site whose names are long; at 1080p and 4K, in both
languages.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as NeverSo

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.long_names import long_named
from tests.support.pages import Watched, command, watched_page
from tests.support.staged_night import staged_night

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

CRISIS_S, LATE_S = 420.0, 1500.0
SIRENS = ("public-address-north", "siren-gate", "siren-tank-farm")
SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160)}

MISDRAWN = """() => {
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const token = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--s1'));
  const least = root * token - 0.01;
  const found = [];
  const told = (what, element, text) =>
    found.push(`${what}: "${text}" in ${element.parentElement.className} > ${element.className}`);
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const holds = (outer, inner) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  for (const part of document.querySelectorAll('.strip, .wall')) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = node.data.trim();
      const element = node.parentElement;
      const unseen = '.menu, .unseen, .skip, .js-plotly-plot, script, style';
      if (!text || !shown(element) || element.closest(unseen)) continue;
      if (parseFloat(getComputedStyle(element).fontSize) < least) told('too small', element, text);
      const range = document.createRange();
      range.selectNodeContents(node);
      const rectangles = [...range.getClientRects()];
      for (let up = element; up && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.overflow === 'visible' || up.closest('.leaflet-container')) continue;
        const box = up.getBoundingClientRect();
        if (rectangles.some((one) => !holds(box, one))) { told('clipped', element, text); break; }
      }
      const map = element.closest('.leaflet-container');
      const frame = map ? map.getBoundingClientRect() : screen;
      if (rectangles.some((one) => !holds(frame, one))) told('off its frame', element, text);
    }
  }
  return found;
}"""

OVER = """() => {
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const words = [...document.querySelectorAll('.mark > span, .mark > em')].filter(shown);
  const boxes = words.map((one) => one.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap((b, j) => {
    const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    return over ? [`"${words[i].textContent}" over "${words[i + 1 + j].textContent}"`] : [];
  }));
}"""
"""Words of the map that lie over each other."""

OWN_FACE = """async () => {
  await document.fonts.ready;
  return [...document.fonts].filter((face) => face.family === 'Inter').map((face) => face.status);
}"""

TIMED = re.compile(r"(live|实时) [\d.]+ s · [\d,]+/[\d,]+ ms")
"""The dot of the live link with the time from a fact to its pixels, p50 and p99."""
FACTS, TIMED_MS = 3, 20_000

SMALL = {"/command": (1920, 1080), "/": (390, 844)}
"""Where the map has little room."""


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with staged_night(tmp_path_factory.mktemp("quiet"), None) as night:
        yield night.center.url


@pytest.fixture(scope="module")
def crisis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """With sirens whose gateway is silent: the wall says so beside the name of the outside cell."""
    with staged_night(tmp_path_factory.mktemp("crisis"), CRISIS_S) as night:
        sirens = [{"id": one, "exercises": True} for one in SIRENS]
        body = {"gateway": "gw-1", "sirens": sirens}
        told = night.center.post("sirens", night.secrets["plant"], body)
        assert told.status_code == 202, told.text
        yield night.center.url


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with staged_night(tmp_path_factory.mktemp("late"), LATE_S) as night:
        yield night.center.url


@pytest.fixture(scope="module")
def long_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with long_named(tmp_path_factory.mktemp("long")) as url:
        yield url


def the_wall(watched: Watched, url: str) -> Page:
    """The wall with everything drawn on it that will be."""
    page = watched.page
    page.goto(f"{url}/")
    watched.is_live()
    page.locator(".level-row .value").first.wait_for()
    page.locator(".leaflet-container .mark").first.wait_for(state="attached")
    assert page.evaluate(OWN_FACE) == ["loaded"]  # words are measured in the face the server sends
    page.wait_for_function("() => center.board.whole()")
    return page


def a_fact_is_recorded(browser: Browser, url: str) -> None:
    """A line of stock is counted, as many as there are: of all that the wall draws nothing changes."""
    with watched_page(browser, url, Role.COMMANDER) as watched:
        rows = watched.page.context.request.get(f"{url}/api/v1/board").json()["rows"]["resources"]
        line = next(row for key, row in sorted(rows.items()) if key.startswith("stock:"))
        given = {name: line[name] for name in ("resource", "store", "quantity")}
        command(watched, url, "resource.count", **given)


def misdrawn(page: Page) -> list[str]:
    """What is drawn wrong once the wall has settled: words find their places once a second."""
    with suppress(NeverSo):
        page.wait_for_function(
            f"() => ({MISDRAWN})().length + ({OVER})().length === 0", polling=500
        )
        return []
    return [*page.evaluate(MISDRAWN), *page.evaluate(OVER)]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("state", ["quiet", "crisis", "late", "long_words"])
def test_nothing_on_the_wall_is_clipped_or_too_small(
    request: pytest.FixtureRequest, browser: Browser, state: str, language: str
) -> None:
    url: str = request.getfixturevalue(state)
    with watched_page(browser, url, Role.VIEWER, language=language) as watched:
        page = the_wall(watched, url)
        link = page.locator(".strip .link > span").first
        for _ in range(FACTS):  # one that comes while the page catches up is not timed
            a_fact_is_recorded(browser, url)
            with suppress(AssertionError):
                expect(link).to_have_text(TIMED, timeout=TIMED_MS)
                break
        expect(link).to_have_text(TIMED, timeout=TIMED_MS)
        expect(link).to_have_attribute("title", re.compile("99 ?%"))
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(
                """(width) => Math.abs(center.rem() - width / 120) < 0.1 &&
                document.querySelector('.leaflet-container').clientWidth > width / 2""",
                arg=width,
            )
            assert misdrawn(page) == []
        beside = page.locator(".cell .aside.urgent b > span:visible")
        words = say(language, "official.siren.silent", n=len(SIRENS))
        silent = beside.filter(has_text=re.compile(f"^{re.escape(words)}$"))
        expect(silent).to_have_count(int(state == "crisis"))


@pytest.mark.parametrize("path", SMALL)
def test_on_a_small_map_no_word_lies_over_another_and_what_is_grave_is_told(
    browser: Browser, crisis: str, path: str
) -> None:
    width, height = SMALL[path]
    viewport = {"width": width, "height": height}
    with watched_page(browser, crisis, Role.COMMANDER, viewport=viewport) as watched:
        page = watched.page
        page.goto(f"{crisis}{path}")
        watched.is_live()
        page.locator(".leaflet-container .mark").first.wait_for(state="attached")
        told = ".mark:not(.crowded):is(.vessel-name.urgent, .valve.urgent.root, .store.warn)"
        page.wait_for_function(
            f"""(told) => ({OVER})().length === 0 &&
            new Set([...document.querySelectorAll(told)].map((one) => one.textContent)).size >= 3""",
            arg=told,
            polling=500,
        )


def test_the_measure_sees_what_is_wrong(browser: Browser, quiet: str) -> None:
    with watched_page(browser, quiet, Role.VIEWER) as watched:
        page = the_wall(watched, quiet)
        page.set_viewport_size({"width": 1920, "height": 1080})
        assert misdrawn(page) == []
        page.add_style_tag(
            content=".strip .title { font-size: 12px !important; }"
            ".panel h2 { width: 3rem; overflow: hidden; }"
        )
        seen = " ".join(page.evaluate(MISDRAWN))
        assert "too small" in seen
        assert "clipped" in seen


WHERE = """() => Object.fromEntries(
  [".panel", ".panel h2", ".cell", ".cell h2", ".cell .big", ".level-row", ".level-row > *",
   ".directive", ".directive .what > b", ".directive .clock", ".item", ".item > em"]
  .map((selector) => [selector, [...document.querySelectorAll(`.wall ${selector}`)].map((one) => {
    const { top, height, left } = one.getBoundingClientRect();
    const right = selector.endsWith("em") || selector.endsWith("clock");
    return [top, height, ...(right ? [] : [left])].map(Math.round);
  })]))"""
"""Where things stand; a number at the right edge may grow to its left."""


def test_a_changed_value_moves_no_neighbour(browser: Browser, crisis: str) -> None:
    viewport = {"width": 1920, "height": 1080}
    with watched_page(browser, crisis, Role.VIEWER, viewport=viewport) as watched:
        page = the_wall(watched, crisis)
        assert misdrawn(page) == []
        before = page.evaluate(WHERE)
        for panel in (".levels-panel", ".side-panel", ".cells", ".alarms-panel"):
            page.wait_for_function(
                "([panel, was]) => document.querySelector(panel).innerText !== was",
                arg=[panel, page.locator(panel).inner_text()],
            )
        after = page.evaluate(WHERE)
        for what, places in before.items():
            assert places, what
            for was, now in zip(places, after[what], strict=False):
                assert now == was, what


PLACED = """() => {
  const map = document.querySelector(".leaflet-container");
  const of = (selector) => {
    const { left, top, width } = map.querySelector(selector).getBoundingClientRect();
    return [left, top, width].map(Math.round);
  };
  const plan = [...map.querySelectorAll("path.area")].map((area) => {
    const { left, top, width, height } = area.getBoundingClientRect();
    return [left, top, width, height].map(Math.round);
  });
  return { scale: of(".leaflet-control-scale-line"), north: of(".weather svg"), plan };
}"""


@pytest.mark.parametrize("size", SIZES)
def test_when_an_incident_opens_nothing_of_the_map_moves(
    browser: Browser, quiet: str, crisis: str, size: str
) -> None:
    width, height = SIZES[size]
    placed = []
    for url in (quiet, crisis):
        viewport = {"width": width, "height": height}
        with watched_page(browser, url, Role.VIEWER, viewport=viewport) as watched:
            page = the_wall(watched, url)
            assert misdrawn(page) == []
            placed.append(page.evaluate(PLACED))
    assert placed[0] == placed[1]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_lines_of_the_four_answers_are_larger_than_the_least(
    browser: Browser, crisis: str, language: str
) -> None:
    viewport = {"width": 1920, "height": 1080}
    with watched_page(
        browser, crisis, Role.VIEWER, language=language, viewport=viewport
    ) as watched:
        page = the_wall(watched, crisis)
        assert misdrawn(page) == []
        sizes = page.locator(".cell .sub").evaluate_all(
            "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert len(sizes) == 12, sizes  # in each, beside its two, what of it is overdue
        assert min(sizes) >= 22, sizes
        assert sorted(sizes)[2] == 26, "most of them as a capital of 16 minutes of arc"


MATTERS = (
    ".strip .elapsed",
    ".cell .big",
    ".cell .big > span",
    ".level-row .value",
    ".directive .clock > span",
)
LEAST_PX = 76
"""On 3840 pixels of 65 inches a capital of 20 mm, which is read at five metres."""

LETTERS = """(selector) => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => parseFloat(getComputedStyle(one).fontSize))"""


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_what_matters_is_read_at_five_metres_and_people_are_larger_than_calls(
    browser: Browser, crisis: str, language: str
) -> None:
    width, height = SIZES["4K"]
    with watched_page(
        browser, crisis, Role.VIEWER, language=language,
        viewport={"width": width, "height": height},
    ) as watched:  # fmt: skip
        page = the_wall(watched, crisis)
        assert misdrawn(page) == []
        for selector in MATTERS:
            sizes = page.evaluate(LETTERS, selector)
            assert sizes, selector
            assert min(sizes) >= LEAST_PX, selector
        [people] = page.evaluate(LETTERS, ".cell.people .big")
        [calls] = page.evaluate(LETTERS, ".cell.calls .big")
        assert people > calls
        overdue = page.locator(".cell.people .sub").first.inner_text()
        assert not overdue.endswith("…")


def test_what_is_known_is_named_whole_with_its_detail(browser: Browser, quiet: str) -> None:
    viewport = {"width": 1920, "height": 1080}
    with watched_page(browser, quiet, Role.VIEWER, viewport=viewport) as watched:
        page = the_wall(watched, quiet)
        item = page.locator(".short-panel .item").first
        expect(item.locator("b")).to_have_text("Alcohol-resistant foam", use_inner_text=True)
        expect(item.locator(".detail")).to_be_visible()
        expect(item.locator("em")).to_be_visible()
        assert misdrawn(page) == []


LEFT_OUT = """() => {
  const container = document.querySelector(".leaflet-container");
  const words = (selector) => [...container.querySelectorAll(selector)].map((one) => one.textContent);
  return { crowded: words(".person-name.crowded"), told: words(".crowd-name:not(.crowded)") };
}"""


def test_whoever_has_no_room_in_a_building_is_named_beside_it(
    browser: Browser, tmp_path: Path
) -> None:
    viewport = {"width": 1920, "height": 1080}
    with (
        staged_night(tmp_path, CRISIS_S) as night,
        watched_page(browser, night.center.url, Role.COMMANDER, viewport=viewport) as watched,
    ):
        night.silence()
        night.gather(list(night.board.night.shift.positions())[:12], "W3")
        page = the_wall(watched, night.center.url)
        page.locator(".crowd-name:not(.crowded)").first.wait_for(state="attached")
        assert misdrawn(page) == []
        seen = page.evaluate(LEFT_OUT)
        assert seen["told"]
        for words in seen["told"]:
            assert any(words.startswith(name) for name in seen["crowded"]) or words[0] == "+"


OVER_THE_PLAN = """() => {
  const wind = document.querySelector(".leaflet-container .weather").getBoundingClientRect();
  return [...document.querySelectorAll(".leaflet-container path.area:not(.outside)")]
    .map((area) => area.getBoundingClientRect())
    .filter((area) => Math.min(area.right, wind.right) > Math.max(area.left, wind.left) &&
      Math.min(area.bottom, wind.bottom) > Math.max(area.top, wind.top)).length;
}"""


@pytest.mark.parametrize("width", [1366, 1920])
def test_on_a_desk_the_wind_lies_over_no_building(browser: Browser, quiet: str, width: int) -> None:
    viewport = {"width": width, "height": 768 if width == 1366 else 1080}
    with watched_page(browser, quiet, Role.COMMANDER, viewport=viewport) as watched:
        page = watched.page
        page.goto(f"{quiet}/command")
        watched.is_live()
        expect(page.locator(".weather .wind")).not_to_be_empty()
        page.wait_for_function(f"() => ({OVER_THE_PLAN})() === 0")
