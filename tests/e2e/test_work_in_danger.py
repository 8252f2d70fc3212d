"""An incident where people work under a permit: the wall says how many, the page of the incident who, the map where."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from command_center.desk import Accepted, Desk
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.words import say
from tests.domain.matters.works import CATEGORIES, HAZARD
from tests.support.factories import person
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.template_shelf import Shelf

pytestmark = pytest.mark.e2e

ENTRY = """
template: confined-space
title: {zh: 受限空间作业, en: Confined-space entry}
readers: [everyone]
fields:
  place: {type: place, required: true}
  workers: {type: list, of: {person: {type: person, required: true}}}
parties: {applicant: opener, guardian: {}}
states: [draft, open, paused]
moves:
  start: {from: draft, to: open, by: applicant}
  pause: {from: open, to: paused, by: [applicant, duty]}
  resume: {from: paused, to: open, by: applicant}
valid: {from: start, at_most: 8 h}
watch: [{when: {danger: zone}, do: pause}]
inside: {list: workers, at_end: in_equals_out}
"""
MAJOR = """
template: found-major
title: {zh: 重大隐患, en: Major hazard}
readers: [everyone]
fields:
  place: {type: place, required: true}
parties: {finder: opener}
states: [found, general]
moves:
  downgrade: {from: found, to: general, by: finder, opens: minor}
"""
"""Its move opens what no text of the plant describes."""
PERMIT, RISK, LACKING = (str(UUID(int=n)) for n in (1, 2, 3))
WELDER = "shi-dayong"
"""Of a contractor, in sites/demo."""


def story(desk: Desk) -> None:
    """Somebody of a contractor goes into a tank, a clamp nearby is reported, and the tank next to it leaks."""
    site = desk.site
    opener, guardian, finder = (one.id for one in site.people[:3])
    tank = site.tanks[0].id

    def does(who: str | Actor, kind: str, **data: object) -> None:
        actor = person(who) if isinstance(who, str) else who
        assert isinstance(desk.submit(kind, data, actor), Accepted), kind

    fields = {"place": tank, "workers": [{"person": WELDER}]}
    parties = {"guardian": [guardian]}
    does(
        opener,
        "matter.open",
        matter=PERMIT,
        template="confined-space",
        fields=fields,
        parties=parties,
    )
    does(opener, "matter.move", matter=PERMIT, move="start")
    does(guardian, "matter.enter", matter=PERMIT, person=WELDER)
    found = {
        "place": tank,
        "category": "equipment/pipe/clamp",
        "level": "general",
        "found": "It drips",
    }
    does(finder, "matter.open", matter=RISK, template="hazard", fields=found)
    does(finder, "matter.open", matter=LACKING, template="found-major", fields={"place": tank})
    does(finder, "matter.move", matter=LACKING, move="downgrade")
    does(opener, "incident.open", place=site.tanks[1].id)
    does(DUTY_ACTOR, "matter.watch", matter=PERMIT, move="pause", because="danger")


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    folder: Path = tmp_path_factory.mktemp("danger")
    with running(folder) as made:
        with databases(made.settings()) as stores:
            site = demo_site()
            desk = Desk(site, Journal(stores.journal, site.id, made.clock.now), made.clock)
            read = HAZARD.replace("states:", "readers: [safety, commander]\nstates:", 1)
            texts = (ENTRY, read, CATEGORIES, MAJOR)
            desk.templates = Shelf(*texts)
            # The running center reads a matter by the text that it was opened with.
            ScenarioTexts(stores.journal, site.id).keep_all(texts, made.clock.now())
            story(desk)
        made.start()
        yield made


def test_the_wall_says_how_many_the_page_who_and_the_map_where(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER, language="en") as seen:
        page = seen.page
        page.goto(f"{center.url}/command")
        seen.is_live()
        lead = page.locator(".at-work")
        expect(lead).to_contain_text("1 permit paused · 1 person inside")
        lead.click()
        panel = page.locator("#panel-permits")
        expect(panel).to_be_in_viewport()
        expect(panel.locator(".person-row")).to_contain_text("Shi Dayong")
        expect(panel.locator(".person-row")).to_contain_text("恒安检修公司")
        counted = page.locator("#panel-headcount .person-row")  # by the duty of the running center
        expect(counted).to_have_count(1)
        expect(counted).to_contain_text("Shi Dayong")
        expect(page.locator(".map-panel .mark.work")).to_have_class(re.compile(r"\burgent\b"))
        expect(page.locator(".map-panel .mark.hazard")).to_have_count(1)
        page.locator(".map-panel .layers summary").click()
        page.locator(".map-panel .layers input[value='work']").uncheck()
        expect(page.locator(".map-panel .mark.work")).to_be_hidden()
        page.locator(".map-panel .layers input[value='work']").check()
        page.goto(f"{center.url}/")
        seen.is_live()
        expect(page.locator(".cells")).to_contain_text("1 permit paused · 1 person inside")


def test_the_page_of_the_permit_says_who_is_inside_and_asks_whoever_commands_how_they_came_out(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.RESPONDER, language="en") as seen:
        seen.page.goto(f"{center.url}/matters/{PERMIT}")
        seen.is_live()
        expect(seen.page.locator(".inside-now")).to_contain_text("Shi Dayong")
        expect(seen.page.locator(".inside-now button")).to_have_count(0)
    with watched_page(browser, center.url, Role.COMMANDER, language="en") as seen:
        page = seen.page
        page.goto(f"{center.url}/matters/{PERMIT}")
        seen.is_live()
        inside = page.locator(".inside-now")
        expect(inside).to_contain_text("Shi Dayong")
        states = inside.get_by_role("button", name="State that they are out")
        states.click()
        expect(inside.locator(".refused")).to_contain_text("Say how you know")
        inside.get_by_label("How do you know that Shi Dayong is out").fill("He sits in the canteen")
        states.click()
        expect(inside).to_have_count(0)
        expect(page.locator(".story-panel")).to_contain_text("He sits in the canteen")


def test_whoever_dealt_with_what_could_not_be_opened_says_so_on_its_page(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER, language="en") as seen:
        page = seen.page
        page.goto(f"{center.url}/matters/{LACKING}")
        seen.is_live()
        form = page.locator(".settle")
        says = form.get_by_role("button")
        expect(says).to_be_disabled()
        form.get_by_label(say("en", "settle.why")).fill("Opened by hand as GEN-7")
        says.click()
        expect(form).to_have_count(0)
        expect(page.locator(".story-panel")).to_contain_text("Opened by hand as GEN-7")
