"""One SQLite file with the items of one hour. It is written in order, read in order, and deleted as a whole."""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from command_center.domain.reading import Reading
from command_center.gateway.buffer.item import CODES, QUALITIES, READING, Event

SCHEMA = """
CREATE TABLE IF NOT EXISTS name (id INTEGER PRIMARY KEY, tag TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS item (
    seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, ts INTEGER NOT NULL,
    name INTEGER, value REAL, quality INTEGER, body TEXT
);
"""
SUFFIXES = ("", "-wal", "-shm")


class Segment:
    """The items of one stream and one hour. `first` is the number of its first item."""

    def __init__(self, path: Path, hour: int, first: int) -> None:
        self.path, self.hour, self.first = path, hour, first
        self._open: sqlite3.Connection | None = None
        self._ids: dict[tuple[str, str], int] = {}

    @classmethod
    def named(cls, path: Path) -> "Segment":
        """Return the segment for a file by its name. Raises ValueError for any other name."""
        _, hour, first = path.stem.rsplit("-", 2)
        return cls(path, int(hour), int(first))

    def connection(self) -> sqlite3.Connection:
        """The open SQLite connection. Committed data is on disk before `append` returns (synchronous FULL)."""
        if self._open is None:
            made = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                made.execute("PRAGMA journal_mode=WAL")
                made.execute("PRAGMA synchronous=FULL")
                made.executescript(SCHEMA)
                self._ids = {
                    (t, s): i for i, t, s in made.execute("SELECT id, tag, source FROM name")
                }
            except sqlite3.Error:
                made.close()
                raise
            self._open = made
        return self._open

    def append(self, items: Sequence[tuple[int, Reading | Event]]) -> None:
        """Write items with their numbers in one transaction. Raises sqlite3.Error; then none is written."""
        db = self.connection()
        db.execute("BEGIN IMMEDIATE")
        fresh: list[tuple[str, str]] = []
        try:
            rows: list[tuple[object, ...]] = []
            for seq, what in items:
                key = ("" if isinstance(what, Event) else what.tag, what.source)
                if (name := self._ids.get(key)) is None:
                    name = self._ids[key] = len(self._ids) + 1
                    fresh.append(key)
                    db.execute("INSERT INTO name VALUES (?, ?, ?)", (name, *key))
                if isinstance(what, Event):
                    rows.append((seq, what.kind, what.ts, name, None, None, what.body))
                else:
                    rows.append(
                        (seq, READING, what.ts, name, what.value, CODES[what.quality], None)
                    )
            db.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            db.execute("COMMIT")
        except sqlite3.Error:
            for key in fresh:
                del self._ids[key]
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise

    def read(self, first: int, limit: int) -> list[tuple[int, Reading | Event]]:
        """Up to `limit` items from number `first` on, in order. Raises sqlite3.Error."""
        names = {i: (t, s) for i, t, s in self.connection().execute("SELECT * FROM name")}
        found: list[tuple[int, Reading | Event]] = []
        for seq, kind, ts, name, value, quality, body in self.connection().execute(
            "SELECT * FROM item WHERE seq >= ? ORDER BY seq LIMIT ?", (first, limit)
        ):
            tag, source = names[name]
            if kind == READING:
                found.append((seq, Reading(tag, ts, value, QUALITIES[quality], source)))
            else:
                found.append((seq, Event(kind, ts, body, source)))
        return found

    def last(self) -> int:
        """Return the number of the last item; one below `first` if it is empty. Raises sqlite3.Error."""
        found = self.connection().execute("SELECT max(seq) FROM item").fetchone()[0]
        return self.first - 1 if found is None else int(found)

    def is_whole(self) -> bool:
        """Whether SQLite's quick check finds the file intact."""
        try:
            return bool(self.connection().execute("PRAGMA quick_check").fetchone()[0] == "ok")
        except sqlite3.Error:
            return False

    def size(self) -> int:
        """The size of the file, bytes."""
        return sum(path.stat().st_size for path in self._files() if path.exists())

    def close(self) -> None:
        """Close the file, if it is open."""
        if self._open is not None:
            with contextlib.suppress(sqlite3.Error):
                self._open.close()
            self._open = None

    def drop(self) -> None:
        """Delete the file."""
        self.close()
        for path in self._files():
            path.unlink(missing_ok=True)

    def set_aside(self) -> Path:
        """Rename a damaged file, so that it can be examined and is never written again. Return the new path."""
        self.close()
        aside = self.path.with_suffix(".damaged")
        for suffix, path in zip(SUFFIXES, self._files(), strict=True):
            if path.exists():
                path.rename(f"{aside}{suffix}")
        return aside

    def _files(self) -> list[Path]:
        return [Path(f"{self.path}{suffix}") for suffix in SUFFIXES]
