"""A round without a line, in a real browser: loaded, filled, closed, opened again and filled on, then sent while the
server is killed in the middle. Each point is recorded exactly once, with the time at which it was done."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.domain.site.map.nearness import area_of_place
from command_center.words import say
from tests.support.pages import command, watched_page
from tests.support.pictures import a_phone_picture
from tests.support.running_center import RunningCenter, demo_site, running

pytestmark = pytest.mark.e2e
PHONE = {"width": 390, "height": 844}
SITE = demo_site()
AREA = max(
    SITE.areas, key=lambda area: sum(area_of_place(SITE, one) == area.id for one in SITE.places)
).id
POINTS = 6
SECRET: list[str] = []
"""The token of one who may read every matter."""


@pytest.fixture
def center(tmp_path: Path) -> Iterator[RunningCenter]:
    """One for each run of the test: it kills its center, and a killed one would fail the run after it."""
    offset = night_offset(SITE, None, Clock().now())
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        SECRET.append(center.token("auditor", Role.CONTROLLER))
        yield center.start()


def point_form(page: Page) -> Locator:
    return page.locator("[data-open-point]")


def open_point(page: Page, code: str) -> Locator:
    reader = page.locator(".code-reader").first
    reader.locator("input").fill(code)
    reader.get_by_role("button", name=say("en", "matter.open_code")).click()
    form = page.locator(f"[data-open-point='{code}']")
    form.wait_for()
    return form


def fill_point(
    page: Page, code: str, *, ok: bool = True, picture: bytes | None = None, spoken: bool = False
) -> None:
    form = open_point(page, code)
    answer = say("en", "matter.yes" if ok else "matter.no")
    form.locator("[data-field='ok']").get_by_role("radio", name=answer).click()
    if not ok:
        expect(form).to_contain_text(say("en", "round.opens_hazard"))
    if picture is not None:
        form.locator("[data-field='seen'] input").set_input_files(
            {"name": "seen.jpg", "mimeType": "image/jpeg", "buffer": picture}
        )
        expect(form.locator("[data-field='seen']")).to_contain_text(
            say("en", "matter.pictures", n=1)
        )
    if spoken:
        voice = form.locator("[data-field='spoken']")
        voice.get_by_role("button", name=say("en", "matter.start_voice")).click()
        expect(voice.get_by_role("status")).to_be_visible()
        voice.get_by_role("button", name=say("en", "matter.stop_voice")).click()
        expect(voice.locator(".good").first).to_be_visible()
    form.get_by_role("button", name=say("en", "round.keep_point")).click()
    expect(point_form(page)).to_have_count(0)


def chosen(page: Page, matter: str) -> Locator:
    page.locator(f"[data-owed='{matter}']").click()
    round_ = page.locator(f"[data-round='{matter}']")
    round_.wait_for()
    return round_


def facts(center: RunningCenter, kind: str) -> list[Any]:
    told = center.get("journal?after=0&limit=1000", SECRET[-1])["facts"]
    return [one for one in told if one["kind"] == kind]


def test_each_point_of_a_shift_without_a_line_is_recorded_once_over_closed_pages_and_a_killed_server(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(
        browser, center.url, Role.RESPONDER, outage=True, viewport=PHONE, has_touch=True
    ) as watched:
        page, matter = watched.page, str(uuid4())
        fields = {"place": AREA}
        command(
            watched,
            center.url,
            "matter.open",
            matter=matter,
            template="inspection-round",
            fields=fields,
        )
        page.goto(f"{center.url}/m")
        page.locator("html[data-offline='ready']").wait_for(state="attached")
        round_ = chosen(page, matter)
        codes = [
            str(one.get_attribute("data-point")) for one in round_.locator("[data-point]").all()
        ]
        assert len(codes) > POINTS
        center.kill()
        fill_point(
            page, codes[0], spoken=True, picture=a_phone_picture(center.clock.now(), SITE.zone)
        )
        fill_point(page, codes[1], ok=False)
        half = open_point(page, codes[2])
        half.locator("[data-field='reading'] input").fill("4.2")
        page.wait_for_function(
            "(id) => center.keptItems.draft(id).then((draft) => draft && draft.values.reading === 4.2)",
            arg=f"{matter}/{codes[2]}",
        )
        page.close()
        page = watched.page = page.context.new_page()
        page.goto(f"{center.url}/m?point={codes[2]}")
        round_ = chosen(page, matter)
        expect(page.locator(".offline-item.waiting")).to_have_count(2)
        form = page.locator(f"[data-open-point='{codes[2]}']")
        expect(form.locator("[data-field='reading'] input")).to_have_value("4.2")
        form.locator("[data-field='ok']").get_by_role("radio", name=say("en", "matter.yes")).click()
        form.get_by_role("button", name=say("en", "round.keep_point")).click()
        for code in codes[3:POINTS]:
            fill_point(page, code)
        expect(round_.locator("[data-state='kept']")).to_have_count(POINTS)
        back = center.clock.now()
        center.start()
        page.locator(".offline-item.sent").first.wait_for()
        center.kill()
        center.start()
        expect(page.locator(".offline-item.waiting")).to_have_count(0)
        expect(page.locator(".offline-item.refused")).to_have_count(0)
        told = facts(center, "matter.measured")
        # Words go before pictures: the point with the picture comes last, with its own time and number.
        assert [one["data"]["values"]["code"] for one in told] == [*codes[1:POINTS], codes[0]]
        assert all(one["at"] <= back <= one["recorded_at"] for one in told)
        told.sort(key=lambda one: one["at"])
        sequence = [one["data"]["offline"]["seq"] for one in told]
        assert sequence == sorted(set(sequence))
        [seen] = told[0]["data"]["values"]["seen"]
        assert seen["flags"] == []
        spoken = told[0]["data"]["values"]["spoken"]["sha256"]
        heard = page.context.request.get(f"{center.url}/api/v1/evidence/{spoken}")
        assert heard.headers["content-type"].startswith(("audio/", "video/webm"))
        hazards = [
            one for one in facts(center, "matter.opened") if one["data"]["template"] == "hazard"
        ]
        assert len(hazards) == 1
        expect(round_.locator("[data-state='done']")).to_have_count(POINTS)


def test_a_phone_whose_words_came_late_opens_without_a_line(
    center: RunningCenter, browser: Browser
) -> None:
    """Words that were on their way while the page's worker took over passed it by; the page opened black."""
    with watched_page(browser, center.url, Role.RESPONDER, outage=True, viewport=PHONE) as watched:
        page = watched.page
        late: list[Route] = []

        def never_answer(route: Route) -> None:
            late.append(route)

        page.route(f"{center.url}/assets/words/*", never_answer, times=1)
        page.goto(f"{center.url}/m")
        page.wait_for_function("() => navigator.serviceWorker.controller")
        page.locator("html[data-offline='ready']").wait_for(state="attached")
        assert late, "the words were to come late"
        center.kill()
        page.goto(f"{center.url}/m")
        expect(page.get_by_role("heading", name=say("en", "mine.title"))).to_be_visible()
