"""A roll-out in the browser: its baseline from Excel on its page, then before and after in the cockpit."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import night
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e
MATTER = "00000000-0000-0000-0000-0000000000a1"
SIZES = ((1920, 1080), (3840, 2160), (390, 844))
TABLE = "month,cycle_days,rectified_percent,repeats_percent,participation_percent\n{}\n"
MONTHS = "2026-08,8.5,61,38,40\n2026-09,7.2,68,36,42"
CHAMPION, SAFETY = "zhou-ming", "liang-xuemei"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[tuple[RunningCenter, dict[str, str]]]:
    hands: dict[str, str] = {}

    def tokens(center: RunningCenter) -> None:
        for person in (CHAMPION, SAFETY):
            hands[person] = center.token(person, Role.RESPONDER, person)

    with night(tmp_path, before=tokens) as center:
        yield center, hands


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_pilot_begins_with_its_baseline_and_the_cockpit_compares(
    browser: Browser, plant: tuple[RunningCenter, dict[str, str]], lang: str
) -> None:
    center, hands = plant
    fields = {
        "module": "hazard",
        "place": "TF",
        "champion": CHAMPION,
        "from": "2026-11-01",
        "baseline_of": "paper",
    }
    center.command(hands[CHAMPION], "matter.open", matter=MATTER, template="rollout", fields=fields)
    with watched_page(browser, center.url, Role.ADMINISTRATOR, language=lang) as seen:
        page = seen.page
        page.goto(f"{center.url}/matters/{MATTER}")
        panel = page.locator(".baseline-in")

        def bring(rows: str) -> None:
            text = TABLE.format(rows).encode()
            file = FilePayload(name="baseline.csv", mimeType="text/csv", buffer=text)
            panel.locator("input[type=file]").set_input_files(file)

        bring(MONTHS.replace("61", "161"))
        expect(panel.locator(".mistakes li")).to_have_attribute("data-column", "C")
        _pictures(page, f"baseline-wrong-{lang}")
        bring(MONTHS)
        expect(panel.locator(".confirm")).to_be_visible()
        _pictures(page, f"baseline-{lang}")
        panel.locator(".confirm").click()
        expect(
            panel.locator(".answer.refused")
        ).to_be_visible()  # an administrator is no party of it
        months = [
            {"month": "2026-08", "cycle_days": 8.5, "rectified_percent": 61, "participation_percent": 40},
            {"month": "2026-09", "cycle_days": 7.2, "rectified_percent": 68, "participation_percent": 42},
        ]  # fmt: skip
        center.command(hands[CHAMPION], "matter.fill", matter=MATTER, fields={"baseline": months})
        center.command(hands[SAFETY], "matter.sign", matter=MATTER, move="begin", party="safety")
        center.command(hands[CHAMPION], "matter.move", matter=MATTER, move="begin")
        hazard = {
            "category": "equipment/static/leak",
            "level": "general",
            "found": "Leak",
            "place": "TF",
        }
        center.command(
            hands[CHAMPION],
            "matter.open",
            matter=MATTER[:-1] + "2",
            template="hazard",
            fields=hazard,
        )
        page.goto(f"{center.url}/cockpit")
        table = page.locator(".past-table.before-after")
        expect(table.locator("tbody tr")).to_have_count(3)
        expect(page.locator(".rollout-panel")).to_contain_text(say(lang, "cockpit.months_n", n=2))
        page.locator(".rollout-panel").scroll_into_view_if_needed()
        _pictures(page, f"rollout-{lang}", whole=True)
        seen.complaints[:] = [
            one for one in seen.complaints if " 409 " not in one and " 403 " not in one
        ]


def _pictures(page: Page, name: str, *, whole: bool = False) -> None:
    if shots := os.environ.get("CC_SHOTS"):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(1200)
            page.screenshot(path=f"{shots}/{name}-{width}.png", full_page=whole)
        page.set_viewport_size({"width": 1920, "height": 1080})
