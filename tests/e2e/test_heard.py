"""A screen reader hears each new emergency once: when it comes, and neither when a page is loaded
again, nor when a server came back, nor each time that something is redrawn. So it is told, when the
voice is free, of directives that ran late, many in one sentence, and of a link lost and back."""

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

pytestmark = pytest.mark.e2e
SITE = demo_site()
LISTEN = """
new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((added) => {
  const region = (added.nodeType === 1 ? added : added.parentElement)?.closest("[aria-live]");
  if (region && added !== region && ["heard", "told"].includes(region.id)) window.readOut(region.id, added.textContent);
}))).observe(document, { childList: true, subtree: true, characterData: true });
"""
OVERDUE = """center.readOverdue(
  center.board.rows("directives"), center.board.rows("incident"), center.clock.second(), null)"""
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
        told: list[str] = []

        def read_out(region: str, words: str) -> None:
            {"heard": heard, "told": told}[region].append(words)

        def until(came: Callable[[], bool]) -> None:
            def came_meanwhile() -> bool:
                page.wait_for_timeout(50)  # the page calls only while asked
                return came()

            eventually(came_meanwhile)

        page.expose_function("readOut", read_out)
        page.add_init_script(LISTEN)
        page.goto(f"{url}/command")
        watched.is_live()
        assert page.locator("#heard").get_attribute("aria-live") == "assertive"
        assert page.locator("#told").get_attribute("aria-live") == "polite"

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
        opened = command(watched, url, "incident.open", place=place, alarm=alarm)
        incident = next(f["incident"] for f in opened["facts"] if f["kind"] == "incident.opened")
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

        told.clear()
        for text in ("关闭 V-8", "冷却 T206"):
            given = command(
                watched, url, "directive.issue", incident=incident, text=text, due_s=10,
                to=SITE.people[0].id, urgency="urgent", category="source",
            )  # fmt: skip
            directive = next(f for f in given["facts"] if f["kind"] == "directive.issued")
            ident, person = directive["data"]["id"], directive["data"]["to_person"]
            command(watched, url, "directive.ack", directive=ident, via="radio", speaker=person)
        until(lambda: len(told) > 0)
        assert "关闭 V-8" in told[0], told
        page.wait_for_function(f"() => ({OVERDUE}).length === 2")
        many = page.evaluate(f"center.overdueWords(({OVERDUE}).map(([, reading]) => reading))")
        assert many.startswith("2 项指令超时，最紧急：关闭 V-8"), many
        page.reload()
        watched.is_live()
        page.goto(f"{url}/log")  # all of it is there once it is live: no grid comes after it
        watched.is_live()
        night.center.kill()
        watched.link_is("lost")
        night.center.start()
        watched.is_live()
        command(watched, url, "incident.open", place=SITE.tanks[0].id)
        until(lambda: len(heard) == 5)
        assert len(set(heard)) == 5, heard
        assert heard[3] == say("zh-CN", "heard.link_lost")
        until(lambda: say("zh-CN", "heard.link_back") in told)
        assert len(set(told)) == len(told), told
