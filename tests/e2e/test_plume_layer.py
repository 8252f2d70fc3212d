"""The plume on the wall's map: what the board's row says, and nothing in a wind that is not known."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from tests.support.board_read import say
from tests.support.pages import watched_page
from tests.support.staged_night import staged_night

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.thorough]

ROW = """() => {
  const levels = center.board.rows("levels");
  return levels[Object.keys(levels).find((key) => key.startsWith("plume:"))] || null;
}"""

FROM_THE_TANK = """() => {
  const near = document.querySelector("path.plume.near");
  const circle = document.querySelector("path.vessel.urgent").getBoundingClientRect();
  const line = near.getAttribute("d").split("M").pop().split("L")[0].trim().split(/[ ,]+/).map(Number);
  const begin = new DOMPoint(...line).matrixTransform(near.getScreenCTM());
  return Math.hypot(begin.x - circle.x - circle.width / 2, begin.y - circle.y - circle.height / 2);
}"""
"""How many pixels from the leaking tank's middle its lines begin."""


def test_it_is_drawn_with_its_inputs_put_aside_and_gone_with_the_wind(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        staged_night(tmp_path, 300.0) as night,
        watched_page(browser, night.center.url, Role.VIEWER) as watched,
    ):
        page, url = watched.page, night.center.url
        page.goto(f"{url}/?layers=")
        watched.is_live()
        note = page.locator(".plume-note")
        expect(page.locator("path.plume.near")).to_have_count(1)
        expect(page.locator("path.plume.pac-1")).to_have_count(1)
        expect(note).to_be_visible()
        row = page.evaluate(ROW)
        assert row["contours"][1]["reach_m"] > row["nearest_m"] == 100
        expect(note).to_contain_text(say("map.plume", what=row["substance"]["en"]))
        expect(note).to_contain_text(say("map.plume.wall.harm_near", n=100))
        assert "PAC" not in note.inner_text()  # numbers of experts are on the desk
        expect(page.locator(".hot-zone")).to_have_count(1)
        assert page.evaluate(FROM_THE_TANK) < 1

        page.goto(f"{url}/?layers=people,ways")
        watched.is_live()
        expect(page.locator("path.plume.pac-1")).to_have_count(1)
        expect(note).to_be_hidden()

        page.goto(f"{url}/?layers=")
        watched.is_live()
        expect(note).to_be_visible()
        night.silence()
        expect(page.locator("path.plume")).to_have_count(0)
        expect(note).to_be_hidden()
