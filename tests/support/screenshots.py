"""Pictures of the screens: `python -m tests.support.screenshots` fills docs/images from the demo.

The demonstration's own two processes run as `command-center demo` starts them, at its own night:
first the quiet plant, then the leak, until the plan's last planned step should be under way.
`--all` takes the other sizes too, into a temporary folder.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from command_center.clock import Clock
from command_center.databases import databases
from command_center.demo.supervisor import night_offset
from command_center.demo.tokens import provide_tokens
from command_center.domain.actor import Role
from command_center.site_file import load
from tests.support.chromium import find_chromium, flags
from tests.support.pages import watched_page
from tests.support.running_center import DEMO, REPOSITORY, RunningCenter, running

IMAGES = REPOSITORY / "docs" / "images"
LANGUAGES = ("en", "zh-CN")
FULL_HD = (1920, 1080)
OTHER_SIZES = ((3840, 2160), (390, 844))
QUIET_S = 40
"""Until the feeds have spoken long enough for levels to have a trend."""
LEAK_AFTER_S = QUIET_S + 40
"""Leaves time to take the quiet pictures."""
CRISIS_S = 300
"""From the leak to the picture: the alarm, the first steps, the first thing that goes wrong."""
QUICK_CRISIS_S = 150
DRAWN_MS = 2500
"""The map's tiles are its own, but shapes and charts are drawn after the first rows."""


@contextmanager
def demonstration(folder: Path) -> Iterator[RunningCenter]:
    """The server and the simulated plant, which leaks after `LEAK_AFTER_S`."""
    site = load(DEMO)
    offset = night_offset(site, None, Clock().now())
    with running(folder, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        with databases(center.settings()) as stores:
            tokens = provide_tokens(stores.journal, site, Clock(offset).now())
        center.start()
        told = json.dumps({**tokens, "clock_offset_ms": offset}).encode()
        arguments = ["--site", str(DEMO), "--url", center.url, "--leak-after", str(LEAK_AFTER_S)]
        plant = subprocess.Popen(
            [sys.executable, "-m", "simulations", *arguments],
            stdin=subprocess.PIPE,
            cwd=REPOSITORY,
        )
        try:
            assert plant.stdin is not None
            plant.stdin.write(told)
            plant.stdin.close()
            yield center
        except BaseException:
            print(f"[screenshots] the center said:\n{center.log[-4000:]}", flush=True)
            raise
        finally:
            plant.terminate()
            plant.wait(10)


def take(
    browser: Browser, url: str, page: str, file: Path, language: str, size: tuple[int, int]
) -> None:
    """One picture of one page, as the commander sees it; fails if the page complained."""
    path = "/" if page == "wall" else f"/{page}"
    viewport = {"width": size[0], "height": size[1]}
    with watched_page(browser, url, Role.COMMANDER, language=language, viewport=viewport) as seen:
        seen.page.goto(f"{url}{path}")
        seen.is_live()
        seen.page.wait_for_timeout(DRAWN_MS)
        file.parent.mkdir(parents=True, exist_ok=True)
        seen.page.screenshot(path=file)
    print(f"[screenshots] {file}", flush=True)


def take_state(browser: Browser, url: str, state: str, others: Path | None) -> None:
    """The pictures of one state, quiet or crisis; the other sizes into `others` if given."""
    for language in LANGUAGES:
        take(browser, url, "wall", IMAGES / f"wall-{state}-{language}.png", language, FULL_HD)
        if state == "crisis":
            take(browser, url, "command", IMAGES / f"command-{language}.png", language, FULL_HD)
        if others is None:
            continue
        for size in OTHER_SIZES:
            for page in ("wall", "command"):
                name = f"{page}-{state}-{language}-{size[0]}x{size[1]}.png"
                take(browser, url, page, others / name, language, size)


def main() -> None:
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="an earlier minute of the crisis")
    parser.add_argument("--all", action="store_true", help="other sizes too, in a temporary folder")
    given = parser.parse_args()
    others = Path(tempfile.mkdtemp(prefix="screens-")) if given.all else None
    began = time.monotonic()

    def wait_until(second: float) -> None:
        time.sleep(max(0.0, began + second - time.monotonic()))

    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder)) as center,
        sync_playwright() as playwright,
    ):
        began = time.monotonic()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags())
        wait_until(QUIET_S)
        take_state(browser, center.url, "quiet", others)
        wait_until(LEAK_AFTER_S + (QUICK_CRISIS_S if given.quick else CRISIS_S))
        take_state(browser, center.url, "crisis", others)
        browser.close()


if __name__ == "__main__":
    main()
