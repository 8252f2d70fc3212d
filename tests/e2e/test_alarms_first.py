"""The command page on a phone: alarms that wait for an answer stand before all else, and stay there under a hand."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from command_center.domain.actor import Role
from tests.e2e.test_accessibility import PHONE, opened
from tests.support.pages import command, watched_page
from tests.support.second_incident import opened as incident_opened
from tests.support.second_incident import overdue
from tests.support.staged_night import staged_night

pytestmark = pytest.mark.e2e

FIRST_ALARMS_S = 40.0
"""From the leak: the gas detectors have spoken, and nobody has answered yet. More alarms rise soon."""


def in_order(page: Page, *panels: str) -> bool:
    """Whether these stand below each other, as one looks at them now."""
    tops: list[float] = page.evaluate(
        """(panels) => panels.map((one) =>
          document.getElementById(`panel-${one}`).getBoundingClientRect().top)""",
        panels,
    )
    return tops == sorted(set(tops))


def below_the_top(panel: Locator) -> float:
    """How far below the top of the desk."""
    height: float = panel.evaluate(
        """(one) => one.getBoundingClientRect().top
          - document.getElementById("of-incident").getBoundingClientRect().top"""
    )
    return height


def test_alarms_that_wait_stand_first_on_a_phone_and_nothing_moves_them(
    tmp_path: Path, browser: Browser
) -> None:
    with (
        staged_night(tmp_path, FIRST_ALARMS_S) as night,
        watched_page(
            browser, night.center.url, Role.COMMANDER, viewport=PHONE, has_touch=True
        ) as watched,
    ):
        incident = incident_opened(watched, night)
        page = opened(watched, night, "/command")
        alarms = page.locator("#panel-alarms-desk")
        ack = page.get_by_role("button", name="Ack", exact=True)
        waiting = alarms.locator("[data-alarm]", has=ack)
        expect(waiting.first.locator(ack)).to_be_in_viewport(ratio=0.9)
        assert in_order(page, "alarms-desk", "directives-desk", "entry")
        led = below_the_top(alarms)

        # Not by a tap: an alarm that rises meanwhile would stand where the finger comes down.
        name = waiting.first.get_attribute("data-alarm")
        command(watched, night.center.url, "alarm.ack", alarm=name)
        expect(alarms.locator(f"[data-alarm='{name}']").locator(ack)).to_have_count(0)
        assert in_order(page, "alarms-desk", "directives-desk", "entry")
        expect(page.locator(".over-foot")).to_have_count(0)

        overdue(watched, night, incident)  # somebody, while alarms are answered
        inside = page.locator("#panel-entry .entry-row", has=page.locator(".urgent"))
        expect(inside).to_have_count(1)
        expect(page.locator(".over-foot")).to_contain_text("overdue")
        assert in_order(page, "alarms-desk", "directives-desk", "entry")
        assert below_the_top(alarms) == led

        expect(waiting).not_to_have_count(0)
        page.reload()
        watched.is_live()
        expect(inside).to_be_in_viewport()
        expect(waiting).not_to_have_count(0)
        assert in_order(page, "entry", "alarms-desk", "directives-desk")
        expect(page.locator(".over-foot")).to_have_count(0)
        person = next(one.id for one in night.board.site.people if one.home == "FS")
        command(watched, night.center.url, "entry.out", incident=incident, person=person)
        expect(inside).to_have_count(0)
        assert in_order(page, "entry", "alarms-desk", "directives-desk")
