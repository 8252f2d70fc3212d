"""The ledger of an older system on the page of matters: its empty sheet, a mistake by its cell, then the import."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, FilePayload, Page, expect

from command_center.domain.actor import Role
from command_center.plant_table import XLSX_TYPE
from tests.e2e.desk_night import night
from tests.support.pages import watched_page
from tests.support.running_center import demo_site

pytestmark = pytest.mark.e2e
SIZES = ((1920, 1080), (3840, 2160), (390, 844))


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_ledger_is_tried_then_brought_in_once(
    tmp_path: Path, browser: Browser, lang: str
) -> None:
    with (
        night(tmp_path) as center,
        watched_page(browser, center.url, Role.ADMINISTRATOR, language=lang) as seen,
    ):
        page, site = seen.page, demo_site()
        page.goto(f"{center.url}/matters")
        page.locator(".matters-choices [aria-expanded]").click()
        panel = page.locator(".matters-in")
        expect(panel.locator("select")).to_have_value("hazard")
        with page.expect_download() as got:
            panel.locator("a[download]").click()
        empty = got.value.path().read_bytes()

        def bring(*rows: list[str]) -> None:
            book = load_workbook(BytesIO(empty))
            sheet = book["hazard"]
            heads = [str(cell.value) for cell in sheet[1]]
            for line, row in enumerate(rows, 2):
                for key, value in zip(KEYS, row, strict=True):
                    at = next(n for n, one in enumerate(heads, 1) if f"[{key}]" in one)
                    sheet.cell(line, at).value = value or None
            out = BytesIO()
            book.save(out)
            file = FilePayload(name="ledger.xlsx", mimeType=XLSX_TYPE, buffer=out.getvalue())
            panel.locator("input[type=file]").set_input_files(file)

        person = site.people[0].id
        place = site.areas[0].id
        open_one = ["ZX-1", "2026-03-05", "", "", person, place, CATEGORY, "general", "Clamp leaks"]
        done = ["ZX-2", "2026-01-05", "archived", "2026-01-20", *open_one[4:]]
        bring([*open_one[:5], "no-such-place", *open_one[6:]], ["ZX-2", "5.1.2026", *done[2:]])
        wrong = panel.locator(".mistakes li")
        expect(wrong).to_have_count(2)
        expect(wrong.first).to_have_attribute("data-row", "2")
        expect(panel.locator(".confirm")).to_have_count(0)
        if shots := os.environ.get("CC_SHOTS"):
            _pictures(page, f"{shots}/import-wrong-{lang}")
        bring(open_one, done)
        expect(panel.locator(".difference li")).to_have_count(2)
        if shots:
            _pictures(page, f"{shots}/import-dry-{lang}")
        panel.locator(".confirm").click()
        expect(panel.locator(".recorded")).to_be_visible()
        row = page.locator(".ag-center-cols-container .ag-row", has_text="ZX-2")
        expect(row).to_have_count(1)
        bring(open_one, done)
        expect(panel.locator(".none")).to_be_visible()
        expect(panel.locator(".confirm")).to_have_count(0)


KEYS = (
    "import.old_number", "import.found", "import.state", "import.ended", "import.finder", "place", "category",
    "level", "found",
)  # fmt: skip
CATEGORY = "equipment/static/leak"


def _pictures(page: Page, name: str) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(800)
        page.screenshot(path=f"{name}-{width}.png")
    page.set_viewport_size({"width": 1920, "height": 1080})
