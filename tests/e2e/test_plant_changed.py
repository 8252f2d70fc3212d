"""A row of the plant is changed while a page is open: the page says so without a reload."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from tests.e2e.hands import choose
from tests.support.pages import watched_page
from tests.support.running_center import DEMO, running

pytestmark = pytest.mark.e2e


def test_an_open_page_names_a_store_as_it_is_called_now(tmp_path: Path, browser: Browser) -> None:
    with running(tmp_path, DEMO) as center:
        root = center.token("root", Role.ADMINISTRATOR)
        center.start()
        with watched_page(browser, center.url, Role.COMMANDER) as seen:
            page = seen.page
            page.goto(f"{center.url}/resources")
            seen.is_live()
            page.evaluate("window.stillThis = true")
            [store] = [
                one for one in center.get("plant/nouns/stores", root)["rows"] if one["key"] == "C2"
            ]
            expect(page.locator("#page")).to_contain_text(store["row"]["name"]["en"])
            name = {"zh": "今夜的柜", "en": "Cabinet of tonight"}
            change = {"noun": "stores", "key": "C2", "was": store["was"]}
            row = store["row"] | {"name": name}
            center.command(root, "site.change", changes=[change | {"row": row}])
            expect(page.locator("#page")).to_contain_text("Cabinet of tonight")
            assert page.evaluate("window.stillThis"), "without a reload"


def test_the_choices_of_an_open_form_are_those_of_the_plant_as_it_is_now(
    tmp_path: Path, browser: Browser
) -> None:
    with running(tmp_path, DEMO) as center:
        root = center.token("root", Role.ADMINISTRATOR)
        center.start()
        with watched_page(browser, center.url, Role.COMMANDER) as seen:
            page = seen.page
            page.goto(f"{center.url}/command")
            seen.is_live()
            page.evaluate("window.stillThis = true")
            page.locator("#form-report summary").click()
            form = page.locator("#form-report")
            form.locator("#form-report-text").fill("smoke at the new shed")
            area = {"id": "shed-9", "name": {"zh": "新棚", "en": "New shed"}, "x": 30, "y": 30,
                    "width": 5, "height": 5}  # fmt: skip
            change = {"noun": "areas", "key": "shed-9", "row": area, "was": None}
            center.command(root, "site.change", changes=[change])
            choose(form, "place", "New shed")
            expect(form.locator("#form-report-text")).to_have_value("smoke at the new shed")
            expect(form.locator("[id$='-place']")).to_contain_text("New shed")
            assert page.evaluate("window.stillThis"), "without a reload"
