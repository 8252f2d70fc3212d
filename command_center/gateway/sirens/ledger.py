"""The record on disk of messages for one siren: each identifier once, across restarts and power cuts."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
    identifier TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL,
    document TEXT, expires INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL DEFAULT 0,
    done TEXT, sent INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS word (
    id INTEGER PRIMARY KEY AUTOINCREMENT, incident TEXT NOT NULL, number INTEGER NOT NULL,
    outcome TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL, why TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0
);
"""
WITH_SENT = ("message", "word")
"""Tables of earlier releases have no `sent`."""


class Kept(NamedTuple):
    """A message to be sent. `number` is its fact's number and `sent` the time of that fact (UTC epoch ms, board
    clock): after a restore of the board's journal, a number may recur. `expires` and `next` are UTC epoch ms of our
    clock.
    """

    identifier: str
    incident: str
    number: int
    type: str
    document: str
    expires: int
    tries: int
    next: int
    sent: int = 0


class Word(NamedTuple):
    """A report for the board. `sent` is 0 in reports of an earlier release and for messages of an earlier center,
    which takes no `sent`.
    """

    id: int
    incident: str
    number: int
    outcome: str
    at: int
    tries: int
    why: str
    sent: int


class Ledger:
    """One siren's file. Committed data is on disk (synchronous FULL). For one thread at a time;
    raises sqlite3.Error.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(SCHEMA)
        for table in WITH_SENT:
            columns = {row[1] for row in self._db.execute(f"PRAGMA table_info({table})")}
            if "sent" not in columns:
                added = f"ALTER TABLE {table} ADD COLUMN sent INTEGER NOT NULL DEFAULT 0"
                self._db.execute(added)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def take(self, one: Kept) -> bool:
        """Keep a message to be sent. Return False if it is known, or a newer one of its incident is: nothing is sent
        after an end. A newer message replaces those that wait. An upgraded center may give the same message another
        identifier, and earlier releases stored no `sent`, so it is also recognised by its number.
        """
        of_it, age = "incident = ? AND (sent, number)", (one.incident, one.sent, one.number)
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            known = self._db.execute(
                "SELECT 1 FROM message WHERE incident = ? AND number = ? AND sent IN (?, 0)",
                (one.incident, one.number, one.sent),
            )
            newer = self._db.execute(f"SELECT 1 FROM message WHERE {of_it} > (?, ?)", age)
            if known.fetchone() or newer.fetchone():
                return False
            made = self._db.execute(
                "INSERT OR IGNORE INTO message (identifier, incident, number, type, document, expires, sent)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    one.identifier, one.incident, one.number, one.type, one.document, one.expires,
                    one.sent,
                ),
            )  # fmt: skip
            if made.rowcount == 0:
                return False
            self._db.execute(
                "UPDATE message SET done = 'superseded', document = NULL"
                f" WHERE done IS NULL AND {of_it} < (?, ?)",
                age,
            )
            return True

    def waiting(self) -> list[Kept]:
        """Return the messages still to be sent, in the order in which they were issued."""
        rows = self._db.execute(
            "SELECT identifier, incident, number, type, document, expires, tries, next, sent"
            " FROM message WHERE done IS NULL ORDER BY sent, number"
        )
        return [Kept(*row) for row in rows]

    def tried(self, one: Kept, outcome: str, at: int, why: str, again: int | None) -> None:
        """Note a try, and prepare a report for the board: of the first failure, and of the end. `again` is the time
        of the next try; None means that it is over.
        """
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            tries = one.tries + (outcome != "expired")
            if again is None:
                self._db.execute(
                    "UPDATE message SET tries = ?, done = ?, document = NULL WHERE identifier = ?",
                    (tries, outcome, one.identifier),
                )
            else:
                self._db.execute(
                    "UPDATE message SET tries = ?, next = ? WHERE identifier = ?",
                    (tries, again, one.identifier),
                )
            if again is None or one.tries == 0:  # a failure is told once, and then the end
                self._db.execute(
                    "INSERT INTO word (incident, number, outcome, at, tries, why, sent)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (one.incident, one.number, outcome, at, tries, why, _told_sent(one)),
                )

    def carried(self) -> set[str]:
        """Return the incidents of which an alert or update may have reached the siren. A siren may sound without
        proof if a try failed or was stopped on its way.
        """
        rows = self._db.execute(
            "SELECT DISTINCT incident FROM message WHERE type != 'Cancel'"
            " AND (tries > 0 OR done IN ('taken', 'sounded', 'superseded'))"
        )
        return {incident for (incident,) in rows}

    def standing(self) -> set[str]:
        """Return the incidents whose newest known message is not an end."""
        rows = self._db.execute(
            "SELECT incident FROM message AS one WHERE type != 'Cancel' AND NOT EXISTS (SELECT 1 FROM message AS newer"
            " WHERE newer.incident = one.incident AND (newer.sent, newer.number) > (one.sent, one.number))"
        )
        return {incident for (incident,) in rows}

    def untold(self, limit: int) -> list[Word]:
        """Return reports that the board has not taken, the oldest first."""
        rows = self._db.execute(
            "SELECT id, incident, number, outcome, at, tries, why, sent FROM word ORDER BY id LIMIT ?",
            (limit,),
        )
        return [Word(*row) for row in rows]

    def told(self, words: Iterable[Word]) -> None:
        """Delete these reports: the center has taken them."""
        with self._db:
            self._db.executemany("DELETE FROM word WHERE id = ?", [(one.id,) for one in words])


def _told_sent(one: Kept) -> int:
    """0 for an earlier center: its identifiers do not end with the time, and it refuses words that say it."""
    return one.sent if one.identifier.endswith(f".{one.sent}") else 0
