"""A call for help from a phone whose session has ended, or that has no line: it arrives, with the time when it was
pressed, and whoever called sees what became of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.web.sign_in.passwords import Passwords
from command_center.words import say
from tests.e2e.test_phone_page import PHONE, hold
from tests.support.modules import expose_modules
from tests.support.pages import Watched, command, watched_page
from tests.support.running_center import RunningCenter, demo_site, running

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse battery"
SITE = demo_site()
WHO, OTHER = SITE.people[0].id, SITE.people[1].id
UNSENT = ".sos-unsent[role=alert]"


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    folder: Path = tmp_path_factory.mktemp("center")
    with running(folder) as made:
        with databases(made.settings()) as stores:
            hashed = Passwords().hash(PASSWORD)
            accounts = Accounts(stores.journal)
            for name, person in (("eve", WHO), (OTHER, OTHER)):
                accounts.add_user(name, hashed, Role.RESPONDER, made.clock.now(), person=person)
        yield made.start()


@pytest.fixture
def desk(center: RunningCenter, browser: Browser) -> Iterator[Watched]:
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        watched.page.goto(f"{center.url}/command")
        watched.is_live()
        yield watched


@pytest.fixture
def phone(center: RunningCenter, browser: Browser) -> Iterator[Page]:
    """Eve's phone, signed in."""
    context = browser.new_context(**PHONE_OPTIONS)
    context.add_cookies([{"name": "cc_language", "value": "en", "url": center.url}])
    expose_modules(context)
    page = context.new_page()
    page.goto(f"{center.url}/sign-in?next=/m")
    enter(page)
    yield page
    context.close()


PHONE_OPTIONS: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "color_scheme": "dark"}


def enter(page: Page, name: str = "eve") -> None:
    if "/sign-in" not in page.url:
        page.goto(f"{page.url.partition('/m')[0]}/sign-in?next=/m")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/m")
    page.locator(".phone-sos").wait_for()
    expect(page.locator(".phone-who")).to_be_visible()


def end_session(page: Page, *, device: bool) -> None:
    """The session is over. `device`: the browser still has what its person signed in with."""
    page.context.clear_cookies(name="cc_session")
    if not device:
        page.context.clear_cookies(name=re.compile("^cc_device_"))


def calls(desk: Watched, center: RunningCenter) -> list[Any]:
    answer = desk.page.context.request.get(f"{center.url}/api/v1/journal?after=0&limit=1000")
    return [fact for fact in answer.json()["facts"] if fact["kind"] == "person.sos"]


def over(desk: Watched, center: RunningCenter) -> None:
    command(desk, center.url, "person.sos_end", person=WHO, reason="tried out")
    expect(desk.page.locator(".sos")).to_have_count(0)


def test_it_is_taken_from_the_device_on_its_own_page_and_on_the_sign_in_page(
    center: RunningCenter, desk: Watched, phone: Page
) -> None:
    before = len(calls(desk, center))
    end_session(phone, device=True)
    hold(phone, 2_000)
    expect(desk.page.locator(".sos")).to_contain_text(SITE.person_by_id[WHO].name.en)
    over(desk, center)
    phone.goto(f"{center.url}/m")
    phone.wait_for_url("**/sign-in?next=%2Fm")
    expect(phone.locator(".phone-sos")).to_contain_text(SITE.person_by_id[WHO].name.en)
    hold(phone, 2_000)
    expect(phone.locator(".sos-taken")).to_contain_text(say("en", "phone.sos_taken"))
    expect(desk.page.locator(".sos")).to_be_visible()
    over(desk, center)
    made = calls(desk, center)[before:]
    assert [(one["data"]["person"], one["actor"]) for one in made] == [(WHO, WHO)] * 2
    # What was taken a while ago may be over: who presses now must not read that help is on its way.
    phone.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=5))
    phone.reload()
    expect(phone.locator(".sos-hold")).to_be_visible()
    expect(phone.locator(".sos-taken")).to_have_count(0)


def test_where_nothing_proves_it_the_phone_says_so_and_sends_it_after_the_sign_in(
    center: RunningCenter, desk: Watched, phone: Page
) -> None:
    before = len(calls(desk, center))
    end_session(phone, device=False)
    hold(phone, 2_000)
    told = phone.locator(UNSENT)
    expect(told).to_contain_text(say("en", "phone.sos_not_sent"))
    expect(told).to_contain_text(say("en", "phone.sos_signed_out"))
    helps = [one for one in SITE.outside if one.kind in ("fire", "medical")]
    links = told.locator("a[href^='tel:']")
    expect(links).to_have_count(len(helps))
    pressed_at = phone.evaluate("center.clock.real()")
    told.get_by_role("link", name=say("en", "sign_in.enter")).click()
    phone.wait_for_url("**/sign-in?next=/m")
    expect(phone.locator(UNSENT)).to_contain_text(say("en", "phone.sos_not_sent"))
    assert calls(desk, center)[before:] == []
    phone.wait_for_timeout(5_500)  # later than what counts as at once
    enter(phone)
    expect(phone.locator(".phone-sos.standing")).to_be_visible()
    [made] = calls(desk, center)[before:]
    assert made["at"] < pressed_at < made["recorded_at"]
    expect(desk.page.locator(".sos .sos-arrived")).to_be_visible()
    over(desk, center)


def test_who_signs_in_on_the_phone_of_somebody_in_danger_sees_the_call_on_every_page_until_it_goes(
    center: RunningCenter, desk: Watched, phone: Page
) -> None:
    before = len(calls(desk, center))
    end_session(phone, device=False)
    hold(phone, 2_000)
    expect(phone.locator(UNSENT)).to_contain_text(say("en", "phone.sos_not_sent"))
    enter(phone, OTHER)
    called = f"{say('en', 'sos.word')} {SITE.person_by_id[WHO].name.en}"
    told = say("en", "phone.sos_of_other", call=called)
    for path in ("/m", "/mine", "/command"):
        phone.goto(f"{center.url}{path}")
        alert = phone.locator(UNSENT)
        expect(alert).to_contain_text(told)
        expect(alert.locator("a[href^='tel:']").first).to_be_visible()
    assert calls(desk, center)[before:] == []
    phone.context.clear_cookies(name="cc_session")
    phone.goto(f"{center.url}/sign-in?next=/m")
    expect(phone.locator(UNSENT)).to_contain_text(told)
    enter(phone)
    expect(phone.locator(".phone-sos.standing")).to_be_visible()
    expect(phone.locator(UNSENT)).to_have_count(0)
    [made] = calls(desk, center)[before:]
    assert (made["data"]["person"], made["actor"]) == (WHO, WHO)
    over(desk, center)


def test_a_session_that_ends_is_told_at_once_at_the_top_with_the_way_in(
    center: RunningCenter, phone: Page
) -> None:
    told = phone.locator(".session-over")
    end_session(phone, device=True)
    phone.locator(".phone-stand .act").first.click()
    expect(told).to_contain_text(say("en", "phone.session_over"))
    top = phone.evaluate("document.querySelector('.phone').firstElementChild.className")
    assert "session-over" in top
    told.get_by_role("link", name=say("en", "sign_in.enter")).click()
    phone.wait_for_url("**/sign-in?next=/m&ended=1")
    expect(told).to_contain_text(say("en", "sign_in.ended"))
    enter(phone)
    expect(phone.locator(".phone-foot")).to_contain_text(say("en", "phone.all_sent"))
    expect(told).to_have_count(0)


def test_without_a_line_it_is_red_and_arrives_with_the_time_when_it_was_pressed(
    center: RunningCenter, desk: Watched, phone: Page
) -> None:
    phone.context.set_offline(True)
    phone.locator("html[data-link='lost']").wait_for(state="attached")
    hold(phone, 2_000)
    told = phone.locator(UNSENT)
    expect(told).to_contain_text(say("en", "phone.sos_goes"))
    filters = told.evaluate(
        "one => { const found = []; for (; one; one = one.parentElement)"
        " found.push(getComputedStyle(one).filter); return found; }"
    )
    assert set(filters) == {"none"}
    pressed_at = phone.evaluate("center.clock.real()")
    phone.wait_for_timeout(5_500)  # later than what counts as at once
    phone.context.set_offline(False)
    expect(phone.locator(".phone-sos.standing")).to_be_visible()
    made = calls(desk, center)[-1]
    assert made["at"] < pressed_at < made["recorded_at"]
    expect(desk.page.locator(".sos .sos-arrived")).to_be_visible()
    over(desk, center)
