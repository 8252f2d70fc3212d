"""The field phone: 500 items that were kept offline are sent, and a form of 60 fields is drawn on a slow phone.

The phone is Chromium in a telephone's size against a center of its own on SQLite. A slow phone is that browser with its
processor slowed down by Chromium itself.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import uuid4

from playwright.sync_api import Page, sync_playwright

from benchmarks.figure import Figure
from command_center.domain.actor import Role
from tests.support import chromium
from tests.support.pages import command, watched_page
from tests.support.running_center import demo_site, running

ITEMS = 500
ITEMS_GOAL_S = 10.0
FIELDS = 60
FIELDS_GOAL_MS = 300.0
SLOWER = 4
"""Times slower than this machine: Chromium's own "mid-tier mobile"."""
TIMES = 7
PHONE = {"width": 390, "height": 844}

KEEP = """async ([matter, code, many]) => {
  for (let n = 0; n < many; n++) {
    await center.keepAndSend({
      kind: "matter.measure", data: { matter, field: "points", values: { code, note: `no. ${n}` } },
      title: `no. ${n}`, about: `${matter}/${n}`, base: 1,
    });
  }
}"""
SEND = """async () => {
  const from = performance.now();
  while (center.offline.mine().some((one) => one.state === "waiting")) {
    if (performance.now() - from > 240000) throw new Error("not within 240 s: all offline items are sent");
    await center.offline.flush();
    await new Promise((go) => setTimeout(go, 5));
  }
  return performance.now() - from;
}"""
BARE = """async (many) => {
  const from = performance.now();
  for (let n = 0; n < many; n++) await fetch("/healthz").then((told) => told.text());
  return performance.now() - from;
}"""
DRAW = """async (fields) => {
  const place = document.body.appendChild(document.createElement("div"));
  const root = ReactDOM.createRoot(place);
  const deed = { kind: "matter.open", data: () => ({}), title: () => "", about: "x", base: null };
  const from = performance.now();
  root.render(React.createElement(center.MatterForm, { fields, names: Object.keys(fields), deed, label: "keep" }));
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  const took = performance.now() - from;
  if (place.querySelectorAll(".matter-field").length !== Object.keys(fields).length) throw new Error("not drawn");
  root.unmount();
  place.remove();
  return took;
}"""


def measure() -> Iterator[Figure]:
    """Both figures, each beside what the bare browser makes of as much."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as center,
        sync_playwright() as play,
    ):
        center.start()
        browser = play.chromium.launch(
            executable_path=chromium.find_chromium(), args=chromium.flags()
        )
        with watched_page(
            browser, center.url, Role.RESPONDER, outage=True, viewport=PHONE, has_touch=True
        ) as watched:
            matter, place = str(uuid4()), demo_site().areas[0].id
            fields = {"place": place}
            command(
                watched,
                center.url,
                "matter.open",
                matter=matter,
                template="inspection-round",
                fields=fields,
            )
            watched.page.goto(f"{center.url}/m")
            watched.page.locator("html[data-offline='ready']").wait_for(state="attached")
            yield _items(watched.page, center.url, matter)
            yield _fields(watched.page)


def _items(page: Page, url: str, matter: str) -> Figure:
    told = page.context.request.get(f"{url}/api/v1/mine/{matter}").json()
    code = told["points"]["points"][0]["code"]
    page.route("**/api/v1/commands**", lambda route: route.abort())
    page.evaluate(KEEP, [matter, code, ITEMS])
    page.unroute("**/api/v1/commands**")
    took = page.evaluate(SEND) / 1000
    done = page.context.request.get(f"{url}/api/v1/mine/{matter}").json()["values"]["points"]
    assert len(done) == ITEMS, f"{len(done)} of {ITEMS} were recorded"
    bare = page.evaluate(BARE, ITEMS) / 1000
    return Figure(
        f"{ITEMS} offline items sent, each once",
        took,
        "s",
        f"as many bare requests {bare:.1f} s",
        ITEMS_GOAL_S,
    )


def _fields(page: Page) -> Figure:
    kinds = ["text", "number", "yes_no", "photo", "voice", "day"]
    fields = {
        f"field_{n}": {"type": kinds[n % len(kinds)], "title": {"zh": f"第{n}项", "en": f"No. {n}"}}
        for n in range(FIELDS)
    }
    session = page.context.new_cdp_session(page)
    unslowed = median(page.evaluate(DRAW, fields) for _ in range(TIMES))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    took = median(page.evaluate(DRAW, fields) for _ in range(TIMES))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    beside = f"not slowed down {unslowed:.0f} ms"
    return Figure(
        f"{FIELDS} fields drawn, processor {SLOWER} x slower", took, "ms", beside, FIELDS_GOAL_MS
    )
