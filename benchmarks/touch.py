"""A click and a key on the fullest pages: 200 open directives, 2,000 lines, 2,000 facts.

By the clock it is Event Timing's duration, from the hand to the next picture, in steps of 8 ms and
told only from 16 ms; beside it the CPU time of the page's main thread for each, what the feeder
makes it do meanwhile included.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from benchmarks.figure import Figure
from benchmarks.shift_page import WatchedPage, watched_page
from benchmarks.shift_plant import BusyPlant
from benchmarks.waiting import until
from benchmarks.wall import COUNT, EVENT_TO_PIXEL

TIMES = 10
GOAL_MS = 200.0
"""What people take for at once (INP's "good", web.dev)."""
FACTS = 2_000
LEAST_MS = 16.0
IDLE_MS = 2_000

OBSERVE = """
window.touches = [];
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (e.interactionId) window.touches.push(e.duration);
}).observe({ type: "event", durationThreshold: 16 });
"""

BLANK = "<input type=search><button>nothing</button>"


class Touch(NamedTuple):
    """What a hand does on a page `TIMES` times, one after the other."""

    name: str
    path: str
    ready: str
    act: Callable[[Page, int], None]
    before: Callable[[Page], None] = lambda page: None


def _open_reason(page: Page, number: int) -> None:
    page.locator(".directive-row").nth(number).locator("button.faint").first.click()


def _type(selector: str) -> Callable[[Page, int], None]:
    return lambda page, number: page.locator(selector).press("workshop12"[number % TIMES])


def _whole_log(page: Page) -> None:
    """Scroll down until 2,000 facts are on the page."""

    def drawn() -> bool:
        page.locator("ol.facts .earlier").scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        return page.locator("ol.facts > li").count() > FACTS

    until(drawn, f"the log shows {FACTS:,} facts")


TOUCHES = (
    Touch("/command: a click", "/command", ".directive-row", _open_reason),
    Touch("/resources: a key in the search", "/resources", ".ag-row", _type("input[type=search]")),
    Touch("/people: a key in the search", "/people", ".ag-row", _type("input[type=search]")),
    Touch(
        "/log: a key in its field", "/log", "ol.facts > li", _type(".log-head input"), _whole_log
    ),
)


def measure(browser: Browser, url: str, plant: BusyPlant) -> Iterator[Figure]:
    """Each touch under the feeder; beside it the same on an empty page of the same browser."""
    plant.write_facts(FACTS)
    blank = browser.new_context().new_page()
    blank.add_init_script(OBSERVE)
    blank.goto("about:blank")
    blank.set_content(BLANK)
    for number in range(TIMES):
        blank.locator("button").click()
        _type("input")(blank, number)
    yield from _pixel(browser, url, plant)
    beside = f"the same on an empty page, at worst {_worst(blank):.0f} ms"
    for touch in TOUCHES:
        watched = watched_page(browser, url, touch.name, touch.path, OBSERVE)
        page = watched.page
        page.wait_for_selector(touch.ready, timeout=120_000)
        touch.before(page)
        page.wait_for_timeout(3_000)
        watched.begin()
        page.evaluate("window.touches = []")
        idle = _idle(watched)
        before, began = watched.metrics()["TaskDuration"], page.evaluate("performance.now()")
        for number in range(TIMES):
            touch.act(page, number)
            page.wait_for_timeout(100)
        spent_ms = page.evaluate("performance.now()") - began
        cpu = (watched.metrics()["TaskDuration"] - before) * 1000 - idle * spent_ms
        each = max(0.0, cpu / TIMES)
        yield Figure(f"{touch.name}, at worst of {TIMES}", _worst(page), "ms", beside, GOAL_MS)
        yield Figure(f"{touch.name}, CPU time of each", each, "ms", "the feeder's taken off")
        page.context.close()


def _pixel(browser: Browser, url: str, plant: BusyPlant) -> Iterator[Figure]:
    """A command given in the page until its line is drawn, at full rate and full size."""
    page = watched_page(browser, url, "pixel", "/log").page
    page.wait_for_selector("ol.facts > li", timeout=120_000)
    page.wait_for_timeout(3_000)
    told = page.evaluate(EVENT_TO_PIXEL, [plant.site.areas[0].id, COUNT])
    drawn, answered = sorted(t[0] for t in told), sorted(t[1] for t in told)
    for name, rank, goal in (("p50", COUNT // 2, 34), ("p99", int(COUNT * 0.99), 150)):
        beside = f"the command's own answer {answered[rank]:.1f} ms"
        yield Figure(f"event -> pixel at full rate, {name}", drawn[rank], "ms", beside, goal)
    page.context.close()


def _idle(watched: WatchedPage) -> float:
    """CPU ms of each ms while nobody touches it."""
    before = watched.metrics()["TaskDuration"]
    watched.page.wait_for_timeout(IDLE_MS)
    return (watched.metrics()["TaskDuration"] - before) * 1000 / IDLE_MS


def _worst(page: Page) -> float:
    page.wait_for_timeout(500)
    told: list[float] = page.evaluate("window.touches")
    return max(told, default=LEAST_MS)
