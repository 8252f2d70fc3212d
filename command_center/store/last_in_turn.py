"""Long reads come last in turn: commands, readings and screens do not wait for them.

A long read is made of short steps. One step at a time is taken in the process, whoever reads, and after
each the others have the loop and the database for three times as long: all long reads together take a
quarter of the loop at most, and the more there are of them, the longer each takes.
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
    """One step of a long read: wait for the turn, read, then rest. A step within a step is part of it."""
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
