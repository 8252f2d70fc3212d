"""A surprise drill runs after four clicks, and each page wears the theme of its system."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import SITE, night
from tests.support.pages import command, watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def test_a_surprise_with_people_in_the_plant_runs_after_four_clicks(
    center: RunningCenter, browser: Browser
) -> None:
    """Where an earlier drill had a safety officer. Without one, nobody moves in the plant: three clicks."""
    officer = SITE.people[0].id
    with watched_page(browser, center.url, Role.CONTROLLER) as seen:
        page = seen.page
        page.goto(f"{center.url}/drills")
        seen.is_live()
        page.locator(".surprise-me").click()
        expect(page.get_by_label(say("en", "drills.people_move"))).not_to_be_checked()
        page.keyboard.press("Escape")
        command(
            seen, center.url, "drill.plan", name="Spring", in_plant=True, safety_officer=officer
        )
        page.locator("[data-drill='DRL-1']").wait_for()
        for click in (
            page.locator(".surprise-me"),
            page.locator("form.surprise button[type=submit]"),
            page.locator(".all-clear input"),
            page.get_by_role("button", name=say("en", "drills.start"), exact=True),
        ):
            click.click()
        page.wait_for_function("() => center.board.row('drill', 'DRL-2')?.phase === 'running'")
        drill = page.context.request.get(f"{center.url}/api/v1/drills/DRL-2").json()
        assert drill["in_plant"], "people move in it"
        assert drill["safety_officer"] == officer, "and somebody may stop them"


def test_a_page_wears_the_theme_of_its_system_until_somebody_chooses(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.VIEWER, color_scheme="light") as seen:
        page = seen.page
        page.goto(center.url)
        root = page.locator("html")
        expect(root).to_have_attribute("data-theme", "light")
        page.emulate_media(color_scheme="dark")
        expect(root).to_have_attribute("data-theme", "dark")
        page.goto(f"{center.url}?theme=light")
        expect(root).to_have_attribute("data-theme", "light")
        page.goto(center.url)
        expect(root).to_have_attribute("data-theme", "light")
