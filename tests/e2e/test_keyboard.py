"""By keyboard alone: nothing answers to a pointer only, and a radio message goes in whole."""

import re

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from command_center.domain.actor import Role
from layouts.pages import PAGES
from tests.e2e.hands import SITE, Desk, center, choose, desk, places, word
from tests.e2e.test_accessibility import DESK, opened
from tests.support.pages import command, watched_page
from tests.support.staged_night import StagedNight

__all__ = ["center", "desk", "places"]  # fixtures

pytestmark = pytest.mark.e2e

ONLY_CLICKED = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const props = one[Object.keys(one).find((key) => key.startsWith("__reactProps$"))];
  const works = "button, a[href], input, select, textarea, summary, label, dialog, [role='option']";
  return props && props.onClick && !one.matches(works)
    && !one.id && one.tabIndex < 0 && !one.closest(".grid, .dash-dropdown-wrapper, .dash-dropdown");
}).map((one) => one.outerHTML.slice(0, 160))"""


"""Dash counts the clicks on whatever has an id; nothing of ours listens to that but buttons."""


def test_nothing_answers_to_a_pointer_only(crisis: StagedNight, browser: Browser) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        for path in PAGES:
            assert opened(watched, crisis, path).evaluate(ONLY_CLICKED) == [], path


def test_the_list_of_all_pages_opens_and_closes_by_the_keyboard(
    crisis: StagedNight, browser: Browser
) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        page = opened(watched, crisis, "/log")
        group = page.get_by_role("button", name=word("nav.all"))
        reviews = page.locator(".menu a[href='/reviews']")
        expect(reviews).to_be_hidden()
        group.focus()
        page.keyboard.press("Enter")
        expect(reviews).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(reviews).to_be_hidden()
        page.keyboard.press("Enter")
        before = page.evaluate(
            """[...document.querySelectorAll('.group-pages a')].filter((a) => a.checkVisibility())
              .findIndex((a) => a.pathname === '/reviews')"""
        )
        for _ in range(before + 1):
            page.keyboard.press("Tab")
        expect(reviews).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/reviews")


def test_on_a_narrow_desk_the_incident_has_the_room_and_every_page_is_in_the_list(
    crisis: StagedNight, browser: Browser
) -> None:
    narrow: ViewportSize = {"width": 1280, "height": 1024}
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=narrow) as watched:
        page = opened(watched, crisis, "/command")
        expect(page.locator(".menu > a:visible")).to_have_count(1)
        cut = page.evaluate(
            """() => [...document.querySelectorAll(".strip .title, .strip .commands, .strip .plan-overdue")]
              .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText)"""
        )
        assert cut == []
        page.get_by_role("button", name=word("nav.all")).click()
        page.locator(".group-pages a[href='/alarms']").click()
        page.wait_for_url("**/alarms")


def given(desk: Desk) -> str:
    """A directive to somebody in the field, under way."""
    recipient = next(post for post in SITE.posts if not post.commands)
    to = next(r.person for r in SITE.roster if r.post == recipient.id)
    command(
        desk.watched, desk.url, "directive.issue",
        incident=desk.incident, to=to, text="Look", urgency="urgent", category="source",
    )  # fmt: skip
    row = desk.page.locator(".directive-row")
    expect(row.locator("kbd")).to_have_text("1")
    desk.page.keyboard.press("1")
    for key, state in (("a", "acknowledged"), ("s", "in_progress")):
        desk.page.keyboard.press(key)
        expect(row).to_have_class(re.compile(state))
    return to


def test_progress_takes_two_keystrokes(desk: Desk) -> None:
    to = given(desk)
    page = desk.page
    page.locator("body").press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("p")
    expect(page.locator(".directive-row .state")).to_contain_text("25 %")
    [told] = desk.facts("directive.progressed")
    assert (told["data"]["percent"], told["via"], told["speaker"]) == (25, "radio", to)


def test_a_radio_message_goes_in_with_its_figure_its_note_and_its_time(desk: Desk) -> None:
    to = given(desk)
    page = desk.page
    started = desk.facts("directive.started")[0]["at"]
    happened = page.evaluate("(at) => center.time(at)", started + 1000)
    page.wait_for_function("(at) => center.clock.now() > at + 2000", arg=started)
    page.keyboard.press("n")
    far = page.get_by_label(word("command.percent"))
    expect(far).to_be_focused()
    page.keyboard.type("40")
    page.keyboard.press("Tab")
    page.keyboard.type("ladder is up")
    page.keyboard.press("Tab")
    page.keyboard.type("99")
    when = page.get_by_label(word("command.when_about"))
    expect(when).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Enter")
    assert desk.facts("directive.progressed") == []
    when.fill(happened)
    page.keyboard.press("Enter")
    row = page.locator(".directive-row")
    expect(row.locator(".state")).to_contain_text("40 %")
    expect(row).to_contain_text("ladder is up")
    expect(row).to_be_focused()
    [told] = desk.facts("directive.progressed")
    assert told["data"]["percent"] == 40
    assert (told["via"], told["speaker"], told["at_basis"]) == ("radio", to, "backdated")
    assert told["at"] == (started + 1000) // 1000 * 1000


def test_a_form_takes_the_time_at_which_it_happened(desk: Desk) -> None:
    page = desk.page
    page.locator("#form-report summary").press("Enter")
    form = page.locator("#form-report")
    choose(form, "place", desk.place)
    form.locator("#form-report-text").fill("smoke at the pad")
    earlier = page.evaluate("center.clock.now()") - 3 * 60_000
    form.locator("#form-report-at").fill("later")
    form.locator("button[id$='-send']").press("Enter")
    expect(form.locator(".answer.refused")).to_be_visible()
    form.locator("#form-report-at").fill(page.evaluate("(at) => center.time(at)", earlier))
    form.locator("button[id$='-send']").press("Enter")
    expect(form.locator(".answer.accepted")).to_be_visible()
    told = desk.facts("report.received", None)[-1]
    assert (told["at"], told["at_basis"]) == (earlier // 1000 * 1000, "backdated")
