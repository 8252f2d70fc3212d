"""The page of the plant: a row is changed and the change undone, two people on one row, a table that comes in."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, demo_site, running

pytestmark = pytest.mark.e2e

DESK = {"width": 1920, "height": 1080}
SHOTS = os.environ.get("CC_TEST_SHOTS")


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center")) as started:
        yield started.start()


def picture(page: Page, name: str) -> None:
    """Keep what is on the screen, where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=page.viewport_size != DESK)


def at_plant(watched: Watched, center: RunningCenter, query: str) -> Page:
    watched.page.goto(f"{center.url}/plant?{query}")
    watched.is_live()
    watched.page.locator(".nouns .noun").first.wait_for(state="attached")
    return watched.page


def put(page: Page, field: str, value: str) -> None:
    """Type or choose the value of a field."""
    control = page.locator(f"#plant-{field}")
    if control.evaluate("one => one.tagName") == "SELECT":
        control.locator(f"option[value='{value}']").wait_for(state="attached")
        control.select_option(value)
    else:
        control.fill(value)


def save(page: Page) -> None:
    page.locator("button.save:enabled").click()


def test_a_row_is_changed_after_its_mistakes_are_mended_and_the_change_is_undone(
    center: RunningCenter, browser: Browser
) -> None:
    tank = demo_site().tanks[0]
    with watched_page(browser, center.url, Role.ADMINISTRATOR, viewport=DESK) as watched:
        page = at_plant(watched, center, f"noun=tanks&row={tank.id}")
        put(page, "diameter_m", "-3")
        wrong = page.locator("[data-field='diameter_m'] .field-wrong")
        expect(wrong).to_contain_text("0.001")
        expect(page.locator("button.save")).to_be_disabled()
        put(page, "diameter_m", "7.5")
        expect(page.locator("[data-changed='diameter_m']")).to_contain_text("7.5")
        expect(page.locator(".consequences")).to_be_visible()
        picture(page, "plant-preview")
        save(page)
        expect(page.locator(".row-history li[data-seq]")).to_have_count(1)
        expect(page.locator(".ag-row.chosen")).to_contain_text("7.5")
        picture(page, "plant-history")
        page.get_by_role("button", name=say("en", "plant.undo")).click()
        expect(page.locator(".row-history li[data-seq]")).to_have_count(2)
        expect(page.locator("#plant-diameter_m")).to_have_value(f"{tank.diameter_m:g}")


def test_of_two_on_one_row_the_second_is_told_and_keeps_what_was_typed(
    center: RunningCenter, browser: Browser
) -> None:
    person = demo_site().people[3]
    query = f"noun=people&row={person.id}"
    with (
        watched_page(browser, center.url, Role.ADMINISTRATOR, viewport=DESK) as first,
        watched_page(browser, center.url, Role.CONTROLLER, viewport=DESK) as second,
    ):
        mine, theirs = at_plant(second, center, query), at_plant(first, center, query)
        put(mine, "name-en", "Typed by the second")
        put(theirs, "name-en", "Saved by the first")
        put(theirs, "employer", "contractor")
        save(theirs)
        told = mine.locator(".meanwhile")
        expect(told).to_contain_text("Saved by the first")
        expect(told).to_contain_text("administrator")
        expect(mine.locator("#plant-name-en")).to_have_value("Typed by the second")
        expect(mine.locator("button.save")).to_be_disabled()
        picture(mine, "plant-meanwhile")
        told.get_by_role("button", name=say("en", "plant.keep_mine")).click()
        expect(mine.locator("#plant-employer")).to_have_value("contractor")
        save(mine)
        expect(mine.locator(".row-history li[data-seq]")).to_have_count(2)
        expect(theirs.locator("#plant-name-en")).to_have_value("Typed by the second")


def test_a_table_tells_its_mistakes_by_cell_and_comes_in_when_it_is_confirmed(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER, viewport=DESK) as watched:
        page = at_plant(watched, center, "noun=people")
        rows = page.locator(".nouns [data-noun='people'] b")
        expect(rows).to_have_text(str(len(demo_site().people)))
        page.locator(".table-open").click()
        bring = page.locator(".table-in input[type='file']")
        wrong = "id,name.zh,home\r\nnew-1,张三,nowhere\r\nnew-2,,\r\n".encode("gbk")
        bring.set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": wrong})
        expect(page.locator(".dry-run[data-mistakes='2']")).to_be_visible()
        expect(page.locator(".mistakes [data-row='2'][data-column='C']")).to_contain_text("nowhere")
        picture(page, "plant-table-wrong")
        good = "id,name.zh\r\nnew-1,张三\r\n".encode()
        bring.set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": good})
        expect(page.locator(".difference [data-what='added']")).to_contain_text("new-1")
        expect(rows).to_have_text(str(len(demo_site().people)))
        picture(page, "plant-table-good")
        page.locator(".table-in .confirm").click()
        expect(rows).to_have_text(str(len(demo_site().people) + 1))


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_contacts_go_out_and_come_in_as_a_table_beside_the_people(
    center: RunningCenter, browser: Browser, lang: str
) -> None:
    with watched_page(
        browser, center.url, Role.CONTROLLER, viewport=DESK, language=lang
    ) as watched:
        page, person = at_plant(watched, center, "noun=people"), demo_site().people[-1].id
        page.locator(".contacts-open").click()
        panel = page.locator(".table-in")
        with page.expect_download() as got:
            panel.locator("a[href$='.xlsx']").click()
        assert got.value.suggested_filename == "contacts.xlsx"
        bring = panel.locator("input[type='file']")
        heads = "person,channel,address\r\n"

        def file(row: str) -> FilePayload:
            return FilePayload(name="c.csv", mimeType="text/csv", buffer=(heads + row).encode())

        bring.set_input_files(file("nobody,sms,call me\r\n"))
        expect(panel.locator(".mistakes [data-row='2'][data-column='A']")).to_be_visible()
        expect(panel.locator(".mistakes [data-row='2'][data-column='C']")).to_contain_text(
            "call me"
        )
        picture(page, f"plant-contacts-wrong-{lang}")
        bring.set_input_files(file(f"{person},email,{lang}@plant.example\r\n"))
        added = panel.locator(".difference [data-what='added']")
        expect(added).to_contain_text("••••@plant.example")
        picture(page, f"plant-contacts-good-{lang}")
        panel.locator(".confirm").click()
        expect(panel.locator(".good[role='status']")).to_be_visible()
        page.goto(f"{center.url}/people")
        link = page.locator(".contacts-desk a[href*='show=contacts']")
        expect(link).to_be_visible()
        picture(page, f"people-contacts-{lang}")
        link.click()
        expect(page.locator(".table-in")).to_be_visible()
