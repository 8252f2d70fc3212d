"""Work that takes a processor for long, done beside the loop, so that no screen waits for it."""

from collections.abc import Callable
from typing import TypeVar

import gevent
import gevent.monkey
from gevent.threadpool import ThreadPool

T = TypeVar("T")


class NativeThreads:
    """Native threads for such work, begun with the first; `at_once` so many at the same time."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._pool: ThreadPool | None = None

    @property
    def needed(self) -> bool:
        """Whether there is a loop that others wait for."""
        return bool(gevent.monkey.is_module_patched("threading"))

    def do(self, work: Callable[[], T]) -> T:
        """What `work` answers; others go on meanwhile. Without gevent there is nobody else."""
        if not self.needed:
            return work()
        if self._pool is None:
            self._pool = ThreadPool(self._at_once)
        done: T = self._pool.apply(work)
        return done


def breathe() -> None:
    """Lets other tasks of the event loop run."""
    gevent.sleep(0)
