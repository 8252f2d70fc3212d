"""Whether the databases accept writes: free disk space, and writes that failed for lack of it.

A full disk refuses every command and reading while reading still works and all looks well. SQLite and PostgreSQL
report it when a write fails; the free space is known only for the embedded databases.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, delete, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from command_center import log
from command_center.domain.verdicts.disk_verdict import GOOD, DiskNow, disk_now
from command_center.settings import JOURNAL
from command_center.store.schema import meta
from command_center.store.writer import write

FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN"})
"""SQLite's primary codes of a write that the disk or the system refused (sqlite.org/rescode.html)."""
FULL_STATES = frozenset({"53100", "58030", "25006"})
"""PostgreSQL's: disk_full, io_error, read_only_sql_transaction."""
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
"""SQLite's of a page that is not what was written."""
PROBE_S = 5.0
"""Seconds between two tries to write while writes fail (ours)."""
PROBE_BYTES = 1 << 20
"""A probe is larger than what a recycled page of the write-ahead log would take (ours)."""
PROBE = "disk_probe"

_log = log.get(__name__)


class DiskRoom:
    """Checks disk space; call `look` once a second. `folder` is where the embedded databases are, None for a shared
    one; less than `low_bytes` free needs a person. `now` is UTC epoch ms, `elapsed` monotonic seconds.
    """

    def __init__(
        self,
        folder: Path | None,
        engines: Sequence[Engine],
        low_bytes: int,
        now: Callable[[], int],
        elapsed: Callable[[], float],
    ) -> None:
        self._folder, self._low_bytes = folder, low_bytes
        self._now, self._elapsed = now, elapsed
        self._failing: dict[Engine, int] = {}
        self._damaged: str | None = None
        self._next_try = 0.0
        self.free: int | None = None
        self.found: DiskNow = GOOD
        for engine in dict.fromkeys(engines):
            self._hear(engine)
        self._measure()

    @property
    def takes_writes(self) -> bool:
        """Whether the last write of each database did not fail for lack of space."""
        return self.found["state"] != "full"

    def look(self) -> DiskNow:
        """Return the present state. A database that failed to write is retried every few seconds."""
        if self._failing and self._elapsed() >= self._next_try:
            self._next_try = self._elapsed() + PROBE_S
            for engine in list(self._failing):  # while one is tried, another may fail in its thread
                if _takes(engine):
                    del self._failing[engine]
        self._measure()
        return self.found

    def _measure(self) -> None:
        if self._folder is not None:
            self.free = shutil.disk_usage(self._folder).free
        since = min(list(self._failing.values()), default=None)
        before, self.found = self.found, disk_now(
            self.free, self._low_bytes, since, self._now(), self._damaged
        )  # fmt: skip
        if before["state"] == "full" and self.found["since"] is not None:
            self.found["since"] = before["since"]  # full is full, by whichever sign
        if self.found["state"] != before["state"]:
            tell = _log.warning if self.found["state"] == "good" else _log.error
            tell("room for the databases", state=self.found["state"], free_bytes=self.free)

    @property
    def sound(self) -> bool:
        """Whether no database file was found damaged."""
        return self._damaged is None

    def examine(self, find: Callable[[Path], object | None]) -> None:
        """Check every page of the journal's file, which a start does not read; `find` says how it is damaged. Call it
        outside the event loop, because a large file takes a while.
        """
        if self._folder is not None and (found := find(self._folder / JOURNAL)) is not None:
            self._damage(JOURNAL, str(found))

    def _damage(self, file: str, how: str) -> None:
        if self._damaged is None:
            _log.error("a file of the database is damaged", file=file, how=how)
        self._damaged = file

    def _hear(self, engine: Engine) -> None:
        def failed(context: ExceptionContext) -> None:
            error = context.original_exception
            if _refused_by_disk(error):
                self._failing.setdefault(engine, self._now())
            elif getattr(error, "sqlite_errorname", "").startswith(DAMAGED):
                self._damage(Path(engine.url.database or "").name, str(error))

        event.listen(engine, "handle_error", failed)


def _refused_by_disk(error: BaseException) -> bool:
    name = getattr(error, "sqlite_errorname", None)
    if name is not None:
        return any(name == code or name.startswith(f"{code}_") for code in FULL)
    return getattr(error, "sqlstate", None) in FULL_STATES


def _takes(engine: Engine) -> bool:
    """Whether a database takes a megabyte."""
    dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(meta).values(key=PROBE, value="0" * PROBE_BYTES)
    keep = row.on_conflict_do_update(
        index_elements=[meta.c.key], set_={"value": row.excluded.value}
    )

    def write_probe(connection: Connection) -> None:
        connection.execute(keep)

    def delete_probe(connection: Connection) -> None:
        connection.execute(delete(meta).where(meta.c.key == PROBE))

    try:
        write(engine, write_probe)
        write(engine, delete_probe)  # of its own: a page that is freed at once is never written
    except DBAPIError:
        return False
    return True
