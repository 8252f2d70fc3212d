"""Every page works with every other host out of reach, and asks none of them for anything."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from command_center.domain.actor import Role
from layouts.pages import PAGES
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center")) as started:
        started.start()
        yield started


def test_no_page_asks_another_host_and_none_needs_one(
    center: RunningCenter, browser: Browser
) -> None:
    own = urlsplit(center.url).netloc
    asked: list[str] = []

    def only_own(route: Route) -> None:
        if urlsplit(route.request.url).netloc == own:
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        watched.page.context.route("**/*", only_own)
        watched.page.context.on("request", lambda request: asked.append(_foreign(request.url, own)))
        watched.page.on("websocket", lambda socket: asked.append(_foreign(socket.url, own)))
        for path in PAGES:
            watched.page.goto(f"{center.url}{path}")
            watched.is_live()
            expect(watched.page.locator(".panel-failed, .panel-waiting")).to_have_count(0)
    assert [url for url in asked if url] == []


def _foreign(url: str, own: str) -> str:
    parts = urlsplit(url)
    return "" if parts.netloc == own or parts.scheme in ("data", "blob") else url


def test_a_script_that_got_into_a_page_does_not_run(
    center: RunningCenter, browser: Browser
) -> None:
    """The policy itself, in a browser: no inline script, no eval, no frame, no other host."""
    refused: list[str] = []
    with watched_page(browser, center.url, Role.COMMANDER) as watched:
        page = watched.page
        page.goto(f"{center.url}/log")
        watched.is_live()
        page.on("console", lambda said: refused.append(said.text))
        ran = page.evaluate(
            """async () => {
              const ran = [];
              const script = document.createElement('script');
              script.textContent = 'window.injected = true';
              document.body.append(script);
              if (window.injected) ran.push('inline');
              const image = new Image();
              const failed = new Promise((done) => {
                image.onerror = () => done(true);
                image.onload = () => done(false);
              });
              image.src = 'https://elsewhere.invalid/x.png';
              if (!(await failed)) ran.push('image');
              const frame = document.createElement('iframe');
              frame.src = 'https://elsewhere.invalid/';
              document.body.append(frame);
              await new Promise((done) => setTimeout(done, 200));
              try { await fetch('https://elsewhere.invalid/x'); ran.push('fetch'); } catch (_) {}
              return ran;
            }"""
        )
        assert ran == []
        named = ("script-src", "img-src", "connect-src")
        # What the console says reaches us while the page is asked something.
        eventually(lambda: page.evaluate("1") and all(one in " ".join(refused) for one in named))
        watched.complaints.clear()  # they are the proof
