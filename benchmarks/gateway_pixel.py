"""From a sensor to a pixel: an OPC UA server's value changes, and a wall in a real Chromium shows it.

The whole way: node-opcua, the gateway with publishing at 250 ms, a center, its socket, the page. The time of the
change is taken before the device is told; that of the pixel is the second animation frame after the level's words have
changed.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.figure import Figure
from benchmarks.gateway_rig import Process
from benchmarks.waiting import comes
from benchmarks.wall import opened_page
from command_center.domain.actor import ActorKind, Role
from tests.gateway.files import written
from tests.support.node_opcua import NodeOpcua
from tests.support.running_center import DEMO, RunningCenter, running
from tests.support.unavailable import Unavailable

TAG = "LT-301"
"""The emergency pool's level, which the wall always shows, and first."""
COUNT = 80
PAUSE_S = 0.35
LONGEST_S = 10.0
FIRST_M3, STEP_M3 = 20.0, 1.5
"""Steps of half a per cent of the pool, so that the words change each time; it does not fill up by them."""

WATCH = """() => {
  window.pixels = [];
  const said = () => {
    const row = document.querySelector(".level-row:not(.empty)");
    return row && `${row.querySelector(".name").innerText} ${row.querySelector(".value").innerText}`;
  };
  let last = said(), changed = false;
  const look = (frame) => {
    if (changed) window.pixels.push([last, performance.timeOrigin + frame]);
    const now = said();
    changed = now !== last;
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
READY = "() => /\\d/.test(document.querySelector('.level-row:not(.empty) .value')?.innerText ?? '')"


def measure() -> Iterator[Figure]:
    """p50 and p99 of the way; beside them what the gateway waits by its settings."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            server = NodeOpcua()
        except Unavailable as reason:
            yield Figure(f"sensor -> pixel: not measured ({reason})", 0, "", "")
            return
        with running(folder) as center:
            secret = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
            center.start()
            server.start()
            us = Process.ours(_file(folder / "own", server, center, secret))
            try:
                with opened_page(center) as page:
                    took = _ways(page, center, server)
            finally:
                us.kill()
                server.stop()
    missed = COUNT - len(took)
    beside = f"{missed} of {COUNT} not seen" if missed else "a publishing interval is 250 ms of it"
    yield Figure(
        "sensor -> second frame on the wall, p50", _share(took, 0.5), "ms", beside, 350
    )  # fmt: skip
    yield Figure("the same, p99", _share(took, 0.99), "ms", f"longest {max(took):.0f} ms", 750)


def _ways(page: Page, center: RunningCenter, server: NodeOpcua) -> list[float]:
    """The ms of each change that was seen."""
    page.goto(f"{center.url}/")
    server.say(round(100 * FIRST_M3))
    page.wait_for_function(READY, timeout=120_000)
    page.wait_for_timeout(3_000)
    page.evaluate(WATCH)
    chance, took = random.Random(16), list[float]()
    for n in range(COUNT):
        page.evaluate("window.pixels.length = 0")
        time.sleep(PAUSE_S + chance.random() * 0.25)  # anywhere in a publishing interval
        changed = time.time() * 1000
        server.say(round(100 * (FIRST_M3 + STEP_M3 * (n + 1))))
        if comes(lambda: bool(page.evaluate("window.pixels.length")), LONGEST_S):
            took.append(float(page.evaluate("window.pixels[0][1]")) - changed)
    return took


def _file(folder: Path, server: NodeOpcua, center: RunningCenter, secret: str) -> Path:
    folder.mkdir()
    tags = {TAG: {"node": "nsu=urn:dcs;s=TK206.LT.PV", "scale": 0.01}}
    given = {
        "id": "dcs", "type": "opcua", "url": server.url, "sampling": "50ms", "publishing": "250ms", "tags": tags,
    }  # fmt: skip
    file = written(folder, [given], gateway={"site": str(DEMO), "board": center.url})
    (folder / "token").write_text(secret)
    return file


def _share(took: list[float], share: float) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]


if __name__ == "__main__":
    for row in measure():
        print(*row, row.verdict, sep="  ", flush=True)
