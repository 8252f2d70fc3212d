"""A drill from its console: drawn, sealed, started, directed and revealed, by hands on the page."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.domain.drills.holds import SAFETY_LIST
from command_center.words import say
from tests.e2e.desk_night import SITE, night
from tests.e2e.hands import POSTS
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.e2e

BY_HAND = "press"
"""The inject of the night leak that waits for the controller."""


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def told(key: str, **params: Any) -> str:
    return say("en", key, **params)


def pressed(page: Page, key: str) -> None:
    page.get_by_role("button", name=told(key), exact=True).first.click()


def opened(seen: Watched, center: RunningCenter) -> Page:
    seen.page.goto(f"{center.url}/drills")
    seen.is_live()
    return seen.page


def key_of(page: Page, name: str, at: int = 0) -> str:
    """The key of a shortcut, from the registry that /help lists."""
    found: str = page.evaluate(
        "([name, at]) => center.shortcuts.find(one => one.name === name).keys[at]", [name, at]
    )
    return found


def act_in_drill(center: RunningCenter, drill: str, kind: str, **data: Any) -> int:
    """A commander's command in the drill, from another desk; the number of its fact."""
    with requests.Session() as desk:
        desk.headers["Origin"] = center.url
        role = {"role": Role.COMMANDER.value}
        assert desk.post(f"{center.url}/api/v1/session", json=role, timeout=PATIENCE_S).ok
        body = {"kind": kind, "drill": drill, "data": data}
        answer = desk.post(f"{center.url}/api/v1/commands", json=body, timeout=PATIENCE_S)
        assert answer.ok, answer.text
        return int(answer.json()["seq"])


def test_a_surprise_is_sealed_in_four_clicks_and_held_until_the_safety_list_is_clear(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = opened(seen, center)
        expect(page.locator(".legal")).to_contain_text(told("drills.legal_never"))
        page.locator(".surprise-me").click()
        page.get_by_label(told("drills.people_move")).check()
        page.locator("select.officer").select_option(SITE.people[0].id)
        pressed(page, "drills.draw_and_seal")
        row = page.locator(".drill-row").first
        expect(row).to_have_attribute("data-phase", "sealed")
        pressed(page, "drills.start")
        refused = page.locator(".answer.refused")
        for point in SAFETY_LIST:
            expect(refused).to_contain_text(told(f"hold.{point}"))
        expect(row).to_have_attribute("data-phase", "sealed")
        drill = row.get_attribute("data-drill")
        answer = page.context.request.get(f"{center.url}/api/v1/drills/{drill}/plan")
        assert answer.status == 404  # nobody reads it before the start


def test_the_year_is_drawn_on_the_console_and_its_windows_stand_there(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = opened(seen, center)
        draw = page.locator(".draw-year").last
        year = int(draw.get_attribute("data-year") or "")
        draw.click()
        asked = page.locator(f"[data-binds='{year}']")
        expect(asked).to_contain_text(told("drills.year_binds", year=str(year)))
        expect(asked.get_by_role("button", name=told("command.cancel"))).to_be_focused()
        page.keyboard.press("Escape")
        expect(asked).to_have_count(0)
        expect(page.locator(f".year[data-year='{year}']")).to_have_count(0)
        draw.click()
        asked.locator(".bind-year").click()
        expect(page.locator(f".year[data-year='{year}'] li[data-state='to_come']")).to_have_count(2)
        file = page.locator(f".year[data-year='{year}'] a").get_attribute("href")
        calendar = page.context.request.get(f"{center.url}{file}")
        assert calendar.text().count("BEGIN:VEVENT") == 2
        window = page.locator(f".year[data-year='{year}'] .prepare").first
        window.locator("summary").click()
        window.get_by_label(told("drills.people_move")).check()
        window.locator("select.officer").select_option(SITE.people[0].id)
        window.locator(".cast-choices input").first.check()
        window.get_by_role("button", name=told("drills.prepare_save")).click()
        moves = told("drills.in_plant")
        said = told("drills.prepared", n=1, in_plant=moves)
        expect(window.locator("summary")).to_contain_text(said)

        # Saved twice more before the programme could be read again: nobody else was there.
        second = window.locator(".cast-choices input").nth(1)
        stale = page.context.request.get(f"{center.url}/api/v1/programme").json()
        page.route("**/api/v1/programme", lambda asked: asked.fulfill(json=stale))
        for wanted in (True, False):
            second.set_checked(wanted)
            with page.expect_response(POSTS):
                window.get_by_role("button", name=told("drills.prepare_save")).click()
            expect(window.locator(".answer.accepted")).to_be_visible()
            expect(window.locator(".answer.refused, .save-after")).to_have_count(0)
        page.unroute("**/api/v1/programme")

        # A colleague at another desk prepares it anew; what is chosen here stays chosen until a hand says.
        shown = page.context.request.get(f"{center.url}/api/v1/programme").json()
        [mine] = [one for one in shown["programmes"] if one["year"] == year]
        theirs = {"year": year, "window": mine["windows"][0]["id"], "base": 3, "people": []}
        answer = page.context.request.post(
            f"{center.url}/api/v1/commands",
            data={"kind": "programme.prepare", "data": theirs},
            headers={"Origin": center.url},
        )
        assert answer.ok, answer.text()
        second.check()
        window.get_by_role("button", name=told("drills.prepare_save"), exact=True).click()
        refused = window.locator(".answer.refused")
        expect(refused).to_contain_text(told("phrase.prepared_not_in_plant"))
        expect(refused).to_contain_text(told("refusal.preparation_moved.mend"))
        expect(second).to_be_checked()
        expect(window.locator("select.officer")).to_have_value(SITE.people[0].id)
        window.get_by_role("button", name=told("drills.prepare_after")).click()
        said = told("drills.prepared", n=2, in_plant=moves)
        expect(window.locator("summary")).to_contain_text(said)
        expect(window.locator(".answer.refused, .save-after, .take-theirs")).to_have_count(0)
    with watched_page(browser, center.url, Role.EVALUATOR) as seen:
        page = opened(seen, center)
        expect(page.locator(f".year[data-year='{year}']")).to_be_visible()
        expect(page.locator(".draw-year, .prepare")).to_have_count(0)


def test_a_drill_is_directed_from_the_console_and_revealed(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = opened(seen, center)
        composed = page.context.request.post(
            f"{center.url}/api/v1/drills/surprise",
            data={"name": "By hand", "scenario": "night-toxic-leak", "seed": 7},
            headers={"Origin": center.url},
        )
        drill = composed.json()["drill"]
        page.locator(f".drill-row[data-drill='{drill}']").click()
        pressed(page, "drills.start")
        direction = page.locator(".direction")
        expect(direction).to_have_attribute("data-phase", "running")
        expect(page.locator("#drills-script-graph .main-svg").first).to_be_visible()
        expect(page.locator(".now-line .now")).to_have_count(1)

        # The first inject fires by the clock; what it expects is met by a commander's own command.
        onset = page.locator(".over-list [data-inject='onset']")
        expect(onset).to_have_attribute("data-state", "fired")
        plan = SITE.plans[0]
        seq = act_in_drill(center, drill, "incident.open", place=plan.places[0], plan=plan.id)
        met = page.locator("[data-expectation='opened']")
        expect(met).to_have_attribute("data-state", "met")
        expect(met.locator("a.seq")).to_have_attribute("href", f"/log?seq={seq}")

        # From the keyboard alone: fired with a reason, another skipped, a note rated.
        row = page.locator(f".inject-row[data-inject='{BY_HAND}']")
        row.focus()
        row.press(key_of(page, "inject.neighbour"))
        expect(row).not_to_be_focused()
        for kind, inject, state in (
            ("inject.fire", BY_HAND, "fired"),
            ("inject.skip", "film-outside", "skipped"),
            ("inject.hold", "smell", "held"),
        ):
            page.locator(f".inject-row[data-inject='{inject}']").press(key_of(page, kind))
            page.keyboard.type("the crew is quick")
            page.keyboard.press("Enter")
            after = page.locator(f"[data-inject='{inject}'][data-state='{state}']")
            expect(after).to_have_count(1)
        # What an observer types is text, whatever its letters are, and Enter rates nothing.
        page.locator("body").press(key_of(page, "note.open"))
        form = page.locator(".note-form")
        page.keyboard.type("slow gas meter 1")
        expect(form.locator("textarea")).to_have_value("slow gas meter 1")
        expect(form.locator("select")).to_have_value("")
        expect(form.locator("input[type=radio]:checked")).to_have_count(0)
        for field in ("select", "input[type=text]", "input[type=radio] >> nth=0"):
            form.locator(field).press("Enter")
        form.locator("input[type=text]").press(key_of(page, "note.rate", 1))
        expect(form.locator("input[type=radio]:checked")).to_have_count(0)
        send = form.get_by_role("button", name=told("drills.note_send"))
        expect(send).to_be_disabled()
        form.locator("select").select_option(index=1)
        form.locator("input[type=radio]").first.press(key_of(page, "note.rate", 1))
        send.press("Enter")
        note = page.locator(".notes li[data-rating='S']")
        expect(note).to_contain_text("slow gas meter 1")

        # The same hand rates it anew: a new fact, beside what it was.
        first = note.get_attribute("data-note")
        note.get_by_role("button", name=told("drills.note_change"), exact=True).click()
        note.locator("input[type=radio]").nth(2).check()
        note.get_by_role("button", name=told("drills.note_change_send")).click()
        changed = page.locator(".notes li[data-rating='M']")
        expect(changed).to_contain_text(told("drills.note_was", rating="S", seq=first))
        expect(note).to_have_count(0)

        pressed(page, "drills.pause")
        page.keyboard.type("a breath")
        page.keyboard.press("Enter")
        expect(direction).to_have_attribute("data-phase", "paused")
        pressed(page, "drills.resume")
        expect(direction).to_have_attribute("data-phase", "running")
        pressed(page, "drills.real")
        expect(page.locator(".suspended-panel")).to_contain_text(told("drills.cause.stop_word"))
        pressed(page, "drills.resume")
        expect(direction).to_have_attribute("data-phase", "running")

        pressed(page, "drills.end")
        page.locator(".sure").get_by_role("button", name=told("drills.end"), exact=True).click()
        expect(page.locator(".proof")).to_have_attribute("data-fits", "true")
        expect(page.locator(f"a[href='/reviews/{drill}']")).to_be_visible()
        expect(page.locator(".drill-detail-panel")).to_contain_text("night-toxic-leak")

        # It was led by a person and is not signed yet, so it meets no law, and says why.
        counts = page.locator(".drill-detail-panel .counts-legal")
        expect(counts).to_have_attribute("data-counts", "false")
        expect(counts).to_contain_text(told("lack.unsigned"))
        expect(counts).not_to_contain_text(told("lack.nobody_commanded"))
        expect(page.locator(".legal")).to_contain_text(told("drills.legal_uncounted"))
        expect(page.locator(".outcome")).to_contain_text(told("drills.state.not_reached"))

        # Once the log is frozen no note is taken any more, and a change needs its reason.
        review = {"kind": "review.freeze", "data": {"review": drill}}
        origin = {"Origin": center.url}
        door = f"{center.url}/api/v1/commands"
        assert page.context.request.post(door, data=review, headers=origin).ok
        expect(page.locator(".drill-detail-panel")).to_contain_text(told("drills.note_frozen"))
        expect(page.get_by_role("button", name=told("drills.note_add"), exact=True)).to_have_count(
            0
        )
        changed.get_by_role("button", name=told("drills.note_change"), exact=True).click()
        changed.locator("input[type=radio]").nth(3).check()
        send = changed.get_by_role("button", name=told("drills.note_change_send"))
        expect(send).to_be_disabled()
        changed.locator("input[name=reason]").fill("the wrong key")
        send.click()
        rectified = page.locator(".notes li[data-rating='U']")
        expect(rectified).to_contain_text(f"{told('drills.note_late')}: the wrong key")

        # The log says what they were, not which ids they have in the plan.
        kept = page.context.request.get(f"{center.url}/api/v1/drills/{drill}").json()
        plan = json.loads(kept["content"])["plan"]
        words = {one["id"]: one["text"]["en"].rstrip(" .") for one in plan["injects"]}
        page.goto(f"{center.url}/log?kind=inject")
        fired = page.locator(".fact .sentence", has_text=words[BY_HAND])
        expect(fired).to_contain_text(f"“{words[BY_HAND]}”")
        assert BY_HAND not in fired.inner_text().replace(words[BY_HAND], "").split()
        met = next(one["text"]["en"] for one in plan["expectations"] if one["id"] == "opened")
        page.goto(f"{center.url}/log?kind=expectation.met")
        expect(page.locator(".fact .sentence").first).to_contain_text(met.rstrip(" ."))


def test_the_cast_is_chosen_before_the_start_and_shown_while_it_runs(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = opened(seen, center)
        drill = page.context.request.post(
            f"{center.url}/api/v1/drills/surprise",
            data={"name": "Cast", "scenario": "night-toxic-leak", "seed": 7},
            headers={"Origin": center.url},
        ).json()["drill"]
        page.locator(f".drill-row[data-drill='{drill}']").click()
        cast = page.locator(".choose-cast")
        cast.locator("summary").click()
        box = cast.get_by_role("checkbox").nth(1)
        person = box.get_attribute("name")
        box.check()
        pressed(page, "cast.save")
        expect(cast.locator("summary")).to_contain_text(told("cast.answer", n=1))
        pressed(page, "drills.start")
        row = page.locator(f".cast-list li[data-person='{person}']")
        expect(row).to_have_attribute("data-by", "person")
        others = page.locator(".cast-list li:not([data-by='person'])")
        assert others.count() > 5
        # No virtual people are there in this test, and the panel claims none.
        expect(others.first).to_have_attribute("data-by", "nobody")
        row.get_by_role("button", name=told("cast.give_back")).click()
        expect(row).to_have_attribute("data-by", "nobody")
        row.get_by_role("button", name=told("cast.take")).click()
        expect(row).to_have_attribute("data-by", "person")
        pressed(page, "drills.end")
        page.locator(".sure").get_by_role("button", name=told("drills.end"), exact=True).click()
        expect(page.locator(".drills-quiet")).to_be_visible()


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.RESPONDER, Role.VIEWER])
def test_who_plays_sees_nothing_of_the_direction(
    center: RunningCenter, browser: Browser, role: Role
) -> None:
    with watched_page(browser, center.url, role) as seen:
        page = opened(seen, center)
        expect(page.locator(".desk.drills")).to_contain_text(told("drills.not_yours"))
        # The next duty, the past, and whose the console is; nothing of the direction.
        expect(page.locator(".desk.drills .panel")).to_have_count(3)
        expect(page.locator(".past-drills")).to_have_count(1)
        expect(page.locator(".direction, .script-plot")).to_have_count(0)
