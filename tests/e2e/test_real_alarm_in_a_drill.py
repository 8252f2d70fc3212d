"""A real high alarm in the middle of a drill, on the screens themselves: each says REAL at once."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import ActorKind, Role
from command_center.words import say
from tests.support.pages import watched_page
from tests.support.running_center import demo_site, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

SCREENS = (
    ("", Role.VIEWER, {"width": 1920, "height": 1080}),
    ("command", Role.COMMANDER, {"width": 1440, "height": 900}),
    ("m", Role.RESPONDER, {"width": 390, "height": 844}),
    ("drills", Role.EVALUATOR, {"width": 1440, "height": 900}),
)
GAS = next(tag for tag in demo_site().tags if tag.limits and tag.limits.hh and tag.kind == "gas")


def test_every_screen_is_reality_s_at_once(tmp_path: Path, browser: Browser) -> None:
    with running(tmp_path) as center, ExitStack() as open_pages:
        controller = center.token("direction", Role.CONTROLLER, kind=ActorKind.CONTROLLER)
        gateway = center.token("gds", Role.GATEWAY, kind=ActorKind.GATEWAY)
        center.start()
        asked = {"scenario": "night-toxic-leak", "seed": 7}
        drill = center.post("drills/surprise", controller, asked).json()["drill"]
        center.command(controller, "drill.start", drill=drill)
        pages = []
        for path, role, viewport in SCREENS:
            seen = open_pages.enter_context(
                watched_page(browser, center.url, role, viewport=viewport)
            )
            seen.page.goto(f"{center.url}/{path}")
            seen.is_live()
            expect(seen.page.locator("html")).to_have_attribute("data-scene", "exercise")
            pages.append(seen.page)

        def phase() -> str:
            """With another reading of a cloud that nobody ordered."""
            one = {"tag": GAS.id, "ts": center.clock.now(), "value": GAS.high}
            body = {"source": GAS.source, "readings": [one]}
            assert center.post("readings", gateway, body).ok
            return str(center.get("board", controller)["rows"]["drill"][drill]["phase"])

        eventually(lambda: phase() == "suspended")
        for page in pages:
            expect(page.locator("html")).to_have_attribute("data-scene", "suspended")
            expect(page.locator(".exercise-band")).to_have_count(0)
            band = page.locator(".real-band")
            expect(band).to_contain_text(say("en", "exercise.real"))
            box = band.bounding_box()
            assert box is not None
            width = page.evaluate("document.documentElement.clientWidth")
            assert box["width"] >= 0.94 * width, "full width, less the margin of a phone"
