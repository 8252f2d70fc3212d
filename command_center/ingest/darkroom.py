"""Redraws photographs in separate threads, because a large one takes a second, which would block the event loop."""

import gevent.monkey
from gevent.threadpool import ThreadPool

from command_center.ingest.photograph import NoPhotograph, Photograph, photograph

AT_ONCE = 2
"""Pictures at a time (ours): each may take two hundred megabytes while it is drawn."""


class Darkroom:
    """Redraws a few photographs at a time; further ones wait without holding up other requests."""

    def __init__(self) -> None:
        self._pool: ThreadPool | None = None

    def develop(self, given: bytes, declared: str) -> Photograph:
        """Redraw a photograph as `photograph` does, with the same errors."""
        if not gevent.monkey.is_module_patched("threading"):
            return photograph(given, declared)
        if self._pool is None:
            self._pool = ThreadPool(AT_ONCE)
        done: Photograph | NoPhotograph = self._pool.apply(_or_why, (given, declared))
        if isinstance(done, NoPhotograph):
            raise done
        return done


def _or_why(given: bytes, declared: str) -> Photograph | NoPhotograph:
    """A refusal as a value: gevent would print one that is raised in its thread."""
    try:
        return photograph(given, declared)
    except NoPhotograph as why:
        return why
