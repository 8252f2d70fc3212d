"""Low priority for long reads: commands, readings and screens do not wait for them.

A long read is split into short steps. The process runs one step at a time for all readers, and after each step the
rest of the program has the loop and the database for three times as long: all long reads together take at most a
quarter of the loop.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from command_center.store.writer import loop_waits

STEP = 100
"""Facts of one step: a millisecond or two to read, decode, choose and encode."""
REST = 3
"""So many times as long as a step took, the others have their turn after it."""
LONGEST_REST_S = 0.1
"""A step that itself had to wait for a slow database is not waited after for ever."""

_turn = Lock()
_within: ContextVar[bool] = ContextVar("within a step", default=False)


@contextmanager
def last_in_turn() -> Iterator[None]:
    """Run one step of a long read: wait for the turn, read, then rest. A step within a step belongs to it."""
    if _within.get():
        yield
        return
    with _turn:
        begun = time.perf_counter()
        _within.set(True)
        try:
            yield
        finally:
            _within.set(False)
            if loop_waits():
                time.sleep(min(REST * (time.perf_counter() - begun), LONGEST_REST_S))
