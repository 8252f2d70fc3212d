"""A whole shift: the wall and two desks of a plant of the budget's size, at full rate, in Chromium.

    python -m benchmarks.shift [--minutes 30] [--pages wall]

All pages at once are three screens on one machine, beside the server and the feeder; a control
room gives each a machine of its own, which `--pages` comes nearer to.

Measured after loading: tasks over 100 ms, heap and DOM over time, and what two lost links cost: a
server killed with -9, and a line that falls silent without closing. Beside it, in the same browser
and the same minutes, an empty page whose only work is 20 ms of a loop each second: what other
programs make of its 20 ms they make of everything.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import touch
from benchmarks.figure import Figure
from benchmarks.shift_page import (
    WATCH,
    WORK,
    WatchedPage,
    slope_an_hour,
    trace_tasks,
    watched_page,
)
from benchmarks.shift_plant import BusyPlant
from tests.support.chromium import find_chromium, flags
from tests.support.silent_proxy import SilentProxy, silent_proxy

PAGES = {"wall": "/", "command": "/command", "people": "/people"}
SETTLE_S = 20.0
TRACE_S = 10.0
SILENT_S = 6.0
LOOKS = 12
LOOKED_MS = 500.0
LONG_MS = 100.0
WORK_MS = 20.0


def measure(minutes: float = 2.0, names: Sequence[str] = tuple(PAGES)) -> list[Figure]:
    """The pages of these `names` under the feeder for so many minutes, both outages inside; then hands on them."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        plant = BusyPlant(Path(folder))
        opened.callback(plant.end)
        plant.start()
        line = opened.enter_context(silent_proxy(plant.center.port))
        playwright = opened.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags())
        opened.callback(browser.close)
        pages = [watched_page(browser, line.url, name, PAGES[name]) for name in names]
        empty = _empty(browser)
        figures = list(_shift(plant, line, browser, pages, empty, minutes * 60))
        for page in (*pages, empty):
            page.page.context.close()
        return [*figures, *touch.measure(browser, line.url, plant)]


def _empty(browser: Browser) -> WatchedPage:
    """The page that only works for 20 ms each second."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto("about:blank")
    page.evaluate(WORK)
    page.evaluate(
        """(ms) => {
          let turns = 5000000, best = Infinity;
          for (let n = 0; n < 20; n += 1) best = Math.min(best, window.work(turns));
          turns *= ms / best;
          setInterval(() => window.tries.push(window.work(turns)), 1000);
        }""",
        WORK_MS,
    )
    return WatchedPage("empty", page, context.new_cdp_session(page))


def _shift(
    plant: BusyPlant, line: SilentProxy, browser: Browser, pages: list[WatchedPage],
    empty: WatchedPage, seconds: float,
) -> Iterator[Figure]:  # fmt: skip
    empty.page.wait_for_timeout(SETTLE_S * 1000)
    for page in pages:
        page.begin()
    empty.page.evaluate("window.tries = []")
    begun = time.monotonic()
    outages: dict[str, float] = {}
    for look in range(LOOKS + 1):
        at = begun + look * seconds / LOOKS
        empty.page.wait_for_timeout(max(0.0, at - time.monotonic()) * 1000)
        with _looking(empty, pages):
            for page in pages:
                page.sample(time.monotonic() - begun)
            if look in (1, LOOKS // 2, LOOKS - 1):
                trace_tasks(browser, pages, TRACE_S)
        if look == LOOKS // 3:
            outages["server killed and started again"] = _outage(pages, lambda: _kill(plant))
        if look == 2 * LOOKS // 3:
            outages["line silent, then open again"] = _outage(pages, lambda: _mute(line, empty))
    spent = time.monotonic() - begun
    tries: list[float] = sorted(empty.page.evaluate("window.tries"))
    stretched = (
        f"20 ms of an empty page took {tries[len(tries) // 2]:.0f} ms, at worst {tries[-1]:.0f} ms"
    )
    for page in pages:
        yield from _figures(page, stretched, spent)
    for what, longest in outages.items():
        yield Figure(f"longest task of all pages while: {what}", longest, "ms", stretched)
    yield Figure("pages that reloaded in an outage", sum(p.reloaded for p in pages), "", "")
    yield Figure("batches and commands that met no server", plant.lost, "", f"in {spent:.0f} s")


@contextmanager
def _looking(empty: WatchedPage, pages: list[WatchedPage]) -> Iterator[None]:
    """Collecting garbage and writing a trace keep processors busy that the pages would have: what
    tasks take by the clock meanwhile, and just after, counts for none of them."""
    for page in pages:
        page.keep_tasks()
    yield
    empty.page.wait_for_timeout(LOOKED_MS)
    for page in pages:
        page.take_tasks()


def _figures(page: WatchedPage, beside: str, seconds: float) -> Iterator[Figure]:
    first, last = page.samples[0], page.samples[-1]
    second_half = page.samples[len(page.samples) // 2 :]  # the trends' half hour fills before
    over = [ms for ms in page.long_ms if ms > LONG_MS]
    busy = (page.metrics()["TaskDuration"] - page.cpu_s) / seconds * 100
    name = page.name
    yield Figure(
        f"{name}: longest task by its CPU time", page.cpu_longest_ms, "ms", beside, LONG_MS
    )
    yield Figure(
        f"{name}: longest task by the clock", max(page.long_ms, default=0), "ms",
        f"{len(over)} over {LONG_MS:g} ms; {beside}", LONG_MS,
    )  # fmt: skip
    yield Figure(f"{name}: main thread at work", busy, "% CPU", "")
    yield Figure(
        f"{name}: heap's growth", slope_an_hour(second_half, "heap_mb"), "MB/h",
        f"{first.heap_mb:.1f} MB, at the end {last.heap_mb:.1f}",
    )  # fmt: skip
    yield Figure(
        f"{name}: DOM's growth", slope_an_hour(second_half, "nodes"), "nodes/h",
        f"{first.nodes:.0f} nodes, at the end {last.nodes:.0f}",
    )  # fmt: skip


def _outage(pages: list[WatchedPage], lose: Callable[[], object]) -> float:
    """Lose the link of every page; the longest task until all are live again and have settled."""
    for page in pages:
        page.keep_tasks()
    lose()
    for page in pages:
        live = "html[data-link='live']"
        page.page.wait_for_selector(live, state="attached", timeout=120_000)
    pages[0].page.wait_for_timeout(5_000)
    return max([ms for page in pages for ms in page.take_tasks()], default=0.0)


def _kill(plant: BusyPlant) -> None:
    plant.center.kill()
    time.sleep(SILENT_S)
    plant.center.start()


def _mute(line: SilentProxy, page: WatchedPage) -> None:
    line.fall_silent()
    page.page.wait_for_timeout(SILENT_S * 1000)
    line.time_out()
    line.speak()


def main() -> None:
    """Print the figures of one shift."""
    parser = argparse.ArgumentParser(description="Measure a whole shift.")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    asked = parser.parse_args()
    for row in measure(asked.minutes, asked.pages):
        print(f"{row.name:50} {row.figure:10,.1f} {row.unit:8} {row.baseline}")


if __name__ == "__main__":
    main()
