"""Forms and muster lists on the command page: made, printed, kept and entered by a hand."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from command_center.domain.actor import Role
from tests.e2e.desk_night import SITE, night
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("papers")) as running:
        yield running


def test_a_commander_prints_and_keeps_a_form_and_makes_a_muster_list(
    browser: Browser, center: RunningCenter
) -> None:
    with watched_page(
        browser, center.url, Role.COMMANDER, viewport={"width": 1920, "height": 1080}
    ) as watched:
        page, doors = watched.page, watched.page.context.request
        opened = command(watched, center.url, "incident.open", place=SITE.tanks[0].id)
        incident = next(f["incident"] for f in opened["facts"] if f["kind"] == "incident.opened")
        page.add_init_script(f"sessionStorage.setItem('command.incident', '{incident}')")
        page.goto(f"{center.url}/command")
        watched.is_live()
        panel = page.locator("#panel-papers")
        panel.locator(".fold button").first.click()
        links = panel.locator("a[href*='/forms/ics-']")
        expect(links).to_have_count(5)
        content = doors.get(f"{center.url}{links.first.get_attribute('href')}").body()
        assert "ICS 201" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
        panel.locator(".paper-row button").first.click()
        expect(panel.locator("a[href*='kept=']")).to_have_count(1)
        panel.locator(".papers > .act").click()
        lists = panel.locator("a[href*='/muster-lists/']")
        expect(lists).to_have_count(1)
        serial = lists.first.inner_text()
        made = doors.get(f"{center.url}{lists.first.get_attribute('href')}").body()
        assert serial in PdfReader(io.BytesIO(made)).pages[0].extract_text()
        assert watched.complaints == []
