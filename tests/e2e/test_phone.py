"""A phone, 390 pixels wide, in a real crisis: nothing runs off its side, what a thumb touches is 48
pixels, no word is under 14, and what matters first is on the first screen."""

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from layouts.pages import PAGES
from tests.e2e.test_accessibility import PHONE, opened
from tests.support.pages import watched_page
from tests.support.staged_night import StagedNight

pytestmark = pytest.mark.e2e

SEEN = """const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  && one.getClientRects().length > 0 && !one.closest('.unseen, .skip');
const told = (one, size) => `${one.outerHTML.slice(0, 140)} ${size}`;"""
SMALL = f"""() => {{ {SEEN}
  const touched = 'a[href], button, input, select, textarea, summary, [role="tab"], [role="option"]';
  return [...document.querySelectorAll(touched)]
    .filter((one) => seen(one) && !one.closest('.sentence, .leaflet-control-attribution'))
    .map((one) => [one, (/^(checkbox|radio)$/.test(one.type) && one.closest('label') || one).getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < 47.5)
    .map(([one, box]) => told(one, `${{Math.round(box.width)}}x${{Math.round(box.height)}}`));
}}"""
FINE_PRINT = f"""() => {{ {SEEN}
  const small = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {{
    const one = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || one.closest('script, style, .sign') || !seen(one)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < 13.95) small.push(told(one, size));
  }}
  return small;
}}"""
RUNS_OFF = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 140))"""

FIRST = {
    "/": ".cells .cell:first-child .big",
    "/command": ".directive-row >> nth=0",
    "/people": ".headcount-desk .chip >> nth=1",
    "/resources": ".tally .chip >> nth=1",
    "/alarms": ".standing-row >> nth=0",
    "/readiness": ".gap-row >> nth=0",
    "/tanks": ".history-head .reading b",
    "/log": ".fact >> nth=0",
    "/gate": "main h2 >> nth=0",
    "/plant": "main h2 >> nth=0",
    "/feeds": "main h2 >> nth=0",
    "/outbox": "main h2 >> nth=0",
    "/templates": "main h2 >> nth=0",
    "/m": ".phone-sos >> nth=0",
    "/mine": "main h2 >> nth=0",
    "/matters": "main h2 >> nth=0",
    "/responsibility": "main h2 >> nth=0",
    "/heat": "main h2 >> nth=0",
    "/cockpit": "main h2 >> nth=0",
    "/drills": "main h2 >> nth=0",
    "/reviews": "main h2 >> nth=0",
    "/replay": ".replay-bar >> nth=0",
    "/help": "main h2 >> nth=0",
}
"""What stands on the first screen of each page: the gravest line of its question's answer."""


def measure(page: Page, path: str, language: str) -> None:
    assert page.evaluate(RUNS_OFF) == [], (path, language)
    assert page.evaluate(SMALL) == [], (path, language)
    assert page.evaluate(FINE_PRINT) == [], (path, language)


@pytest.mark.parametrize(("role", "language"), [(Role.RESPONDER, "zh-CN"), (Role.COMMANDER, "en")])
def test_every_page_fits_a_hand(
    crisis: StagedNight, browser: Browser, role: Role, language: str
) -> None:
    with watched_page(
        browser, crisis.center.url, role, language=language, viewport=PHONE, has_touch=True
    ) as watched:
        for path in PAGES:
            page = opened(watched, crisis, path)
            first = page.locator(FIRST[path])
            expect(first).to_be_in_viewport(ratio=0.9)
            measure(page, path, language)


def test_the_menu_is_folded_and_opens_under_a_thumb(crisis: StagedNight, browser: Browser) -> None:
    with watched_page(
        browser, crisis.center.url, Role.RESPONDER, viewport=PHONE, has_touch=True
    ) as watched:
        page = opened(watched, crisis, "/alarms")
        people = page.locator(".menu a[href='/people']:not(.beside)")
        expect(people).to_be_hidden()
        page.locator(".menu-button").tap()
        expect(people).to_be_visible()
        expect(page.locator(".menu > a[href='/mine']")).to_be_visible()
        measure(page, "the menu", "en")
        people.tap()
        page.wait_for_url("**/people")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_signing_in_fits_a_hand(crisis: StagedNight, browser: Browser, language: str) -> None:
    with watched_page(
        browser, crisis.center.url, language=language, viewport=PHONE, has_touch=True
    ) as visitor:
        visitor.page.goto(f"{crisis.center.url}/sign-in")
        visitor.page.locator("main button").first.wait_for()
        measure(visitor.page, "/sign-in", language)


def test_a_history_is_moved_by_a_finger(crisis: StagedNight, browser: Browser) -> None:
    with watched_page(
        browser, crisis.center.url, Role.RESPONDER, viewport=PHONE, has_touch=True
    ) as watched:
        page = opened(watched, crisis, "/tanks")
        chart = page.locator(".history-chart .nsewdrag").first
        chart.wait_for()
        state = page.locator(".history-state span").first
        expect(state).to_contain_text("●")
        box = chart.bounding_box()
        assert box
        finger = page.context.new_cdp_session(page)
        y = box["y"] + box["height"] / 2
        steps = [box["x"] + box["width"] * part for part in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)]
        points = [("touchStart", steps[0]), *(("touchMove", x) for x in steps[1:])]
        for kind, x in points:
            finger.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]}
            )
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(state).to_contain_text("○")
