"""Where photographs are drawn anew: in threads of their own, since a large one takes a second that no
event loop has."""

import gevent.monkey
from gevent.threadpool import ThreadPool

from command_center.ingest.photograph import NoPhotograph, Photograph, photograph

AT_ONCE = 2
"""Pictures at a time (ours): each may take two hundred megabytes while it is drawn."""


class Darkroom:
    """Draws photographs, a few at a time; whoever comes with more waits without holding others up."""

    def __init__(self) -> None:
        self._pool: ThreadPool | None = None

    def develop(self, given: bytes, declared: str) -> Photograph:
        """As `photograph`, which says what is raised."""
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
