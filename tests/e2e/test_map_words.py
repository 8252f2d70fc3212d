"""The words of the map measured on the screen: in the quiet and in a crisis, on the demo plant and on a
farm of 40 tanks, on a wall, a wall of 4K and a phone, in both languages."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from command_center.domain.actor import Role
from tests.support.map_words import OVER, OVER_FOR_SECONDS, TOLD, UNNAMED
from tests.support.pages import Watched, watched_page
from tests.support.staged_night import staged_night
from tests.support.tank_farm import ALARMED, running_farm

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

CRISIS_S = 420.0
LARGE = ((1920, 1080), (3840, 2160))
PHONE = (390, 844)
LANGUAGES = ("en", "zh-CN")
SECONDS = 3


@pytest.fixture(scope="module")
def night_quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with staged_night(tmp_path_factory.mktemp("quiet"), None) as night:
        yield night.center.url


@pytest.fixture(scope="module")
def night_crisis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with staged_night(tmp_path_factory.mktemp("crisis"), CRISIS_S) as night:
        yield night.center.url


@pytest.fixture(scope="module")
def farm_quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_farm(tmp_path_factory.mktemp("farm"), alarmed=False) as center:
        yield center.url


@pytest.fixture(scope="module")
def farm_crisis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_farm(tmp_path_factory.mktemp("alarmed"), alarmed=True) as center:
        yield center.url


def the_map(watched: Watched, url: str) -> Page:
    page = watched.page
    page.goto(f"{url}/")
    watched.is_live()
    page.locator(".leaflet-container .area-name").first.wait_for(state="attached")
    page.wait_for_function("() => center.board.whole()")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["night_quiet", "night_crisis", "farm_quiet", "farm_crisis"])
def test_no_word_lies_on_another_and_every_building_is_named(
    request: pytest.FixtureRequest, browser: Browser, state: str, language: str
) -> None:
    url: str = request.getfixturevalue(state)
    for size in (*LARGE, PHONE):
        viewport = {"width": size[0], "height": size[1]}
        with watched_page(
            browser, url, language=language, role=Role.VIEWER, viewport=viewport
        ) as seen:
            page = the_map(seen, url)
            assert page.evaluate(OVER_FOR_SECONDS, SECONDS) == [], size
            if size in LARGE:
                assert page.evaluate(UNNAMED) == [], size


@pytest.mark.parametrize("size", [LARGE[0], PHONE])
def test_each_tank_of_a_farm_in_alarm_is_named_or_counted(
    browser: Browser, farm_crisis: str, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    with watched_page(browser, farm_crisis, Role.VIEWER, viewport=viewport) as watched:
        page = the_map(watched, farm_crisis)
        page.wait_for_function(
            """(n) => document.querySelectorAll(".mark.vessel-name.urgent").length === n""",
            arg=ALARMED,
        )
        told = page.evaluate(TOLD, "vessel-name.urgent")
        counted = [int(n) for words in told for n in re.findall(r"\+(\d+)$", words)]
        assert len(told) + sum(counted) == ALARMED, told
        assert counted, "there is not room for all of them"
        assert page.evaluate(TOLD, "vessel-name.here")[0].startswith("T305")


def test_the_measure_sees_a_word_on_another(browser: Browser, night_quiet: str) -> None:
    with watched_page(browser, night_quiet, Role.VIEWER) as watched:
        page = the_map(watched, night_quiet)
        page.add_style_tag(
            content=".mark > span { padding: 6rem; visibility: visible !important; }"
        )
        assert page.evaluate(OVER)
