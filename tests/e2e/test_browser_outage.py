"""The link taken away under an open page: it greys in time, and is right again without a reload."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.site_file import load
from tests.support.pages import Watched, watched_page
from tests.support.running_center import DEMO, running
from tests.support.silent_proxy import silent_proxy

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

PROMISED_MS = 3000
MARGIN_MS = 700
"""The page looks four times a second; the rest is for a busy machine."""


@contextmanager
def never_reloaded(watched: Watched) -> Iterator[None]:
    """The page at the end is the very one of the beginning."""
    watched.page.evaluate("window.marker = 'the same page'")
    yield
    assert watched.page.evaluate("window.marker") == "the same page"


def greys_in_time(watched: Watched, since: float) -> None:
    """Grey, with a word across it, no later than promised after `since`, by the page's clock."""
    watched.link_is("lost", seconds=10)
    took = watched.first("lost", since) - since
    assert took < PROMISED_MS + MARGIN_MS, took
    assert watched.greyed()
    expect(watched.page.locator(".lost")).to_be_visible()


def is_live_again(watched: Watched) -> None:
    watched.link_is("live")
    assert not watched.greyed()
    expect(watched.page.locator(".lost")).to_have_count(0)


def test_a_killed_server_greys_the_page_and_is_forgotten_when_back(
    tmp_path: Path, browser: Browser
) -> None:
    place = load(DEMO).areas[0].id
    with running(tmp_path) as center:
        hand = center.token("hand", Role.COMMANDER)
        center.start()
        with watched_page(browser, center.url, Role.VIEWER, outage=True) as log:
            log.page.goto(f"{center.url}/log")
            log.is_live()
            told = log.page.locator("#page", has_text="smell at the fence")
            with never_reloaded(log):
                center.kill()
                greys_in_time(log, log.now())
                center.start()
                center.command(
                    hand, "report.receive", channel="call", place=place, text="smell at the fence"
                )
                expect(told).to_be_visible(timeout=30_000)
                is_live_again(log)


def test_a_link_gone_silent_greys_the_page_and_a_new_one_brings_what_was_missed(
    tmp_path: Path, browser: Browser
) -> None:
    """No end is closed: only the silence itself can tell, on the socket and on every request."""
    place = load(DEMO).areas[0].id
    with running(tmp_path) as center:
        hand = center.token("hand", Role.COMMANDER)
        center.start()
        with (
            silent_proxy(center.port) as proxy,
            watched_page(browser, proxy.url, Role.VIEWER, outage=True) as log,
        ):
            log.page.goto(f"{proxy.url}/log")
            log.is_live()
            told = log.page.locator("#page", has_text="smell at the fence")
            with never_reloaded(log):
                began = log.now()
                proxy.fall_silent()
                center.command(
                    hand, "report.receive", channel="call", place=place, text="smell at the fence"
                )
                greys_in_time(log, began)
                expect(told).to_have_count(0)
                proxy.speak()
                expect(told).to_be_visible(timeout=30_000)
                is_live_again(log)
