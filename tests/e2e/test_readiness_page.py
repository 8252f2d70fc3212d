"""Gaps are mended where they are named, and the count falls on every screen at once."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter, demo_site, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
SITE = demo_site()
VIEWPORT = {"width": 1920, "height": 1080}
PICTURES = os.environ.get("READINESS_PICTURES")
"""A folder for pictures of what the test sees, where somebody wants to look at it."""


@pytest.fixture
def center(tmp_path: Any) -> Iterator[RunningCenter]:
    """At night, when only the deputy general manager may mobilise workshop 3."""
    offset = night_offset(SITE, None, Clock().now())
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield center.start()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def row_of(page: Page, form: str) -> Any:
    return page.locator(f".gap-row[data-gap^='{form}']")


def test_a_gap_leads_to_its_form_and_the_count_falls_on_every_screen(
    center: RunningCenter, browser: Browser
) -> None:
    with (
        watched_page(browser, center.url, Role.VIEWER, viewport=VIEWPORT) as wall,
        watched_page(browser, center.url, Role.COMMANDER, viewport=VIEWPORT) as desk,
    ):
        wall.page.goto(f"{center.url}/")
        huge = wall.page.locator(".verdict .huge")
        huge.wait_for()
        page = desk.page
        page.goto(f"{center.url}/command")
        page.locator(".calm-gap[data-gap^='authority:']").first.click()
        page.wait_for_url("**/readiness?gap=authority*")
        expect(page.locator(".gap-row.chosen")).to_be_visible()
        expect(huge).to_have_text(str(page.locator(".gap-row").count()))
        picture(page, "gaps")

        lacking = row_of(page, "authority:")
        gaps = lacking.count()
        for _ in range(gaps):
            lacking.first.locator("[data-act='delegate']").click()
            form = page.locator("#form-authority-delegate")
            expect(form.locator("#form-authority-delegate-hours")).to_have_value("8")
            picture(page, "delegate")
            form.locator("#form-authority-delegate-send").click()
            left = gaps - 1
            expect(lacking).to_have_count(left)
            gaps = left
        expect(page.locator(".delegation-row").first).to_contain_text(
            say("en", "delegations.by_receiver")
        )
        expect(huge).to_have_text(str(page.locator(".gap-row").count()))

        open_before = int(huge.inner_text())
        pool = row_of(page, "pool:").first
        pool.locator("[data-act='interim']").click()
        pool.locator("select").select_option(index=1)
        pool.locator("input[name='what']").fill("Two vacuum trucks stand at the pool")
        picture(page, "interim")
        pool.get_by_role("button", name=say("en", "readiness.interim_send")).click()
        expect(pool.locator(".interim")).to_contain_text("Two vacuum trucks")
        expect(page.locator(".gap-row.bridged")).to_have_count(1)
        expect(huge).to_have_text(str(open_before - 1))
        expect(wall.page.locator(".verdict")).to_contain_text("1 interim")
        expect(page.locator(".matrix tbody tr").first).to_be_visible()
        picture(page, "mended")
        page.locator("#panel-authority").scroll_into_view_if_needed()
        picture(page, "matrix")
        picture(wall.page, "wall")


def test_the_superior_grants_on_their_phone_by_one_touch(
    center: RunningCenter, browser: Browser
) -> None:
    step = next(s for s in SITE.plans[0].steps if s.mobilises == "TEAM-C")
    area = SITE.team_by_id["TEAM-C"].area
    manager = next(entry.person for entry in SITE.roster if entry.post == "deputy-gm")
    hand: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    with (
        watched_page(browser, center.url, Role.COMMANDER, viewport=VIEWPORT) as desk,
        watched_page(browser, center.url, Role.RESPONDER, **hand) as phone,
    ):
        page = phone.page
        page.goto(f"{center.url}/m")
        who = str(page.evaluate("center.page.person"))
        post = next(entry.post for entry in SITE.roster if entry.person == who)
        place = SITE.plans[0].places[0]
        desk.page.goto(f"{center.url}/command")
        desk.is_live()
        opened = command(desk, center.url, "incident.open", place=place, plan=SITE.plans[0].id)
        incident = opened["facts"][0]["incident"]
        command(
            desk, center.url, "authority.delegate", capability="mobilise", areas=[area],
            from_post="deputy-gm", to_post=post, hours=8, person=manager, speaker=manager,
            via="phone", reason="Away until the morning",
        )  # fmt: skip
        command(
            desk, center.url, "authority.ask", incident=incident, capability="mobilise",
            scope=area, target=step.mobilises, person=who,
        )  # fmt: skip
        grant = page.locator(".answer-request").get_by_role(
            "button", name=say("en", "authority.grant")
        )
        expect(grant).to_be_visible()
        picture(page, "phone")
        expect(page.locator(".answer-request button")).to_have_count(2)
        # Buttons take nothing for a moment after they have appeared.
        expect(page.locator(".phone-directive .locking.locked")).to_have_count(0)
        grant.tap()
        expect(desk.page.locator(".authority")).to_contain_text("has granted it")
        expect(desk.page.locator(".basis")).to_contain_text("granted on request ASK-1")
        picture(desk.page, "desk")
