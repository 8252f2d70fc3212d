"""The command page on a phone: alarms that wait for an answer stand before all else, and stay there under a hand."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from command_center.domain.actor import Role
from tests.e2e.test_accessibility import PHONE, opened
from tests.support.pages import watched_page
from tests.support.staged_night import staged_night

pytestmark = pytest.mark.e2e

FIRST_ALARMS_S = 40.0
"""From the leak: the gas detectors have spoken, and nobody has answered yet."""


def top(panel: Locator) -> float:
    box = panel.bounding_box()
    assert box is not None
    return box["y"]


def test_alarms_that_wait_stand_first_on_a_phone_and_do_not_move_when_answered(
    tmp_path: Path, browser: Browser
) -> None:
    with (
        staged_night(tmp_path, FIRST_ALARMS_S) as night,
        watched_page(
            browser, night.center.url, Role.COMMANDER, viewport=PHONE, has_touch=True
        ) as watched,
    ):
        page = opened(watched, night, "/command")
        alarms = page.locator("#panel-alarms-desk")
        directives = page.locator("#panel-directives-desk")
        waiting = alarms.get_by_role("button", name="Ack", exact=True)
        expect(waiting.first).to_be_in_viewport(ratio=0.9)
        assert top(alarms) < top(directives)
        before = waiting.count()
        waiting.first.tap()
        expect(waiting).to_have_count(before - 1)
        assert top(alarms) < top(directives)
        expect(page.locator(".over-foot")).to_have_count(0)
