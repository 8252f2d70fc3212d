"""The demonstration's guided path: it waits for what really happens, hides nothing, and is never forced.

No plant is simulated here: what the path waits for is made to happen by commands and readings.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import ActorKind, Role
from command_center.words import LANGUAGES, has
from tests.support.leaking import leak_readings
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.waiting import PATIENCE_S

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.thorough]
SITE = demo_site()
TANK = next(p for plan in SITE.plans for p in plan.places if p in SITE.tank_by_id)
PLAN = next(plan for plan in SITE.plans if TANK in plan.places)


@pytest.fixture
def center(tmp_path: Any) -> Iterator[RunningCenter]:
    """At night, when the suit cabinet's keeper is off duty and the leader's authority is short."""
    offset = night_offset(SITE, None, Clock().now())
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield center


def guide(page: Page) -> Locator:
    return page.locator("aside.guide")


def happened(page: Page, yes: bool = True) -> None:
    mark = guide(page).locator(".guide-state")
    expect(mark).to_contain_text("It has happened" if yes else "Waiting")


def step(page: Page) -> str:
    return str(page.evaluate("center.guideSteps[center.guide.state().at].name"))


def onward(seen: Watched) -> None:
    """To the next step, and to the page it speaks of."""
    page = seen.page
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
          const place = document.querySelector(step.at) || document.querySelector(step.else);
          const ring = document.querySelector(".guide-ring");
          if (!place || !ring) return false;
          const [a, b] = [place.getBoundingClientRect(), ring.getBoundingClientRect()];
          if (Math.abs(a.left - 5 - b.left) > 2 || Math.abs(a.top - 5 - b.top) > 2) return false;
          const panel = document.querySelector(".guide").getBoundingClientRect();
          const [x, y] = [a.left + a.width / 2, a.top + Math.min(a.height, innerHeight) / 2];
          return !(x > panel.left && x < panel.right && y > panel.top && y < panel.bottom);
        }"""
    )


def test_it_waits_for_what_really_happens(center: RunningCenter, browser: Browser) -> None:
    night = next(shift.id for shift in SITE.shifts if shift.night)
    commanding = {post.id for post in SITE.posts if post.commands}
    leader = next(
        entry.person
        for entry in SITE.roster
        if entry.post in commanding and entry.shift == night and entry.on_site
    )
    plant = center.token("plant", Role.GATEWAY)
    virtual = center.token("leader", Role.COMMANDER, leader, ActorKind.VIRTUAL)
    center.start()

    def give(kind: str, **data: Any) -> Any:
        answer = center.post("commands", virtual, {"kind": kind, "data": data})
        return answer.json()

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

        assert step(page) == "asked"  # true already: it is for the minute until the first alarm
        frames(page)
        onward(seen)

        assert step(page) == "alarm"
        happened(page, False)
        for body in leak_readings(SITE, TANK, center.clock.now()):
            assert center.post("readings", plant, body).json()["rejected"] == []
        happened(page)
        frames(page)
        onward(seen)

        assert step(page) == "incident"
        happened(page, False)
        opened = give("incident.open", place=TANK, plan=PLAN.id)
        incident = next(f["incident"] for f in opened["facts"] if f["kind"] == "incident.opened")
        happened(page)
        frames(page)
        onward(seen)

        assert step(page) == "kit"
        happened(page, False)
        for one in PLAN.steps:
            give("directive.issue", incident=incident, step=one.id)
        frames(page)
        for kit in SITE.kits:
            give("resource.dispatch", incident=incident, kit=kit.id, place=TANK)
        onward(seen)

        assert step(page) == "short"
        for kit in SITE.kits:
            give("resource.dispatch", incident=incident, kit=kit.id, place=TANK, partial=True)
        onward(seen)

        assert step(page) == "authority"
        onward(seen)

        assert step(page) == "take"
        frames(page)
        page.locator(".held .act").first.click()
        onward(seen)

        assert step(page) == "keys"
        happened(page, False)
        page.locator(".alarm-row").first.wait_for()
        page.locator("body").press("l")
        expect(page.locator(".alarm-row").first).to_be_focused()
        page.keyboard.press("a")
        onward(seen)

        assert step(page) == "source"
        happened(page, False)
        center.command(virtual, "source.report", incident=incident, state="isolated")
        onward(seen)

        assert step(page) == "close"
        page.locator(".closing > .actions .act").click()
        happened(page)
        guide(page).locator(".actions button").first.click()
        expect(guide(page)).to_have_count(0)


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
        assert step(page) == "asked"
        expect(guide(page).locator("[aria-live=polite]")).to_be_visible()


def test_every_step_has_its_words_and_a_page(center: RunningCenter, browser: Browser) -> None:
    center.start()
    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        page = seen.page
        page.goto(f"{center.url}/log")
        seen.is_live()
        steps = page.evaluate("center.guideSteps.map(({ name, on }) => [name, on])")
        assert 8 <= len(steps) <= 12
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
