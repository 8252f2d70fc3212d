"""The page of the alarms: acknowledged by a key, shelved with a reason, and its past."""

import re

import pytest
from playwright.sync_api import Browser, expect

from command_center.clock import Clock
from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.history_night import (
    NET_LOSS,
    Night,
    board,
    night,
    wait_for_points,
)
from tests.support.pages import watched_page
from tests.support.waiting import eventually

__all__ = ["night"]  # fixtures

pytestmark = pytest.mark.e2e


def test_an_alarm_is_acknowledged_by_one_key_and_moves_down(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.COMMANDER) as desk:
        desk.page.goto(f"{night.url}/alarms?alarm={NET_LOSS}")
        desk.is_live()
        row = desk.page.locator(f".standing-row[data-alarm='{NET_LOSS}']")
        expect(row).to_have_attribute("data-state", "UNACK")
        expect(row).to_be_focused()
        first = desk.page.locator(".standing-row").first
        expect(first).to_have_attribute("data-alarm", NET_LOSS)  # the gravest, unacknowledged
        row.press("a")
        expect(row).to_have_attribute("data-state", "ACKED")
        assert board(desk, night)["alarms"][NET_LOSS]["state"] == "ACKED"

        def drawn_as_told() -> bool:
            drawn = desk.page.locator(".standing-row").evaluate_all(
                """all => all.map(({ dataset: { alarm, value } }) =>
                [alarm, value === "" ? null : Number(value)])"""
            )
            told = board(desk, night)["alarms"]
            return bool(drawn) and all(
                alarm in told and told[alarm]["value"] == value for alarm, value in drawn
            )

        eventually(drawn_as_told)  # a moment later another alarm may have come


def test_an_alarm_is_shelved_with_a_reason_and_comes_back(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.COMMANDER) as desk:
        desk.page.goto(f"{night.url}/alarms")
        desk.is_live()
        eventually(
            lambda: "STALE" in {a["condition"] for a in board(desk, night)["alarms"].values()}
        )
        desk.page.locator(".standing-row, .standing-burst").first.wait_for()
        for burst in desk.page.locator(".standing-burst [aria-expanded=false]").all():
            burst.click()
        stale = desk.page.locator(".standing-row", has_text=say("en", "alarm.condition.STALE"))
        alarm = stale.first.get_attribute("data-alarm") or ""
        row = desk.page.locator(f".standing-row[data-alarm='{alarm}']")
        row.focus()
        row.press("s")
        desk.page.keyboard.type("gauge under repair")
        desk.page.keyboard.press("Enter")
        shelved = desk.page.locator(f".shelved-row[data-alarm='{alarm}']")
        expect(shelved).to_contain_text("gauge under repair")
        expect(desk.page.locator(f".standing-row[data-alarm='{alarm}']")).to_have_count(0)
        told = board(desk, night)["alarms"][alarm]
        assert told["shelved_by"]
        assert told["shelved_until"] - Clock().now() <= 30 * 60_000
        shelved.get_by_role("button", name=say("en", "command.unshelve"), exact=True).click()
        expect(shelved).to_have_count(0)
        expect(desk.page.locator(f".standing-row[data-alarm='{alarm}']")).to_have_count(1)


def test_load_and_past_are_the_journals(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        told = visitor.page.context.request.get(f"{night.url}/api/v1/alarms").json()
        visitor.page.goto(f"{night.url}/alarms?span=24h&q=net loss")  # later, so no less
        visitor.is_live()
        expect(visitor.page.locator("#alarms-load-graph .bars path").first).to_be_attached()
        bars = visitor.page.evaluate(
            "() => [...document.querySelector('#alarms-load-graph .js-plotly-plot').data[0].y]"
        )
        assert max(bars) >= 1
        assert sum(bars) >= told["total"] > 0
        worst = visitor.page.locator(".worst .offender")
        expect(worst.first).to_be_visible()
        past = visitor.page.locator(".past-panel .ag-row")
        expect(past).to_have_count(1)  # the search is in the address
        expect(past).to_contain_text("net loss")
        link = past.locator("a[href^='/tanks?']")
        link.click()
        visitor.page.wait_for_url(re.compile(r"/tanks\?tag="))
        wait_for_points(visitor.page)
        expect(visitor.page.locator("[data-mark='raised']").first).to_be_visible()


def test_who_may_only_look_is_offered_no_hand(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as looker:
        looker.page.goto(f"{night.url}/alarms")
        looker.is_live()
        expect(looker.page.locator(".standing-row").first).to_be_visible()
        expect(looker.page.locator(".standing-row button, .shelved-row button")).to_have_count(0)
        looker.page.locator(".standing-row").first.press("a")
        expect(looker.page.locator(".answer")).to_have_count(0)
