"""What a piece of work costs, counted and never timed: executed lines, SQL statements, bytes.

A count is the same on an idle and on a busy machine. What varies from run to run is held still while it counts:
the garbage collector, whose finalizers run wherever it comes to it, and `time.perf_counter`, since a histogram
walks its buckets up to what was measured. How long one thread waits for another is not counted.
"""

import gc
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import FrameType
from typing import Any, NamedTuple

from sqlalchemy import event
from sqlalchemy.pool import Pool

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
"""Lines differ between minors of Python, which lay bytecode out otherwise."""

_statements: list[int] = []


class Counted(NamedTuple):
    """What some work cost: lines of Python, of this thread and of those that it started, libraries included; and
    statements that SQLite executed, BEGIN and COMMIT included."""

    lines: int
    statements: int


def counted(work: Callable[[], object]) -> Counted:
    """Do some work and count. Only engines that were connected within `statements_heard` are counted."""
    before = len(_statements)
    lines = count()

    def line(frame: FrameType, what: str, given: Any) -> Any:
        if what == "line":
            next(lines)  # one step of the interpreter: threads do not lose each other's
        return line

    def enter(frame: FrameType, what: str, given: Any) -> Any:
        return None if frame.f_code.co_filename in (__file__, threading.__file__) else line

    with _held_still():
        others, own = threading.gettrace(), sys.gettrace()  # coverage's and a debugger's come back
        threading.settrace(enter)
        sys.settrace(enter)
        try:
            work()
        finally:
            sys.settrace(own)
            threading.settrace(others)
    return Counted(next(lines), len(_statements) - before)


def peak_kib(work: Callable[[], object]) -> int:
    """Do some work; how much it held at once beyond what was there before, in KiB."""
    with _held_still():
        tracemalloc.start()
        try:
            work()
            return tracemalloc.get_traced_memory()[1] // 1024
        finally:
            tracemalloc.stop()


@contextmanager
def statements_heard() -> Iterator[None]:
    """SQLite connections that are opened in the block tell each statement that they execute, whoever gave it:
    SQLAlchemy or a driver's own cursor."""
    event.listen(Pool, "connect", _hear)
    try:
        yield
    finally:
        event.remove(Pool, "connect", _hear)


def _hear(connection: Any, _record: object) -> None:
    if hasattr(connection, "set_trace_callback"):
        connection.set_trace_callback(lambda statement: _statements.append(1))


@contextmanager
def _held_still() -> Iterator[None]:
    collecting, clock = gc.isenabled(), time.perf_counter
    gc.disable()
    still = clock()
    time.perf_counter = lambda: still
    try:
        yield
    finally:
        time.perf_counter = clock
        if collecting:
            gc.enable()
