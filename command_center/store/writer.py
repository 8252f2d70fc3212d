"""Runs database transactions so that a waiting disk never stops the event loop.

SQLite blocks its caller: 200 full commits stall a gevent loop for tens of milliseconds, a held lock for its whole
timeout. In a monkey-patched process every use of an SQLite engine therefore runs in one native thread of that engine,
while the calling greenlet waits. psycopg cooperates with gevent, so PostgreSQL runs where it is called, and so does
everything in an unpatched process.

A statement used by every command or round is `Prepared`: it goes directly to SQLite's driver. SQLAlchemy takes some
400 lines of Python to bind its parameters and wrap its result, and one command needs four. Transactions and errors
stay SQLAlchemy's own.
"""

import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Executable, Row, Select, TextClause
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, CompilerElement

if TYPE_CHECKING:
    from gevent.threadpool import ThreadPool

T = TypeVar("T")
Values = Mapping[str, Any]

PAGE = 1_024
"""Rows of a long query that are taken in one go: a millisecond or two of the interpreter."""

LONG_READS = 4
"""Long queries of an engine at a time: each holds a connection until its end, and one that waited
for a free connection in SQLite's only thread would keep the others from ever giving theirs back."""

_long_reads: WeakKeyDictionary[Engine, BoundedSemaphore] = WeakKeyDictionary()
_threads: "WeakKeyDictionary[Engine, ThreadPool]" = WeakKeyDictionary()


IDLE = "idle"
"""The execution option of an engine that keeps connections: those that nobody uses now."""


class Lent:
    """A connection kept from one transaction to the next: to lend one by the pool, and to give it back, takes twice
    the Python of a short transaction. `reads_only` says how its next transaction begins.

    It is taken out of the pool. The pool keeps whoever has lent one, and with it the engine and its files, until it
    is given back; this one never is.
    """

    __slots__ = ("connection", "reads_only")

    def __init__(self, engine: Engine) -> None:
        self.reads_only = True
        self.connection = engine.connect().execution_options(lent=self)
        self.connection.detach()


def write(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work` in a transaction that may write, and commit it; any exception rolls it back."""
    idle = _idle(engine)

    def transaction() -> T:
        if idle is None:
            with engine.begin() as connection:
                return work(connection)
        lent = _lend(engine, idle, reads_only=False)
        try:
            with lent.connection.begin():
                done = work(lent.connection)
        except BaseException:
            lent.connection.close()
            raise
        idle.append(lent)
        return done

    return run(engine, transaction)


def read(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work` in a transaction that only reads; on SQLite it waits for no writer."""
    idle = _idle(engine)

    def transaction() -> T:
        if idle is None:
            with engine.connect() as connection:
                return work(connection)
        lent = _lend(engine, idle, reads_only=True)
        try:
            done = work(lent.connection)
            lent.connection.rollback()
        except BaseException:
            lent.connection.close()
            raise
        idle.append(lent)
        return done

    return run(engine, transaction)


def _idle(engine: Engine) -> list[Lent] | None:
    idle: list[Lent] | None = engine.get_execution_options().get(IDLE)
    return idle


def _lend(engine: Engine, idle: list[Lent], *, reads_only: bool) -> Lent:
    try:
        lent = idle.pop()
    except IndexError:
        lent = Lent(engine)
    lent.reads_only = reads_only
    return lent


def read_pages(
    engine: Engine,
    query: Select[Any] | TextClause,
    take: Callable[[Sequence[Row[Any]]], object],
    values: Values | None = None,
) -> None:
    """Pass the rows of a long query with these values to `take` page by page, without stopping the event loop.

    Between two pages other users of the engine have a turn: a long history delays no batch.
    """
    with _long_reads.setdefault(engine, BoundedSemaphore(LONG_READS)):
        _read_pages(engine, query, take, values)


def _read_pages(
    engine: Engine,
    query: Select[Any] | TextClause,
    take: Callable[[Sequence[Row[Any]]], object],
    values: Values | None,
) -> None:
    idle = _idle(engine)
    if idle is None:
        with engine.connect() as connection:
            _take_pages(connection, query, take, values)
        return
    lent = run(engine, lambda: _lend(engine, idle, reads_only=True))
    try:
        _take_pages(lent.connection, query, take, values)
        run(engine, lent.connection.rollback)
    except BaseException:
        run(engine, lent.connection.close)
        raise
    idle.append(lent)


def _take_pages(
    connection: Connection,
    query: Select[Any] | TextClause,
    take: Callable[[Sequence[Row[Any]]], object],
    values: Values | None,
) -> None:
    engine, streamed = connection.engine, {"stream_results": True}
    result = run(engine, lambda: connection.execute(query, values, execution_options=streamed))

    def page() -> bool:
        rows = result.fetchmany(PAGE)
        if rows:
            take(rows)
        return bool(rows)

    while run(engine, page):
        pass


def run(engine: Engine, work: Callable[[], T]) -> T:
    """Run `work`, which uses `engine`, without stopping the event loop."""
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
    """Whether this process has an event loop in which others wait while something runs."""
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("threading"))


def _thread_of(engine: Engine) -> "ThreadPool":
    pool = _threads.get(engine)
    if pool is None:
        from gevent.threadpool import ThreadPool

        pool = _threads[engine] = ThreadPool(1)
    return pool


class _Written(NamedTuple):
    """A statement as SQLite reads it: its text, the names of its parameters in order, and its own parameters."""

    text: str
    names: Sequence[str]
    own: Mapping[str, BindParameter[Any]]


class Prepared:
    """One statement whose parameters have types that SQLite's driver takes directly: texts, numbers, None. Lists of
    varying length (`in_`) are not possible.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._written: _Written | None = None

    def rows(self, connection: Connection, values: Values) -> Sequence[Sequence[Any]]:
        """Return the rows of a query. On SQLite it begins no transaction: outside of one it sees the state at its own
        moment. Raises what SQLAlchemy would raise.
        """
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, values).all()
        written = self._written or self._write(connection)
        return on_driver(connection, written.text, _in_order(written, values))

    def run(self, connection: Connection, *values: Values) -> None:
        """Execute a change, once for each of `values`. Raises what SQLAlchemy would raise."""
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, values)
            return
        written = self._written or self._write(connection)
        rows = [_in_order(written, one) for one in values]
        if len(rows) == 1:
            on_driver(connection, written.text, rows[0])
        else:
            on_driver(connection, written.text, rows, several=True)

    def _write(self, connection: Connection) -> _Written:
        assert isinstance(self._statement, CompilerElement)
        compiled = self._statement.compile(dialect=connection.dialect)
        assert isinstance(compiled, SQLCompiler)
        self._written = _Written(str(compiled), compiled.positiontup or (), compiled.binds)
        return self._written


def _in_order(written: _Written, values: Values) -> list[Any]:
    own = written.own
    return [values[name] if name in values else own[name].effective_value for name in written.names]


def on_driver(
    connection: Connection, text: str, values: Sequence[Any] = (), *, several: bool = False
) -> list[Any]:
    """Execute a statement with SQLite's driver in the transaction of `connection`, once or (`several`) for many
    `values`; return the rows. Errors are wrapped and reported to listeners as SQLAlchemy's own are.
    """
    driver: Any = connection.connection.dbapi_connection
    try:
        give = driver.executemany if several else driver.execute
        found: list[Any] = give(text, values).fetchall()
    except sqlite3.Error as error:
        connection._handle_dbapi_exception(error, text, values, None, None)
    return found
