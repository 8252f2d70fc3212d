"""Dead letters: posted items that the board did not take, with the reason: refused, or set aside.

A refused item (`code` is the board's) is not posted again automatically: a person examines it, fixes the cause, and
posts it again with `dead-letters --send`. An item that is `SET_ASIDE` gets no answer when posted alone while others
are taken: it is retried every hour.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from command_center.domain.reading import Quality, Reading
from command_center.gateway.buffer.item import READING, Event

FILE = "dead-letters.sqlite"
MOST_KEPT = 100_000
"""The newest so many refused items are kept; the count goes on."""
SET_ASIDE = "set_aside"
COLUMNS = "id, at, code, why, item, what, next_at"


class DeadLetter(NamedTuple):
    """One item: when it was refused or set aside (UTC epoch ms), the board's code and sentence, and the item as JSON.

    `what` is the item in stored form (`packed`), "" in letters of earlier releases; `next_at` is the time of its next
    try, None for a refused one; `id` is its number in the file.
    """

    at: int
    code: str
    why: str
    item: str
    what: str = ""
    next_at: int | None = None
    id: int = 0

    def unpacked(self) -> Reading | Event | None:
        """Return the stored item; None if it cannot be posted again because an earlier release wrote it."""
        try:
            told = json.loads(self.what or self.item)
            if "kind" in told and told["kind"] != READING:
                return Event(told["kind"], told["ts"], told["body"], told["source"])
            quality = Quality(told.get("quality", "good"))
            return Reading(told["tag"], told["ts"], told["value"], quality, told["source"])
        except (ValueError, KeyError, TypeError):
            return None


def packed(what: Reading | Event) -> str:
    """Return an item in the stored form, from which it can be posted again."""
    if isinstance(what, Event):
        return json.dumps(what._asdict(), ensure_ascii=False)
    return json.dumps({**what._asdict(), "quality": what.quality.value}, ensure_ascii=False)


class DeadLetters:
    """Dead letters in a SQLite file that the gateway and its commands may open at the same time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = folder / FILE
        with closing(self._open()) as db, db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS letter (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                " at INTEGER NOT NULL, code TEXT NOT NULL, why TEXT NOT NULL, item TEXT NOT NULL)"
            )
            known = {row[1] for row in db.execute("PRAGMA table_info(letter)")}
            if "what" not in known:
                db.execute("ALTER TABLE letter ADD COLUMN what TEXT NOT NULL DEFAULT ''")
                db.execute("ALTER TABLE letter ADD COLUMN next_at INTEGER")
            db.execute("CREATE INDEX IF NOT EXISTS next ON letter (next_at)")

    @property
    def count(self) -> int:
        """Return how many refused items are kept."""
        return self._counted("next_at IS NULL")

    @property
    def set_aside(self) -> int:
        """Return how many items are set aside and retried every hour."""
        return self._counted("next_at IS NOT NULL")

    def add(self, letters: Sequence[DeadLetter]) -> None:
        """Keep letters, each once. Above the limit the oldest are deleted."""
        with closing(self._open()) as db, db:
            for one in letters:
                if one.what:
                    again = (one.what, one.next_at is None)
                    db.execute("DELETE FROM letter WHERE what = ? AND (next_at IS NULL) = ?", again)
                db.execute(
                    "INSERT INTO letter (at, code, why, item, what, next_at) VALUES (?, ?, ?, ?, ?, ?)",
                    one[:6],
                )
            db.execute(
                "DELETE FROM letter WHERE next_at IS NULL AND id <= (SELECT id FROM letter WHERE next_at IS NULL"
                " ORDER BY id DESC LIMIT 1 OFFSET ?)", (MOST_KEPT,),
            )  # fmt: skip

    def newest(self, limit: int = 50) -> Iterator[DeadLetter]:
        """Yield the newest letters first, including those set aside."""
        return self._found("1 ORDER BY id DESC LIMIT ?", limit)

    def refused(self, after: int, limit: int) -> list[DeadLetter]:
        """Return refused letters numbered above `after`, oldest first."""
        return list(self._found("next_at IS NULL AND id > ? ORDER BY id LIMIT ?", after, limit))

    def due(self, now: int, limit: int) -> list[DeadLetter]:
        """Return the set-aside letters that are due for another try."""
        return list(self._found("next_at <= ? ORDER BY next_at, id LIMIT ?", now, limit))

    def later(self, letters: Sequence[DeadLetter], at: int) -> None:
        """Schedule another try of these letters at `at`."""
        with closing(self._open()) as db, db:
            db.executemany(
                "UPDATE letter SET next_at = ? WHERE id = ?", [(at, one.id) for one in letters]
            )

    def settle(self, letters: Sequence[DeadLetter]) -> None:
        """Delete letters that the board has now taken."""
        with closing(self._open()) as db, db:
            db.executemany("DELETE FROM letter WHERE id = ?", [(one.id,) for one in letters])

    def clear(self) -> int:
        """Delete all refused letters; return how many. Those set aside may still be taken, so they stay."""
        with closing(self._open()) as db, db:
            return db.execute("DELETE FROM letter WHERE next_at IS NULL").rowcount

    def _counted(self, which: str) -> int:
        with closing(self._open()) as db:
            return int(db.execute(f"SELECT count(*) FROM letter WHERE {which}").fetchone()[0])

    def _found(self, which: str, *given: int) -> Iterator[DeadLetter]:
        with closing(self._open()) as db:
            rows = db.execute(f"SELECT {COLUMNS} FROM letter WHERE {which}", given).fetchall()
        return (DeadLetter._make((*row[1:], row[0])) for row in rows)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=10)


def as_json(item: object) -> str:
    """An item as one line of JSON."""
    return json.dumps(item, ensure_ascii=False, default=str)
