"""The hands of the command page in real Chromium: an incident run and closed by a person who never
leaves the page, an answer lost on the way, and a server that does not answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.site_file import load
from command_center.words import say
from tests.support.pages import Watched, command, watched_page
from tests.support.running_center import DEMO, RunningCenter, running

pytestmark = pytest.mark.e2e

SITE = load(DEMO)
PLAN = next(plan for plan in SITE.plans if SITE.tank_by_id.keys() & set(plan.places))
TANK = next(place for place in PLAN.places if place in SITE.tank_by_id)
POSTS = "**/_dash-update-component*"


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
    return iter([TANK, *(tank.id for tank in SITE.tanks if tank.id != TANK)])


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
    gas.locator("#form-gas-value").fill(value)
    choose(gas, "below_limit", word("gas.below"))
    send(gas)
    expect_done(gas)


def test_a_person_closes_an_incident_by_the_page_alone(
    center: RunningCenter, desk: Watched
) -> None:
    """Valve, source, entry, gas, outfall, gas again: each mended where what is missing leads."""
    page = desk.page
    first, second, third, fourth, checker = SITE.people[:5]

    page.locator("#panel-entry .fold button").click()
    page.locator("#form-ready summary").click()
    ready = page.locator("#form-ready")
    for person in (first, second, third, fourth):
        choose(ready, "persons", person.name.en)
    ready.locator("#form-ready-pressure_mpa").fill("27")
    choose(ready, "checker", checker.name.en)
    send(ready)
    expect_done(ready)
    entry = page.locator("#panel-entry")
    expect(entry.locator(".entry-row")).to_have_count(4)
    row = entry.locator(".entry-row", has_text=first.name.en)
    row.get_by_role("button", name=word("command.goes_in")).click()
    row.get_by_label(word("command.pressure")).fill("27")
    page.keyboard.press("Enter")
    expect(row.locator(".clock")).to_contain_text("turn back")
    row.get_by_role("button", name=word("command.at_work")).click()
    expect(row).to_contain_text(word("entry.at_work", element=desk.place))

    page.locator("#form-valve summary").click()
    valve = page.locator("#form-valve")
    choose(valve, "element", SITE.valves[0].id)
    choose(valve, "state", word("valve.state.shut"))
    send(valve)
    expect_done(valve)
    lead(page, "source_isolated")
    source = page.locator("#panel-source")
    source.get_by_role("button", name=word("command.source_isolated"), exact=True).click()
    expect(page.locator(".closing", has_text=word("missing.source_isolated"))).to_have_count(0)

    lead(page, "entries_out", count=1)
    expect(row.get_by_role("button", name=word("command.out_of_zone"), exact=True)).to_be_visible()
    row.get_by_role("button", name=word("command.out_of_zone"), exact=True).click()
    lead(page, "outfall_sampled")
    outfall = page.locator("#form-outfall")
    send(outfall)
    expect_done(outfall)
    measure_gas(page, "0.4")

    page.get_by_role("button", name=word("command.close"), exact=True).click()
    expect(page.locator(".closing .answer.refused")).to_contain_text(word("missing.gas_clear"))
    center.later(minutes=16)
    page.reload()  # typing must not meet the moment in which the link comes back
    desk.watched.is_live()
    measure_gas(page, "0.3")
    expect(page.locator(".closing")).to_contain_text(word("command.close_ready"))
    page.get_by_role("button", name=word("command.close"), exact=True).click()
    sure = page.locator(".closing .sure")
    expect(sure).to_contain_text("?")
    sure.get_by_role("button", name=word("command.close"), exact=True).click()
    expect(page.locator("#panel-incident")).not_to_contain_text(desk.incident)
    [closed] = desk.facts("incident.closed")
    assert closed["via"] == "screen"


def lose_answers(page: Page, times: int = 1) -> list[str]:
    """The server hears and does the next `times` commands; their answers never reach the page."""
    heard: list[str] = []

    def swallow(route: Route) -> None:
        body = route.request.post_data or ""
        if "command-intent" not in body or len(heard) == times:
            route.continue_()
            return
        heard.append(body)
        assert route.fetch().ok

    page.route(POSTS, swallow)
    return heard


def test_a_form_whose_answer_was_lost_is_sent_again_and_done_once(
    center: RunningCenter, desk: Watched
) -> None:
    page = desk.page
    page.locator("#form-directive summary").click()
    form = page.locator("#form-directive")
    choose(form, "to", SITE.posts[0].name.en)
    form.locator("#form-directive-text").fill("Look at the pump pad")
    heard = lose_answers(page)
    send(form)
    unanswered = form.locator(".answer.unanswered")
    expect(unanswered).to_contain_text(word("command.no_answer"))
    expect(unanswered).to_contain_text(word("command.no_answer.mend"))
    expect(form.locator("#form-directive-text")).to_have_value("Look at the pump pad")
    assert len(heard) == 1
    send(form)
    expect_done(form)
    expect(form.locator("#form-directive-text")).to_have_value("")
    assert len(desk.facts("directive.issued")) == 1

    # The next submission is another one, even in the same words.
    choose(form, "to", SITE.posts[0].name.en)
    form.locator("#form-directive-text").fill("Look at the pump pad")
    send(form)
    expect(page.locator(".directive-row", has_text="Look at the pump pad")).to_have_count(2)
    assert len(desk.facts("directive.issued")) == 2


def test_what_was_changed_after_a_lost_answer_is_not_given_on_top_unseen(
    center: RunningCenter, desk: Watched
) -> None:
    page = desk.page
    page.locator("#form-report summary").click()
    form = page.locator("#form-report")
    choose(form, "place", SITE.areas[0].name.en)
    form.locator("#form-report-text").fill("smoke")
    lose_answers(page)
    send(form)
    expect(form.locator(".answer.unanswered")).to_be_visible()
    form.locator("#form-report-text").fill("smoke at the pad")
    send(form)
    expect(form.locator(".answer.refused")).to_contain_text(word("command.sent_before"))
    assert [f["data"]["text"] for f in desk.facts("report.received", None)] == ["smoke"]
    send(form)
    expect_done(form)
    assert len(desk.facts("report.received", None)) == 2


def test_a_button_whose_answer_was_lost_is_pressed_again_and_done_once(
    center: RunningCenter, desk: Watched
) -> None:
    page = desk.page
    panel = page.locator("#panel-source")
    leaks = panel.get_by_role("button", name=word("command.source_leaks"), exact=True)
    lose_answers(page)
    leaks.click()
    expect(panel.locator(".answer.unanswered")).to_be_visible()
    leaks.click()
    expect(panel.locator(".answer.accepted")).to_be_visible()
    assert len(desk.facts("source.reported")) == 1


def test_an_answer_that_comes_late_is_still_told(center: RunningCenter, desk: Desk) -> None:
    page = desk.page
    panel = page.locator("#panel-source")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "command-intent" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route(POSTS, hold)
    panel.get_by_role("button", name=word("command.source_leaks"), exact=True).click()
    expect(panel.locator(".answer.unanswered")).to_be_visible()
    held[0].continue_()
    expect(panel.locator(".answer.accepted")).to_be_visible()
    expect(panel.locator(".answer.unanswered")).to_have_count(0)
    assert len(desk.facts("source.reported")) == 1


def test_a_server_that_is_away_is_said_at_the_hand(center: RunningCenter, desk: Desk) -> None:
    panel = desk.page.locator("#panel-source")
    center.kill()
    panel.get_by_role("button", name=word("command.source_leaks"), exact=True).click()
    unanswered = panel.locator(".answer.unanswered")
    expect(unanswered).to_contain_text(word("command.no_answer"))
    center.start()
    desk.watched.is_live()
    panel.get_by_role("button", name=word("command.source_leaks"), exact=True).click()
    expect(panel.locator(".answer.accepted")).to_be_visible()
    assert len(desk.facts("source.reported")) == 1


def test_an_acknowledgement_by_radio_takes_two_keystrokes(desk: Desk) -> None:
    page = desk.page
    recipient = next(post for post in SITE.posts if not post.commands)
    to = next(r.person for r in SITE.roster if r.post == recipient.id)
    command(
        desk.watched, desk.url, "directive.issue",
        incident=desk.incident, to=to, text="Look", urgency="urgent", category="source",
    )  # fmt: skip
    row = page.locator(".directive-row")
    expect(row.locator("kbd")).to_have_text("1")
    page.keyboard.press("1")
    expect(row).to_be_focused()
    page.keyboard.press("a")
    expect(row).to_have_class(re.compile("acknowledged"))
    [taken] = desk.facts("directive.acknowledged")
    assert (taken["via"], taken["speaker"]) == ("radio", to)
    page.keyboard.press("s")
    expect(row).to_have_class(re.compile("in_progress"))
    page.keyboard.press("p")
    expect(row).to_contain_text("25 %")


def test_a_figure_typed_into_a_field_stays_there(desk: Desk) -> None:
    page = desk.page
    page.locator("#form-directive summary").click()
    text = page.locator("#form-directive-text")
    text.press_sequentially("1 l")
    expect(text).to_be_focused()
    expect(text).to_have_value("1 l")


def test_a_page_that_the_server_does_not_send_says_so_in_its_place(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER, language="zh-CN") as visitor:
        asked: list[Route] = []

        def answer_the_second(route: Route) -> None:
            asked.append(route)
            if len(asked) > 1:
                route.continue_()

        visitor.page.route(POSTS, answer_the_second)
        visitor.page.goto(f"{center.url}/command")
        late = visitor.page.locator("#page .late")
        expect(late).to_contain_text(say("zh-CN", "page.unanswered"))
        late.get_by_role("button", name=say("zh-CN", "page.again")).click()
        expect(visitor.page.locator("#panel-incident")).to_be_visible()
