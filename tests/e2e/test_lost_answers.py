"""An answer that is lost or late: sent again it is done once, and the person is told."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.hands import POSTS, SITE, Desk, center, choose, desk, expect_done, places, send, word
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter

__all__ = ["center", "desk", "places"]  # fixtures

PAGES = "**/_dash-update-component*"
pytestmark = pytest.mark.e2e


def lose_answers(page: Page, times: int = 1) -> list[str]:
    """The server hears and does the next `times` commands; their answers never reach the page."""
    heard: list[str] = []

    def swallow(route: Route) -> None:
        body = route.request.post_data or ""
        if len(heard) == times:
            route.continue_()
            return
        heard.append(body)
        assert route.fetch().ok

    page.route(POSTS, swallow)
    return heard


def test_a_form_whose_answer_was_lost_is_sent_again_and_done_once(
    center: RunningCenter, desk: Desk
) -> None:
    page = desk.page
    page.locator("#form-directive summary").click()
    form = page.locator("#form-directive")
    choose(form, "to", SITE.posts[1].name.en)
    form.locator("#form-directive-text").fill("Look at the pump pad")
    heard = lose_answers(page)
    send(form)
    unanswered = form.locator(".answer.unanswered")
    expect(unanswered).to_contain_text(word("command.no_answer"))
    expect(unanswered).to_contain_text(word("command.no_answer.mend"))
    expect(form.locator("#form-directive-text")).to_have_value("Look at the pump pad")
    assert len(heard) == 1
    send(form)
    expect_done(form)
    expect(form.locator("#form-directive-text")).to_have_value("")
    assert len(desk.facts("directive.issued")) == 1

    # The next submission is another one, even in the same words.
    choose(form, "to", SITE.posts[1].name.en)
    form.locator("#form-directive-text").fill("Look at the pump pad")
    send(form)
    expect(page.locator(".directive-row", has_text="Look at the pump pad")).to_have_count(2)
    assert len(desk.facts("directive.issued")) == 2


def test_what_was_changed_after_a_lost_answer_is_not_given_on_top_unseen(
    center: RunningCenter, desk: Desk
) -> None:
    page = desk.page
    page.locator("#form-report summary").click()
    form = page.locator("#form-report")
    choose(form, "place", SITE.areas[0].name.en)
    form.locator("#form-report-text").fill("smoke")
    lose_answers(page)
    send(form)
    expect(form.locator(".answer.unanswered")).to_be_visible()
    form.locator("#form-report-text").fill("smoke at the pad")
    send(form)
    expect(form.locator(".answer.refused")).to_contain_text(word("command.sent_before"))
    assert [f["data"]["text"] for f in desk.facts("report.received", None)] == ["smoke"]
    send(form)
    expect_done(form)
    assert len(desk.facts("report.received", None)) == 2


def test_a_button_whose_answer_was_lost_is_pressed_again_and_done_once(
    center: RunningCenter, desk: Desk
) -> None:
    page = desk.page
    panel = page.locator("#panel-source")
    leaks = panel.get_by_role("button", name=word("command.source_leaks"), exact=True)
    lose_answers(page)
    leaks.click()
    expect(panel.locator(".answer.unanswered")).to_be_visible()
    leaks.click()
    expect(panel.locator(".answer.accepted")).to_be_visible()
    assert len(desk.facts("source.reported")) == 1


def test_an_answer_that_comes_late_is_still_told(center: RunningCenter, desk: Desk) -> None:
    page = desk.page
    panel = page.locator("#panel-source")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(POSTS, hold)
    panel.get_by_role("button", name=word("command.source_leaks"), exact=True).click()
    expect(panel.locator(".answer.unanswered")).to_be_visible()
    held[0].continue_()
    expect(panel.locator(".answer.accepted")).to_be_visible()
    expect(panel.locator(".answer.unanswered")).to_have_count(0)
    assert len(desk.facts("source.reported")) == 1


def test_a_server_that_is_away_is_said_at_the_hand(center: RunningCenter, desk: Desk) -> None:
    panel = desk.page.locator("#panel-source")
    desk.watched.is_whole()
    center.kill()
    panel.get_by_role("button", name=word("command.source_leaks"), exact=True).click()
    unanswered = panel.locator(".answer.unanswered")
    expect(unanswered).to_contain_text(word("command.no_answer"))
    center.start()
    desk.watched.is_live()
    panel.get_by_role("button", name=word("command.source_leaks"), exact=True).click()
    expect(panel.locator(".answer.accepted")).to_be_visible()
    assert len(desk.facts("source.reported")) == 1


def test_a_page_that_the_server_does_not_send_says_so_in_its_place(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER, language="zh-CN") as visitor:
        asked: list[Route] = []

        def answer_the_second(route: Route) -> None:
            asked.append(route)
            if len(asked) > 1:
                route.continue_()

        visitor.page.route(PAGES, answer_the_second)
        visitor.page.goto(f"{center.url}/command")
        late = visitor.page.locator("#page .late")
        expect(late).to_contain_text(say("zh-CN", "page.unanswered"))
        late.get_by_role("button", name=say("zh-CN", "page.again")).click()
        expect(visitor.page.locator("#panel-incident")).to_be_visible()
