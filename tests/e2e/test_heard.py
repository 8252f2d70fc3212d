"""A screen reader hears each new emergency once: when it comes, and neither when a page is loaded
again, nor when a server came back, nor each time that something is redrawn."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import command, watched_page
from tests.support.running_center import demo_site
from tests.support.staged_night import staged_night
from tests.support.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.thorough]
SITE = demo_site()
LISTEN = """
new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((added) => {
  const region = (added.nodeType === 1 ? added : added.parentElement)?.closest("[aria-live]");
  if (region && region.id === "heard" && added !== region) window.readOut(added.textContent);
}))).observe(document, { childList: true, subtree: true, characterData: true });
"""
AN_ALARM_COMES_S = 300.0
"""The tank must have lost for more than a minute of the plant's own time, on whatever machine."""


def test_each_new_emergency_is_heard_once_in_the_language_of_the_page(
    tmp_path: Path, browser: Browser
) -> None:
    with (
        staged_night(tmp_path, 45.0) as night,
        watched_page(
            browser, night.center.url, Role.COMMANDER, language="zh-CN", outage=True
        ) as watched,
    ):
        page, url = watched.page, night.center.url
        heard: list[str] = []

        def read_out(words: str) -> None:
            heard.append(words)

        def until(came: Callable[[], bool]) -> None:
            eventually(
                lambda: page.wait_for_timeout(50) or came()
            )  # the page calls only while asked

        page.expose_function("readOut", read_out)
        page.add_init_script(LISTEN)
        page.goto(f"{url}/command")
        watched.is_live()
        assert page.locator("#heard").get_attribute("aria-live") == "assertive"

        page.wait_for_function(
            "() => Object.values(center.board.rows('alarms')).some(a => a.priority === 'emergency')",
            timeout=AN_ALARM_COMES_S * 1000,
        )
        until(lambda: len(heard) == 1)
        assert heard[0].startswith(say("zh-CN", "heard.alarm", what=""))

        alarm = page.evaluate(
            "Object.values(center.board.rows('alarms')).find(a => a.priority === 'emergency').id"
        )
        place = SITE.tanks[-1].id
        told = command(watched, url, "incident.open", place=place, alarm=alarm)
        incident = next(f["incident"] for f in told["facts"] if f["kind"] == "incident.opened")
        until(lambda: len(heard) == 2)
        assert heard[1].startswith(say("zh-CN", "heard.incident", what=""))
        zones = [area.id for area in SITE.areas]
        command(watched, url, "evacuation.order", incident=incident, zones=zones)
        page.wait_for_function(
            "() => Object.values(center.board.rows('people')).some(p => p.account === 'not_accounted')"
        )
        gone = page.evaluate(
            "Object.values(center.board.rows('people')).find(p => p.account === 'not_accounted').person"
        )
        command(watched, url, "person.miss", person=gone)
        missing = say("zh-CN", "heard.missing", who=SITE.person_by_id[gone].name.zh)
        until(lambda: missing in heard)

        page.reload()
        watched.is_live()
        page.goto(f"{url}/people")
        watched.is_live()
        night.center.kill()
        watched.link_is("lost")
        night.center.start()
        watched.is_live()
        command(watched, url, "incident.open", place=SITE.tanks[0].id)
        until(lambda: len(heard) == 4)
        assert len(set(heard)) == 4, heard
