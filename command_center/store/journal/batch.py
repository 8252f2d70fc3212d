"""A journal that writes many appends in one transaction, for a history generated before a server starts.

Facts are numbered, stamped and chained as in `Journal`, one append after the other, so that the rows are identical to
the last byte. They are kept in memory until `flush`. A process that dies before has appended none of them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from command_center.domain.fact import Fact
from command_center.store.journal.canonical import decoded, decoded_all
from command_center.store.journal.journal import Head, HeadMoved, Journal
from command_center.store.writer import write

AT_ONCE = 1_000
"""Facts of one transaction (ours): some two megabytes of memory."""


class BatchJournal(Journal):
    """One site's facts, with the newest in memory. Nobody else appends meanwhile: the generator of a history holds
    the lock of its folder. An append with a key or a term is written at once, with everything before it.
    """

    def __init__(self, engine: Engine, site: str, clock_now: Callable[[], int]) -> None:
        super().__init__(engine, site, clock_now)
        self._head = super().head()
        self._waiting: list[dict[str, Any]] = []

    def append(
        self,
        new: Sequence[Fact],
        *,
        expected: int,
        key: str | None = None,
        fingerprint: str | None = None,
        refusal: str | None = None,
        term: int | None = None,
    ) -> list[Fact]:
        """Append as `Journal.append` does; durable after the next `flush`."""
        if key is not None or term is not None:
            self.flush()
            stored = super().append(
                new, expected=expected, key=key, fingerprint=fingerprint, refusal=refusal, term=term
            )
            self._head = super().head()
            return stored
        if any(fact.site != self.site for fact in new):
            raise ValueError(f"a fact of another site in the journal of {self.site}")
        if self._head.seq != expected:
            raise HeadMoved(self._head)
        rows, self._head = self._chained(self._head, new)
        self._waiting += rows
        if len(self._waiting) >= AT_ONCE:
            self.flush()
        return [decoded(row["body"], row["hash"]) for row in rows]

    def head(self) -> Head:
        """The newest fact's number, hash and time of recording."""
        return self._head

    def read(self, after: int, limit: int) -> list[Fact]:
        """Read as `Journal.read` does; unflushed facts come from memory."""
        if after >= self._head.seq:
            return []
        first = self._head.seq - len(self._waiting)
        if after >= first:
            rows = self._waiting[after - first : after - first + limit]
            return decoded_all((row["body"], row["hash"]) for row in rows)
        self.flush()
        return super().read(after, limit)

    def numbered(self, numbers: Iterable[int]) -> list[Fact]:
        """As `Journal.numbered`."""
        self.flush()
        return super().numbered(numbers)

    def flush(self) -> None:
        """Writes what waits to the disk."""
        rows, moved = self._waiting, self._head
        if not rows:
            return

        def keep(connection: Connection) -> None:
            self._lock_head(connection)
            self._keep(connection, rows, moved)

        write(self.engine, keep)
        self._waiting = []
