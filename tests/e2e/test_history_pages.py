"""The page of the vessels: their levels, and the history drawn to the pixel and no further."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from command_center.clock import Clock
from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.history_night import (
    CHART,
    FLOW,
    LEVEL,
    NET_LOSS,
    OTHER,
    SITE,
    SPIKE,
    TANK,
    Night,
    board,
    drawn,
    night,
    wait_for_points,
)
from tests.support.pages import command, watched_page
from tests.support.waiting import eventually

__all__ = ["night"]  # fixtures

pytestmark = pytest.mark.e2e


def test_vessels_say_what_the_board_says(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        visitor.page.goto(f"{night.url}/tanks")
        visitor.is_live()
        expect(visitor.page.locator(".vessel-row")).to_have_count(len(SITE.tanks) + len(SITE.pools))
        row = visitor.page.locator(f".vessel-row[data-tag='{LEVEL}']")
        value = board(visitor, night)["levels"][LEVEL]["value"]
        expect(row.locator(".value")).to_have_attribute("data-value", str(value))
        expect(row.locator(".value")).to_contain_text(f"{value:.2f} m")
        held = round(value * TANK.m3_per_m)
        expect(row.locator(".volume")).to_contain_text(f"{held} of")
        expect(row.locator("em")).to_contain_text(say("en", "alarm.condition.NETLOSS"))


def test_a_spike_of_one_second_is_drawn_and_the_outage_is_no_line(
    night: Night, browser: Browser
) -> None:
    narrow = {"width": 390, "height": 844}
    with watched_page(browser, night.url, Role.VIEWER, viewport=narrow) as phone:
        phone.page.goto(f"{night.url}/tanks?tag={LEVEL}&span=8h")
        phone.is_live()
        wait_for_points(phone.page)
        line = drawn(phone.page)
        assert len([y for _, y in line if y is not None]) <= 390
        assert max(y for _, y in line if y is not None) == pytest.approx(SPIKE)
        assert None in [y for _, y in line], "the line breaks over the outage"
        expect(phone.page.locator("[data-mark='silent']").first).to_be_attached()
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert phone.page.evaluate(overflow) <= 0


def test_alarms_and_directives_stand_on_the_axis_with_links(night: Night, browser: Browser) -> None:
    plan = next(plan for plan in SITE.plans if TANK.id in plan.places)
    with watched_page(browser, night.url, Role.COMMANDER) as desk:
        opened = command(desk, night.url, "incident.open", place=TANK.id, plan=plan.id)
        incident = next(f["incident"] for f in opened["facts"] if f["kind"] == "incident.opened")
        command(
            desk, night.url, "directive.issue", incident=incident, step=plan.steps[0].id,
            place=TANK.id,
        )  # fmt: skip
        desk.page.goto(f"{night.url}/tanks?tag={LEVEL}&span=15m")
        desk.is_live()
        raised = desk.page.locator("[data-mark='raised']", has_text="net loss")
        expect(raised).to_have_count(1)
        expect(raised.locator("a").first).to_have_attribute("href", re.compile(r"^/alarms\?alarm="))
        assert (
            int(raised.get_attribute("data-at") or 0)
            == board(desk, night)["alarms"][NET_LOSS]["raised_at"]
        )
        expect(desk.page.locator("[data-mark='issued'] a").first).to_have_attribute(
            "href", re.compile(r"^/command#DIR-")
        )
        shown = "() => document.querySelector('.history-plot')?.data?.at(-1)?.text"
        desk.page.wait_for_function(
            f"() => ({shown})()?.includes('▼') && ({shown})()?.includes('◆')"
        )
        # The list of marks took its room from the chart, which was drawn before they were told.
        ends = "(one) => document.querySelector(one).getBoundingClientRect().bottom"
        desk.page.wait_for_function(
            f"() => ({ends})('.history-plot .main-svg') <= ({ends})('.history-chart') + 1"
        )


def test_the_address_shows_a_colleague_the_same_view(night: Night, browser: Browser) -> None:
    with (
        watched_page(browser, night.url, Role.COMMANDER) as one,
        watched_page(browser, night.url, Role.VIEWER) as other,
    ):
        one.page.goto(f"{night.url}/tanks")
        one.is_live()
        one.page.locator(f".vessel-row[data-tag='{LEVEL}']").click()
        one.page.get_by_label(say("en", "history.with")).select_option(FLOW)
        one.page.get_by_role("button", name=say("en", "history.span.15m"), exact=True).click()
        wait_for_points(one.page)
        one.page.locator(".history-chart").focus()
        one.page.keyboard.press("ArrowLeft")
        expect(one.page.locator(".history-state")).to_contain_text(say("en", "history.still"))
        asked = parse_qs(urlsplit(one.page.url).query)
        assert (asked["tag"], asked["with"]) == ([LEVEL], [FLOW])
        assert int(asked["to"][0]) - int(asked["from"][0]) == 15 * 60_000
        span = one.page.locator(".history-state span").nth(1)
        other.page.goto(one.page.url)
        other.is_live()
        wait_for_points(other.page)
        expect(other.page.locator(".history-title")).to_contain_text(LEVEL)
        expect(other.page.get_by_label(say("en", "history.with"))).to_have_value(FLOW)
        expect(other.page.locator(".history-state span").nth(1)).to_have_text(span.inner_text())
        one.page.locator(f"{CHART}[data-points]").wait_for(state="attached")
        expect(other.page.locator(".counted")).to_be_visible()
        eventually(lambda: drawn(other.page) == drawn(one.page))


def test_a_span_is_typed_as_the_page_writes_times(night: Night, browser: Browser) -> None:
    """In the page's own form and not the browser's; what is no time is said to be none."""
    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        page = visitor.page
        page.goto(f"{night.url}/tanks?tag={LEVEL}")
        visitor.is_live()
        since, until = (
            page.get_by_label(say("en", f"history.{end}"), exact=True) for end in ("from", "to")
        )
        show = page.get_by_role("button", name=say("en", "history.show"), exact=True)
        expect(until).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"))
        day = until.input_value()[:10]
        for no_time in (f"{day} 26:00", f"{day[:4]}-02-31 12:00", day, "yesterday"):
            since.fill(no_time)
            expect(since).to_have_attribute("aria-invalid", "true")
            expect(show).to_be_disabled()
        until.fill(f"{day} 00:30:15")
        until.press("Tab")
        page.keyboard.press("Enter")  # the calendar, which the browser draws

        def an_earlier_day() -> bool:
            page.keyboard.press("ArrowLeft")
            return until.input_value()[:10] < day

        eventually(an_earlier_day)
        page.keyboard.press("Enter")
        expect(until).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d 00:30:15$"))
        since.fill(f"{day.replace('-', '/')} 0:00")
        until.fill(f"{day} 00:30:15")
        expect(since).not_to_have_attribute("aria-invalid", "true")
        show.click()
        expect(since).to_have_value(f"{day} 00:00:00")
        asked = parse_qs(urlsplit(page.url).query)
        assert int(asked["to"][0]) - int(asked["from"][0]) == (30 * 60 + 15) * 1000


def test_the_tail_grows_from_the_socket_without_asking_again(
    night: Night, browser: Browser
) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        asked: list[str] = []
        visitor.page.on(
            "request", lambda r: asked.append(r.url) if "/api/v1/history" in r.url else None
        )
        tag = OTHER.level
        night.read(tag, 3.0, Clock().now() - 500)
        visitor.page.goto(f"{night.url}/tanks?tag={tag}&span=15m")
        visitor.is_live()
        wait_for_points(visitor.page)
        before = len(asked)
        night.read(tag, 3.25, Clock().now())
        visitor.page.wait_for_function(
            "() => document.querySelector('.history-plot')?.data?.[0]?.y?.includes(3.25)"
        )
        assert len(asked) == before
        expect(visitor.page.locator(".reading b")).to_have_attribute("data-value", "3.25")


def test_a_value_that_its_gauge_cannot_show_is_drawn_with_its_doubt(
    night: Night, browser: Browser
) -> None:
    tag = SITE.tag_by_id[OTHER.level]

    def doubted(place: Locator) -> bool:
        """A gauge that goes on sending it: one value would be a silence after seconds."""
        night.read(tag.id, tag.high * 1.1, Clock().now())
        return place.count() == 1 and say("en", "level.uncertain") in place.inner_text()

    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        page = visitor.page
        page.goto(f"{night.url}/tanks?tag={tag.id}&span=15m")
        visitor.is_live()
        eventually(lambda: doubted(page.locator(".reading")))
        eventually(lambda: doubted(page.locator(f".vessel-row[data-tag='{tag.id}']")))
        page.goto(night.url)
        visitor.is_live()
        eventually(lambda: doubted(page.locator(".level-row", has_text=OTHER.id)))


def test_a_pulled_chart_asks_for_what_it_now_shows(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        visitor.page.goto(f"{night.url}/tanks?tag={LEVEL}&span=15m")
        visitor.is_live()
        wait_for_points(visitor.page)
        box = visitor.page.locator(CHART).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
        asked: list[str] = []
        visitor.page.on(
            "request", lambda r: asked.append(r.url) if "/api/v1/history" in r.url else None
        )
        visitor.page.mouse.move(x, y)
        visitor.page.mouse.down()
        visitor.page.mouse.move(x + 100, y, steps=4)
        visitor.page.mouse.move(x + 200, y, steps=4)
        visitor.page.mouse.up()
        expect(visitor.page.locator(".history-state")).to_contain_text(say("en", "history.still"))

        def last() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
            """What the address shows, and what was last asked for."""
            address = visitor.page.evaluate("location.search.slice(1)")
            return parse_qs(address), parse_qs(urlsplit(asked[-1] if asked else "").query)

        def in_step() -> bool:
            """On a busy machine a pull may be asked for in parts: the last one counts."""
            shown, told = last()
            span = (shown.get("from"), shown.get("to"))
            return None not in span and span == (told.get("since"), told.get("until"))

        eventually(in_step)
        shown, told = last()
        assert 0.8 < (int(shown["to"][0]) - int(shown["from"][0])) / (15 * 60_000) < 1.2
        assert int(told["max_points"][0]) <= box["width"] + 100


def test_an_exported_span_holds_the_readings(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        visitor.page.goto(f"{night.url}/tanks?tag={LEVEL}&span=8h")
        visitor.is_live()
        wait_for_points(visitor.page)
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("button", name=say("en", "grid.export"), exact=True).click()
        lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == "time,utc,tag,value,unit,quality"
        assert any(line.endswith(f"{LEVEL},{SPIKE:.3f},m,good") for line in lines)
        expect(visitor.page.locator(".exported")).to_be_visible()
