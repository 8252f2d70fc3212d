"""A scenario from the console: a copy edited, its mistakes mended, saved, and a drill composed of it."""

import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import night
from tests.support.events_lists import LEAK, cell, edited
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e

OWN = f"{LEAK}-own"


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def told(key: str, **params: object) -> str:
    return say("en", key, **params)


def opened(page: Page, center: RunningCenter, scenario: str) -> None:
    page.goto(f"{center.url}/drills?scenario={scenario}")
    page.locator(".edit-scenario").click()
    expect(page.locator(".scenario-editor")).to_have_attribute("data-checked", "true")


def smelt_at(value: object, book: Workbook) -> None:
    cell(book, "injects", "smell", "at_s").value = value


def typed(page: Page, old: str, new: str) -> None:
    area = page.locator(".yaml textarea")
    area.fill(area.input_value().replace(old, new))


def test_a_copy_is_edited_previewed_saved_and_sealed(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = seen.page
        opened(page, center, LEAK)
        save = page.locator(".save-scenario")
        typed(page, "by_s: 195", "by_s: soon")
        wrong = page.locator(".mistakes li")
        expect(wrong).to_have_attribute("data-key", "expectations[opened].by_s")
        expect(save).to_be_disabled()
        wrong.get_by_role("button").click()
        chosen = page.evaluate("() => document.getSelection().toString()")
        assert chosen.strip() == "by_s: soon"
        typed(page, "by_s: soon", "by_s: 150")
        expect(page.locator(".mistakes")).to_have_count(0)
        within = told("drills.within", span="2:30")
        expect(page.locator(".preview-panel [data-inject='onset']")).to_contain_text(within)
        page.reload()  # what was typed is still in this tab
        page.locator(".edit-scenario").click()
        expect(page.locator(".yaml textarea")).to_have_value(re.compile("by_s: 150"))
        save.click()
        row = page.locator(f".drill-row[data-scenario='{OWN}']")
        expect(row).to_contain_text(told("scenarios.own", n=1))
        page.get_by_role("button", name=told("drills.seal_this"), exact=True).click()
        page.get_by_label(told("drills.people_move")).uncheck()
        page.get_by_role("button", name=told("drills.draw_and_seal"), exact=True).click()
        expect(page.locator(".drill-row[data-phase='sealed']")).to_have_count(1)
        row.click()
        page.get_by_role("button", name=told("scenarios.retire"), exact=True).click()
        page.locator(".sure").get_by_role("button", name=told("scenarios.retire")).click()
        expect(row).to_have_count(0)
        away = page.locator(".retired-scenarios")
        away.locator("summary").click()
        away.get_by_role("button", name=told("scenarios.bring_back")).click()
        expect(save).to_be_enabled()
        save.click()
        expect(row).to_contain_text(told("scenarios.own", n=2))


def test_of_two_editors_the_later_is_shown_the_other_and_keeps_the_text(
    center: RunningCenter, browser: Browser
) -> None:
    with (
        watched_page(browser, center.url, Role.CONTROLLER) as one,
        watched_page(browser, center.url, Role.CONTROLLER) as other,
    ):
        opened(one.page, center, "tank-overfill")
        opened(other.page, center, "tank-overfill")
        for page, end in ((one.page, "max_s: 3000"), (other.page, "max_s: 3300")):
            typed(page, "max_s: 3600", end)
            page.locator(".save-scenario:enabled").click()
            if page is one.page:
                expect(
                    page.locator(".drill-row[data-scenario='tank-overfill-own']")
                ).to_be_visible()
        moved = other.page.locator(".moved")
        expect(moved).to_contain_text("− ")
        expect(moved).to_contain_text("max_s: 3000")
        expect(other.page.locator(".yaml textarea")).to_have_value(re.compile("max_s: 3300"))
        other.complaints[:] = [c for c in other.complaints if "409" not in c]
        moved.get_by_role("button", name=told("scenarios.save_after", n=1)).click()
        row = other.page.locator(".drill-row[data-scenario='tank-overfill-own']")
        expect(row).to_contain_text(told("scenarios.own", n=2))


def test_the_list_is_taken_along_and_brought_back(
    center: RunningCenter, browser: Browser, tmp_path: Path
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = seen.page
        page.goto(f"{center.url}/drills?scenario=toxic-wind-shift")
        with page.expect_download() as loading:
            page.get_by_role("link", name=told("scenarios.take_list")).click()
        out = Path(loading.value.path()).read_bytes()
        assert load_workbook(BytesIO(out)).sheetnames[0] == told("msel.sheet.injects")
        for name, value in (("wrong", "soon"), ("right", 95)):
            changed = edited(out, partial(smelt_at, value))
            (tmp_path / f"{name}.xlsx").write_bytes(changed)
        page.locator(".list-file").set_input_files(tmp_path / "wrong.xlsx")
        refused = page.locator(".list-refused li")
        expect(refused).to_contain_text(told("scenarios.column", column="C"))
        seen.complaints[:] = [c for c in seen.complaints if "422" not in c]
        page.locator(".list-file").set_input_files(tmp_path / "right.xlsx")
        expect(page.locator(".editor-panel")).to_contain_text(
            told("scenarios.list_changed", ids="smell")
        )
        expect(page.locator(".save-scenario")).to_be_enabled()
