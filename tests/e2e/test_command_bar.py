"""The command bar: anything that has a name is found and reached by the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from layouts.pages import PAGES
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter, demo_site, running

pytestmark = pytest.mark.e2e
SITE = demo_site()
BAR = "dialog input"


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center")) as started:
        started.start()
        yield started


def finds(page: Page, typed: str) -> list[str]:
    """What the bar offers for `typed`, best first."""
    page.keyboard.press("Control+k")
    bar = page.locator(BAR)
    bar.fill(typed)
    expect(bar).to_have_value(typed)
    return page.locator("dialog li b").all_inner_texts()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_what_has_a_name_is_found_in_either_language_and_reached_by_keys(
    center: RunningCenter, browser: Browser, language: str
) -> None:
    tank, person = SITE.tanks[0], SITE.people[0]
    with watched_page(browser, center.url, Role.COMMANDER, language=language) as watched:
        page = watched.page
        page.goto(f"{center.url}/log")
        watched.is_live()
        shown = {"en": tank.name.en, "zh-CN": tank.name.zh}[language]
        for typed in (tank.id, tank.name.en, tank.name.zh):
            assert finds(page, typed)[0] == shown, typed
            page.keyboard.press("Escape")
            expect(page.locator(BAR)).to_have_count(0)
        assert finds(page, person.name.en)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{center.url}/people?person={person.id}")


def test_the_enter_that_ends_a_word_of_an_input_method_goes_nowhere(
    center: RunningCenter, browser: Browser
) -> None:
    """Pinyin is ended by Enter, and the browser says of that key that it belongs to the word."""
    person = SITE.people[0]
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        page = watched.page
        page.goto(f"{center.url}/log")
        watched.is_live()
        assert finds(page, person.name.en)
        enter = "key: 'Enter', bubbles: true, cancelable: true"
        taken = (
            f"bar => bar.dispatchEvent(new KeyboardEvent('keydown', {{isComposing: %s, {enter}}}))"
        )
        # Whoever acts on a key prevents what the browser would do by it.
        assert page.locator(BAR).evaluate(taken % "true") is True
        expect(page.locator(BAR)).to_be_visible()
        page.locator(BAR).evaluate(taken % "false")
        page.wait_for_url(f"{center.url}/people?person={person.id}")


def test_a_directive_is_found_as_soon_as_it_is_issued(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        page = watched.page
        page.goto(f"{center.url}/log")
        watched.is_live()
        command(watched, center.url, "incident.open", place=SITE.tanks[0].id)
        opened = (
            "() => Object.keys(center.board.rows('incident')).find((key) => !key.includes(':'))"
        )
        incident = page.wait_for_function(opened).json_value()
        command(
            watched, center.url, "directive.issue",
            incident=incident, to=SITE.people[0].id, text="Look for the blue ladder",
            urgency="urgent", category="source",
        )  # fmt: skip
        page.wait_for_function("() => Object.keys(center.board.rows('directives')).length > 0")
        assert finds(page, "blue ladder") == ["Look for the blue ladder"]
        page.keyboard.press("Enter")
        page.wait_for_url(f"{center.url}/command#DIR-1")
        row = page.locator(".directive-row", has_text="blue ladder")
        expect(row).to_be_focused()

        # Its address shows it to a colleague when it has ended, too.
        command(watched, center.url, "directive.withdraw", directive="DIR-1", reason="Found")
        expect(row).to_have_class(re.compile(r"\bwithdrawn sought\b"))
        page.reload()
        expect(row).to_be_focused()


def test_nothing_found_is_said_and_every_page_can_be_reached(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.VIEWER) as watched:
        page = watched.page
        page.goto(f"{center.url}/log")
        watched.is_live()
        assert finds(page, "no such thing anywhere") == []
        expect(page.get_by_role("status").filter(has_text="no such thing")).to_be_visible()
        for path in PAGES:
            page.locator(BAR).fill("")
            reached = page.evaluate("path => center.linkTo('page', path)", path)
            assert reached == path
