"""What a person does by the pages alone, and nothing of it is lost or done twice."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from tests.e2e.hands import (
    SITE,
    Desk,
    center,
    choose,
    desk,
    expect_done,
    lead,
    measure_gas,
    places,
    send,
    word,
)
from tests.support.leaking import leak_readings
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter, running

__all__ = ["center", "desk", "places"]  # fixtures

pytestmark = pytest.mark.e2e


def test_a_person_closes_an_incident_by_the_page_alone(center: RunningCenter, desk: Desk) -> None:
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
    # Nobody has measured gas: it says so, and keeps what was typed.
    expect(row.locator(".answer.refused")).to_contain_text(word("refusal.entry_unmeasured.mend"))
    expect(row.get_by_label(word("command.pressure"))).to_have_value("27")
    row.get_by_label(word("entry.reason_short"), exact=True).fill("somebody lies there")
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

    close = page.get_by_role("button", name=word("command.close"), exact=True)
    close.press("Enter")
    expect(page.locator(".closing .answer.refused")).to_contain_text(word("missing.gas_clear"))
    expect(close).to_be_focused()  # a refusal takes the keyboard nowhere
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


def test_a_command_that_no_panel_has_is_given_under_more_commands(desk: Desk) -> None:
    """The refusal stands under its own button, and what was chosen stays; done empties it."""
    page = desk.page
    page.locator("#panel-more > details > summary").click()
    for form, answer in (("double-stand_down", ".answer.refused"), ("double-resume", ".accepted")):
        drawer = page.locator(f"#form-{form}")
        drawer.locator("summary").click()
        send(drawer)
        expect(drawer.locator(answer)).to_be_visible()
    own = SITE.person_by_id[str(page.evaluate("center.page.person"))].name.en
    refused = page.locator("#form-double-stand_down .answer.refused")
    expect(refused).to_contain_text(word("refusal.no_double", name=own))
    expect(refused).to_contain_text(word("refusal.no_double.mend", name=own))


def test_a_figure_typed_into_a_field_stays_there(desk: Desk) -> None:
    page = desk.page
    page.locator("#form-directive summary").click()
    text = page.locator("#form-directive-text")
    text.press_sequentially("1 l")
    expect(text).to_be_focused()
    expect(text).to_have_value("1 l")


def test_the_tank_of_an_incident_known_by_its_area_is_named_at_its_alarm(
    tmp_path: Path, browser: Browser
) -> None:
    """No second incident is offered for it, and the form says why a tank cannot be the one."""
    tank = SITE.tanks[-1]
    with running(tmp_path) as center, ExitStack() as closing:
        plant = center.token("plant", Role.GATEWAY)
        center.start()
        watched = closing.enter_context(watched_page(browser, center.url, Role.COMMANDER))
        page = watched.page
        other = command(watched, center.url, "incident.open", place=SITE.tanks[-2].id)
        opened = command(watched, center.url, "incident.open", place=tank.area)
        first, incident = (
            next(f["incident"] for f in told["facts"] if f["kind"] == "incident.opened")
            for told in (other, opened)
        )
        chosen = f"sessionStorage.setItem('command.incident', '{incident}')"
        page.add_init_script(chosen)
        page.goto(f"{center.url}/command")
        watched.is_live()
        page.locator("#form-locate summary").click()
        form = page.locator("#form-locate")
        choose(form, "tank", SITE.tanks[-2].id)
        send(form)
        expect(form.locator(".answer.refused")).to_contain_text(first)
        for body in leak_readings(SITE, tank.id, center.clock.now()):
            assert center.post("readings", plant, body).json()["rejected"] == []
        row = page.locator(".alarm-row", has_text=tank.id)
        expect(row.get_by_role("button", name=word("command.open_from"))).to_have_count(0)
        row.get_by_role("button", name=word("command.source_is")).click()
        source = page.locator("#panel-source")
        expect(source).to_contain_text(word("source.state.leaking"))
        expect(source).to_contain_text(tank.id)
        expect(row.get_by_role("button", name=word("command.source_is"))).to_have_count(0)


def test_no_report_that_waits_is_out_of_reach_behind_newer_ones(
    tmp_path: Path, browser: Browser
) -> None:
    """At a desk all are there; on a phone the older ones are behind one touch. The count tells of every one."""
    fire, *smells = [gate.id for gate in SITE.gates][:1] + [tank.id for tank in SITE.tanks[:4]]
    with running(tmp_path) as center, ExitStack() as closing:
        center.start()
        watched = closing.enter_context(watched_page(browser, center.url, Role.COMMANDER))
        for place, text in [(fire, "Fire"), *((one, "A smell") for one in smells)]:
            command(watched, center.url, "report.receive", channel="call", place=place, text=text)
        page = watched.page
        page.goto(f"{center.url}/command")
        watched.is_live()
        reports = page.locator("#panel-incident .reports")
        row = reports.locator(".report", has_text="Fire")
        expect(reports.locator(".report:visible")).to_have_count(5)
        expect(reports.locator(".label")).to_have_text(word("command.reports", n=5))

        page.set_viewport_size({"width": 390, "height": 844})
        fold = page.locator("#panel-incident .fold button")
        if fold.get_attribute("aria-expanded") == "false":
            fold.click()
        expect(reports.locator(".report:visible")).to_have_count(3)
        expect(reports.locator(".label")).to_have_text(word("command.reports", n=5))
        rest = reports.locator(".rest")
        expect(rest).to_contain_text(word("list.more", n=2))
        rest.click()
        row.get_by_role("button", name=word("command.open_from")).click()
        expect(reports.locator(".label")).to_have_text(word("command.reports", n=4))
        expect(row).to_have_count(0)  # an incident stands on it


def test_a_second_incident_is_asked_about_before_it_is_opened(
    tmp_path: Path, browser: Browser
) -> None:
    """A gas alarm away from the first one's place may be another leak; one slip opens none."""
    gas = {tag.at: tag for tag in SITE.tags if tag.kind == "gas" and tag.at}
    far = gas[max(gas)]
    with running(tmp_path) as center, ExitStack() as closing:
        plant = center.token("plant", Role.GATEWAY)
        center.start()
        watched = closing.enter_context(watched_page(browser, center.url, Role.COMMANDER))
        page = watched.page
        command(watched, center.url, "incident.open", place=SITE.areas[0].id)
        page.goto(f"{center.url}/command")
        watched.is_live()
        now = center.clock.now()
        smelt = [
            {"tag": far.id, "ts": now - ago * 1000, "value": 100.0} for ago in range(60, -1, -1)
        ]
        body = {"source": far.source, "readings": smelt}
        assert center.post("readings", plant, body).json()["rejected"] == []
        row = page.locator(f".alarm-row[data-alarm='{far.id}:HH']")  # another limit's comes above
        row.get_by_role("button", name=word("command.open_from")).click()
        question = row.locator(".sure")
        expect(question).to_contain_text("INC-1")
        question.get_by_role("button", name=word("command.cancel")).click()
        expect(page.locator("[role=tab]")).to_have_count(0)
        row.get_by_role("button", name=word("command.open_from")).click()
        question.get_by_role("button", name=word("command.open_from")).click()
        expect(page.locator("[role=tab]")).to_have_count(2)


def test_a_choice_that_is_open_looks_as_open_as_the_fields_beside_it(desk: Desk) -> None:
    """A grey field looks shut; what is chosen reads like what is typed."""
    page = desk.page
    page.locator("#form-directive summary").click()
    form = page.locator("#form-directive")
    choice, typed = form.locator("#form-directive-urgency"), form.locator("#form-directive-due_s")
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        for look in ("background-color", "color"):
            read = f"e => getComputedStyle(e).getPropertyValue('{look}')"
            assert choice.evaluate(read) == typed.evaluate(read), (theme, look)


def test_beside_the_buttons_of_the_count_every_name_stands_whole(
    center: RunningCenter, desk: Desk
) -> None:
    """On a small desk a name was broken letter by letter, and its words ran under the buttons."""
    page, zone = desk.page, SITE.areas[0].id
    page.set_viewport_size({"width": 1366, "height": 768})
    command(desk.watched, center.url, "evacuation.order", incident=desk.incident, zones=[zone])
    rows = page.locator("#panel-headcount .person-row")
    rows.first.get_by_role("button").first.wait_for()
    broken = rows.locator(".who").evaluate_all(
        """whos => whos.filter(who => who.scrollWidth > who.clientWidth
            || who.querySelector('b').getClientRects().length > 1).map(who => who.textContent)"""
    )
    assert broken == []
