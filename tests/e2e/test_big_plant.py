"""The desks of a plant as large as one board is meant for: everything is there, found, and live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import at_desk, night
from tests.support.big_site import LINES, PEOPLE, big_site
from tests.support.grids import cell, is_drawn, rows_of
from tests.support.pages import command
from tests.support.running_center import RunningCenter

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.thorough]

DRAWN_AT_MOST = 120
"""Rows that stand in the document: a screenful and what lies just outside it, never all."""


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    folder = tmp_path_factory.mktemp("center")
    with night(folder, big_site(folder / "site")) as started:
        yield started


def test_two_thousand_lines_are_found_and_live(center: RunningCenter, browser: Browser) -> None:
    with at_desk(browser, center, "/resources", Role.CONTROLLER) as desk:
        page = desk.page
        head = page.locator(".grid-head h2 b")
        expect(head).to_have_text(say("en", "grid.count", n=f"{LINES:,}"))
        assert page.locator(".ag-row").count() < DRAWN_AT_MOST
        last = rows_of(page, "resources-grid")[-1]
        page.locator(".ag-body-viewport").evaluate("view => view.scrollTo(0, view.scrollHeight)")
        here = page.locator(f'.ag-row[row-id="{last["key"]}"] [col-id=quantity]')
        expect(here).to_have_text(f"{last['quantity']:g}")
        resource, _, store = last["key"].removeprefix("stock:").partition("@")
        command(
            desk, center.url, "resource.count",
            resource=resource, store=store, quantity=last["quantity"] + 1,
        )  # fmt: skip
        expect(here).to_have_text(f"{last['quantity'] + 1:g}")
        page.get_by_role("searchbox").fill(f"{resource}@{store}")
        expect(head).to_contain_text(f"of {LINES:,}")
        found = [row["key"] for row in rows_of(page, "resources-grid")]
        assert last["key"] in found
        assert len(found) < DRAWN_AT_MOST


def test_five_hundred_people_are_found(center: RunningCenter, browser: Browser) -> None:
    with at_desk(browser, center, "/people", Role.VIEWER) as desk:
        page = desk.page
        expect(page.locator(".grid-head h2 b")).to_have_text(say("en", "grid.count", n=PEOPLE))
        assert page.locator(".ag-row").count() < DRAWN_AT_MOST
        page.get_by_role("searchbox").fill(f"Worker {PEOPLE - 1}")
        expect(page.locator(".ag-row")).to_have_count(1)
        is_drawn(page)
        assert cell(page, f"p{PEOPLE - 1}", "name") == f"Worker {PEOPLE - 1}"
