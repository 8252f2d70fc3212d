"""Small parts of the pages' own code in real Chromium, without a server: what strangers wrote."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

SCRIPTS = Path(__file__).parents[2] / "assets" / "js"


def page_with(browser: Browser, *names: str) -> Page:
    """A page that holds nothing but these scripts."""
    page = browser.new_page()
    for name in names:
        page.add_script_tag(path=SCRIPTS / name)
    return page


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_table_is_a_formula(browser: Browser, text: str) -> None:
    page = page_with(browser, "csv.js")
    assert page.evaluate("(text) => center.harmless(text)", text) == f"'{text}"
    page.close()


@pytest.mark.parametrize("value", ["T206", "a=b", "-5", "+3.5", -5, 0, "", None])
def test_numbers_and_words_stay_what_they_are(browser: Browser, value: Any) -> None:
    page = page_with(browser, "csv.js")
    wanted = "" if value is None else str(value)
    assert page.evaluate("(value) => center.harmless(value)", value) == wanted
    page.close()


@pytest.mark.parametrize("word", ["constructor", "toString", "__proto__", "valueOf"])
def test_a_word_that_every_object_knows_is_no_part_of_the_plant(
    browser: Browser, word: str
) -> None:
    page = page_with(browser, "browser_memory.js", "context.js", "plant_index.js", "links.js")
    asked = """(word) => {
      const plant = center.indexed({ places: {}, people: [{ id: "p1", name: "Li" }] });
      center.site = () => plant;
      center.board = { row: () => undefined };
      return [center.named(word), center.kindOf(word), center.named("p1"), center.kindOf("p1")];
    }"""
    assert page.evaluate(asked, word) == [word, None, "Li", "person"]
    page.close()


@pytest.mark.parametrize(("role", "trades"), [("", 1), ("commander", 0)])
def test_a_link_with_a_token_changes_nobody_who_is_signed_in(
    browser: Browser, role: str, trades: int
) -> None:
    names = ("browser_memory.js", "context.js", "session.js")
    written = "".join(f"<script>{(SCRIPTS / name).read_text()}</script>" for name in names)
    html = f"<!DOCTYPE html><html data-role='{role}'>{written}</html>"
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
    names = ("browser_memory.js", "context.js")
    written = "".join(f"<script>{(SCRIPTS / name).read_text()}</script>" for name in names)
    html = f"<!DOCTYPE html>{written}"
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
    scale = "() => Number(document.documentElement.style.getPropertyValue('--wall-scale'))"
    sizes = []
    for query in ("", "?inches=42.5", "", "?inches=-1&metres=1e9", "?inches=NaN&metres=0"):
        page.goto(f"http://center.example/{query}")
        sizes.append(page.evaluate(scale))
    page.close()
    assert sizes == [1, 2, 2, 2, 2]


def test_a_line_of_the_wall_hides_no_other_condition_of_the_same_tag(browser: Browser) -> None:
    page = page_with(browser, "view/alarms.js")
    alarms: list[dict[str, Any]] = [
        {"tag": tag, "condition": condition}
        for tag, condition in (
            ("LT-1", "STALE"), ("GD-1", "HH"), ("LT-1", "NETLOSS"), ("GD-1", "H"), ("GD-1", "L"),
        )
    ]  # fmt: skip
    lines = page.evaluate("(alarms) => center.gravestOfEach(alarms)", alarms)
    assert lines == [alarms[0], alarms[1], alarms[2], alarms[4]]
    page.close()


TEXT = {"filterType": "text", "type": "contains", "filter": "x"}
EITHER = {"filterType": "text", "operator": "OR", "conditions": [TEXT, TEXT]}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"name": TEXT}, {"name": TEXT}),
        ({"name": EITHER, "nobody": TEXT}, {"name": EITHER}),
        ({"name": TEXT | {"filter": {"a": 1}}}, None),
        ({"name": EITHER | {"conditions": 5}}, None),
        ({"name": EITHER | {"conditions": [5]}}, None),
        ({"name": 5}, None),
        ([TEXT], None),
        (5, None),
        (None, None),
    ],
)
def test_an_address_filters_a_grid_only_by_what_is_a_filter(
    browser: Browser, given: Any, taken: Any
) -> None:
    page = page_with(browser, "grid_filter.js")
    assert (
        page.evaluate("(given) => center.filterModel(given, (id) => id === 'name')", given) == taken
    )
    page.close()


@pytest.mark.parametrize(
    ("span", "since", "until"),
    [("constructor", "", ""), ("1h", "1", "1e300"), ("1h", "-5", "5"), ("1h", "NaN", "x")],
)
def test_an_address_that_names_no_span_shows_the_last_hour(
    browser: Browser, span: str, since: str, until: str
) -> None:
    page = page_with(browser, "view/history.js")
    shown = page.evaluate(
        "(asked) => center.history.asked(...asked, 10_000_000)", [span, since, until]
    )
    assert shown == {"since": 6_400_000, "until": 10_000_000, "live": True}
    page.close()


def test_no_row_of_the_board_is_named_by_what_every_object_has(browser: Browser) -> None:
    page = page_with(browser, "board_store.js")
    asked = """() => {
      const { empty, caughtUp } = center.boardStore;
      const told = { whole: true, epoch: "e", rev: 1, seq: 1, rows: { people: { p1: { id: 1 } } } };
      const { people } = caughtUp(empty(), told).rows;
      return [people.p1.id, people.constructor === undefined, people.toString === undefined];
    }"""
    assert page.evaluate(asked) == [1, True, True]
    page.close()


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
    for name in ("browser_memory.js", "context.js"):
        page.add_script_tag(path=SCRIPTS / name)
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
        for name in ("browser_memory.js", "context.js"):
            page.add_script_tag(path=SCRIPTS / name)
    assert page.evaluate("center.page.theme()") == "light"
    page.close()


@pytest.mark.parametrize(
    ("low", "high", "step", "written"),
    [(4.598, 4.612, 0.005, ".3f"), (4.4, 5.1, 0.2, ".1f"), (0.0, 48.0, 10, ".0f")],
)
def test_an_axis_writes_each_tick_with_as_many_decimals(
    browser: Browser, low: float, high: float, step: float, written: str
) -> None:
    page = page_with(browser, "history_chart.js")
    told = page.evaluate("([low, high]) => center.evenTicks(low, high)", [low, high])
    assert (told["dtick"], told["tickformat"]) == (pytest.approx(step), written)
    page.close()
