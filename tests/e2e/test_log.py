"""The log in real Chromium: back to the first fact, filtered by an address, newest as it comes."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.clock import Clock
from command_center.domain.actor import ActorKind, Role, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.words import say
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e
SITE = demo_site()
ZONE = "Asia/Shanghai, UTC+08:00"
REPORTS = 450
"""More than two pages of the log, and more than the live ticker holds."""
PAGE = 200
"""Facts of the log that are asked for at once."""


MATTER = "00000000-0000-0000-0000-0000000000a1"
"""Opened, and given to its owner by the duty, before all reports."""
HAZARD = {"category": "equipment/static/leak", "level": "general", "found": "Leak", "place": "TF"}

SCROLLED_TO = """count => {
  const list = document.querySelector("ol.facts");
  list.scrollTop = list.scrollHeight;
  return document.querySelectorAll(".fact").length === count;
}"""


def a_report(number: int) -> Fact:
    place = SITE.tanks[number % 2].id
    now = Clock().now()
    return Fact(
        seq=0, site=SITE.id, at=now, at_basis=AtBasis.OBSERVED, recorded_at=now, actor="wall",
        actor_kind=ActorKind.HUMAN, via=Via.SCREEN, kind="report.received", v=1,
        data={"channel": "call", "place": place, "text": f"report {number}", "caller": None},
    )  # fmt: skip


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningCenter, str]]:
    """A center in which a hazard was found and much was reported since, and the token of its finder."""
    with running(tmp_path_factory.mktemp("center")) as started:
        finder = started.token("zhou-ming", Role.RESPONDER, "zhou-ming")
        started.start()
        started.command(finder, "matter.open", matter=MATTER, template="hazard", fields=HAZARD)
        eventually(lambda: started.get(f"mine/{MATTER}", finder)["state"] == "dispatched")
        started.stop()
        with databases(started.settings()) as stores:
            journal = Journal(stores.journal, SITE.id, Clock().now)
            journal.append([a_report(n) for n in range(REPORTS)], expected=journal.head().seq)
        started.start()
        yield started, finder


@pytest.fixture(scope="module")
def center(lived: tuple[RunningCenter, str]) -> RunningCenter:
    return lived[0]


@pytest.fixture(scope="module")
def finder(lived: tuple[RunningCenter, str]) -> str:
    return lived[1]


def opened(page: Page, center: RunningCenter, query: str = "") -> None:
    page.goto(f"{center.url}/log{query}")
    page.locator(".fact").first.wait_for()


def sentences(page: Page) -> list[str]:
    return page.locator(".fact .sentence").all_text_contents()


def test_it_goes_back_to_the_first_fact_and_shows_new_ones_on_top(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        page = watched.page
        opened(page, center, "?kind=report")
        page.wait_for_function(SCROLLED_TO, arg=REPORTS)
        expect(page.locator(".earlier")).to_have_count(0)
        assert sentences(page)[-1].endswith("report 0")
        command(
            watched, center.url, "report.receive",
            channel="call", place=SITE.tanks[0].id, text="a new smell",
        )  # fmt: skip
        expect(page.locator(".fact .sentence").first).to_contain_text("a new smell")
        expect(page.locator(".fact")).to_have_count(REPORTS + 1)


def test_a_fact_about_an_older_matter_takes_nothing_from_under_the_eyes(
    center: RunningCenter, finder: str, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as watched:
        page = watched.page
        matters = page.context.request.get(f"{center.url}/api/v1/past/matters").json()["matters"]
        number = next(one["number"] for one in matters if one["id"] == MATTER)
        opened(page, center)
        page.evaluate(f"() => ({SCROLLED_TO})(0)")
        expect(page.locator(".fact").nth(PAGE)).to_be_attached()
        expect(page.locator(".fact .sentence", has_text=number)).to_have_count(0)
        shown = page.evaluate("""() => {
          document.querySelector("ol.facts").scrollTop = 900;
          const facts = [...document.querySelectorAll(".fact")];
          facts.forEach((one) => { one.kept = true; });
          return facts.length;
        }""")
        for found in ("It drips", "It drips more"):
            told = center.command(finder, "matter.fill", matter=MATTER, fields={"found": found})
            for fact in told["facts"]:
                sentence = page.locator(f"#fact-{fact['seq']} .sentence")
                expect(sentence).to_contain_text(number)
                expect(sentence).not_to_contain_text(MATTER)
        kept = "[...document.querySelectorAll('.fact')].filter((one) => one.kept).length"
        assert page.evaluate(kept) == shown
        assert page.evaluate("document.querySelector('ol.facts').scrollTop") >= 900


def test_a_filter_is_an_address_that_a_colleague_can_open(
    center: RunningCenter, browser: Browser
) -> None:
    tank = SITE.tanks[1]
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        page = watched.page
        opened(page, center)
        field = page.get_by_label("Person or thing")
        field.fill(tank.name.en)
        field.press("Enter")
        expect(page).to_have_url(f"{center.url}/log?about={tank.id}")
        expect(page.locator(".fact .sentence").first).to_contain_text("report")
        expect(page.locator(".log-head h2 b")).to_contain_text("200")
        address, here = page.url, sentences(page)
        assert all(tank.name.en in one for one in here)
    with watched_page(browser, center.url, Role.VIEWER) as watched:
        watched.page.goto(address)
        watched.page.locator(".fact").first.wait_for()
        assert sentences(watched.page)[: len(here)] == here


def test_an_address_points_at_one_fact_and_its_link_leads_to_what_it_is_about(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.VIEWER) as watched:
        page = watched.page
        opened(page, center, "?seq=100")
        pointed = page.locator(".fact.pointed")
        expect(pointed.locator(".seq")).to_have_text("#100")
        expect(pointed).to_be_in_viewport()
        number = int(pointed.locator(".sentence").inner_text().split()[-1])
        level = SITE.tanks[number % 2].level
        expect(pointed.locator(".changed a").first).to_have_attribute("href", f"/tanks?tag={level}")
        page.get_by_role("button", name="Show the newest").click()
        expect(page).to_have_url(f"{center.url}/log")
        expect(page.locator(".fact.pointed")).to_have_count(0)


def test_the_export_is_what_is_shown(
    center: RunningCenter, browser: Browser, tmp_path: Path
) -> None:
    with watched_page(browser, center.url, Role.VIEWER) as watched:
        page = watched.page
        opened(page, center, f"?about={SITE.tanks[1].id}")
        shown = sentences(page)
        said = say("en", "times.by_plant", zone=ZONE)
        expect(page.locator(".log-head .zone-of-times")).to_have_text(said)
        with page.expect_download() as download:
            page.get_by_role("button", name="Export").click()
        download.value.save_as(tmp_path / "log.csv")
    lines = list(csv.reader(io.StringIO((tmp_path / "log.csv").read_text("utf-8-sig"))))
    assert [name for name in lines[0] if ZONE in name] == [
        f"{say('en', f'log.csv_{name}')} ({ZONE})" for name in ("at", "recorded")
    ]
    assert [line[4] for line in lines[1:]] == shown[: len(lines) - 1]
    assert len(lines) > 100
