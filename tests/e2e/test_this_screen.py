"""What a screen is set to in the strip's menu: its sound, staying awake, full screen, the wall's size; and that the
command page prints as a hand-over on two sheets."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import Watched, command, watched_page
from tests.support.staged_night import StagedNight

pytestmark = pytest.mark.e2e

LISTEN = """
window.pulses = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
  window.pulses.push(this.frequency.value);
  return start.call(this, when);
};
"""
SOS_HZ = 1250
A4_PAGE = re.compile(rb"/Type\s*/Page[^s]")
ROWS = """(() => {
  const { board, page } = center;
  const words = (value) => typeof value === "string" ? value : page.lang === "en" ? value.en : value.zh;
  const incidents = Object.values(board.rows("incident")).filter((one) => one.status === "open");
  return {
    directives: Object.values(board.rows("directives")).filter((one) => one.live).map((one) => words(one.text)),
    people: Object.values(board.kind("people", ""))
      .filter((one) => ["missing", "not_accounted"].includes(one.account)).map((one) => words(one.name)),
    commanders: incidents.filter((one) => one.commander).map((one) => words(one.commander.name)),
    alarms: Object.values(board.rows("alarms")).length,
    out: Object.values(board.kind("resources", "dispatch:")).filter((one) => one.out).map((one) => one.id),
    authority: incidents.flatMap((one) => one.authority.basis).length,
  };
})()"""
"""What a hand-over must not leave out."""
ON_PLAIN_HTTP = """
Object.defineProperty(window, "isSecureContext", { value: false });
delete Navigator.prototype.wakeLock;
"""


def menu(page: Page) -> Any:
    page.locator(".strip .who").click()
    this = page.locator(".this-screen")
    expect(this).to_be_visible()
    return this


def sos_pulses(page: Page) -> int:
    return int(page.evaluate(f"pulses.filter((hz) => hz === {SOS_HZ}).length"))


def sounds_on(page: Page, more_than: int) -> None:
    page.wait_for_function(
        f"(n) => pulses.filter((hz) => hz === {SOS_HZ}).length > n", arg=more_than
    )


def opened(seen: Watched, url: str, path: str) -> Page:
    seen.page.goto(url + path)
    seen.is_live()
    return seen.page


def test_an_sos_sounds_in_one_tab_until_it_is_answered(
    crisis: StagedNight, browser: Browser
) -> None:
    url = crisis.center.url
    with watched_page(browser, url, Role.COMMANDER) as seen:
        seen.page.context.add_init_script(LISTEN)
        page = opened(seen, url, "/log")
        page.locator("body").click()  # browsers sound after a gesture only
        expect(page.locator(".sound-locked")).to_have_count(0)
        person = page.evaluate("center.page.person")
        command(seen, url, "person.sos")
        sounds_on(page, 0)
        second = page.context.new_page()
        second.goto(f"{url}/log")
        second.locator(".strip .link").wait_for()
        second.locator("body").click()
        sounds_on(second, 0)
        before = sos_pulses(page)
        sounds_on(second, sos_pulses(second))
        assert sos_pulses(page) == before, "the first tab left it to the second"
        command(seen, url, "person.sos_answer", person=person)
        second.wait_for_function(
            "() => Object.values(center.board.rows('people')).every(r => !r.calls)"
        )
        answered = sos_pulses(second)
        second.wait_for_timeout(4000)
        assert sos_pulses(second) == answered
        command(seen, url, "person.sos_end", person=person, reason="only tried")


def test_a_screen_that_is_set_silent_is_silent_but_may_be_tried(
    crisis: StagedNight, browser: Browser
) -> None:
    url = crisis.center.url
    with watched_page(browser, url, Role.COMMANDER) as seen:
        seen.page.add_init_script(LISTEN)
        page = opened(seen, url, "/log")
        this = menu(page)
        this.get_by_label(say("en", "screen.sound_on")).uncheck()
        expect(this).to_contain_text(say("en", "screen.sound_off"))
        opened(seen, url, "/log")
        this = menu(page)
        assert page.evaluate("pulses.length") == 0
        for tone in ("sos", "emergency", "high", "medium", "low", "exercise"):
            this.get_by_role("button", name=say("en", f"screen.tone.{tone}"), exact=True).click()
        page.wait_for_function("() => new Set(pulses).size >= 9")


def test_where_https_is_missing_the_menu_says_why_the_screen_may_sleep(
    crisis: StagedNight, browser: Browser
) -> None:
    url = crisis.center.url
    with watched_page(browser, url, Role.COMMANDER) as seen:
        seen.page.add_init_script(ON_PLAIN_HTTP)
        expect(menu(opened(seen, url, "/log"))).to_contain_text(say("en", "screen.awake_no_https"))


def test_full_screen_by_a_button_and_by_a_key(crisis: StagedNight, browser: Browser) -> None:
    url = crisis.center.url
    with watched_page(browser, url, Role.COMMANDER) as seen:
        page = opened(seen, url, "/log")
        this = menu(page)
        this.get_by_role("button", name=say("en", "screen.full", key="F8")).click()
        page.wait_for_function("() => document.fullscreenElement !== null")
        page.keyboard.press("F8")
        page.wait_for_function("() => document.fullscreenElement === null")


def test_the_size_of_a_wall_is_set_in_its_menu_and_kept(
    crisis: StagedNight, browser: Browser
) -> None:
    url = crisis.center.url
    scale = "getComputedStyle(document.documentElement).getPropertyValue('--wall-scale')"
    viewport: Any = {"width": 1920, "height": 1080}
    with watched_page(browser, url, Role.VIEWER, viewport=viewport) as seen:
        page = opened(seen, url, "/")
        page.locator(".strip").hover()
        words, menu_of_it = (page.locator(one).bounding_box() for one in (".strip", ".strip .menu"))
        assert words
        assert menu_of_it
        assert menu_of_it["y"] >= words["y"] + words["height"] - 2  # level and title stay in sight
        this = menu(page)
        inches = this.get_by_label(say("en", "screen.inches"))
        inches.fill("170")
        assert float(page.evaluate(scale)) == 0.5
        inches.fill("5")
        expect(this).to_contain_text(say("en", "screen.between", least=10, most=500))
        assert float(page.evaluate(scale)) == 0.5
        opened(seen, url, "/")
        assert float(page.evaluate(scale)) == 0.5


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_command_page_prints_as_a_hand_over_on_two_sheets(
    crisis: StagedNight, browser: Browser, language: str
) -> None:
    url = crisis.center.url
    with watched_page(browser, url, Role.COMMANDER, language=language) as seen:
        page = opened(seen, url, "/command")
        page.locator(".directive-row").first.wait_for()
        page.emulate_media(media="print")
        sheet = page.locator(".hand-over")
        expect(sheet).to_be_visible()
        rows = page.evaluate(ROWS)
        assert len(rows["directives"]) > 5
        expect(sheet.locator(".line")).not_to_have_count(0)
        assert rows["out"]
        assert rows["authority"]
        for told in [*rows["directives"], *rows["people"], *rows["commanders"], *rows["out"]]:
            expect(sheet).to_contain_text(told)
        expect(sheet.locator(".weather-told")).to_contain_text("m/s")
        authority = sheet.locator("section", has_text=say(language, "authority.title")).first
        assert authority.locator(".line").count() >= rows["authority"]
        assert sheet.locator("section").last.locator(".line").count() == rows["alarms"]
        for hidden in (".menu", ".desk", ".map-panel", ".act", ".drawer"):
            expect(page.locator(f"{hidden} >> visible=true")).to_have_count(0)
        sheets = len(A4_PAGE.findall(page.pdf(prefer_css_page_size=True)))
        assert sheets == 2, "one would be cut, as all this does not fit on it"
