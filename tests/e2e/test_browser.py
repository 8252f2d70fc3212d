"""The pages in real Chromium against a running center: the leak seen, acknowledged, and by whom."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from command_center.clock import Clock
from command_center.domain.actor import Role
from command_center.domain.site.model import Tank
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.words import say
from tests.support.leaking import leak_readings
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter, demo_site, running

pytestmark = pytest.mark.e2e

NET_LOSS = say("en", "alarm.condition.NETLOSS")
UNACKNOWLEDGED = say("en", "alarm.state.UNACK")
ACKNOWLEDGED = say("en", "alarm.state.ACKED")
SITE = demo_site()


@dataclass(frozen=True)
class Night:
    """One center for all these tests, with the secrets made before it started."""

    center: RunningCenter
    plant: str
    wall: str

    @property
    def url(self) -> str:
        return self.center.url


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with running(tmp_path_factory.mktemp("center")) as center:
        plant = center.token("plant", Role.GATEWAY)
        with databases(center.settings()) as stores:
            wall = Accounts(stores.journal).add_token(
                "wall", Role.VIEWER, Clock().now(), read_only=True
            )
        center.start()
        yield Night(center, plant, wall)


@pytest.fixture(scope="module")
def tank() -> Tank:
    """A tank that a plan is for."""
    planned = {place for plan in SITE.plans for place in plan.places}
    return next(tank for tank in SITE.tanks if tank.id in planned)


def test_a_leak_is_seen_by_everybody_and_acknowledged_by_one(
    night: Night, tank: Tank, browser: Browser
) -> None:
    """Quiet, then readings through the public door; a click in one browser, seen in another.

    The wall has room for the gravest only: once acknowledged, the leak makes way there for sources
    that fell silent meanwhile. The list on the command page has all.
    """
    with (
        watched_page(browser, night.url, Role.VIEWER) as wall,
        watched_page(browser, night.url, Role.COMMANDER) as desk,
        watched_page(browser, night.url, Role.VIEWER) as witness,
    ):
        witness.page.goto(f"{night.url}/command")
        witness.is_live()
        wall.page.goto(night.url)
        wall.is_live()
        expect(wall.page.locator("html")).to_have_attribute("data-state", "quiet")
        seen = wall.page.locator(".alarms-panel .item", has_text=NET_LOSS)
        expect(seen).to_have_count(0)
        desk.page.goto(f"{night.url}/command")
        desk.is_live()

        for body in leak_readings(SITE, tank.id, Clock().now()):
            assert night.center.post("readings", night.plant, body).json()["rejected"] == []

        expect(seen).to_contain_text(tank.id)
        expect(seen).to_contain_text(UNACKNOWLEDGED)
        row = desk.page.locator(".alarm-row", has_text=NET_LOSS)
        same = witness.page.locator(".alarm-row", has_text=NET_LOSS)
        for state in (row.locator(".state"), same.locator(".state")):
            expect(state).to_contain_text(UNACKNOWLEDGED)
        row.get_by_role("button", name=say("en", "alarms.ack"), exact=True).click()
        for state in (row.locator(".state"), same.locator(".state")):
            expect(state).not_to_contain_text(UNACKNOWLEDGED)
            expect(state).to_contain_text(ACKNOWLEDGED)


def test_who_may_only_look_is_offered_nothing_to_press(
    night: Night, tank: Tank, browser: Browser
) -> None:
    """With an incident and a directive standing, so that there would be much to press."""
    plan = next(plan for plan in SITE.plans if tank.id in plan.places)
    ordered = plan.steps[0].text.en
    buttons = "#page button.act"
    with watched_page(browser, night.url, Role.COMMANDER) as desk:
        opened = command(desk, night.url, "incident.open", place=tank.id, plan=plan.id)
        incident = next(f["incident"] for f in opened["facts"] if f["kind"] == "incident.opened")
        command(desk, night.url, "directive.issue", incident=incident, step=plan.steps[0].id)
        desk.page.goto(f"{night.url}/command")
        desk.is_live()
        expect(desk.page.locator(".directives-desk")).to_contain_text(ordered)
        # Many, or what is tested below could not fail.
        expect(desk.page.locator(buttons).nth(5)).to_be_attached()
    for role in (Role.VIEWER, Role.EVALUATOR):
        with watched_page(browser, night.url, role) as looker:
            looker.page.goto(f"{night.url}/command")
            looker.is_live()
            expect(looker.page.locator(".directives-desk")).to_contain_text(ordered)
            expect(looker.page.locator(buttons)).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_page_is_drawn_without_a_complaint(
    night: Night, browser: Browser, language: str
) -> None:
    with watched_page(browser, night.url, Role.COMMANDER, language=language) as visitor:
        for path, content in (
            ("/", ".wall .panel"),
            ("/command", ".command .panel"),
            ("/tanks", ".vessel-row"),
            ("/alarms", ".standing-row"),
            ("/log", ".fact"),
        ):
            visitor.page.goto(f"{night.url}{path}")
            visitor.is_live()
            expect(visitor.page.locator(content).first).to_be_visible()
            expect(visitor.page.locator(".panel-failed")).to_have_count(0)
            expect(visitor.page.locator(".panel-waiting")).to_have_count(0)
            expect(visitor.page.locator("html")).to_have_attribute("lang", language)
            visitor.is_whole()  # a page that is left in the middle of a figure's question complains


def test_a_signed_out_browser_is_sent_to_sign_in_and_back(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url) as stranger:
        page = stranger.page
        page.goto(f"{night.url}/command")
        page.wait_for_url(f"{night.url}/sign-in?next=%2Fcommand")
        expect(page.locator(".strip")).to_have_count(0)
        page.locator("button.role", has_text=say("en", "role.commander")).first.click()
        page.wait_for_url(f"{night.url}/command")
        stranger.is_live()
        page.locator(".menu .who").click()
        page.get_by_role("button", name=say("en", "nav.sign_out")).click()
        page.wait_for_url(f"{night.url}/sign-in")


def test_signing_in_leads_to_no_other_site(night: Night, browser: Browser) -> None:
    with watched_page(browser, night.url) as stranger:
        for wanted in (
            "//evil.example/", "/%09/evil.example/", "/%5Cevil.example/", "javascript:0", "/sign-in",
        ):  # fmt: skip
            stranger.page.goto(f"{night.url}/sign-in?next={wanted}")
            stranger.page.locator("button.role", has_text=say("en", "role.viewer")).first.click()
            stranger.page.wait_for_url(f"{night.url}/")
            stranger.page.goto("about:blank")  # what it still asks, it asks as the one it was
            stranger.page.context.clear_cookies(name="cc_session")


def test_a_walls_token_becomes_a_read_only_cookie_and_leaves_the_address(
    night: Night, browser: Browser
) -> None:
    with watched_page(browser, night.url) as wall:
        wall.page.goto(f"{night.url}/#token={night.wall}")
        wall.is_live()
        assert wall.page.url == f"{night.url}/"
        cookies = {c["name"]: c for c in wall.page.context.cookies()}
        assert cookies["cc_session"]["httpOnly"]
        assert night.wall not in {c["value"] for c in cookies.values()}
        who = wall.page.context.request.get(f"{night.url}/api/v1/session").json()
        assert (who["role"], who["read_only"]) == ("viewer", True)
        wall.page.go_back()
        assert night.wall not in wall.page.url, "wherever history leads, the secret is not in it"
