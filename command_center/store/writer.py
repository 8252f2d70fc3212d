"""Where a transaction runs, so that a waiting disk never stops the event loop.

SQLite blocks its caller: 200 full commits stall a gevent loop for tens of milliseconds, a held
lock for its whole timeout. In a monkey-patched process every use of an SQLite engine therefore
runs in one native thread of that engine, while the calling greenlet waits. psycopg cooperates with
gevent, so PostgreSQL runs where it is called, and so does everything in an unpatched process.
"""

import sys
from collections.abc import Callable, Sequence
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row, Select

if TYPE_CHECKING:
    from gevent.threadpool import ThreadPool

T = TypeVar("T")

PAGE = 1_024
"""Rows of a long query that are taken in one go: a millisecond or two of the interpreter."""

LONG_READS = 4
"""Long queries of an engine at a time: each holds a connection until its end, and one that waited
for a free connection in SQLite's only thread would keep the others from ever giving theirs back."""

_in_place: list[bool] = []
"""Not empty in a process in which nobody waits for the loop while a transaction runs."""

_long_reads: WeakKeyDictionary[Engine, BoundedSemaphore] = WeakKeyDictionary()
_threads: "WeakKeyDictionary[Engine, ThreadPool]" = WeakKeyDictionary()


def write(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work` in a transaction that may write, and commit it; any exception rolls it back."""

    def transaction() -> T:
        with engine.begin() as connection:
            return work(connection)

    return run(engine, transaction)


def read(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work` in a transaction that only reads; on SQLite it waits for no writer."""

    def transaction() -> T:
        with engine.connect().execution_options(reads_only=True) as connection:
            return work(connection)

    return run(engine, transaction)


def read_pages(
    engine: Engine, query: Select[Any], take: Callable[[Sequence[Row[Any]]], object]
) -> None:
    """Give `take` the rows of a long query page by page, where they do not stop the event loop.

    Between two pages whoever waits for the engine has a turn: a long history delays no batch.
    """
    with _long_reads.setdefault(engine, BoundedSemaphore(LONG_READS)):
        _read_pages(engine, query, take)


def _read_pages(
    engine: Engine, query: Select[Any], take: Callable[[Sequence[Row[Any]]], object]
) -> None:
    connection = run(engine, lambda: engine.connect().execution_options(reads_only=True))
    try:
        result = run(
            engine, lambda: connection.execution_options(stream_results=True).execute(query)
        )

        def page() -> bool:
            rows = result.fetchmany(PAGE)
            if rows:
                take(rows)
            return bool(rows)

        while run(engine, page):
            pass
    finally:
        run(engine, connection.close)


def run_in_place() -> None:
    """From now on every transaction of this process runs where it is called: for one whose callers come
    one after the other, the way to a thread and back costs more than the transaction."""
    _in_place.append(True)


def run(engine: Engine, work: Callable[[], T]) -> T:
    """Run `work`, which uses `engine`, where it does not stop the event loop."""
    if engine.dialect.name != "sqlite" or not loop_waits():
        return work()
    outcome: list[T] = []
    error = _thread_of(engine).apply(_settle, (work, outcome))
    if error is not None:
        raise error
    return outcome[0]


def _settle(work: Callable[[], T], outcome: list[T]) -> BaseException | None:
    """An exception as a value: gevent would print one that is raised in its thread."""
    try:
        outcome.append(work())
    except BaseException as error:
        return error
    return None


def loop_waits() -> bool:
    """Whether this process has a loop in which others wait while something runs."""
    return _patched() and not _in_place


def _patched() -> bool:
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("threading"))


def _thread_of(engine: Engine) -> "ThreadPool":
    pool = _threads.get(engine)
    if pool is None:
        from gevent.threadpool import ThreadPool

        pool = _threads[engine] = ThreadPool(1)
    return pool
