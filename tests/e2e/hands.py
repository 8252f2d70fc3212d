"""A desk with hands: the fixtures of the tests that press and type, and their fingers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import Watched, command, watched_page
from tests.support.running_center import RunningCenter, demo_site, running

SITE = demo_site()
PLAN = next(plan for plan in SITE.plans if SITE.tank_by_id.keys() & set(plan.places))
TANK = next(place for place in PLAN.places if place in SITE.tank_by_id)
POSTS = "**/api/v1/commands"


def word(key: str, **params: Any) -> str:
    return say("en", key, **params)


@dataclass
class Desk:
    """A commander's page on an incident of its own, and the journal behind it."""

    watched: Watched
    url: str
    incident: str
    place: str

    @property
    def page(self) -> Page:
        return self.watched.page

    def facts(self, kind: str, incident: str | None = "") -> list[Any]:
        """Every fact of a kind about the incident (or, with None, about none) in the journal."""
        answer = self.page.context.request.get(f"{self.url}/api/v1/journal?after=0&limit=1000")
        about = self.incident if incident == "" else incident
        facts: list[Any] = answer.json()["facts"]
        return [fact for fact in facts if (fact["kind"], fact["incident"]) == (kind, about)]


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    """At ten past two in the night, whatever the hour of the test: no shift ends during it."""
    offset = night_offset(SITE, None, Clock().now())
    folder = tmp_path_factory.mktemp("center")
    with running(folder, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield center.start()


@pytest.fixture(scope="module")
def places() -> Iterator[str]:
    """A place of its own for every incident, as no place has two."""
    tanks = [tank.id for tank in SITE.tanks if tank.id != TANK]
    return iter(
        [TANK, *tanks, *(gate.id for gate in SITE.gates), *(one.id for one in SITE.musters)]
    )


@pytest.fixture
def desk(center: RunningCenter, browser: Browser, places: Iterator[str]) -> Iterator[Desk]:
    place = next(places)
    with watched_page(browser, center.url, Role.COMMANDER, outage=True) as watched:
        opened = command(watched, center.url, "incident.open", place=place, plan=PLAN.id)
        incident = next(f["incident"] for f in opened["facts"] if f["kind"] == "incident.opened")
        chosen = f"sessionStorage.setItem('command.incident', '{incident}')"
        watched.page.add_init_script(chosen)
        watched.page.goto(f"{center.url}/command")
        watched.is_live()
        expect(watched.page.locator("#panel-incident")).to_contain_text(incident)
        yield Desk(watched, center.url, incident, place)


def choose(form: Locator, field: str, option: str) -> None:
    """One of the options of a choice, by the words it is found by, from the keyboard."""
    control = form.locator(f"[id$='-{field}']")
    control.press("Enter")
    page = form.page
    page.locator(".dash-dropdown-search").last.fill(option)
    page.locator(".dash-dropdown-option").first.wait_for()
    page.locator(".dash-dropdown-option", has_text=option).first.click()
    page.keyboard.press("Escape")


def lead(page: Page, code: str, **params: Any) -> None:
    """Press what is still missing to close."""
    page.locator(".closing .lead", has_text=word(f"missing.{code}", **params)).click()


def send(form: Locator) -> None:
    form.locator("button[id$='-send']").click()


def expect_done(form: Locator) -> None:
    expect(form.locator(".answer.accepted")).to_be_visible()


def measure_gas(page: Page, value: str) -> None:
    lead(page, "gas_clear")
    gas = page.locator("#form-gas")
    expect(gas).to_have_attribute("open", "")
    expect(gas.locator(":focus")).to_have_count(1)  # the lead has arrived: it moves the keyboard
    # The lead has filled in the place; a program types faster than the page draws that.
    expect(gas.locator("[id$='-place']").first).to_contain_text(re.compile(r"\S"))
    typed = gas.locator("#form-gas-value")
    typed.fill(value)
    typed.press("Tab")
    expect(typed).to_have_value(value)
    send(gas)
    expect_done(gas)
