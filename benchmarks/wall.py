"""The wall in real Chromium: a command given in the page until its line is drawn, and a cold page.

The baseline of the first is the command's own answer over the same connection; of the second the
bytes of the same files uncompressed.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.figure import Figure
from command_center.site_file import load
from tests.support.chromium import find_chromium, flags
from tests.support.modules import expose_modules
from tests.support.running_center import DEMO, RunningCenter, running

COUNT = 60
PAUSE_MS = 50
IDLE_MS = 3_000

EVENT_TO_PIXEL = """
async ([place, count]) => {
  const told = [];
  for (let n = 0; n < count; n += 1) {
    const text = `pixel ${n} ${Math.random()}`;
    const drawn = new Promise((resolve) => {
      /* Looked for after every picture: a line out of sight of the styles is in the DOM before it is
         drawn, and a mutation would tell too early or not at all. */
      const look = () => {
        const newest = [...document.querySelectorAll("ol.facts > li:nth-child(-n + 20)")];
        if (newest.some((line) => line.innerText.includes(text))) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const begun = performance.now();
    const answer = await fetch("/api/v1/commands", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ kind: "report.receive", data: { channel: "call", place, text } }),
    });
    const answered = performance.now();
    if (!answer.ok) throw new Error(await answer.text());
    told.push([(await drawn) - begun, answered - begun]);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return told;
}
""".replace("PAUSE_MS", str(PAUSE_MS))


FIRST_ROW = """() => window.center && center.board && center.board.ready()
  && document.querySelector(".panel") && document.body.innerText.length > 200"""


class Cold(NamedTuple):
    """Until the first row of the board is drawn: ms by the clock, ms of the page's main thread,
    and requests; and all bytes over the wire, what comes after that row included."""

    ms: float
    cpu_ms: float
    requests: int
    wire: float


def measure() -> list[Figure]:
    """One browser on the log page of the demo plant, then a cold wall."""
    place = load(DEMO).areas[0].id
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as center:
        center.start()
        with opened_page(center) as page:
            page.goto(f"{center.url}/log")
            page.wait_for_function("() => window.center && center.board", timeout=120_000)
            page.wait_for_timeout(3_000)
            session = _timed(page)
            idle = thread_seconds(session)
            page.wait_for_timeout(IDLE_MS)
            began = thread_seconds(session)
            idle = (began - idle) / IDLE_MS
            told = page.evaluate(EVENT_TO_PIXEL, [place, COUNT])
            spent_ms = sum(one[0] + PAUSE_MS for one in told)
            cpu_ms = (thread_seconds(session) - began - idle * spent_ms) * 1000 / COUNT
            drawn = sorted(one[0] for one in told)
            answered = sorted(one[1] for one in told)
        first = _cold(center)  # also waits for what a process compresses once
        cold = _cold(center)
    middle, last = COUNT // 2, int(COUNT * 0.99)
    return [
        Figure(
            "command given in the page -> its line drawn, p50",
            round(drawn[middle], 1),
            "ms",
            f"the command's own answer {answered[middle]:.1f} ms",
            34,
        ),
        Figure(
            "the same, p99",
            round(drawn[last], 1),
            "ms",
            f"the command's own answer {answered[last]:.1f} ms",
            150,
        ),
        Figure(
            "the same, the page's CPU time", round(cpu_ms, 1), "ms", "of its main thread, each"
        ),
        Figure(
            "cold page -> first live row", round(cold.ms), "ms",
            f"empty cache; {cold.cpu_ms:.0f} ms of it are the page's own CPU time", 1_500,
        ),
        Figure(
            "the same for a process's first visitor",
            round(first.ms),
            "ms",
            "scripts are compressed when they are first asked for",
            1_500,
        ),
        Figure("requests until then", cold.requests, "", "six at a time over HTTP/1.1"),
        Figure(
            "cold page over the wire", round(cold.wire / 1e6, 2), "MB",
            "what other pages draw with is not sent", 0.9,
        ),
    ]  # fmt: skip


def thread_seconds(session: CDPSession) -> float:
    """CPU seconds of the page's main thread so far."""
    told = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in told if one["name"] == "TaskDuration")


def _timed(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return session


def _cold(center: RunningCenter) -> Cold:
    with opened_page(center) as page:
        wire = [0.0]
        session = _timed(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: _add(wire, e["encodedDataLength"]))
        page.goto(f"{center.url}/", wait_until="commit")
        page.wait_for_function(FIRST_ROW, timeout=120_000, polling="raf")
        cold: float = page.evaluate("performance.now()")
        cpu = thread_seconds(session) * 1000
        requests: int = page.evaluate("performance.getEntriesByType('resource').length")
        page.wait_for_timeout(3_000)
        return Cold(cold, cpu, requests, wire[0])


def _add(total: list[float], more: Any) -> None:
    total[0] += more


@contextmanager
def opened_page(center: RunningCenter) -> Iterator[Page]:
    """A new page of a commander, nothing opened in it yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags())
        context = browser.new_context(
            viewport={"width": 1920, "height": 1080},
            bypass_csp=True,  # the page forbids eval, by which the measuring waits
        )
        expose_modules(context)
        context.request.post(
            f"{center.url}/api/v1/session",
            data={"role": "commander"},
            headers={"Origin": center.url},
        )
        yield context.new_page()
        browser.close()


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  ")
