"""One source falls silent: its rows say so, and those of the other stay as live as they are."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.site_file import load
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter, running

pytestmark = pytest.mark.e2e

SITE = Path(__file__).with_name("two_sources.yaml")
TOLD = {"LT": 4.0, "FT": 0.0, "LP": 100.0, "LT9": 4.0}
EVERY_S = 0.5


@contextmanager
def telling(center: RunningCenter, secret: str, source: str) -> Iterator[None]:
    """The source tells all its tags again and again until the end."""
    tags = [tag.id for tag in load(SITE).tags if tag.source == source]
    ended = threading.Event()

    def tell() -> None:
        while not ended.is_set():
            now = center.clock.now()
            readings = [{"tag": tag, "ts": now, "value": TOLD[tag]} for tag in tags]
            center.post("readings", secret, {"source": source, "readings": readings})
            ended.wait(EVERY_S)

    thread = threading.Thread(target=tell)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


AS_EXPECTED = """([stale, live]) => {
  const rows = [...document.querySelectorAll(".level-row")];
  const of = (name) => rows.find((row) => row.querySelector(".name b")?.textContent === name);
  const isStale = (name) => of(name)?.classList.contains("stale") ?? false;
  return stale.every(isStale) && live.every((name) => of(name) && !isStale(name));
}"""


def shows(page: Page, stale: list[str], live: list[str]) -> None:
    """Wait for a moment at which exactly these rows are stale and those are live.

    A machine that gives a source no time makes it silent for a while; both at once, the page shows
    only if it tells one source from the other.
    """
    page.wait_for_function(AS_EXPECTED, arg=[stale, live])


def test_a_silent_source_greys_its_own_rows_and_no_others(tmp_path: Path, browser: Browser) -> None:
    with running(tmp_path, SITE) as center:
        secret = center.token("plant", Role.GATEWAY)
        center.start()
        with watched_page(browser, center.url, Role.VIEWER) as wall:
            with telling(center, secret, "DCS"):
                with telling(center, secret, "GW"):
                    wall.page.goto(center.url)
                    wall.is_live()
                    # A tank at rest needs no row; the pool always has one.
                    shows(wall.page, stale=[], live=["Pool"])
                    expect(wall.page.locator(".level-row.stale")).to_have_count(0)
                wall.page.evaluate("window.marker = 'the same page'")
                shows(wall.page, stale=["T9"], live=["Pool"])
                expect(wall.page.locator(".alarms-panel")).to_contain_text("T9")
                expect(wall.page.locator(".strip .link")).to_contain_text("1 silent: Gateway")
            shows(wall.page, stale=["T9", "Pool"], live=[])
            with telling(center, secret, "GW"):
                shows(wall.page, stale=["Pool"], live=[])
                expect(wall.page.locator(".level-row.stale", has_text="T9")).to_have_count(0)
            assert wall.page.evaluate("window.marker") == "the same page"
