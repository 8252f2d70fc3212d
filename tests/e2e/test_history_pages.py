"""The tanks and alarms pages in real Chromium: what is drawn is what the doors told, and stays so in
the address that somebody else opens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.clock import Clock
from command_center.domain.actor import Role
from command_center.site_file import load
from command_center.words import say
from tests.support.leaking import leak_readings
from tests.support.pages import Watched, command, watched_page
from tests.support.running_center import DEMO, RunningCenter, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

SITE = load(DEMO)
TANK = next(t for t in SITE.tanks if any(t.id in plan.places for plan in SITE.plans))
OTHER = next(t for t in SITE.tanks if t.id != TANK.id)
LEVEL, FLOW = TANK.level, [*TANK.inflows, *TANK.outflows][0]
SPIKE = TANK.height_m - 0.123
NET_LOSS = f"{LEVEL}:NETLOSS"
CHART = ".history-plot"


@dataclass(frozen=True)
class Night:
    """A center whose tank has leaked, and who may send readings to it."""

    center: RunningCenter
    plant: str

    @property
    def url(self) -> str:
        return self.center.url

    def read(self, tag: str, value: float, ts: int, quality: str = "good") -> None:
        told = {"tag": tag, "value": value, "ts": ts, "quality": quality}
        source = SITE.tag_by_id[tag].source
        answer = self.center.post("readings", self.plant, {"source": source, "readings": [told]})
        assert answer.json()["rejected"] == []


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with running(tmp_path_factory.mktemp("history")) as center:
        plant = center.token("plant", Role.GATEWAY)
        center.start()
        now = Clock().now()
        # An hour before the leak: one second of a spike, then an outage of ten minutes.
        hour = [
            {
                "tag": LEVEL,
                "ts": now - n * 1000,
                "value": SPIKE if n == 2_500 else 5.0 + n % 5 / 1e3,
            }
            for n in range(3_600, 240, -1)
            if not 1_200 < n < 1_800
        ]
        source = SITE.tag_by_id[LEVEL].source
        assert center.post("readings", plant, {"source": source, "readings": hour}).ok
        for body in leak_readings(SITE, TANK.id, now):
            assert center.post("readings", plant, body).json()["rejected"] == []
        yield Night(center, plant)


def board(watched: Watched, night: Night) -> Any:
    return watched.page.context.request.get(f"{night.url}/api/v1/board").json()["rows"]


def drawn(page: Page) -> Any:
    """The first line of the chart: [[local ms, value], ...]."""
    return page.evaluate(
        "() => { const t = document.querySelector('.history-plot').data[0];"
        " return t && t.x ? Array.from(t.x, (x, i) => [x, t.y[i]]) : []; }"
    )


def wait_for_points(page: Page) -> None:
    chart = page.locator(f"{CHART}[data-points]:not([data-points='0'])")
    chart.wait_for(state="attached")


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


# The alarm desk


def test_an_alarm_is_acknowledged_by_one_key_and_moves_down(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.COMMANDER) as desk:
        desk.page.goto(f"{night.url}/alarms?alarm={NET_LOSS}")
        desk.is_live()
        row = desk.page.locator(f".standing-row[data-alarm='{NET_LOSS}']")
        expect(row).to_have_attribute("data-state", "UNACK")
        expect(row).to_be_focused()
        first = desk.page.locator(".standing-row").first
        expect(first).to_have_attribute("data-alarm", NET_LOSS)  # the gravest, unacknowledged
        row.press("a")
        expect(row).to_have_attribute("data-state", "ACKED")
        told = board(desk, night)["alarms"]
        assert told[NET_LOSS]["state"] == "ACKED"
        for each in desk.page.locator(".standing-row").all():
            told_row = told[each.get_attribute("data-alarm") or ""]
            assert float(each.get_attribute("data-value") or "nan") == told_row["value"]


def test_an_alarm_is_shelved_with_a_reason_and_comes_back(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.COMMANDER) as desk:
        desk.page.goto(f"{night.url}/alarms")
        desk.is_live()
        row = desk.page.locator(".standing-row", has_text=say("en", "alarm.condition.STALE")).first
        alarm = row.get_attribute("data-alarm") or ""
        row.focus()
        row.press("s")
        desk.page.keyboard.type("gauge under repair")
        desk.page.keyboard.press("Enter")
        shelved = desk.page.locator(f".shelved-row[data-alarm='{alarm}']")
        expect(shelved).to_contain_text("gauge under repair")
        expect(desk.page.locator(f".standing-row[data-alarm='{alarm}']")).to_have_count(0)
        told = board(desk, night)["alarms"][alarm]
        assert told["shelved_by"]
        assert told["shelved_until"] - Clock().now() <= 30 * 60_000
        shelved.get_by_role("button", name=say("en", "command.unshelve"), exact=True).click()
        expect(shelved).to_have_count(0)
        expect(desk.page.locator(f".standing-row[data-alarm='{alarm}']")).to_have_count(1)


def test_load_and_past_are_the_journals(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as visitor:
        visitor.page.goto(f"{night.url}/alarms?span=24h&q=net loss")
        visitor.is_live()
        told = visitor.page.context.request.get(f"{night.url}/api/v1/alarms").json()
        expect(visitor.page.locator(".load-bars rect").first).to_be_attached()
        bars = visitor.page.locator(".load-bars rect").evaluate_all(
            "all => all.map((bar) => Number(bar.dataset.raised))"
        )
        assert max(bars) >= 1
        assert sum(bars) >= told["total"] > 0
        worst = visitor.page.locator(".worst .offender")
        expect(worst.first).to_be_visible()
        past = visitor.page.locator(".past-panel .ag-row")
        expect(past).to_have_count(1)  # the search is in the address
        expect(past).to_contain_text("net loss")
        link = past.locator("a[href^='/tanks?']")
        link.click()
        visitor.page.wait_for_url(re.compile(r"/tanks\?tag="))
        wait_for_points(visitor.page)
        expect(visitor.page.locator("[data-mark='raised']").first).to_be_visible()


def test_who_may_only_look_is_offered_no_hand(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url, Role.VIEWER) as looker:
        looker.page.goto(f"{night.url}/alarms")
        looker.is_live()
        expect(looker.page.locator(".standing-row").first).to_be_visible()
        expect(looker.page.locator(".standing-row button, .shelved-row button")).to_have_count(0)
        looker.page.locator(".standing-row").first.press("a")
        expect(looker.page.locator(".answer")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("path", ["/tanks", "/alarms"])
def test_both_pages_are_drawn_without_a_complaint(
    night: Night, browser: Browser, language: str, path: str
) -> None:
    with watched_page(browser, night.url, Role.COMMANDER, language=language) as visitor:
        visitor.page.goto(f"{night.url}{path}")
        visitor.is_live()
        expect(visitor.page.locator("#page .panel").first).to_be_visible()
        expect(visitor.page.locator(".panel-failed, .panel-waiting")).to_have_count(0)
