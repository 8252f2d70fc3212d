"""A person's numbers on the page of people: masked, shown, edited by two, asked for, confirmed on the phone, erased."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.store.database.engine import open_engine
from command_center.store.people.contact_codes import ContactCodes
from command_center.words import say
from tests.e2e.desk_night import SITE, at_desk, board, night
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

PERSON = next(p for p in SITE.people if p.contacts and p.id in SITE.key_people)
ADDRESS = str(PERSON.contacts[0].address)
NEW = "+86 100 0000 9876"
ONE = f"/people?person={PERSON.id}"
SHOTS = os.environ.get("CC_TEST_SHOTS")


@pytest.fixture(scope="module")
def tokens() -> list[str]:
    """The token of what locates people, made before the center starts."""
    return []


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory, tokens: list[str]) -> Iterator[RunningCenter]:
    def locating(center: RunningCenter) -> None:
        tokens.append(center.token("locator", Role.GATEWAY))

    with night(tmp_path_factory.mktemp("center"), before=locating) as started:
        yield started


def picture(page: Page, name: str) -> None:
    """Keep what is on the screen, where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def press(page: Page, key: str, lang: str = "en") -> None:
    page.locator(".contacts-of").get_by_role(
        "button", name=say(lang, key), exact=True
    ).first.click()


def test_a_number_is_masked_until_it_is_asked_for_and_the_log_says_who_did(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, ONE, Role.ADMINISTRATOR) as desk:
        page = desk.page
        mine = page.locator(".contacts-of")
        expect(mine).to_contain_text("••••")
        assert ADDRESS not in page.content()
        picture(page, "people-masked")
        press(page, "contacts.show")
        expect(mine).to_contain_text(ADDRESS)
        press(page, "contacts.reads")
        expect(mine).to_contain_text(say("en", "contacts.why.people"))
        picture(page, "people-shown")


def test_two_browsers_edit_one_contact_and_the_second_is_told_and_loses_nothing(
    center: RunningCenter, browser: Browser
) -> None:
    with (
        at_desk(browser, center, ONE, Role.CONTROLLER) as first,
        at_desk(browser, center, ONE, Role.ADMINISTRATOR) as second,
    ):
        for one in (first, second):
            one.page.get_by_role("button", name=say("en", "contacts.add")).click()
        field = say("en", "contacts.address")
        first.page.get_by_label(field).fill(NEW)
        second.page.get_by_label(field).fill("+86 100 0000 5555")
        press(first.page, "contacts.save")
        expect(first.page.get_by_label(field)).to_have_count(0)
        expect(second.page.locator(".contacts-of .contact-line")).to_have_count(
            len(PERSON.contacts) + 1
        )  # in the other browser at once
        picture(second.page, "people-editing")
        press(second.page, "contacts.save")
        refused = second.page.locator(".contacts-of .answer.refused")
        expect(refused).to_be_visible()
        picture(second.page, "people-refused")
        assert second.page.get_by_label(field).input_value() == "+86 100 0000 5555"
        press(second.page, "contacts.save")
        expect(second.page.get_by_label(field)).to_have_count(0)
        expect(first.page.locator(".contacts-of .contact-line")).to_have_count(
            len(PERSON.contacts) + 2
        )


def test_a_code_is_asked_for_at_the_desk_and_confirmed_on_the_phone(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/people", Role.CONTROLLER) as desk:
        page = desk.page
        page.get_by_role("button", name=say("en", "contacts.ask_key_posts")).click()
        expect(page.locator(".campaigns")).to_contain_text("PRF-1")
        picture(page, "people-campaign")
        person = desk_person(browser, center)
        told = board(desk, center, "people")[f"contact:{person}"]
        if told["contacts"][0]["asked"] is None:  # holds no key post
            return
    version = told["contacts"][0]["version"]
    engine = open_engine(f"sqlite:///{center.settings().data_dir / 'journal.db'}")
    code = ContactCodes(engine, SITE.id).of("PRF-1", person, version)
    engine.dispose()
    small = {"width": 390, "height": 844}
    with watched_page(browser, center.url, Role.COMMANDER, viewport=small) as phone:
        page = phone.page
        page.goto(f"{center.url}/m")
        phone.is_live()
        page.get_by_text(say("en", "phone.contacts")).click()
        own = page.locator(".own-numbers")
        expect(own.locator(".contact-line").first).to_be_visible()
        own.get_by_label(say("en", "contacts.code")).fill(code)
        own.scroll_into_view_if_needed()
        picture(page, "phone-contacts")
        own.get_by_role("button", name=say("en", "contacts.confirm")).click()
        expect(own.get_by_role("status")).to_be_visible()
        picture(page, "phone-confirmed")


def desk_person(browser: Browser, center: RunningCenter) -> str:
    """Whom the commander of the demonstration speaks as."""
    with watched_page(browser, center.url, Role.COMMANDER) as page:
        answer = page.page.context.request.get(f"{center.url}/api/v1/session")
        return str(answer.json()["person"])


def test_positions_are_for_who_leads_and_watches(
    center: RunningCenter, browser: Browser, tokens: list[str]
) -> None:
    [gateway] = tokens
    place = {"person": PERSON.id, "ts": center.clock.now(), "lat": 30.0, "lon": 120.0}
    answer = center.post("positions", gateway, {"source": "uwb", "positions": [place]})
    assert answer.json()["rejected"] == []
    for role, told in ((Role.COMMANDER, True), (Role.VIEWER, False), (Role.RESPONDER, False)):
        with at_desk(browser, center, "/people", role) as desk:
            rows = board(desk, center, "people")
            assert any(key.startswith("position:") for key in rows) is told


def test_an_administrator_erases_a_person_after_being_asked_once(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, ONE, Role.ADMINISTRATOR, language="zh-CN") as desk:
        page = desk.page
        press(page, "people.erase", "zh-CN")
        expect(page.locator(".contacts-of .sure")).to_be_visible()
        picture(page, "people-erase")
        page.locator(".contacts-of .sure .urgent").click()
        eventually(lambda: board(desk, center, "people")[f"contact:{PERSON.id}"]["contacts"] == [])
        expect(page.locator(".contacts-of .contact-line")).to_have_count(0)
        picture(page, "people-erased")
