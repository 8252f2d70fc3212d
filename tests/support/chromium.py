"""The machine's own Chromium, driven by Playwright: `python -m tests.support.chromium` brings it.

As root on Debian or Ubuntu it is installed with fonts for both languages; anywhere else its absence
is said, and the tests that need it are skipped. Its headless shell draws the same pages with less
of the processor, having no window to keep, and is taken where there is one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.debian import can_install, install
from tests.support.unavailable import Unavailable

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FONTS = ("fontconfig", "fonts-noto-cjk")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # tiny in many containers
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",  # nobody is there to allow a page its microphone
    "--use-fake-device-for-media-stream",  # a microphone and a camera that no test machine has
)


def flags() -> list[str]:
    """What to start it with. It sees our own pages only, and many containers, as root, offer no
    sandbox."""
    return [*FLAGS, "--no-sandbox"]


def find_chromium() -> str:
    """Its path; CC_TEST_CHROMIUM names another."""
    if named := os.environ.get("CC_TEST_CHROMIUM"):
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    found = found or next((path for path in MACOS if Path(path).exists()), None)
    if found is None:
        raise Unavailable("Chromium: none on PATH; install chromium or name it in CC_TEST_CHROMIUM")
    return found


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return sys.platform == "darwin"  # macOS ships them, and no fc-list
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def _package() -> str:
    """The shell's, or where the distribution has none of its own the whole browser's."""
    known = subprocess.run(["apt-cache", "show", SHELL], capture_output=True, check=False)
    return SHELL if known.returncode == 0 else "chromium"


def main() -> None:
    try:
        find_chromium()
        complete = _has_chinese_font()
    except Unavailable:
        complete = False
    if complete:
        return
    if can_install():
        print(f"[browser] installing Chromium and {' '.join(FONTS)}", flush=True)
        try:
            install(lambda: [_package(), *FONTS])
        except subprocess.CalledProcessError as failure:
            print(f"[browser] {failure}: the tests that need a browser will say so", flush=True)
        return
    print(
        "[browser] NO CHROMIUM, or no Chinese font: the browser tests will be SKIPPED.\n"
        f"[browser] On Debian or Ubuntu: sudo apt-get install chromium {' '.join(FONTS)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
