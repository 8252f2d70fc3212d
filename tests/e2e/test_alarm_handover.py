"""What a shift has shelved, on the alarm desk of the next one: named as such, and with a hand for it."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from command_center.clock import Clock
from command_center.domain.actor import ActorKind, Role
from command_center.words import say
from tests.support.pages import watched_page
from tests.support.running_center import demo_site, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

SITE = demo_site()
BEFORE_MIN, AFTER_MIN = 20, 21
"""Minutes of the shift that are left, and after which the next one looks: less than 30 apart."""


def shortly_before_a_shift_ends(now: int) -> int:
    """The clock's shift in ms."""
    local = datetime.fromtimestamp(now / 1000, SITE.zone)
    start = SITE.shifts[0].start
    begins = local.replace(hour=start.hour, minute=start.minute, second=0, microsecond=0)
    return round((begins - timedelta(minutes=BEFORE_MIN) - local).total_seconds() * 1000)


def test_the_next_shift_takes_over_what_the_last_one_shelved(
    tmp_path: Path, browser: Browser
) -> None:
    offset = shortly_before_a_shift_ends(Clock().now())
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        plant = center.token("plant", Role.GATEWAY, kind=ActorKind.GATEWAY)
        hand = center.token("hand", Role.COMMANDER)
        center.start()
        tag = SITE.tag_by_id[SITE.tanks[0].level]
        told = {"tag": tag.id, "value": 1.0, "ts": center.clock.now()}
        center.post("readings", plant, {"source": tag.source, "readings": [told]})

        def stale() -> list[str]:
            alarms = center.get("board", hand)["rows"].get("alarms", {})
            return [i for i, a in alarms.items() if i.endswith(":STALE") and a["state"] == "UNACK"]

        alarm = eventually(stale)[0]
        center.command(hand, "alarm.ack", alarm=alarm)
        center.command(hand, "alarm.shelve", alarm=alarm, reason="gauge out", minutes=30)
        center.later(AFTER_MIN)
        # To a server that begins again it is the same silence, which somebody has acknowledged.
        with watched_page(browser, center.url, Role.COMMANDER) as desk:
            desk.page.goto(f"{center.url}/alarms?alarm={alarm}")
            desk.is_live()
            row = desk.page.locator(f".standing-row[data-alarm='{alarm}']")
            expect(row).to_contain_text("gauge out")

            def button(key: str) -> Locator:
                return row.get_by_role("button", name=say("en", key), exact=True)

            expect(button("alarms.ack")).to_have_count(0)
            expect(row.locator(".since")).to_contain_text(re.compile(r"ack \d\d:\d\d:\d\d by \w"))
            expect(row).to_contain_text(say("en", "command.handed_over", by="hand"))
            expect(button("command.shelve")).to_have_count(0)
            button("command.take_over").click()
            expect(row).to_have_count(0)
            expect(desk.page.locator(f".shelved-row[data-alarm='{alarm}']")).to_be_visible()
