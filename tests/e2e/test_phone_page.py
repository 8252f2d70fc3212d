"""/m, one person's page: what they are told, what they say, a dead network, and the call for help."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.hands import (
    SITE,
    Desk,
    center,
    choose,
    desk,
    expect_done,
    places,
    send,
    word,
)
from tests.support.pages import Watched, command, watched_page
from tests.support.running_center import RunningCenter

__all__ = ["center", "desk", "places"]  # fixtures

pytestmark = pytest.mark.e2e
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(center: RunningCenter, browser: Browser) -> Iterator[Watched]:
    """The responder's telephone on its own page."""
    with watched_page(
        browser, center.url, Role.RESPONDER, outage=True, viewport=PHONE, has_touch=True
    ) as watched:
        watched.page.goto(f"{center.url}/m")
        watched.is_live()
        yield watched


def owner(page: Page) -> str:
    return str(page.evaluate("center.page.person"))


def told(desk: Desk, person: str, text: str = "Look at the gate") -> str:
    """A directive of the incident to that person; its id."""
    given = command(
        desk.watched, desk.url, "directive.issue", incident=desk.incident, to=person,
        text=text, urgency="urgent", category="people",
    )  # fmt: skip
    return str(next(f["data"]["id"] for f in given["facts"] if f["kind"] == "directive.issued"))


def hold(page: Page, for_ms: int) -> None:
    box = page.locator(".sos-hold").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(for_ms)
    page.mouse.up()


def card_of(page: Page, directive: str) -> Locator:
    return page.locator(f".phone-directive[data-directive='{directive}']")


def step(card: Locator, kind: str) -> Locator:
    return card.locator(f"[data-step='directive.{kind}']")


def hold_done(card: Locator) -> None:
    step(card, "done").click(delay=1_500)


def test_a_directive_is_lived_through_on_the_phone(desk: Desk, phone: Watched) -> None:
    page = phone.page
    directive = told(desk, owner(page))
    card = card_of(page, directive)
    step(card, "ack").click()
    expect(page.locator(".phone-foot")).to_contain_text(
        re.compile(r"Acknowledged: no\. \d+ Look at the gate")
    )
    step(card, "start").click()
    expect(card).to_contain_text(word("directive.state.in_progress"))
    hold_done(card)
    expect(card).to_contain_text(word("directive.state.done"))
    kinds = ("acknowledged", "started", "done")
    for kind in kinds:
        [fact] = desk.facts(f"directive.{kind}")
        assert (fact["data"]["directive"], fact["actor"]) == (directive, owner(page))
    row = desk.page.locator(".directive-row", has_text="Look at the gate")
    expect(row).to_contain_text(word("directive.state.done"))


def test_every_form_of_a_role_is_at_hand_on_the_phone(desk: Desk, phone: Watched) -> None:
    """A valve is reported from the drawer, for the incident that was chosen in it; a length is the model's."""
    page = phone.page
    other = command(desk.watched, desk.url, "incident.open", place=SITE.areas[0].id)
    name = next(f["data"]["title"] for f in other["facts"] if f["kind"] == "incident.opened")["en"]
    page.locator("#panel-more > details > summary").click()
    expect(page.locator("#form-directive")).to_have_count(0)
    page.locator("#panel-more").get_by_role("radio", name=name).click()
    page.locator("#form-report > summary").click()
    expect(page.locator("#form-report-caller")).to_have_attribute("maxlength", "80")
    page.locator("#form-valve > summary").click()
    valve = page.locator("#form-valve")
    choose(valve, "element", SITE.valves[0].id)
    choose(valve, "state", word("valve.state.shut"))
    send(valve)
    expect_done(valve)
    page.locator("#form-gas > summary").click()
    value = page.locator("#form-gas-value")
    value.fill("-1")
    expect(value).to_have_attribute("aria-invalid", "true")
    value.fill("1,5")
    expect(value).not_to_have_attribute("aria-invalid", "true")
    [fact] = desk.facts("valve.reported", next(f["incident"] for f in other["facts"]))
    assert fact["data"] == {"element": SITE.valves[0].id, "state": "shut"}


def test_three_taps_on_one_spot_are_one_acknowledgement(desk: Desk, phone: Watched) -> None:
    page = phone.page
    card = card_of(page, told(desk, owner(page), "Shut the gate"))
    expect(step(card, "ack")).to_be_enabled()
    card.evaluate("card => card.scrollIntoView({ block: 'center' })")
    places = [step(card, kind).bounding_box() for kind in ("ack", "start", "done")]
    box = places[0]
    assert box, "a step has no place"
    for _ in range(3):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(350)
    expect(step(card, "start")).to_be_enabled()
    assert [step(card, kind).bounding_box() for kind in ("ack", "start", "done")] == places
    step(card, "done").click()
    assert len(desk.facts("directive.acknowledged")) == 1
    assert desk.facts("directive.started") == desk.facts("directive.done") == []


def test_a_button_that_has_just_changed_its_meaning_takes_no_tap(
    desk: Desk, phone: Watched
) -> None:
    page = phone.page
    card = card_of(page, told(desk, owner(page), "Shut the gate"))
    step(card, "ack").click()
    page.evaluate(
        """(id) => new Promise((tapped) => {
          const look = () => {
            const card = document.querySelector(`[data-directive='${id}']`);
            const start = card.querySelector(".step.next[data-step='directive.start']");
            if (!start) return requestAnimationFrame(look);
            start.click();
            tapped();
          };
          look();
        })""",
        card.get_attribute("data-directive"),
    )
    step(card, "start").click(trial=True)
    assert desk.facts("directive.started") == []
    step(card, "start").click()
    expect(card).to_contain_text(word("directive.state.in_progress"))


def test_a_notice_that_moves_the_button_ends_no_hold_and_a_hand_that_slides_away_does(
    desk: Desk, phone: Watched
) -> None:
    page = phone.page
    card = card_of(page, told(desk, owner(page), "Shut the gate"))
    step(card, "ack").click()
    done = step(card, "done")
    expect(step(card, "start")).to_be_enabled()
    card.evaluate("card => card.scrollIntoView({ block: 'center' })")
    done.hover()
    page.mouse.down()
    box = done.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 150)
    page.wait_for_timeout(1_500)
    page.mouse.up()
    assert desk.facts("directive.done") == []
    done.hover()
    page.mouse.down()
    card.evaluate("card => card.style.marginTop = '200px'")  # as a notice above it does
    expect(card).to_contain_text(word("directive.state.done"))
    page.mouse.up()


def test_a_mistaken_done_is_taken_back_on_the_phone(desk: Desk, phone: Watched) -> None:
    page = phone.page
    card = card_of(page, told(desk, owner(page), "Shut the gate"))
    step(card, "ack").click()
    hold_done(card)
    card.locator(".undo-bar").get_by_role("button", name=word("phone.undo_done")).click()
    expect(card).to_contain_text(word("directive.state.in_progress"))
    [said] = desk.facts("directive.done")
    [fact] = desk.facts("directive.taken_back")
    assert fact["data"]["takes_back"] == said["seq"]
    row = desk.page.locator(f".directive-row[data-directive='{said['data']['directive']}']")
    expect(row).to_contain_text(word("directive.state.in_progress"))
    hold_done(card)
    expect(card).to_contain_text(word("directive.state.done"))
    late = card.get_by_role("button", name=word("command.take_back"))
    expect(late).to_be_visible(timeout=15_000)
    expect(card.locator(".undo-bar")).to_have_count(0)


def test_a_refusal_goes_with_its_reason(desk: Desk, phone: Watched) -> None:
    told(desk, owner(phone.page))
    card = phone.page.locator(".phone-directive.issued", has_text="Look at the gate")
    card.get_by_role("button", name=word("command.refuse")).click()
    card.locator(".reason input").fill("the way is under water")
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator(".phone-directive.issued")).to_have_count(0)
    [fact] = desk.facts("directive.refused")
    assert fact["data"]["reason"] == "the way is under water"


def test_a_directive_is_lived_through_without_a_line_and_goes_by_itself_after_a_reload(
    desk: Desk, phone: Watched
) -> None:
    """Every step is at hand at once, is kept, and is recorded once, in its order and at its own time."""
    page = phone.page
    directive = told(desk, owner(page))
    card = card_of(page, directive)
    expect(step(card, "ack")).to_be_enabled()
    page.context.set_offline(True)
    step(card, "ack").click()
    expect(card).to_contain_text(word("phone.not_sent"))
    expect(card).to_contain_text(word("offline.goes_by_itself"))
    step(card, "start").click()
    expect(step(card, "start")).to_contain_text(word("phone.started"))
    hold_done(card)
    expect(card).to_contain_text(word("directive.state.done"))
    expect(page.locator(".offline-item.waiting")).to_have_count(3)
    for kind in ("acknowledged", "started", "done"):
        assert desk.facts(f"directive.{kind}") == []
    page.wait_for_timeout(6_000)  # so long that what is said then is said late
    page.context.set_offline(False)
    page.reload()
    phone.is_live()
    expect(page.locator(".offline-item.sent")).to_have_count(3)
    expect(page.locator(".offline-item.waiting")).to_have_count(0)
    facts = [desk.facts(f"directive.{kind}") for kind in ("acknowledged", "started", "done")]
    assert [len(one) for one in facts] == [1, 1, 1]
    assert [one["data"]["directive"] for [one] in facts] == [directive] * 3
    seqs = [one["seq"] for [one] in facts]
    assert seqs == sorted(seqs)
    for [one] in facts:
        assert one["at_basis"] == "backdated"
        assert one["recorded_at"] - one["at"] > 5_000


def test_a_lost_answer_does_nothing_twice_and_what_is_sent_at_once_is_not_late(
    desk: Desk, phone: Watched
) -> None:
    page = phone.page
    directive = told(desk, owner(page))
    card = card_of(page, directive)
    expect(step(card, "ack")).to_be_enabled()
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(str(route.request.post_data))
        route.fetch()  # the center has it
        route.abort()  # and its answer is lost

    page.route("**/api/v1/commands", lose_the_first)
    step(card, "ack").click()
    expect(page.locator(".offline-item.sent")).to_have_count(1)
    assert len(lost) == 1
    [fact] = desk.facts("directive.acknowledged")
    assert fact["data"]["directive"] == directive
    assert fact["at_basis"] == "observed"


def test_what_the_center_refuses_is_told_at_the_directive_and_is_lost_by_nothing(
    desk: Desk, phone: Watched
) -> None:
    page = phone.page
    directive = told(desk, owner(page))
    card = card_of(page, directive)
    expect(step(card, "ack")).to_be_enabled()
    page.context.set_offline(True)
    step(card, "ack").click()
    expect(page.locator(".offline-item.waiting")).to_have_count(1)
    command(desk.watched, desk.url, "directive.withdraw", directive=directive, reason="Another way")
    page.context.set_offline(False)
    refused = page.locator(".offline-item.refused")
    expect(refused).to_contain_text(word("phone.ack"))
    expect(refused.locator(".told.refused")).not_to_be_empty()
    page.reload()
    phone.is_live()
    expect(refused).to_have_count(1)
    for name in ("offline.discard", "offline.discard_sure"):
        refused.get_by_role("button", name=word(name)).click()
    expect(refused).to_have_count(0)
    assert desk.facts("directive.acknowledged") == []


def test_a_call_for_help_that_could_not_be_sent_goes_by_itself(desk: Desk, phone: Watched) -> None:
    page = phone.page
    page.context.set_offline(True)
    hold(page, 2_500)
    expect(page.locator(".phone-sos")).to_contain_text(word("phone.sos_goes"))
    page.context.set_offline(False)
    expect(page.locator(".phone-sos.standing")).to_be_visible()
    calls = desk.facts("person.sos", None)
    assert [f["data"]["person"] for f in calls] == [owner(page)]
    command(desk.watched, desk.url, "person.sos_end", person=owner(page), reason="tried out")
    expect(page.locator(".sos-hold")).to_be_visible()


def test_a_held_finger_calls_for_help_on_every_screen_and_a_touch_does_not(
    desk: Desk, phone: Watched
) -> None:
    page = phone.page
    who = owner(page)
    earlier = desk.facts("person.sos", None)
    hold(page, 300)
    expect(page.locator(".sos-hold")).to_be_visible()
    assert desk.facts("person.sos", None) == earlier
    hold(page, 2_500)
    expect(page.locator(".phone-sos.standing")).to_be_visible()
    name = SITE.person_by_id[who].name.en
    banner = desk.page.locator(".sos")
    expect(banner).to_contain_text(name)
    expect(desk.page.locator("#heard")).to_contain_text(f"SOS: {name}")
    box = banner.bounding_box()
    strip = desk.page.locator(".strip").bounding_box()
    assert box
    assert strip
    assert box["y"] < strip["y"], "something stands above a call for help"
    desk.page.get_by_role("button", name=word("sos.answer")).click()
    by = SITE.person_by_id[str(desk.page.evaluate("center.page.person"))].name.en
    expect(page.locator(".phone-sos")).to_contain_text(say("en", "sos.heard_by", by=by))
    desk.page.get_by_role("button", name=word("sos.end")).click()
    desk.page.locator(".sos .reason input").fill("pulled out, unhurt")
    desk.page.keyboard.press("Enter")
    expect(banner).to_have_count(0)
    expect(page.locator(".sos-hold")).to_be_visible()
    assert [f["data"]["person"] for f in desk.facts("person.sos", None)[len(earlier) :]] == [who]


def test_beyond_authority_somebody_is_asked_and_their_word_taken_by_telephone(desk: Desk) -> None:
    """The plan's own step that the shift leader may not give; then the manager's yes."""
    page = desk.page
    team = next(s for s in SITE.plans[0].steps if s.mobilises and s.post not in _own_teams())
    data = {"incident": desk.incident, "step": team.id}
    answer = page.context.request.post(
        f"{desk.url}/api/v1/commands",
        data={"kind": "directive.issue", "data": data},
        headers={"Origin": desk.url},
    )
    assert answer.status == 409, answer.text()
    beyond = page.locator(".authority-row")
    expect(beyond).to_have_count(1)
    beyond.get_by_role("button").first.click()
    yes = page.get_by_role("button", name=word("authority.says_yes"))
    yes.click()
    expect(beyond).to_contain_text("has granted it")
    [granted] = desk.facts("authority.granted")
    assert (granted["via"], granted["data"]["target"]) == ("phone", team.mobilises)
    command(desk.watched, desk.url, "directive.issue", **data)


def _own_teams() -> set[str]:
    """Posts of teams that the one in command may mobilise."""
    chief = next(p.id for p in SITE.posts if p.commands)
    scope = {
        a for g in SITE.authority if g.post == chief and g.capability == "mobilise" for a in g.scope
    }
    return {team.lead for team in SITE.teams if team.area in scope}
