"""A commander withdraws what was opened in error by the page alone, with the hands and on a telephone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.hands import SITE, Desk, desk, places, word
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter, running

__all__ = ["desk", "places"]  # fixtures

pytestmark = pytest.mark.e2e

WHY = "A slip of the hand"
PHONE = {"width": 390, "height": 844}
MANAGER = next(one.person for one in SITE.roster if one.post == "deputy-gm")
"""Whose post commands too."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    """Not yet started: until then it gives tokens."""
    offset = night_offset(SITE, None, Clock().now())
    folder = tmp_path_factory.mktemp("center")
    with running(folder, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield center


@pytest.fixture(scope="module")
def manager(night: RunningCenter) -> str:
    return night.token("manager", Role.COMMANDER, person=MANAGER)


@pytest.fixture(scope="module")
def center(night: RunningCenter, manager: str) -> RunningCenter:
    assert manager
    return night.start()


def asked(page: Page, language: str = "en") -> Locator:
    """The question, opened from the keyboard."""
    button = page.get_by_role("button", name=say(language, "command.incident_withdraw"), exact=True)
    button.press("Enter")
    question = page.locator(".withdrawing")
    expect(question.locator("input")).to_be_focused()
    return question


def test_it_asks_first_and_escape_goes_back_to_the_button(desk: Desk) -> None:
    page = desk.page
    question = asked(page)
    expect(question).to_contain_text(word("command.withdraw_sure", id=desk.incident))
    now = question.get_by_role("button", name=word("command.withdraw_now", id=desk.incident))
    expect(now).to_be_disabled()
    page.keyboard.type("n")
    expect(now).to_be_disabled()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    button = page.get_by_role("button", name=word("command.incident_withdraw"), exact=True)
    expect(button).to_be_focused()
    assert desk.facts("incident.withdrawn") == []


def test_what_is_in_the_way_is_named_and_leads_there_and_the_words_stay(desk: Desk) -> None:
    """Refused with the form still open; once it is mended, one Enter withdraws it."""
    page = desk.page
    post = next(post for post in SITE.posts if post.commands)
    to = next(r.person for r in SITE.roster if r.post == post.id)
    given = {"incident": desk.incident, "text": "Look", "urgency": "urgent", "category": "source"}
    issued = command(desk.watched, desk.url, "directive.issue", to=to, **given)
    order = issued["facts"][0]["data"]["id"]
    question = asked(page)
    way = question.locator(".missing", has_text=word("missing.directives_open", count=1))
    expect(way).to_be_visible()
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")
    refused = question.locator(".answer.refused")
    expect(refused).to_contain_text(word("missing.directives_open", count=1))
    expect(refused).to_be_in_viewport()
    expect(question.locator("input")).to_have_value(WHY)
    expect(question.locator("input")).to_be_focused()
    way.click()
    expect(page.locator("#panel-directives-desk .led, #panel-directives-desk.led")).to_have_count(1)
    command(desk.watched, desk.url, "directive.withdraw", directive=order, reason=WHY)
    expect(question.locator(".missing")).to_have_count(0)
    question.locator("input").press("Enter")
    expect(page.locator(".withdrawing")).to_have_count(0)
    [fact] = desk.facts("incident.withdrawn")
    assert (fact["via"], fact["data"]["reason"]) == ("screen", WHY)
    told = page.locator(".withdrawn", has_text=desk.incident)
    expect(told).to_contain_text(WHY)
    expect(told).to_be_focused()  # what the keyboard stood in is gone


def test_the_same_event_is_chosen_and_every_screen_sees_it_gone(
    center: RunningCenter, manager: str, desk: Desk, browser: Browser, places: Iterator[str]
) -> None:
    page = desk.page
    other = command(desk.watched, desk.url, "incident.open", place=next(places))["facts"][0]
    name = str(other["incident"])
    led = center.command(manager, "incident.open", place=SITE.areas[0].id)
    theirs = str(led["facts"][0]["incident"])
    center.command(
        manager, "incident.level", incident=theirs, level=SITE.levels[0].id
    )  # the gravest
    with (
        watched_page(browser, desk.url, Role.RESPONDER, viewport=PHONE) as phone,
        watched_page(browser, desk.url, Role.VIEWER) as wall,
    ):
        for seen, path in ((phone, "/m"), (wall, "/command")):
            seen.page.goto(f"{desk.url}{path}")
            seen.is_live()
        tabs = wall.page.locator(".tabs button", has_text=desk.incident)
        expect(tabs).to_have_count(1)
        assert wall.page.get_by_role("button", name=word("command.incident_withdraw")).count() == 0
        question = asked(page)
        page.keyboard.type(WHY)
        expect(question).to_contain_text(f"{theirs} ")
        expect(question).to_contain_text(f"under {SITE.person_by_id[MANAGER].name.en}'s command")
        assert question.locator(f"option[value='{theirs}']").count() == 0  # not this hand's to give
        now = question.get_by_role("button", name=word("command.withdraw_now", id=desk.incident))
        slip = command(desk.watched, desk.url, "incident.open", place=SITE.areas[1].id)["facts"][0]
        question.locator("select").select_option(str(slip["incident"]))
        command(desk.watched, desk.url, "incident.withdraw", incident=slip["incident"], reason=WHY)
        expect(question).to_contain_text(word("command.withdraw_lost", same_as=slip["incident"]))
        expect(now).to_be_disabled()  # chosen as one event, it is withdrawn as none by no hand
        question.locator("select").select_option(name)
        now.click()
        expect(tabs).to_have_count(0)
        expect(page.locator("[aria-selected='true']")).to_contain_text(name)  # the event one is at
        expect(wall.page.locator(".withdrawn", has_text=desk.incident)).to_contain_text(name)
        expect(phone.page.locator("main")).not_to_contain_text(desk.incident)
        [fact] = desk.facts("incident.withdrawn")
        assert fact["data"]["same_as"] == name
        wall.page.goto(f"{desk.url}/log?kind=incident.withdrawn")
        sentence = word("fact.incident.withdrawn.same", same_as=name, reason=WHY)
        expect(wall.page.locator("main")).to_contain_text(sentence)
        wall.page.goto(f"{desk.url}/reviews/{desk.incident}")
        expect(wall.page.locator(".review-head")).to_contain_text(word("review.withdrawn"))
        expect(wall.page.locator(".review-withdrawn")).to_contain_text(word("review.not_counted"))
        expect(wall.page.locator(".review-withdrawn")).to_contain_text(WHY)
        wall.page.goto(f"{desk.url}/reviews")
        row = wall.page.locator(".withdrawn-list .review-row", has_text=desk.incident)
        expect(row).to_contain_text(WHY)
    command(desk.watched, desk.url, "incident.withdraw", incident=name, reason=WHY)
    center.command(manager, "incident.withdraw", incident=theirs, reason=WHY)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_on_a_telephone_every_target_is_large_and_nothing_is_cut_off(
    center: RunningCenter, browser: Browser, places: Iterator[str], language: str
) -> None:
    with watched_page(
        browser, center.url, Role.COMMANDER, language=language, viewport=PHONE
    ) as seen:
        one, two = (
            str(
                command(seen, center.url, "incident.open", place=next(places))["facts"][0][
                    "incident"
                ]
            )
            for _ in range(2)
        )
        seen.page.add_init_script(f"sessionStorage.setItem('command.incident', '{one}')")
        seen.page.goto(f"{center.url}/command")
        seen.is_live()
        for fold in ("incident", "closing"):
            seen.page.locator(f"[aria-controls='fold-{fold}']").click()
        question = asked(seen.page, language)
        question.locator("input").fill(WHY)
        for target in question.locator("button, select, input").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 48, target
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        seen.page.set_viewport_size(ViewportSize(width=1180, height=820))  # as a tablet is turned
        expect(seen.page.locator(".directives-desk .keys, .directives-desk .none")).to_be_visible()
        expect(question.locator("input")).to_have_value(WHY)
        question.locator("button[type=submit]").click()
        expect(question).to_have_count(0)
        command(seen, center.url, "incident.withdraw", incident=two, reason=WHY)
