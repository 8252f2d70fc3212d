"""A hazard of an unsaved draft is played in the editor: opened, signed, refused, late; the plant records nothing."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from command_center.domain.actor import Role
from command_center.template_file import library_texts
from command_center.words import say
from tests.e2e.desk_night import SITE, night
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e
FINDER = SITE.people[5].id


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def tries(seen: Watched, center: RunningCenter) -> Locator:
    """The editor with the library's hazard, and a play begun of it."""
    page = seen.page
    page.goto(f"{center.url}/templates")
    page.locator("[data-template=hazard]").click()
    page.locator(".template-try:not([disabled])").click()
    play = page.locator(".try-it")
    play.wait_for()
    return play


def opens(play: Locator) -> None:
    """Somebody finds a hazard, by the form that the draft asks."""
    play.locator("select[name=see_as]").select_option(FINDER)
    play.locator("[data-field=place] select").select_option("W1")
    category = play.locator("[data-field=category] select").first
    expect(category.locator("option")).not_to_have_count(1)
    category.select_option(index=1)
    play.locator("[data-field=level] [role=radio], [data-field=level] button").first.click()
    play.locator("[data-field=found] :is(textarea, input)").first.fill("Drips")
    play.locator("[data-field=seen] [role=radio], [data-field=seen] button").first.click()
    play.locator("form button[type=submit]").click()
    play.locator("article[data-matter]").wait_for()


def be(play: Locator, move: str) -> str:
    """Become the first person who may make a move now."""
    button = play.locator(f"[data-hand={move}] [data-be]").first
    person = str(button.get_attribute("data-be"))
    button.click()
    play.locator(f"[data-move={move}]").wait_for()
    return person


def recorded(page: Page, center: RunningCenter) -> int:
    answer = page.context.request.get(f"{center.url}/api/v1/matters")
    return int(answer.json()["total"])


def test_a_draft_is_played_to_its_points_and_records_nothing(
    browser: Browser, center: RunningCenter
) -> None:
    with watched_page(
        browser, center.url, Role.CONTROLLER, viewport={"width": 1920, "height": 1080}
    ) as seen:
        page = seen.page
        play = tries(seen, center)
        expect(play).to_contain_text(say("en", "templates.try_note"))
        opens(play)
        expect(play.locator(".try-steps")).to_contain_text("opened by")
        expect(play.locator(".try-steps")).to_contain_text("due:")
        be(play, "sign")
        play.locator("[data-move=sign] button[type=submit]").click()
        expect(play).to_have_attribute("data-steps", "2")
        # Without a proof the step is refused, in the words that its person would read.
        be(play, "prove")
        play.locator("[data-move=prove] button[type=submit]").click()
        expect(play.locator("[data-refused=true]")).to_have_count(1)
        expect(play.locator("[data-refused=true]")).to_contain_text("Still to be filled in")
        # A month later the deadline has been escalated, and the owner would lose points.
        play.locator(f"[data-wait='{30 * 86_400_000}']").click()
        expect(play.locator("[data-fact=escalated]").first).to_be_visible()
        prove = play.locator("[data-move=prove]")
        prove.locator("[data-field=measure] :is(textarea, input)").first.fill("Tightened")
        prove.locator("[data-field=fixed] [role=radio], [data-field=fixed] button").first.click()
        prove.locator("button[type=submit]").click()
        expect(play.locator(".try-steps")).to_contain_text("(late)")
        if folder := os.environ.get("CC_PICTURES"):
            page.screenshot(path=f"{folder}/try-1920-en.png")
        assert recorded(page, center) == 0


def test_a_change_of_the_draft_plays_the_same_steps_anew(
    browser: Browser, center: RunningCenter
) -> None:
    with watched_page(
        browser,
        center.url,
        Role.CONTROLLER,
        language="zh-CN",
        viewport={"width": 390, "height": 844},
    ) as seen:
        page = seen.page
        play = tries(seen, center)
        opens(play)
        before = play.locator(".try-steps").inner_text()
        text = library_texts()["hazard"]
        assert "sign: {within: 4 h" in text
        page.locator("[data-way=text]").click()
        page.locator(".template-text").fill(
            text.replace("sign: {within: 4 h", "sign: {within: 9 h")
        )
        page.wait_for_function(
            "before => document.querySelector('.try-steps').innerText !== before", arg=before
        )
        expect(play).to_have_attribute("data-steps", "1")
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 390
        if folder := os.environ.get("CC_PICTURES"):
            page.screenshot(path=f"{folder}/try-390-zh.png", full_page=True)
        play.locator(".try-close").click()
        expect(page.locator("[data-preview=template]")).to_be_visible()
        assert recorded(page, center) == 0


def test_who_may_only_read_is_offered_no_play(browser: Browser, center: RunningCenter) -> None:
    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        seen.page.goto(f"{center.url}/templates")
        seen.page.locator("[data-template=hazard]").click()
        seen.page.locator("[data-preview=template]").wait_for()
        expect(seen.page.locator(".template-try")).to_have_count(0)
