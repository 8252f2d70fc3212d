"""Opening a database: an SQLite file for one process, PostgreSQL for many."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

from command_center.store.writer import IDLE, Lent, on_driver

# A process that froze inside a transaction holds the journal's head; after this it loses it.
POSTGRES_OPTIONS = "-c idle_in_transaction_session_timeout=10s -c lock_timeout=10s"
# A server that vanished without a word (a cable, a router's table): after so long the kernel says
# so, instead of a quarter of an hour, and commands are answered 503 meanwhile instead of waiting.
POSTGRES_LINK = {
    "connect_timeout": 10,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
SQLITE_BUSY_MS = 5_000
# A batch of readings touches a page for every tag. With SQLite's own 2 MiB and 1,000 pages a
# thousand tags spilled and checkpointed at every batch, and were stored a third more slowly.
SQLITE_CACHE_KIB = 32_768
SQLITE_CHECKPOINT_PAGES = 8_000

Synchronous = Literal["FULL", "NORMAL"]


def open_engine(url: str, *, synchronous: Synchronous = "FULL") -> Engine:
    """Return an engine for `sqlite:///FILE` or `postgresql://...` (any driver name: psycopg is used).

    `synchronous` is SQLite's: FULL survives a power cut after every commit; NORMAL, for a separate readings file, may
    then lose the last commits but is never corrupt. Raises ValueError for another kind of database.
    """
    parsed = make_url(url)
    kind = parsed.get_backend_name()
    if kind == "sqlite" and parsed.database and ":memory:" not in parsed.database:
        return _open_sqlite(parsed, synchronous)
    if kind == "postgresql":
        return _open_postgres(parsed)
    shown = parsed.render_as_string(hide_password=True)
    raise ValueError(f"{shown}: the database must be sqlite:///FILE or postgresql://HOST/NAME")


def _open_sqlite(url: URL, synchronous: Synchronous) -> Engine:
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Password hashes are in it: nobody else reads it. SQLite gives its -wal file the same mode.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connect_args = {"timeout": SQLITE_BUSY_MS / 1000}
    idle: list[Lent] = []
    engine = create_engine(
        url, connect_args=connect_args, hide_parameters=True, execution_options={IDLE: idle}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own late BEGIN would be a deferred one
        cursor = connection.cursor()
        _write_ahead(cursor)
        cursor.execute(f"PRAGMA synchronous={synchronous}")
        cursor.execute("PRAGMA fullfsync=ON")  # macOS, where a plain fsync stops at the drive
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted is overwritten: an erased telephone number does not stay in a free part of a page.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA cache_size=-{SQLITE_CACHE_KIB}")
        cursor.execute(f"PRAGMA wal_autocheckpoint={SQLITE_CHECKPOINT_PAGES}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if (waits_ms := options.get("waits_ms")) is not None:
            on_driver(connection, f"PRAGMA busy_timeout={int(waits_ms)}")
        # A deferred BEGIN that writes later fails at once when another writer came between.
        lent: Lent | None = options.get("lent")
        on_driver(connection, "BEGIN DEFERRED" if lent and lent.reads_only else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "engine_disposed")
    def _disposed(_engine: Engine) -> None:
        while idle:
            idle.pop().connection.close()

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Turn the write-ahead log on, however many processes open a new file at once.

    To turn it on SQLite upgrades a read lock, and there it does not wait as it does everywhere else:
    whoever comes second is told at once that the database is locked. So it is tried again for as long as
    anything else would wait. Raises sqlite3.OperationalError after that.
    """
    deadline = time.monotonic() + SQLITE_BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            locked = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not locked or time.monotonic() > deadline:
                raise
            _pause()
        else:
            return


def _pause() -> None:
    time.sleep(0.01)


def _open_postgres(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"options": POSTGRES_OPTIONS, **POSTGRES_LINK},
        hide_parameters=True,  # an error's text is logged; password hashes and facts are not
        pool_pre_ping=True,  # a restarted server costs nobody an error
        pool_size=10,
        max_overflow=20,
    )
