"""The sign-in page: by the plant's provider, with a second factor, and with a provider that is down."""

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.clock import Clock
from command_center.domain.actor import Role
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.web.sign_in.passwords import Passwords
from tests.support.identity_provider import CLIENT, SECRET, RunningProvider, running_provider
from tests.support.running_center import RunningCenter, running

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    with running_provider(Clock().now() // 1000) as started:
        started.tell(user={"sub": "s-1", "preferred_username": "zhao", "groups": ["cmd"]})
        yield started


@pytest.fixture(scope="module")
def center(
    tmp_path_factory: pytest.TempPathFactory, provider: RunningProvider
) -> Iterator[RunningCenter]:
    folder: Path = tmp_path_factory.mktemp("center")
    secret = folder / "client_secret"
    secret.write_text(SECRET)
    with running(
        folder,
        CC_DEMO="false",
        CC_OIDC_ISSUER=provider.issuer,
        CC_OIDC_CLIENT_ID=CLIENT,
        CC_OIDC_CLIENT_SECRET_FILE=str(secret),
        CC_OIDC_ROLES="cmd=commander",
        CC_OIDC_NAME="Plant account",
        CC_SECOND_FACTOR_ROLES="administrator",
    ) as made:
        with databases(made.settings()) as stores:
            hashed = Passwords().hash(PASSWORD)
            Accounts(stores.journal).add_user("eve", hashed, Role.ADMINISTRATOR, made.clock.now())
        yield made.start()


@pytest.fixture
def page(browser: Browser, center: RunningCenter) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    context.add_cookies([{"name": "cc_language", "value": "en", "url": center.url}])
    page = context.new_page()
    page.goto(f"{center.url}/sign-in?next=/command")
    yield page
    context.close()


def type_password(page: Page) -> None:
    page.get_by_label("User name").fill("eve")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_one_press_signs_in_by_the_provider(page: Page, center: RunningCenter) -> None:
    page.get_by_role("link", name="Sign in with Plant account").click()
    page.wait_for_url(f"{center.url}/command")
    expect(page.locator(".strip")).to_be_visible()
    who = page.evaluate("fetch('/api/v1/session').then((answer) => answer.json())")
    assert (who["account"], who["role"]) == ("zhao", "commander")


def test_a_role_that_needs_a_second_factor_sets_it_up_and_uses_it(
    page: Page, center: RunningCenter
) -> None:
    type_password(page)
    expect(page.locator(".qr")).to_be_visible()
    page.wait_for_function("document.querySelector('.qr').naturalWidth > 50")  # it is drawn
    key = page.locator(".factor p code").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Confirm").click()
    recovery = page.locator(".recovery code").first.inner_text()
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(f"{center.url}/command")
    page.goto(f"{center.url}/sign-in")
    type_password(page)
    code = page.get_by_label("Code from the authenticator app")
    code.fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The code is wrong")
    code.fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{center.url}/")


def test_a_provider_that_is_down_is_said_and_the_local_form_stays(
    page: Page, center: RunningCenter, provider: RunningProvider
) -> None:
    page.get_by_role("link", name="Sign in with Plant account").wait_for()
    provider.tell(faults={"broken": "/token"})
    page.get_by_role("link", name="Sign in with Plant account").click()
    expect(page.get_by_role("alert")).to_contain_text("Signing in with the company account")
    expect(page.get_by_role("status")).to_contain_text("local account below")
    expect(page.get_by_role("link", name="Sign in with Plant account")).to_have_count(0)
    type_password(page)
    expect(page.get_by_label("Code from the authenticator app")).to_be_visible()
