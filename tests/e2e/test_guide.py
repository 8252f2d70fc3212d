"""The demonstration's guided path: what it asks for is done by hand, it ticks only what has really
happened, hides nothing, and is never forced.

No plant is simulated here: the one thing that the path waits for, an alarm, comes of readings.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import ActorKind, Role
from command_center.words import LANGUAGES, has, say
from tests.support.leaking import leak_readings
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.waiting import PATIENCE_S

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]
SITE = demo_site()
TANK = next(p for plan in SITE.plans for p in plan.places if p in SITE.tank_by_id)
PLAN = next(plan for plan in SITE.plans if TANK in plan.places)
NIGHT = next(shift.id for shift in SITE.shifts if shift.night)
COMMANDING = {post.id for post in SITE.posts if post.commands}
LEADER = next(
    entry.person
    for entry in SITE.roster
    if entry.post in COMMANDING and entry.shift == NIGHT and entry.on_site
)


@pytest.fixture
def center(tmp_path: Any) -> Iterator[RunningCenter]:
    """At night, when the suit cabinet's keeper is off duty and the leader's authority is short."""
    offset = night_offset(SITE, None, Clock().now())
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield center


def guide(page: Page) -> Locator:
    return page.locator("aside.guide")


def gap(page: Page, form: str) -> Locator:
    return page.locator(f".gap-row[data-gap^='{form}']")


def bridge(page: Page, form: str) -> None:
    """An interim measure for a gap, signed in its row."""
    row = gap(page, form).first
    row.locator("[data-act='interim']").click()
    row.locator(".interim-form select").select_option(index=1)
    row.locator("input[name='what']").fill("Somebody stands by until the morning")
    row.get_by_role("button", name=say("en", "readiness.interim_send")).click()
    expect(row.locator(".interim")).to_contain_text("stands by")


def happened(page: Page, yes: bool = True) -> None:
    mark = guide(page).locator(".guide-state")
    expect(mark).to_contain_text("It has happened" if yes else "Waiting")


def step(page: Page) -> str:
    return str(page.evaluate("center.guideSteps[center.guide.state().at].name"))


def onward(seen: Watched) -> None:
    """To the next step, and to the page it speaks of."""
    page = seen.page
    mark = guide(page).locator(".guide-state")
    if mark.count():  # a step that is only read has none
        happened(page)
    before = step(page)
    guide(page).locator(".actions button").first.click()
    page.wait_for_function(
        "before => center.guideSteps[center.guide.state().at].name !== before", arg=before
    )
    there = guide(page).locator("a.act")
    if there.count():
        there.click()
        page.wait_for_function(
            """() => window.center && center.guideSteps && location.pathname ===
            new URL(center.guideSteps[center.guide.state().at].on, location.origin).pathname"""
        )
        seen.is_live()
    guide(page).wait_for()


def frames(page: Page) -> None:
    """The frame lies round the real place, and the panel does not cover its middle."""
    page.wait_for_function(
        """() => {
          const step = center.guideSteps[center.guide.state().at];
          const at = step.at();
          const place = (at && document.querySelector(at)) || document.querySelector(step.else);
          const ring = document.querySelector(".guide-ring");
          if (!place || !ring) return false;
          const [a, b] = [place.getBoundingClientRect(), ring.getBoundingClientRect()];
          if (Math.abs(a.left - 5 - b.left) > 2 || Math.abs(a.top - 5 - b.top) > 2) return false;
          const panel = document.querySelector(".guide").getBoundingClientRect();
          const [x, y] = [a.left + a.width / 2, a.top + Math.min(a.height, innerHeight) / 2];
          return !(x > panel.left && x < panel.right && y > panel.top && y < panel.bottom);
        }"""
    )


def test_every_step_is_taken_by_hand(center: RunningCenter, browser: Browser) -> None:
    plant = center.token("plant", Role.GATEWAY)
    center.start()
    viewport = {"width": 1920, "height": 1080}
    with watched_page(browser, center.url, viewport=viewport) as seen:
        page = seen.page
        page.goto(f"{center.url}/sign-in")
        page.locator("button.guided").click()
        page.wait_for_url(f"{center.url}/command")
        seen.is_live()
        happened(page, False)
        frames(page)
        page.locator(".leak .act").click()
        onward(seen)

        assert step(page) == "known"  # it is for the seconds until the first alarm
        expect(guide(page).locator(".guide-state")).to_have_count(0)
        frames(page)
        onward(seen)

        assert step(page) == "incident"
        happened(page, False)
        for body in leak_readings(SITE, TANK, center.clock.now()):
            assert center.post("readings", plant, body).json()["rejected"] == []
        row = page.locator(".alarm-row:has(.state.urgent)").first
        row.wait_for()
        frames(page)
        row.get_by_role("button", name=say("en", "command.open_incident")).click()
        onward(seen)

        assert step(page) == "kit"
        happened(page, False)
        frames(page)
        kit = page.locator("#panel-kits")
        kit.get_by_role("button", name=say("en", "command.dispatch"), exact=True).first.click()
        happened(page, False)  # a refusal sends nothing
        kit.get_by_role("button", name=say("en", "command.dispatch_partial")).click()
        onward(seen)

        assert step(page) == "authority"
        happened(page, False)
        frames(page)
        beyond = page.evaluate("center.guideSteps[center.guide.state().at].at()")
        page.locator(f"{beyond} .act").click()
        frames(page)  # what was refused, and whom to ask
        onward(seen)

        assert step(page) == "keys"
        happened(page, False)
        frames(page)
        framed = page.evaluate("center.guideSteps[center.guide.state().at].at()")
        issue = page.locator(framed).first.get_by_role("button", name=say("en", "command.issue"))
        expect(issue).to_be_visible()
        issue.click()
        at = "center.guideSteps[center.guide.state().at].at()"
        page.wait_for_function(f"before => {at} !== before", arg=framed)
        row = page.locator(page.evaluate(at))
        row.wait_for()
        frames(page)  # the directive that was issued, with its number
        number = row.locator("kbd").inner_text()
        page.locator("body").press(number)
        expect(row).to_be_focused()
        page.keyboard.press("a")
        onward(seen)

        assert step(page) == "close"
        happened(page, False)
        frames(page)
        close = say("en", "command.close")
        page.locator(".closing").get_by_role("button", name=close, exact=True).click()
        onward(seen)

        assert step(page) == "wall"
        frames(page)
        onward(seen)

        assert step(page) == "mend"
        frames(page)
        onward(seen)

        assert step(page) == "mend_authority"
        happened(page, False)
        frames(page)
        gap(page, "authority:").locator("[data-act='delegate']").click()
        page.locator("#form-authority-delegate-send").click()
        expect(gap(page, "authority:")).to_have_count(0)
        onward(seen)

        assert step(page) == "mend_kit"
        happened(page, False)
        unlock = gap(page, "kit:").locator(".unlock")
        unlock.locator("select").select_option(index=1)
        unlock.get_by_role("button").click()
        onward(seen)

        assert step(page) == "mend_numbers"
        happened(page, False)
        for form in ("contacts", "channels"):
            bridge(page, form)
        onward(seen)

        assert step(page) == "mend_pool"
        happened(page, False)
        for form in ("pool:", "limits:"):
            bridge(page, form)
        happened(page)
        guide(page).locator(".actions button").first.click()
        expect(guide(page)).to_have_count(0)


def test_whom_the_virtual_leader_outran_takes_command(
    center: RunningCenter, browser: Browser
) -> None:
    virtual = center.token("leader", Role.COMMANDER, LEADER, ActorKind.VIRTUAL)
    center.start()
    center.command(virtual, "incident.open", place=TANK, plan=PLAN.id)  # nobody is there yet
    with watched_page(browser, center.url) as seen:
        page = seen.page
        page.goto(f"{center.url}/sign-in")
        page.locator("button.guided").click()
        page.wait_for_url(f"{center.url}/command")
        seen.is_live()
        page.evaluate("center.guide.go(center.guideSteps.findIndex((s) => s.name === 'incident'))")
        page.locator(".held .act").wait_for()
        happened(page, False)
        frames(page)
        page.locator(".held .act").click()
        happened(page)


def test_it_is_never_forced_and_is_taken_up_where_it_was_left(
    center: RunningCenter, browser: Browser
) -> None:
    center.start()
    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        page = seen.page
        page.goto(f"{center.url}/command")
        seen.is_live()
        expect(guide(page)).to_have_count(0)

        def start() -> None:
            page.locator(".menu .who").click()
            page.locator(".guide-open").click()
            guide(page).wait_for()

        start()
        guide(page).locator(".actions button").first.click()
        page.wait_for_function("() => center.guide.state().at === 1")
        guide(page).locator(".guide-head button").focus()
        page.keyboard.press("Escape")
        expect(guide(page)).to_have_count(0)
        page.reload()
        seen.is_live()
        expect(guide(page)).to_have_count(0)
        start()
        assert step(page) == "known"
        expect(guide(page).locator("[aria-live=polite]")).to_be_visible()


def test_every_step_has_its_words_and_a_page(center: RunningCenter, browser: Browser) -> None:
    center.start()
    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        page = seen.page
        page.goto(f"{center.url}/log")
        seen.is_live()
        steps = page.evaluate("center.guideSteps.map(({ name, on }) => [name, on])")
        assert 6 <= len(steps) <= 16
        for name, on in steps:
            assert has(f"guide.{name}"), LANGUAGES
            assert has(f"guide.{name}_do")
            answer = page.context.request.get(center.url + on, timeout=PATIENCE_S * 1000)
            assert answer.ok


def test_outside_the_demonstration_there_is_none(tmp_path: Any, browser: Browser) -> None:
    with running(tmp_path, CC_DEMO="false") as center:
        wall = center.token("look", Role.COMMANDER)
        center.start()
        with watched_page(browser, center.url) as seen:
            page = seen.page
            page.add_init_script("localStorage.setItem('guide', '{\"on\": true, \"at\": 0}')")
            page.goto(f"{center.url}/log#token={wall}")
            seen.is_live()
            expect(page.locator("aside.guide, .guide-open")).to_have_count(0)
