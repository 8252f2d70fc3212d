"""Matters of several templates by hand in a real browser: opened in /mine with a person's values, and those that one
person may finish alone are brought to their end. One page does it all, so that a template takes a second or two."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from command_center.domain.actor import Role
from command_center.domain.site.nearness import area_of_place
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.template import Template
from command_center.template_file import library
from command_center.words import say
from tests.e2e.desk_night import SITE, night
from tests.plays.permits import PERMITS
from tests.plays.test_who_may import FIRST
from tests.support.pages import watched_page
from tests.support.pictures import a_phone_picture
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e
TEMPLATES = {id: one for id, one in library().items() if isinstance(one, Template)}
PLACE = next(one for one in SITE.places if area_of_place(SITE, one) == "TF" and one != "TF")
PERSON = SITE.people[5].id
REASON = "因天气原因取消"
LIVE_NOW = 1_796_148_600_000


class Now:
    """What the tables of first values ask of a plant."""

    now = LIVE_NOW

    def opens(self, *_: Any, **__: Any) -> str:
        """The audit that the walk opened before."""
        return "last"


ALONE: dict[str, list[tuple[str, dict[str, Any]]]] = {
    **{kind: [("withdraw", {})] for kind in PERMITS},
    "inspection-round": [("break_off", {})], "work-ticket": [("cancel", {})], "operation-ticket": [("cancel", {})],
    "contact-check": [("check", {"reached": True})],
    "pre-shift-meeting": [("close", {"tasks": "P-101 检修配合", "dangers": "泵房动火，禁止切水取样",
                                      "present": [{"person": PERSON, "fit": True}]})],
    "periodic-test": [("record", {"result": "good", "seen": True})],
    "cabinet-round": [("check", {"code": PLACE, "lines": True, "seen": True})],
    "extinguisher-round": [("check", {"code": PLACE, "lines": True, "seen": True})],
}  # fmt: skip
"""Template -> the moves by which whoever opened a matter ends it alone, and what they need."""


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


@pytest.fixture(scope="module")
def page(browser: Browser, center: RunningCenter) -> Iterator[Page]:
    """What one owes, for somebody of the control room."""
    with watched_page(
        browser, center.url, Role.COMMANDER, viewport={"width": 1920, "height": 1080}
    ) as watched:
        watched.page.goto(f"{center.url}/mine")
        watched.page.locator(".mine-open-any").wait_for()
        yield watched.page


def given(id: str) -> dict[str, Any]:
    """What the first form of a template is filled in with."""
    if id in PERMITS:
        permit = PERMITS[id]
        later = {need for move in TEMPLATES[id].moves.values() for need in move.needs}
        first = {
            permit.place_field: PLACE,
            "work": permit.work,
            "company": "安泰检修",
            **permit.fields,
        }
        return {name: value for name, value in first.items() if name not in later}
    later = {need for move in TEMPLATES[id].moves.values() for need in move.needs}
    return {name: value for name, value in FIRST[id](Now()).items() if name not in later}


def fill(
    page: Page, form: Locator, center: RunningCenter, prefix: str, field: f.FieldBase, value: Any
) -> None:
    """One field, as a hand fills it in."""
    own = form.locator(f"[data-field='{prefix}']").first
    match field:
        case f.PhotoField():
            picture = a_phone_picture(center.clock.now(), SITE.zone)
            own.locator("input[type=file]").set_input_files(
                {"name": "seen.jpg", "mimeType": "image/jpeg", "buffer": picture}
            )
            expect(own).to_contain_text(say("en", "matter.pictures", n=1))
        case f.YesNoField():
            own.get_by_role("radio", name=say("en", "matter.yes" if value else "matter.no")).click()
        case f.ChoiceField():
            for one in value if isinstance(value, list) else [value]:
                title = field.of[one]
                own.get_by_role(
                    "button" if field.many else "radio", name=title.en if title else one, exact=True
                ).click()
        case f.PlaceField():
            own.locator("select").select_option(PLACE)
        case f.PersonField():
            own.locator("select").select_option(PERSON)
        case f.MatterField():
            expect(own.locator("option")).not_to_have_count(1)
            own.locator("select").select_option(index=1)
        case f.TaxonomyField():
            path = value[0] if isinstance(value, list) else value
            expect(own.locator("option")).not_to_have_count(1)
            own.locator("select").select_option(path)
        case f.TimeField():
            own.locator("input").fill("2026-12-02T18:00")
        case f.ChecklistField():
            own.locator("[data-line]").first.wait_for()
            for line in own.locator("[data-line]").all():
                line.get_by_role("radio", name=say("en", "matter.yes"), exact=True).click()
        case f.ListField():
            for at, line in enumerate(value):
                own.locator(f"[data-add='{prefix}']").click()
                for column, cell in line.items():
                    fill(page, own, center, f"{prefix}-{at}-{column}", field.of[column], cell)
        case f.CodeField():
            own.locator("input").fill(str(value))
            own.get_by_role("button").last.click()
        case _:
            own.locator(".text").fill(str(value))


def matters(page: Page, center: RunningCenter, id: str) -> list[dict[str, Any]]:
    """The matters of a template, the newest first."""
    answer = page.context.request.get(f"{center.url}/api/v1/matters?template={id}").json()
    found: list[dict[str, Any]] = answer["matters"]
    return found


ORDER = ["audit", "appeal", "audit-finding", "blind-plate", "briefing", "contact-check"]
"""The templates that the walk takes. The others have their values above and are not yet walked."""


@pytest.mark.parametrize("id", ORDER)
def test_a_matter_is_opened_by_hand(page: Page, center: RunningCenter, id: str) -> None:
    template = TEMPLATES[id]
    before = {one["id"] for one in matters(page, center, id)}
    if page.locator(".open-any").count() == 0:
        page.locator(".mine-open-any").click()
    page.locator(".open-any select[name=template]").select_option(id)
    form = page.locator(".open-any form")
    form.wait_for()
    if template.law is not None:
        expect(page.locator(".open-any .law-note")).to_contain_text(template.law.of)
        expect(page.locator(".open-any .law-note")).to_contain_text("not with the official")
    for name, value in given(id).items():
        fill(page, form, center, name, template.fields[name], value)
    for party, known in template.parties.items():
        if known.named:
            form.locator(f"[data-field='party {party}'] select").select_option(PERSON)
    form.get_by_role("button", name=say("en", "mine.open_it")).click()
    expect(page.locator(".open-any")).to_have_count(0)
    made = next(one for one in eventually_more(page, center, id, before) if one["id"] not in before)
    assert made["state"] == template.first
    for move, values in ALONE.get(id, ()):
        line = page.locator(f".mine-line[data-owed='{made['id']}']")
        line.click()
        own = page.locator(f".mine-matter[data-matter='{made['id']}'] [data-move='{move}']")
        for name, value in values.items():
            fill(page, own, center, name, template.fields[name], value)
        if own.locator("#matter-reason").count():
            own.locator("#matter-reason").fill(REASON)
        own.locator("button[type=submit]").click()
        expect(line).to_have_count(0)


def eventually_more(
    page: Page, center: RunningCenter, id: str, before: set[str]
) -> list[dict[str, Any]]:
    """The matters once there is one more."""
    for _ in range(100):
        found = matters(page, center, id)
        if {one["id"] for one in found} - before:
            return found
        page.wait_for_timeout(100)
    raise AssertionError(page.locator(".offline-item").all_inner_texts())
