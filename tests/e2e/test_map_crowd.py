"""Five hundred people on the map: drawn on one canvas, so that the page grows by none of them."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.domain.site.map.geography import to_wgs84
from command_center.site_file import load
from tests.support.big_site import PEOPLE, big_site
from tests.support.pages import watched_page
from tests.support.running_center import running

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.thorough]

ROUNDS = 5
NODES = "() => document.querySelectorAll('.leaflet-container *').length"
PICTURE = "() => document.querySelector('.leaflet-people-pane canvas').toDataURL()"
ARRIVED = """(ts) => Object.values(center.board.kind("people", "position:"))
  .filter((row) => row.ts === ts).length"""


def test_five_hundred_who_move_leave_the_page_as_small_as_it_was(
    browser: Browser, tmp_path: Path
) -> None:
    path = big_site(tmp_path)
    site = load(path)
    people = [person.id for person in site.people]
    with running(tmp_path, path) as center:
        secret = center.token("locator", Role.GATEWAY)
        center.start()

        def all_move(step: int) -> int:
            now = center.clock.now()
            located = []
            for n, person in enumerate(people):
                x, y = site.width * (n % 25 + 0.1 * step) / 26, site.height * (n // 25) / 22
                lat, lon = to_wgs84(site.anchor, x, y)
                located.append({"person": person, "ts": now, "lat": lat, "lon": lon})
            body = {"source": "locator", "positions": located}
            assert center.post("positions", secret, body).json()["rejected"] == []
            return now

        with watched_page(browser, center.url, Role.COMMANDER) as watched:
            page = watched.page
            page.goto(center.url)
            watched.is_live()
            moved = all_move(0)
            page.wait_for_function(f"(ts) => ({ARRIVED})(ts) === {PEOPLE}", arg=moved)
            expect(page.locator(".leaflet-people-pane canvas")).to_have_count(1)
            first = page.evaluate(NODES)
            assert first < PEOPLE
            picture = page.evaluate(PICTURE)
            for step in range(1, ROUNDS + 1):
                moved = all_move(step)
                page.wait_for_function(f"(ts) => ({ARRIVED})(ts) === {PEOPLE}", arg=moved)
                page.wait_for_function(f"(was) => ({PICTURE})() !== was", arg=picture)
                picture = page.evaluate(PICTURE)
            assert page.evaluate(NODES) < first + PEOPLE // 10
