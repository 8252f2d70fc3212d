"""The first hour: from an empty folder to a plant that is commanded, by `command-center begin` and the browser."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.words import say
from tests.cli.command_line import environment
from tests.e2e.hands import choose
from tests.support.pages import Watched, watched_page
from tests.support.ports import free_port, wait_until_ready
from tests.support.requesting import ask
from tests.support.waiting import PATIENCE_S

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

DESK = {"width": 1920, "height": 1080}
SHOTS = os.environ.get("CC_TEST_SHOTS")
LANG = "zh-CN"

FIRST_HOUR: dict[str, dict[str, str]] = {
    "shifts": {"id": "day", "name-zh": "全天", "start": "08:00", "end": "08:00"},
    "areas": {"id": "farm", "name-zh": "罐区", "x": "100", "y": "100", "width": "80", "height": "60"},
    "people": {"id": "zhang", "name-zh": "张伟"},
    "commanding_post": {"id": "leader", "name-zh": "值班长", "commands": "true"},
    "holders": {"post": "leader", "person": "zhang", "shift": "day"},
    "account": {"name": "zhang", "role": "commander", "person": "zhang"},
    "level_tags": {"id": "LT-1", "kind": "level", "unit": "m", "source": "dcs", "high": "8"},
    "tanks": {
        "id": "T-1", "name-zh": "1号罐", "x": "90", "y": "100", "product-zh": "氯苯", "diameter_m": "10",
        "height_m": "8", "area": "farm", "level": "LT-1",
    },
    "plans": {
        "id": "leak", "name-zh": "储罐泄漏", "hazard-zh": "泄漏", "version": "1", "reviewed": "2026-11-01",
        "places": "T-1", "level": "II", "steps": "+", "steps-0-id": "clear", "steps-0-text-zh": "疏散罐区",
        "steps-0-post": "leader", "steps-0-at_s": "30", "steps-0-due_s": "300", "steps-0-category": "people",
    },
    "resources": {"id": "suit", "name-zh": "防护服", "kind": "equipment", "unit-zh": "套"},
    "kits": {
        "id": "entry", "name-zh": "进入套装", "lines": "+", "lines-0-resource": "suit", "lines-0-quantity": "4",
    },
    "outside": {
        "id": "fire-119", "name-zh": "119消防", "kind": "fire", "phone": "119", "minutes_day": "12",
        "minutes_night": "15",
    },
}  # fmt: skip
"""What somebody types who begins a plant, by what lacked: in one language alone."""


@dataclass
class Begun:
    """A center as `begin` serves it, and the password that it told."""

    url: str
    password: str


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begun]:
    port, told = free_port(), tmp_path / "told.txt"
    with told.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "command_center.cli.main", "begin", str(tmp_path / "plant"), "--port", str(port)],
            env=environment(tmp_path, CC_LANG=LANG), stdout=out, stderr=out,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(process, lambda: ask("GET", f"{url}/readyz").raise_for_status())
        named = shlex.quote(str(tmp_path / "plant"))
        said = say(LANG, "cli.begin.account", name="admin", password="PASSWORD", site=named)
        found = re.search(re.escape(said).replace("PASSWORD", r"(\S+)"), told.read_text())
        assert found, told.read_text()
        yield Begun(url, found[1])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def picture(page: Page, name: str) -> None:
    """Keep what is on the screen, where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=page.viewport_size != DESK)


def signed_in(seen: Watched, begun: Begun, name: str, password: str, path: str) -> Page:
    """By name and password, on the page of the sign-in."""
    page = seen.page
    page.goto(f"{begun.url}/sign-in?next={path}")
    page.locator("input[name='username']").fill(name)
    page.locator("input[name='password']").fill(password)
    page.locator("form button.strong").click()
    page.wait_for_url(f"{begun.url}{path}")
    seen.is_live()
    return page


def put(page: Page, field: str, value: str) -> None:
    """Type or choose the value of a field, or press the button that adds a part of it."""
    if value == "+":
        page.locator(f"[data-field='{field}'] > button").click()
        return
    control = page.locator(field if field.startswith("#") else f"#plant-{field}")
    if control.evaluate("one => one.tagName") == "SELECT":
        control.locator(f"option[value='{value}']").wait_for(state="attached")
        control.select_option(value)
    else:
        control.fill(value)


def add_account(page: Page, fields: dict[str, str]) -> str:
    """Add the account of who is to command; returns its password, which is shown once."""
    for field, value in fields.items():
        put(page, f"#account-{field}", value)
    page.locator("button.add-account").click()
    return page.locator(".first-password code").inner_text()


def test_from_an_empty_folder_to_a_directive_that_is_sent(begun: Begun, browser: Browser) -> None:
    with watched_page(browser, begun.url, viewport=DESK, language=LANG) as seen:
        page = signed_in(seen, begun, "admin", begun.password, "/plant")
        lacks = page.locator(".still-lacks")
        expect(lacks.locator("[data-lack]")).to_have_count(len(FIRST_HOUR))
        picture(page, "plant-first-hour")
        password = ""
        for left, (lack, fields) in reversed(list(enumerate(reversed(FIRST_HOUR.items())))):
            lacks.locator(f"[data-lack='{lack}'] button").click()
            if lack == "account":
                password = add_account(page, fields)
                picture(page, "plant-accounts")
            else:
                for field, value in fields.items():
                    put(page, field, value)
                if lack == "plans":
                    picture(page, "plant-first-plan")
                page.locator("button.save:enabled").click()
            expect(lacks).to_have_attribute("data-lacks", str(left))
        expect(lacks).to_contain_text(say(LANG, "plant.lacks_none"))
        picture(page, "plant-begun")
    with watched_page(browser, begun.url, viewport=DESK, language=LANG) as seen:
        page = signed_in(seen, begun, "zhang", password, "/command")
        picture(page, "command-first")
        form = page.locator("#form-open")
        form.locator("summary").click()
        choose(form, "plan", "储罐泄漏")
        choose(form, "place", "1号罐")
        form.locator("#form-open-send").click()
        page.locator(".step-row .act").first.click()
        asked = page.locator(".step-row .sure")  # the only person of this plant orders themself
        expect(asked).to_contain_text(say(LANG, "command.to_oneself_sure"))
        asked.locator("button").first.click()
        row = page.locator(".directive-row")
        expect(row).to_have_count(1)
        expect(row).to_contain_text("疏散罐区")
        picture(page, "command-first-directive")
