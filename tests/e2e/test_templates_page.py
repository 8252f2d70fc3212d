"""Contractor points built by somebody who writes no code: the form only, a mistake that is mended, and published."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.template_file import library, library_texts
from command_center.words import say
from tests.e2e.desk_night import night
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter
from tests.support.waiting import eventually

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
        law = library()["confined-space"].law
        assert law is not None
        assert law.source is not None
        assert not law.checked
        source = law.source.as_row()[locale[:2]]
        expect(preview.locator(".unchecked")).to_contain_text(source)
        expect(page.locator(".template-editor")).to_have_attribute("data-mistakes", "0")
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width
        folder = os.environ.get("CC_PICTURES")
        if folder:
            page.screenshot(path=f"{folder}/templates-{width}-{locale}.png")


def test_a_permit_with_guards_approval_and_a_watch_is_built_with_the_form_alone(
    browser: Browser, center: RunningCenter
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = seen.page
        page.goto(f"{center.url}/templates")
        page.locator("[data-new=template]").click()
        editor = page.locator(".template-editor")
        expect(editor).to_have_attribute("data-mistakes", "0")
        page.locator("input[name=id]").fill("roof-work")
        step = page.locator("[data-of=moves] [data-part=close]")
        step.locator("summary").click()
        guards = step.locator("[data-of=guards]")
        guards.get_by_label(told("templates.add_guard")).select_option("wind_below")
        guards.locator("[data-guard=wind_below] input").fill("10.8")
        expect(editor).to_have_attribute("data-mistakes", "1")  # nowhere is the wind measured
        expect(page.locator(".mistakes")).to_contain_text("“wind”")
        guards.get_by_role("button", name=told("templates.remove"), exact=True).click()
        guards.get_by_label(told("templates.add_guard")).select_option("no_conflict")
        guards.locator("[data-guard=no_conflict] input").first.fill("25")
        page.get_by_role("button", name=told("templates.add_approval")).click()
        rank = page.locator("[data-of=approvals] [data-part='rank 1']")
        rank.get_by_label(told("templates.function.manager")).check()
        page.get_by_role("button", name=told("templates.add_move")).click()
        added = page.locator("[data-of=moves] [data-part=move_1]")
        added.locator("summary").click()
        added.get_by_label(told("templates.duty")).check()
        page.get_by_role("button", name=told("templates.add_watch")).click()
        expect(page.locator("[data-part='watch danger']")).to_be_visible()
        expect(editor).to_have_attribute("data-examined", "true")
        expect(editor).to_have_attribute("data-mistakes", "0")
        expect(page.locator(".way-drawing [data-state=closed]")).to_be_visible()
        if folder := os.environ.get("CC_PICTURES"):
            page.screenshot(path=f"{folder}/template-built.png")
        page.locator(".publish").click()
        expect(page.locator("[data-template=roof-work]")).to_contain_text(
            told("templates.own", n=1)
        )
        told_back = page.request.get(f"{center.url}/api/v1/templates/roof-work").json()["described"]
        assert told_back["moves"]["close"]["guards"][0]["params"]["metres"] == 25
        assert "manager" in told_back["approvals"][0]["chain"][0]["one"]
        assert told_back["watch"][0]["when"] == {"danger": "zone"}


def test_a_plan_and_a_list_are_built_with_the_form_and_a_change_is_shown_before_it_is_published(
    browser: Browser, center: RunningCenter
) -> None:
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = seen.page
        page.goto(f"{center.url}/templates")
        editor = page.locator(".template-editor")
        page.locator("[data-template=weekly-inspection]").click()
        page.locator("select[name=every]").select_option("month")
        changes = page.locator(".changes [data-change]")
        expect(changes).to_have_count(1)
        expect(changes).to_contain_text("every")
        expect(changes.locator("ins")).to_have_text("month")
        if folder := os.environ.get("CC_PICTURES"):
            page.screenshot(path=f"{folder}/plan-changed.png")
        expect(editor).to_have_attribute("data-mistakes", "0")
        page.locator(".publish").click()
        expect(page.locator("[data-template=weekly-inspection]")).to_contain_text(
            told("templates.own", n=1)
        )
        page.locator("[data-new=reference]").click()
        page.locator("input[name=id]").fill("our-lines")
        entries = page.locator("[data-of='entries 1']")
        entries.locator("[data-part=first] > summary").click()
        below = entries.locator("[data-of='entries 2']")
        below.get_by_role("button", name=told("templates.add_one")).click()
        expect(editor).to_have_attribute("data-mistakes", "0")
        page.locator(".publish").click()
        expect(page.locator("[data-template=our-lines]")).to_be_visible()
        told_back = page.request.get(f"{center.url}/api/v1/templates/our-lines").json()["described"]
        assert list(told_back["entries"]["first"]["of"]) == ["line_1"]


def test_the_gas_test_of_an_entry_cannot_be_deleted_and_the_refusal_leads_to_its_line(
    browser: Browser, center: RunningCenter
) -> None:
    lines = library_texts()["confined-space"].split("\n")
    at = lines.index("  gas:")
    below = next(n for n in range(at + 1, len(lines)) if re.match("  [a-z]", lines[n]))
    left = [*lines[:at], *lines[below:]]
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = seen.page
        page.goto(f"{center.url}/templates")
        page.locator("[data-template=confined-space]").click()
        editor = page.locator(".template-editor")
        expect(editor).to_have_attribute("data-mistakes", "0")
        page.locator("[data-way=text]").click()
        page.locator(".template-text").fill("\n".join(left))
        fixed = page.locator(f".mistakes [data-line='{left.index('fields:') + 2}']")
        expect(fixed).to_contain_text("fields.gas.of.h2s is fixed by law (clause 6.4)")
        tests = [n for n, line in enumerate(left, start=1) if "gas_fresh" in line]
        for n in tests:
            expect(page.locator(f".mistakes [data-line='{n}']")).to_contain_text("“gas” is none")
        expect(page.locator(".publish")).to_be_disabled()
        page.locator(f".mistakes [data-line='{tests[0]}'] button").click()
        chosen = "one => one.value.slice(one.selectionStart, one.selectionEnd)"
        text = page.locator(".template-text")
        assert eventually(lambda: text.evaluate(chosen) == left[tests[0] - 1])
