"""A log that summarises repeats: it writes the first lines of an event, then how many more there were.

A sensor that repeats its fault ten times a second would otherwise fill a disk. `/feeds` shows the current state.
"""

import time
from collections.abc import Callable
from typing import Any

from command_center import log

FEW = 5
"""Lines of one event and connection that are written as they come, in each span (ours)."""
SPAN_S = 600.0
MOST_KEYS = 2_000
Key = tuple[str, str]


class SummedLog:
    """Writes to the logger of a module. `now` gives seconds."""

    def __init__(self, name: str, now: Callable[[], float] = time.monotonic) -> None:
        self._log, self._now = log.get(name), now
        self._seen: dict[Key, tuple[float, int]] = {}
        """When the span of an event began, and how many lines it has had in it."""

    def info(self, event: str, **details: Any) -> None:
        """Logs at the level info."""
        if self._passes(event, details):
            self._log.info(event, **details)

    def warning(self, event: str, **details: Any) -> None:
        """Logs at the level warning."""
        if self._passes(event, details):
            self._log.warning(event, **details)

    def error(self, event: str, **details: Any) -> None:
        """Logs at the level error."""
        if self._passes(event, details):
            self._log.error(event, **details)

    def sum_up(self) -> None:
        """Write how many lines were left out in spans that are over."""
        now = self._now()
        for key, (began, count) in list(self._seen.items()):
            if now - began < SPAN_S:
                continue
            del self._seen[key]
            if count > FEW:
                event, connection = key
                of = {"connection": connection} if connection else {}
                self._log.warning(event, **of, more=count - FEW, in_s=round(now - began))

    def _passes(self, event: str, details: dict[str, Any]) -> bool:
        key = event, str(details.get("connection", details.get("task", "")))
        began, count = self._seen.get(key, (self._now(), 0))
        if self._now() - began >= SPAN_S or len(self._seen) > MOST_KEYS:
            self.sum_up()
            began, count = self._seen.get(key, (self._now(), 0))
        self._seen[key] = began, count + 1
        return count < FEW


_made: list[SummedLog] = []


def get(name: str) -> SummedLog:
    """Return the summed log of a module."""
    _made.append(SummedLog(name))
    return _made[-1]


def sum_up() -> None:
    """Logs how many lines of each module were left out."""
    for one in _made:
        one.sum_up()
