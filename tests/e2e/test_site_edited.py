"""The site is edited in mid-drill, in a browser: the drill's screens name things as they were called when
it began, reality's as they are called now."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import ActorKind, Role
from tests.support.pages import watched_page
from tests.support.running_center import DEMO, running

pytestmark = pytest.mark.e2e


def describe(file: Path, name: str) -> None:
    """The demonstration's plant, with a cabinet of that name."""
    extends = f"extends: {DEMO / 'site.yaml'}\n"
    file.write_text(f'{extends}stores:\n  - {{id: C2, name: {{zh: "{name}柜", en: "{name}"}}}}\n')


def test_each_board_names_things_by_its_own_description(tmp_path: Path, browser: Browser) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    describe(folder / "site.yaml", "Cabinet of old")
    (folder / "simulation.yaml").write_text((DEMO / "simulation.yaml").read_text())
    with running(tmp_path, folder) as center:
        controller = center.token("direction", Role.CONTROLLER, kind=ActorKind.CONTROLLER)
        center.start()
        asked = {"scenario": "night-toxic-leak", "seed": 7}
        drill = center.post("drills/surprise", controller, asked).json()["drill"]
        center.command(controller, "drill.start", drill=drill)
        center.kill()
        describe(folder / "site.yaml", "Cabinet of today")
        center.start()
        with watched_page(browser, center.url, Role.COMMANDER) as seen:
            page = seen.page
            page.goto(f"{center.url}/resources")
            seen.is_live()
            expect(page.locator("html")).to_have_attribute("data-scene", "exercise")
            expect(page.locator("#page")).to_contain_text("Cabinet of old")
            expect(page.locator("#page")).not_to_contain_text("Cabinet of today")
            center.command(controller, "drill.end", drill=drill)
            expect(page.locator("html")).to_have_attribute("data-scene", "reality")
            expect(page.locator("#page")).to_contain_text("Cabinet of today")
            expect(page.locator("#page")).not_to_contain_text("Cabinet of old")
