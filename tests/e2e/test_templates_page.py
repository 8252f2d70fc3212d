"""Contractor points built by somebody who writes no code: the form only, a mistake that is mended, and published."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import night
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def told(key: str, **params: object) -> str:
    return say("en", key, **params)


def test_contractor_points_are_built_with_the_form_alone(
    browser: Browser, center: RunningCenter
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = seen.page
        page.goto(f"{center.url}/templates")
        page.locator("[data-new=account]").click()
        editor = page.locator(".template-editor")
        expect(editor).to_have_attribute("data-examined", "true")
        page.locator("input[name=id]").fill("site-points")
        page.get_by_label(told("templates.in_english")).first.fill("Points of our contractors")
        page.get_by_label(told("templates.in_chinese")).first.fill("承包商积分")
        page.get_by_role("button", name=told("templates.add_entry")).click()
        entry = page.locator("[data-of=entries] .part")
        entry.locator("select[name=from]").select_option("violation")
        expect(editor).not_to_have_attribute("data-mistakes", "0")  # no step is chosen yet
        entry.locator("select[name=move]").select_option("confirm")
        entry.locator("select[name=read]").select_option("grade")
        for grade, points in (("minor", "-1"), ("serious", "-3"), ("grave", "-12")):
            entry.locator(f"input[name='points {grade}']").fill(points)
        page.get_by_role("button", name=told("templates.add_step")).click()
        step = page.locator("[data-of=steps] .part")
        step.get_by_label(told("templates.door.gate")).check()
        expect(page.get_by_text("nothing opens them again")).to_be_visible()
        page.get_by_role("button", name=told("templates.add_back")).click()
        back = page.locator("[data-part=back]")
        back.locator("select").first.select_option("readmission")
        back.locator("select").nth(1).select_option("approve")
        expect(editor).to_have_attribute("data-mistakes", "0")
        expect(page.locator("[data-preview=account]")).to_contain_text("grave -12")
        page.locator(".publish").click()
        expect(page.locator("[data-template=site-points]")).to_contain_text(
            told("templates.own", n=1)
        )
        answer = page.request.get(f"{center.url}/api/v1/templates/site-points").json()
        assert answer["own"]["revision"] == 1
        assert answer["described"]["steps"][0]["bans"] == ["gate"]


@pytest.mark.parametrize("width", [1920, 390])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_permit_shows_its_form_and_what_nobody_compared(
    browser: Browser,
    center: RunningCenter,
    tmp_path_factory: pytest.TempPathFactory,
    width: int,
    locale: str,
) -> None:
    size = {"width": width, "height": 1080 if width > 1000 else 844}
    with watched_page(browser, center.url, Role.CONTROLLER, viewport=size, language=locale) as seen:
        page = seen.page
        page.goto(f"{center.url}/templates")
        page.locator("[data-template=confined-space]").click()
        preview = page.locator("[data-preview=template]")
        expect(preview.locator(".unchecked")).to_contain_text(say(locale, "templates.not_checked"))
        expect(page.locator(".template-editor")).to_have_attribute("data-mistakes", "0")
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width
        folder = os.environ.get("CC_PICTURES")
        if folder:
            page.screenshot(path=f"{folder}/templates-{width}-{locale}.png")
