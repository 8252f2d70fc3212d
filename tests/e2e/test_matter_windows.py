"""The list of matters in windows: scrolled to its end, put in order, filtered, and moved by a change."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import insert

from command_center.domain.actor import Role
from command_center.store.database.databases import databases
from command_center.store.schema import matter_stories
from tests.e2e.desk_night import SITE, night
from tests.support.grids import is_drawn, rows_of
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e
GRID = "matters-grid"
MANY, WINDOW = 430, 100
DAY_MS = 86_400_000


def plant_many(center: RunningCenter) -> None:
    """Ended hazards, one a day, as the table of stories has them."""
    now = center.clock.now()
    rows = [
        {
            "site": SITE.id, "matter": f"{n:08x}-0000-4000-8000-000000000000", "template": "hazard",
            "number": f"OLD-{n:04d}", "title": '{"zh": "隐患", "en": "Hazard"}', "what": f"Drip {n % 7} of {n}",
            "state": "archived", "area": None, "place": SITE.tanks[n % 3].id, "category": None, "level": None,
            "opener": SITE.people[n % 2].id, "opened_at": now - (n + 1) * DAY_MS, "opened_seq": 0, "last_seq": 0,
            "signed_at": None, "ended_at": now - n * DAY_MS, "missed_at": None, "rejections": 0, "due": "[]",
            "missed": "[]", "holders": "[]", "people": "[]", "readers": '["commander"]', "old_number": None,
        }
        for n in range(MANY)
    ]  # fmt: skip
    with databases(center.settings()) as stores, stores.journal.engine.begin() as connection:
        connection.execute(insert(matter_stories), rows)


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("windows"), before=plant_many) as running:
        yield running


def numbers(page: Page) -> list[str]:
    return [one["number"] for one in rows_of(page, GRID)]


def old_ones(page: Page) -> list[str]:
    return [one for one in numbers(page) if one.startswith("OLD")]


def has_come(page: Page, least: int) -> bool:
    return len(numbers(page)) >= least


def scrolled(page: Page) -> None:
    page.evaluate("document.querySelector('.ag-body-viewport').scrollTop = 1e7")


def opened(center: RunningCenter, page: Page, found: str) -> None:
    fields = {
        "place": SITE.tanks[0].id, "category": "equipment/static/leak", "level": "general", "found": found,
    }  # fmt: skip
    told = page.context.request.post(
        f"{center.url}/api/v1/commands",
        data={"kind": "matter.open", "data": {"matter": str(uuid4()), "template": "hazard", "fields": fields}},
        headers={"Origin": center.url, "Idempotency-Key": str(uuid4())},
    )  # fmt: skip
    assert told.ok, told.text()


@pytest.mark.parametrize(
    ("language", "viewport"),
    [("en", {"width": 1920, "height": 1080}), ("zh-CN", {"width": 390, "height": 844})],
)
def test_a_long_list_comes_as_it_is_scrolled_and_a_change_moves_one_row(
    center: RunningCenter, browser: Browser, language: str, viewport: Any
) -> None:
    with watched_page(
        browser, center.url, Role.COMMANDER, language=language, viewport=viewport
    ) as watched:
        page = watched.page
        asked: list[str] = []
        page.on(
            "request", lambda one: asked.append(one.url) if "/past/matters?" in one.url else None
        )
        page.goto(f"{center.url}/matters")
        is_drawn(page)
        watched.is_live()
        first = numbers(page)
        assert len(first) == WINDOW
        for times in range(2, 6):
            scrolled(page)
            assert eventually(partial(has_come, page, min(MANY, times * WINDOW)))
        everything = numbers(page)
        assert everything[:WINDOW] == first
        assert old_ones(page) == [f"OLD-{n:04d}" for n in range(MANY)]
        expect(page.locator(".grid-head h2 b")).to_contain_text(str(len(everything)))

        page.evaluate("document.querySelector('.ag-body-viewport').scrollTop = 0")
        expect(page.locator('.ag-row[row-index="0"]').first).to_be_visible()
        page.evaluate("document.querySelectorAll('.ag-row').forEach((row) => { row.kept = true; })")
        asked.clear()
        opened(center, page, f"New drip {language}")
        row = page.locator(".ag-row", has_text=f"New drip {language}")
        expect(row).to_have_attribute("row-index", "0")
        assert len(numbers(page)) == len(everything) + 1
        assert all("since=" in one for one in asked), "no window is asked for again"
        kept = "[...document.querySelectorAll('.ag-row')].filter((row) => row.kept).length"
        assert page.evaluate(kept) > 0


def test_the_server_orders_filters_and_searches_the_whole_list(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        page = watched.page
        page.goto(f"{center.url}/matters")
        is_drawn(page)
        page.locator('.ag-header-cell[col-id="number"] .ag-header-cell-label').click()
        expect(page).to_have_url(f"{center.url}/matters?s=number.asc")
        page.locator('.ag-header-cell[col-id="number"] .ag-header-cell-label').click()
        last = f"OLD-{MANY - 1:04d}"
        assert eventually(lambda: next(iter(old_ones(page)), "") == last)

        page.locator(".grid-tools input[type=search]").fill("drip of 42")
        wanted = {f"OLD-{n:04d}" for n in range(MANY) if "42" in str(n)}
        assert eventually(lambda: set(numbers(page)) == wanted)
        expect(page.locator(".grid-head h2 b")).to_contain_text(str(len(wanted)))

        model = {"what": {"filterType": "text", "type": "startsWith", "filter": "drip 3"}}
        page.goto(f"{center.url}/matters?f={json.dumps(model)}&open=0&s=number.asc")
        is_drawn(page)
        wanted = {f"OLD-{n:04d}" for n in range(MANY) if n % 7 == 3}
        assert eventually(lambda: set(numbers(page)) == wanted)
        assert numbers(page) == sorted(wanted)
        with page.expect_download() as given:
            page.get_by_role("button", name="Export CSV").click()
        lines = given.value.path().read_text("utf-8-sig").splitlines()
        assert len(lines) == len(wanted) + 1
