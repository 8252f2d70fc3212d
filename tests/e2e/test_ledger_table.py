"""The ledger's table on the resource desk: a mistake by its cell, then a dry run that is confirmed."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from command_center.domain.actor import Role
from tests.e2e.desk_night import at_desk, board, night

pytestmark = pytest.mark.e2e
HEAD = "resource,store,here\n"


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_table_is_tried_then_recorded(tmp_path: Path, browser: Browser, lang: str) -> None:
    with (
        night(tmp_path) as center,
        at_desk(browser, center, f"/resources?lang={lang}", Role.COMMANDER) as desk,
    ):
        page = desk.page

        def bring(text: str) -> None:
            file = FilePayload(name="count.csv", mimeType="text/csv", buffer=text.encode())
            page.locator(".stock-table input[type=file]").set_input_files(file)

        bring(f"{HEAD}heavy-suit,C2,many\n")
        wrong = page.locator(".stock-table .mistakes li")
        expect(wrong).to_have_attribute("data-row", "2")
        expect(wrong).to_have_attribute("data-column", "C")
        expect(page.locator(".stock-table .confirm")).to_have_count(0)
        bring(f"{HEAD}heavy-suit,C2,3\n")
        expect(page.locator(".stock-table .difference li")).to_have_count(1)
        assert board(desk, center, "resources")["stock:heavy-suit@C2"]["quantity"] == 4
        if shots := os.environ.get("CC_SHOTS"):
            page.screenshot(path=f"{shots}/resources-{lang}.png", full_page=True)
        page.locator(".stock-table .confirm").click()
        expect(page.locator(".stock-table .recorded")).to_be_visible()
        assert board(desk, center, "resources")["stock:heavy-suit@C2"]["quantity"] == 3
