"""Runs long computations outside the event loop, so that no screen waits for them."""

from collections.abc import Callable
from typing import TypeVar

import gevent
import gevent.monkey
from gevent.threadpool import ThreadPool

T = TypeVar("T")


class NativeThreads:
    """Native threads for such work, started on first use; at most `at_once` at the same time."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._pool: ThreadPool | None = None

    @property
    def needed(self) -> bool:
        """Whether there is an event loop that must not be blocked."""
        return bool(gevent.monkey.is_module_patched("threading"))

    def do(self, work: Callable[[], T]) -> T:
        """Run `work` and return its result while other tasks go on. Without gevent it runs directly."""
        if not self.needed:
            return work()
        if self._pool is None:
            self._pool = ThreadPool(self._at_once)
        done: T = self._pool.apply(work)
        return done


def breathe() -> None:
    """Let other tasks of the event loop run."""
    gevent.sleep(0)
