"""The wall in real Chromium: a command given in the page until its line is drawn, and a cold page.

The baseline of the first is the command's own answer over the same connection; of the second the
bytes of the same files uncompressed.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.figure import Figure
from command_center.site_file import load
from tests.support.chromium import find_chromium, flags
from tests.support.running_center import DEMO, RunningCenter, running

COUNT = 60

EVENT_TO_PIXEL = """
async ([place, count]) => {
  const told = [];
  for (let n = 0; n < count; n += 1) {
    const text = `pixel ${n} ${Math.random()}`;
    const drawn = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (document.body.innerText.includes(text)) {
          watch.disconnect();
          requestAnimationFrame(() => resolve(performance.now()));
        }
      });
      watch.observe(document.body, { childList: true, subtree: true, characterData: true });
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
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return told;
}
"""


def measure() -> list[Figure]:
    """One browser on the log page of the demo plant, then a cold wall."""
    place = load(DEMO).areas[0].id
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as center:
        center.start()
        with _page(center) as page:
            page.goto(f"{center.url}/log")
            page.wait_for_function("window.center && center.board", timeout=30_000)
            page.wait_for_timeout(3_000)
            told = page.evaluate(EVENT_TO_PIXEL, [place, COUNT])
            drawn = sorted(one[0] for one in told)
            answered = sorted(one[1] for one in told)
        cold, wire = _cold(center)
    middle, last = COUNT // 2, int(COUNT * 0.99)
    return [
        Figure(
            "command given in the page -> its line drawn, p50 (goal 50 ms)",
            round(drawn[middle], 1),
            "ms",
            f"the command's own answer {answered[middle]:.1f} ms",
        ),
        Figure(
            "the same, p99 (goal 150 ms)",
            round(drawn[last], 1),
            "ms",
            f"the command's own answer {answered[last]:.1f} ms",
        ),
        Figure("cold page -> first live row (goal 1,500 ms)", round(cold), "ms", "empty cache"),
        Figure(
            "cold page over the wire (goal 2.2 MB)",
            round(wire / 1e6, 2),
            "MB",
            "the component libraries are 9.6 MB raw",
        ),
    ]


def _cold(center: RunningCenter) -> tuple[float, float]:
    """Milliseconds to the first row of the board in the page, and bytes received by then."""
    with _page(center) as page:
        wire = [0.0]
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: _add(wire, e["encodedDataLength"]))
        page.goto(f"{center.url}/", wait_until="commit")
        page.wait_for_selector(".panel", timeout=30_000)
        page.wait_for_function("document.body.innerText.length > 200", timeout=30_000)
        cold: float = page.evaluate("performance.now()")
        page.wait_for_timeout(2_000)
        return cold, wire[0]


def _add(total: list[float], more: Any) -> None:
    total[0] += more


@contextmanager
def _page(center: RunningCenter) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags())
        context = browser.new_context(
            viewport={"width": 1920, "height": 1080},
            bypass_csp=True,  # the page forbids eval, by which the measuring waits
        )
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
