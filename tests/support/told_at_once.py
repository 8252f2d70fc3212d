"""What fails, fails once or stands still is told when it happens: a run that is broken off has said why.

pytest tells failures at its end. A check that is stopped by its limit of time would show dots alone.
"""

import sys
import threading
import time
from collections.abc import Callable

import pytest

STANDS_S = 300.0
"""A test that has not ended after so long is named, and again after each such time."""


class ToldAtOnce:
    """A plug-in for the process that prints; with workers, what they report comes to it."""

    def __init__(
        self, write: Callable[[str], None] | None = None, stands_s: float = STANDS_S
    ) -> None:
        self._write = write or _to_terminal
        self._stands_s = stands_s
        self._begun: dict[str, float] = {}
        self._over = threading.Event()

    def pytest_sessionstart(self) -> None:
        threading.Thread(target=self._watch, name="told-at-once", daemon=True).start()

    def pytest_sessionfinish(self) -> None:
        self._over.set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._begun[nodeid] = time.monotonic()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._begun.pop(nodeid, None)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome in ("failed", "rerun"):
            crash = getattr(report.longrepr, "reprcrash", None)
            why = crash.message if crash else str(report.longrepr)
            lines = why.strip().splitlines() or [""]
            self._write(
                f"{report.outcome.upper()} {report.nodeid} ({report.when}): {lines[0][:300]}"
            )

    def _watch(self) -> None:
        told: dict[str, int] = {}
        while not self._over.wait(min(10.0, self._stands_s / 5)):
            now = time.monotonic()
            for nodeid, since in list(self._begun.items()):
                times = int((now - since) / self._stands_s)
                if times > told.get(nodeid, 0):
                    told[nodeid] = times
                    self._write(f"STILL RUNNING after {now - since:.0f} s: {nodeid}")


def _to_terminal(line: str) -> None:
    """Past what pytest captures."""
    print(f"\n{line}", file=sys.__stderr__, flush=True)
