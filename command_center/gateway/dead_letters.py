"""What the board refused, with the reason. It is never posted again; a person looks at it and mends the cause."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

FILE = "dead-letters.sqlite"
MOST_KEPT = 100_000
"""The newest so many are kept; the count goes on."""


class DeadLetter(NamedTuple):
    """One refused item: when it was refused, the board's code and sentence, and the item as JSON."""

    at: int
    code: str
    why: str
    item: str


class DeadLetters:
    """Dead letters in a SQLite file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = folder / FILE
        with closing(self._open()) as db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS letter (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                " at INTEGER NOT NULL, code TEXT NOT NULL, why TEXT NOT NULL, item TEXT NOT NULL)"
            )
            self.count = int(db.execute("SELECT count(*) FROM letter").fetchone()[0])

    def add(self, letters: Sequence[DeadLetter]) -> None:
        """Keep letters; of too many the oldest are deleted."""
        with closing(self._open()) as db, db:
            db.executemany("INSERT INTO letter (at, code, why, item) VALUES (?, ?, ?, ?)", letters)
            db.execute(
                "DELETE FROM letter WHERE id <= (SELECT max(id) FROM letter) - ?", (MOST_KEPT,)
            )
        self.count += len(letters)

    def newest(self, limit: int = 50) -> Iterator[DeadLetter]:
        """The newest letters, newest first."""
        with closing(self._open()) as db:
            rows = db.execute(
                "SELECT at, code, why, item FROM letter ORDER BY id DESC LIMIT ?", (limit,)
            ).fetchall()
        return (DeadLetter(*row) for row in rows)

    def clear(self) -> int:
        """Delete all; how many there were."""
        with closing(self._open()) as db, db:
            gone = db.execute("DELETE FROM letter").rowcount
        self.count = 0
        return gone

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=10)


def as_json(item: object) -> str:
    """An item as one line of JSON."""
    return json.dumps(item, ensure_ascii=False, default=str)
