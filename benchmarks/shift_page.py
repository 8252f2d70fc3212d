"""One page watched for hours: its long tasks, its heap, its nodes, and its main thread's CPU time.

A long task is as long as the wall clock says, other programs' turns included; on a machine that has
other work the CPU time of the same thread (Chromium's own trace) is what the page costs.
"""

import json
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession, Page

from command_center.domain.actor import Role
from tests.support.pages import sign_in

USER_TIMING = "blink.user_timing"
TRACED = ["toplevel", USER_TIMING]

WATCH = """
window.shift = { tasks: [], born: Math.random() };
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) window.shift.tasks.push([e.startTime, e.duration]);
}).observe({ type: "longtask" });
"""

WORK = """
window.turns = 0;
window.work = (turns) => {
  const begun = performance.now();
  let x = window.turns;
  for (let n = 0; n < turns; n += 1) x = (x * 31 + n) | 0;
  window.turns = x; /* kept, so that no compiler leaves the loop out */
  return performance.now() - begun;
};
window.tries = [];
"""
"""The empty page's work: so many turns of a loop, 20 ms when nobody else wants the processor."""


class Sample(NamedTuple):
    """One look, after a collection of garbage: seconds since the first, MB, nodes of the DOM."""

    at_s: float
    heap_mb: float
    nodes: float


@dataclass
class WatchedPage:
    """A page, and what was seen of it."""

    name: str
    page: Page
    session: CDPSession
    samples: list[Sample] = field(default_factory=list)
    long_ms: list[float] = field(default_factory=list)
    born: float = 0.0
    cpu_s: float = 0.0
    cpu_longest_ms: float = 0.0

    def begin(self) -> None:
        """It is loaded; what came before does not count."""
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.session.send("HeapProfiler.enable")
        self.take_tasks()
        self.born = self.page.evaluate("window.shift.born")
        self.cpu_s = self.metrics()["TaskDuration"]

    @property
    def mark(self) -> str:
        """What tells its process in a trace."""
        return f"watched page {self.name}"

    def metrics(self) -> dict[str, float]:
        """Chromium's figures of the page: thread seconds, bytes, counts."""
        told = self.session.send("Performance.getMetrics")
        return {one["name"]: one["value"] for one in told["metrics"]}

    def sample(self, at_s: float) -> None:
        """Collect garbage and look."""
        self.session.send("HeapProfiler.collectGarbage")
        told = self.metrics()
        self.samples.append(Sample(at_s, told["JSHeapUsedSize"] / 1e6, told["Nodes"]))

    def keep_tasks(self) -> None:
        """The tasks so far count."""
        self.long_ms += self.take_tasks()

    def take_tasks(self) -> list[float]:
        """Lengths in ms of the tasks over 50 ms since the last call."""
        found: list[float] = self.page.evaluate("window.shift.tasks.splice(0).map((t) => t[1])")
        return found

    @property
    def reloaded(self) -> bool:
        """Is it another document than at the start?"""
        return bool(self.page.evaluate("window.shift.born") != self.born)


def watched_page(browser: Browser, url: str, name: str, path: str, *scripts: str) -> WatchedPage:
    """A commander's page in a process of its own, loaded and live."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
    sign_in(context, url, Role.COMMANDER)
    page = context.new_page()
    for script in (WATCH, *scripts):
        page.add_init_script(script)
    page.goto(f"{url}{path}", timeout=120_000)
    page.wait_for_selector("html[data-link='live']", state="attached", timeout=120_000)
    return WatchedPage(name, page, context.new_cdp_session(page))


def slope_an_hour(samples: Sequence[Sample], what: str) -> float:
    """Of a straight line through the samples, in the unit of `what` an hour."""
    if len(samples) < 3:
        return 0.0
    fit = statistics.linear_regression(
        [s.at_s for s in samples], [float(getattr(s, what)) for s in samples]
    )
    return fit.slope * 3600


def trace_tasks(browser: Browser, pages: Sequence[WatchedPage], seconds: float) -> None:
    """Note the longest task of each page by the CPU time of its thread, over so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.json"
        browser.start_tracing(path=path, categories=TRACED)
        for watched in pages:
            watched.page.evaluate("(name) => void performance.mark(name)", watched.mark)
        pages[0].page.wait_for_timeout(seconds * 1000)
        browser.stop_tracing()
        events: list[dict[str, Any]] = json.loads(path.read_bytes())["traceEvents"]
    threads = {e["name"]: (e["pid"], e["tid"]) for e in events if e.get("cat") == USER_TIMING}
    for watched in pages:
        thread = threads[watched.mark]
        mine = [
            e["tdur"] / 1000 for e in events if e.get("tdur") and (e["pid"], e["tid"]) == thread
        ]
        watched.cpu_longest_ms = max([watched.cpu_longest_ms, *mine])
