"""Sent messages whose outcome is not known yet, for services that must be polled message by message."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 500
"""The most messages that are remembered; the oldest are forgotten (ours)."""
FIRST_MS, LONGEST_MS = 4_000, 600_000
"""The first wait before a message is asked for again, doubled each time, and the longest (ours)."""
AT_ONCE = 20
"""The most messages that are asked for in one turn (ours)."""


@dataclass(frozen=True, slots=True)
class _Open(Generic[T]):
    what: T
    sent_at: int
    next_at: int
    wait: int = field(default=FIRST_MS)


class OpenMessages(Generic[T]):
    """Remembers messages for `keep_ms`. `now` is UTC epoch ms. Thread-safe."""

    def __init__(self, keep_ms: int, now: Callable[[], int]) -> None:
        self._keep_ms, self._now = keep_ms, now
        self._open: list[_Open[T]] = []
        self._lock = threading.Lock()

    def add(self, what: T) -> None:
        """Adds a message that was just sent."""
        now = self._now()
        with self._lock:
            self._open.append(_Open(what, now, now))
            del self._open[:-MOST]

    def due(self) -> list[T]:
        """Return the messages to poll now, at most AT_ONCE, the longest due first; each is scheduled again later."""
        now = self._now()
        with self._lock:
            self._open = [one for one in self._open if one.sent_at > now - self._keep_ms]
            late = [one for one in self._open if one.next_at <= now]
            turn = sorted(late, key=lambda one: one.next_at)[:AT_ONCE]
            chosen = {id(one) for one in turn}
            self._open = [
                replace(one, next_at=now + one.wait, wait=min(one.wait * 2, LONGEST_MS))
                if id(one) in chosen
                else one
                for one in self._open
            ]
            return [one.what for one in turn]

    def close(self, ended: Collection[T]) -> None:
        """Removes messages whose outcome is known."""
        with self._lock:
            self._open = [one for one in self._open if one.what not in ended]
