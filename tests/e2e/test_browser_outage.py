"""The link taken away under an open page: it greys in time, and is right again without a reload."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.silent_proxy import silent_proxy

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Started:
    center: RunningCenter
    hand: str


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with running(tmp_path_factory.mktemp("center")) as center:
        secret = center.token("hand", Role.COMMANDER)
        yield Started(center.start(), secret)


@pytest.fixture
def center(started: Started) -> RunningCenter:
    return started.center


@pytest.fixture
def hand(started: Started) -> str:
    return started.hand


def report(center: RunningCenter, hand: str, text: str) -> None:
    """Something that everybody should hear of."""
    place = demo_site().areas[0].id
    center.command(hand, "report.receive", channel="call", place=place, text=text)


@contextmanager
def never_reloaded(watched: Watched) -> Iterator[None]:
    """The page at the end is the very one of the beginning."""
    watched.page.evaluate("window.marker = 'the same page'")
    yield
    assert watched.page.evaluate("window.marker") == "the same page"


def greys_in_time(watched: Watched) -> None:
    """Grey, with a word across it, as soon as the page can have noticed the promised silence."""
    watched.link_is("lost")
    watched.is_greyed()
    expect(watched.page.locator(".lost")).to_be_visible()
    assert watched.never_called_silence_live()


def is_told(watched: Watched, text: str) -> None:
    expect(watched.page.locator(".fact", has_text=text)).to_be_visible()


def is_live_again(watched: Watched) -> None:
    watched.link_is("live")
    watched.is_greyed(False)
    expect(watched.page.locator(".lost")).to_have_count(0)


def test_a_killed_server_greys_the_page_and_is_forgotten_when_back(
    center: RunningCenter, hand: str, browser: Browser
) -> None:
    with watched_page(browser, center.url, Role.VIEWER, outage=True) as log:
        log.page.goto(f"{center.url}/log")
        log.is_live()
        with never_reloaded(log):
            center.kill()
            greys_in_time(log)
            center.start()
            report(center, hand, "smoke behind the warehouse")
            is_told(log, "smoke behind the warehouse")
            is_live_again(log)


def test_a_link_gone_silent_greys_the_page_and_a_new_one_brings_what_was_missed(
    center: RunningCenter, hand: str, browser: Browser
) -> None:
    """No end is closed: only the silence itself can tell, on the socket and on every request."""
    with (
        silent_proxy(center.port) as proxy,
        watched_page(browser, proxy.url, Role.VIEWER, outage=True) as log,
    ):
        log.page.goto(f"{proxy.url}/log")
        log.is_live()
        with never_reloaded(log):
            proxy.fall_silent()
            report(center, hand, "smell at the fence")
            greys_in_time(log)
            expect(log.page.get_by_text("smell at the fence")).to_have_count(0)
            proxy.speak()
            is_told(log, "smell at the fence")
            is_live_again(log)


def test_a_board_that_cannot_catch_up_is_lost_though_frames_arrive(
    center: RunningCenter, browser: Browser
) -> None:
    """The socket speaks, but the rows missed cannot be had: old rows must not look live."""
    with watched_page(browser, center.url, Role.VIEWER, outage=True) as log:
        log.page.goto(f"{center.url}/log")
        log.is_live()
        with never_reloaded(log):
            log.page.route("**/api/v1/board*", lambda route: route.abort())
            log.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
            greys_in_time(log)
            log.page.unroute("**/api/v1/board*")
            is_live_again(log)


@pytest.mark.parametrize(
    ("path", "asks", "told"),
    [
        ("/log", "**/api/v1/journal/search*", "log.failed"),
        ("/tanks", "**/api/v1/history*", "history.failed"),
        ("/alarms", "**/api/v1/alarms*", "alarms.failed"),
        ("/reviews", "**/api/v1/reviews", "review.unread"),
    ],
)
def test_what_was_not_answered_is_asked_again_without_a_hand(
    center: RunningCenter, browser: Browser, path: str, asks: str, told: str
) -> None:
    with watched_page(browser, center.url, Role.VIEWER, outage=True) as seen:
        seen.page.route(asks, lambda route: route.abort())
        seen.page.goto(f"{center.url}{path}")
        failed = seen.page.get_by_text(say("en", told)).first
        expect(failed).to_be_visible()
        seen.page.unroute(asks)
        expect(failed).to_have_count(0)
