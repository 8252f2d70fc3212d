"""The resource desk against the board: what can be had and how soon, found, sent, exported, done."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import SITE, at_desk, board, night
from tests.support.grids import cell, exported, headers, rows_of, shown
from tests.support.pages import command
from tests.support.running_center import RunningCenter
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

GRID = "resources-grid"
CUT_WITH_DOTS = """() => [...document.querySelectorAll('.two-lines .ag-cell-value')]
  .some((words) => words.scrollHeight > words.clientHeight && getComputedStyle(words).webkitLineClamp === '2')"""
"""Words that have no room end in dots, which say so."""
LOCKED = next(s for s in SITE.stores if s.custody.kind == "keyed")
EXPORT = say("en", "grid.export")


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def chip(word: str) -> str:
    """The switch of a state."""
    return f".tally .chip:has-text('{say('en', word)}')"


def test_the_grid_shows_the_rows_of_the_board(center: RunningCenter, browser: Browser) -> None:
    with at_desk(browser, center, "/resources", Role.VIEWER) as desk:
        told = board(desk, center, "resources")
        lines = {key: row for key, row in told.items() if key.startswith("stock:")}
        assert len(lines) == len(SITE.stock)
        drawn = {row["key"]: row for row in rows_of(desk.page, GRID)}
        assert drawn.keys() == lines.keys()
        for key, row in lines.items():
            for ours, theirs in (
                ("available", "available"), ("quantity", "quantity"), ("minimum", "minimum"),
                ("committed", "committed"), ("expires", "expires"),
                ("inspection", "inspection_due"), ("custodyId", "custody"),
            ):  # fmt: skip
                assert drawn[key][ours] == row[theirs], (key, ours)
            assert cell(desk.page, key, "available") == f"{row['available']:g}"


def test_a_line_says_when_it_can_be_had_and_a_locked_one_never_now(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/resources", Role.VIEWER) as desk:
        told = board(desk, center, "resources")
        place = next(iter(told[f"store:{LOCKED.id}"]["carry_min"]))
        drawn = {row["key"]: row for row in rows_of(desk.page, GRID)}
        kinds = set()
        for key, row in told.items():
            if not key.startswith("stock:"):
                continue
            had = row["to_be_had"]
            kinds.add(had["how"])
            carry = told[f"store:{row['store']}"]["carry_min"][place]
            words = cell(desk.page, key, "minutes") or ""
            if had["how"] == "open":
                assert drawn[key]["minutes"] == carry
                assert words == say("en", "had.minutes", n=carry)
            elif had["how"] == "locked":
                assert drawn[key]["minutes"] > 60 + carry, "the key is at home until the morning"
                assert say("en", "had.from", time="08:00") in words
            else:
                assert words.startswith(say("en", "had.never"))
        assert kinds == {"open", "locked", "none"}, "or the test has not seen them all"

        desk.page.get_by_label(say("en", "resources.within")).select_option("60")
        expect(desk.page.locator(".grid-head")).to_contain_text(f"of {len(SITE.stock)}")
        within = rows_of(desk.page, GRID)
        assert within
        assert {row["custodyId"] for row in within} == {"open"}


NOW = 1_796_148_600_000
HOUR_MS = 3_600_000
NEVER, UNKNOWN = "not now", "unknown"


@pytest.mark.parametrize(
    ("had", "carry", "words"),
    [
        ({"how": "open"}, 2.84, "2.8 min"),
        ({"how": "open"}, 14, "14 min"),
        ({"how": "open"}, None, f"{UNKNOWN} · no road is known"),
        ({"how": "key_held", "key_min": 2.5}, 2.5, "5 min · by key"),
        ({"how": "key_held"}, 2.5, f"{UNKNOWN} · the key is on site, nobody knows where"),
        ({"how": "locked"}, 2.5, f"{UNKNOWN} · nobody comes with the key"),
        ({"how": "locked", "opens_at": NOW + 2 * HOUR_MS}, 3, "2 h 3 min · from 04:10"),
        ({"how": "locked", "opens_at": NOW - 1}, 3, "4 min · from 02:09"),
        ({"how": "none", "why": "expired"}, 3, f"{NEVER} · expired"),
        ({"how": "none", "why": "unserviceable"}, 3, f"{NEVER} · out of service"),
    ],
)
def test_how_soon_is_said_of_what_is_known_and_nothing_is_made_up(
    page_of_words: Page, had: dict[str, object], carry: float | None, words: str
) -> None:
    """The page's own function, asked in the page; the clock is an argument."""
    asked = (
        "([had, carry, now]) => center.availabilityWords(center.readAvailability(had, carry, now))"
    )
    assert page_of_words.evaluate(asked, [had, carry, NOW]) == words


@pytest.fixture(scope="module")
def page_of_words(center: RunningCenter, browser: Browser) -> Iterator[Page]:
    with at_desk(browser, center, "/resources", Role.VIEWER) as desk:
        yield desk.page


def test_what_a_view_shows_can_be_sent_to_a_colleague(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/resources", Role.COMMANDER) as sender:
        page = sender.page
        page.get_by_role("searchbox").fill("suit")
        page.locator(chip("resources.ready")).click()
        page.get_by_label(say("en", "resources.custody")).select_option("open")
        page.locator(".ag-header-cell[col-id=store] .ag-header-cell-label").click()
        page.locator(".ag-row").nth(1).click()
        expect(page.locator(".ledger-line")).to_be_visible()

        def as_asked_for() -> bool:
            rows, store = shown(page), headers(page).index("Store")
            return 1 < len(rows) < len(SITE.stock) and rows == sorted(rows, key=lambda r: r[store])

        eventually(as_asked_for)
        sent, address = shown(page), page.url.removeprefix(center.url)
        chosen = page.locator(".ledger-line h2").inner_text()
        with at_desk(browser, center, address, Role.EVALUATOR) as colleague:
            expect(colleague.page.locator(".ledger-line h2")).to_have_text(chosen)
            eventually(lambda: shown(colleague.page) == sent)


def test_the_export_is_what_is_shown(center: RunningCenter, browser: Browser) -> None:
    with at_desk(browser, center, "/resources?custody=open", Role.VIEWER) as desk:
        page = desk.page
        page.locator(".ag-header-cell[col-id=quantity] .ag-header-cell-label").click()
        eventually(lambda: exported(page, EXPORT) == [headers(page), *shown(page)])
        assert len(shown(page)) == len(rows_of(page, GRID)), "all of them were in view"


def test_a_change_reaches_its_cell_and_leaves_scroll_and_focus_where_they_were(
    center: RunningCenter, browser: Browser
) -> None:
    low = {"width": 1920, "height": 620}
    with at_desk(browser, center, "/resources", Role.CONTROLLER, viewport=low) as desk:
        page = desk.page
        last = rows_of(page, GRID)[-1]
        page.locator(".ag-body-viewport").evaluate("view => view.scrollTo(0, view.scrollHeight)")
        here = page.locator(f'.ag-row[row-id="{last["key"]}"] [col-id=quantity]')
        here.click()
        place = "document.querySelector('.ag-body-viewport').scrollTop"
        column = "document.activeElement.getAttribute('col-id')"
        row = "document.activeElement.closest('.ag-row').getAttribute('row-id')"
        before = page.evaluate(f"[{place}, {column}, {row}]")
        assert before[0] > 0
        resource, _, store = last["key"].removeprefix("stock:").partition("@")
        command(
            desk, center.url, "resource.count",
            resource=resource, store=store, quantity=last["quantity"] + 3,
        )  # fmt: skip
        expect(here).to_have_text(f"{last['quantity'] + 3:g}")
        assert page.evaluate(f"[{place}, {column}, {row}]") == before
        page.set_viewport_size({"width": 1366, "height": 768})
        page.wait_for_function(CUT_WITH_DOTS)


def test_a_line_is_chosen_and_counted_by_the_keyboard_alone(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/resources?state=ready", Role.RESPONDER) as desk:
        page = desk.page
        page.get_by_role("button", name=EXPORT).focus()
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("Boolean(document.activeElement.closest('.ag-header'))"):
                break
        page.keyboard.press("Tab")
        for key in ("ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        expect(page.locator(".ag-cell:focus")).to_have_count(1)
        page.keyboard.press("Enter")
        panel = page.locator(".ledger-line")
        expect(panel).to_be_visible()
        page.wait_for_url("**line=**")
        line = page.locator(".ag-row.chosen").get_attribute("row-id")
        panel.locator(".count-form input").first.focus()
        page.keyboard.type("7")
        page.keyboard.press("Enter")
        expect(page.locator(f'.ag-row[row-id="{line}"] [col-id=available]')).to_have_text("7")


def test_a_kit_goes_in_one_click_or_says_why_not(center: RunningCenter, browser: Browser) -> None:
    whole = SITE.kits[-1]
    kits = ".kits-desk"
    with at_desk(browser, center, "/resources", Role.VIEWER) as looker:
        expect(looker.page.locator(kits)).to_contain_text(say("en", "kits.not_yours"))
        expect(looker.page.locator(f"{kits} button")).to_have_count(0)
    with at_desk(browser, center, "/resources", Role.COMMANDER) as desk:
        page = desk.page
        expect(page.locator(kits)).to_contain_text(say("en", "kits.needs_incident"))
        short = page.locator(f"{kits} .kit-row", has_text=LOCKED.name.en).first
        expect(short).to_contain_text("08:00")
        command(desk, center.url, "incident.open", place=SITE.tanks[0].id)
        row = page.locator(f"{kits} .kit-row", has_text=whole.name.en)
        row.get_by_role("button", name=say("en", "command.dispatch"), exact=True).click()
        out = page.locator(".kit-row", has_text="DSP-1")
        expect(out).to_contain_text(whole.name.en)
        out.get_by_role("button", name=say("en", "command.bring_back")).click()
        expect(page.locator(".kit-row", has_text="DSP-1")).to_have_count(0)
        short.get_by_role("button", name=say("en", "command.dispatch"), exact=True).click()
        expect(short.get_by_role("alert")).to_contain_text(LOCKED.name.en)


CUT = """() => [...document.querySelectorAll('.ag-header-cell-text, .ag-cell')]
  .filter((one) => !['custody', 'store'].includes(one.getAttribute('col-id')) && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.innerText)"""
"""What a grid says and has no room for; the two that tell a sentence have a tooltip."""


def test_a_phone_shows_what_matters_and_the_rest_at_a_touch(
    center: RunningCenter, browser: Browser
) -> None:
    phone = {"width": 390, "height": 844}
    address = f"/resources?q={quote(LOCKED.name.en)}"
    with at_desk(browser, center, address, Role.RESPONDER, viewport=phone) as desk:
        page = desk.page
        assert headers(page) == [
            say("en", f"resources.{word}") for word in ("name", "had", "store")
        ]
        fits = "document.documentElement.scrollWidth <= window.innerWidth"
        assert page.evaluate(fits)
        page.locator(".ag-row").first.click()
        panel = page.locator(".ledger-line")
        expect(panel).to_be_in_viewport()
        expect(panel).to_contain_text(LOCKED.name.en)
        assert page.evaluate(fits)
        page.set_viewport_size(
            {"width": 3840, "height": 2160}
        )  # the window is drawn to a 4K screen
        page.get_by_role("searchbox").fill("")
        eventually(lambda: len(shown(page)) == len(SITE.stock))
        assert say("en", "resources.state") in headers(page)
        assert page.evaluate(CUT) == [], "no day, no count and no head may be cut"
