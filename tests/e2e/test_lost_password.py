"""By hand: the administrator's page gives a code for a lost password and a token for a wall; both are taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.web.sign_in.passwords import Passwords
from tests.support.running_center import RunningCenter, running
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse battery"
NEW = "an entirely new one"


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center"), CC_DEMO="false") as made:
        with databases(made.settings()) as stores:
            accounts, hashed = Accounts(stores.journal), Passwords().hash(PASSWORD)
            accounts.add_user("root", hashed, Role.ADMINISTRATOR, made.clock.now())
            accounts.add_user("li", hashed, Role.VIEWER, made.clock.now())
        yield made.start()


def opened(browser: Browser, center: RunningCenter, path: str, lang: str = "en") -> Page:
    context = browser.new_context(locale=lang)
    context.add_cookies([{"name": "cc_language", "value": lang, "url": center.url}])
    context.set_default_timeout(PATIENCE_S * 1000)
    page = context.new_page()
    page.goto(f"{center.url}{path}")
    return page


def entered(page: Page, name: str, password: str) -> None:
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("button.strong").click()


def test_a_code_from_the_page_sets_a_new_password(
    browser: Browser, center: RunningCenter, tmp_path: Path
) -> None:
    page = opened(browser, center, "/sign-in?next=/plant?show=accounts")
    entered(page, "root", PASSWORD)
    row = page.locator("[data-account=li]")
    row.wait_for()
    panel = page.locator(".accounts-panel")
    closing = panel.get_by_role("button", name="Close", exact=True)
    expect(closing).to_have_count(1)  # of the panel: an account is disabled
    row.get_by_role("button", name="Reset password").click()
    row.locator(".sure .urgent").click()
    code = row.locator(".first-password code").inner_text()
    page.locator("#token-name").fill("wall-3")
    page.locator("#token-role").select_option("viewer")
    page.get_by_label("May only look: for a wall").check()
    page.get_by_role("button", name="Make the token").click()
    secret = page.locator(".tokens .first-password code").inner_text()
    page.locator("[data-token=wall-3]", has_text="may only look").wait_for()
    page.screenshot(path=tmp_path / "accounts-en.png", full_page=True)

    other = opened(browser, center, "/sign-in?next=/command", "zh-CN")
    entered(other, "li", PASSWORD)
    other.locator(".answer.refused").wait_for()
    other.locator("button.with-code").click()
    other.locator("input[name=username]").fill("li")
    other.locator("input[name=reset_code]").fill(code)
    other.locator("input[name=password]").fill("short")
    other.screenshot(path=tmp_path / "reset-zh.png")
    other.locator("button.strong").click()
    other.locator(".answer.refused").wait_for()
    other.locator("input[name=password]").fill(NEW)
    other.locator("button.strong").click()
    other.wait_for_url(f"{center.url}/command")
    other.locator(".strip").wait_for()

    wall = opened(browser, center, f"/#token={secret}")
    wall.locator(".strip").wait_for()
    page.locator("[data-token=wall-3]").get_by_role("button", name="Withdraw").click()
    page.locator("[data-token=wall-3] .sure .urgent").click()
    page.locator("[data-token=wall-3]").wait_for(state="detached")
    wall.wait_for_url("**/sign-in**")
    for one in (page, other, wall):
        one.context.close()
