"""Pages that tell when something was say once by which clocks: for an auditor, or somebody in another country."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import night
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e
MATTER = "00000000-0000-0000-0000-0000000000a1"
ZONE = "Asia/Shanghai, UTC+08:00"
PAGES = ("matters", f"matters/{MATTER}", "log", "alarms", "tanks")
SIZES = ((1920, 1080), (3840, 2160), (390, 844))
HAZARD = {"category": "equipment/static/leak", "level": "general", "found": "Leak", "place": "TF"}


def test_each_page_of_what_was_names_the_zone_of_its_times_once(
    tmp_path: Path, browser: Browser
) -> None:
    tokens: list[str] = []

    def finder(center: RunningCenter) -> None:
        tokens.append(center.token("zhou-ming", Role.RESPONDER, "zhou-ming"))

    with night(tmp_path, before=finder) as center:
        center.command(tokens[0], "matter.open", matter=MATTER, template="hazard", fields=HAZARD)
        for lang in ("en", "zh-CN"):
            with watched_page(browser, center.url, Role.COMMANDER, language=lang) as seen:
                page = seen.page
                for name in PAGES:
                    page.goto(f"{center.url}/{name}")
                    said = page.locator(".zone-of-times")
                    expect(said).to_have_count(1)
                    expect(said).to_have_text(say(lang, "times.by_plant", zone=ZONE))
                    _pictures(page, f"zone-{name.split('/')[-1][-7:]}-{lang}")
                clocks = page.locator(".strip .clocks [title]").first
                expect(clocks).to_have_attribute("title", say(lang, "times.by_plant", zone=ZONE))


def _pictures(page: Page, name: str) -> None:
    if shots := os.environ.get("CC_SHOTS"):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(1200)
            page.screenshot(path=f"{shots}/{name}-{width}.png")
        page.set_viewport_size({"width": 1920, "height": 1080})
