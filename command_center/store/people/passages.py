"""Gate passages, in a table of their own: too many for the journal, and deleted after a time.

Reading a site's passages back and folding them (`domain/state/people/gate_presence.py`) gives the same as having
heard them live. All times are UTC epoch ms.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.domain.state.people.gate_presence import Passage, ReaderHeard
from command_center.store.schema import badges, gate_readers, passages
from command_center.store.writer import read, write

ROWS_PER_STATEMENT = 1_000
"""SQLite takes 32,766 parameters a statement, ten of them a row."""
COLUMNS = tuple(passages.c[name] for name in Passage._fields)


class Passages:
    """The passages, readers and badges of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine, self._site = engine, site
        self._own = passages.c.site == site

    def add(self, rows: Sequence[Passage], received_at: int) -> int:
        """Store passages in one transaction; for an event already stored the first one stays. Return how many were
        new.
        """

        def transaction(connection: Connection) -> int:
            new = 0
            for start in range(0, len(rows), ROWS_PER_STATEMENT):
                values = [
                    {"site": self._site, "received_at": received_at, **one._asdict()}
                    for one in rows[start : start + ROWS_PER_STATEMENT]
                ]
                insert = _kind(connection).insert(passages).values(values)
                new += max(connection.execute(insert.on_conflict_do_nothing()).rowcount, 0)
            return new

        return write(self._engine, transaction) if rows else 0

    def same(self, rows: Sequence[Passage]) -> dict[tuple[str, str], Passage]:
        """Return the stored passages with the same events, by (source, event)."""
        found: dict[tuple[str, str], Passage] = {}
        for start in range(0, len(rows), ROWS_PER_STATEMENT):
            chunk = rows[start : start + ROWS_PER_STATEMENT]
            query = select(*COLUMNS).where(
                self._own,
                passages.c.source.in_({one.source for one in chunk}),
                passages.c.event.in_({one.event for one in chunk}),
            )
            for row in self._rows(query):
                one = Passage._make(row)
                found[one.source, one.event] = one
        return found

    def newest(self) -> list[Passage]:
        """Return each person's newest passage (both, if two have the same time)."""
        c = passages.c
        last = select(c.who, func.max(c.ts).label("ts")).where(self._own).group_by(c.who).subquery()
        query = (
            select(*COLUMNS)
            .join(last, (c.who == last.c.who) & (c.ts == last.c.ts))
            .where(self._own)
        )
        return [Passage._make(row) for row in self._rows(query)]

    def received_since(self, since: int) -> list[Passage]:
        """Return what was stored since then, by this process or another."""
        query = select(*COLUMNS).where(self._own, passages.c.received_at >= since)
        return [Passage._make(row) for row in self._rows(query)]

    def all(self) -> list[Passage]:
        """Return every stored passage, for a recount."""
        return [Passage._make(row) for row in self._rows(select(*COLUMNS).where(self._own))]

    def hear(self, readers: dict[str, ReaderHeard]) -> None:
        """Keeps when each reader was last heard."""
        if not readers:
            return

        def transaction(connection: Connection) -> None:
            values = [
                {
                    "site": self._site, "reader": name, "heard_at": one.heard_at, "up": one.up,
                    "missed_until": one.missed_until,
                }
                for name, one in readers.items()
            ]  # fmt: skip
            insert = _kind(connection).insert(gate_readers).values(values)
            kept = {name: insert.excluded[name] for name in ("heard_at", "up", "missed_until")}
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=["site", "reader"],
                    set_=kept,
                    where=gate_readers.c.heard_at <= insert.excluded.heard_at,
                )
            )

        write(self._engine, transaction)

    def readers(self) -> dict[str, ReaderHeard]:
        """What is known of each reader."""
        c = gate_readers.c
        query = select(c.reader, c.heard_at, c.up, c.missed_until).where(c.site == self._site)
        return {row[0]: ReaderHeard(row[1], bool(row[2]), row[3]) for row in self._rows(query)}

    def badges_since(self, since: int) -> dict[str, str]:
        """Return the holder of each badge assigned since then."""
        c = badges.c
        query = select(c.badge, c.who).where(c.site == self._site, c.added_at >= since)
        return {row[0]: row[1] for row in self._rows(query)}

    def name(self, cards: Mapping[str, str]) -> None:
        """Assign the stored passages of these unknown cards to their holders."""

        def transaction(connection: Connection) -> None:
            for card, who in cards.items():
                connection.execute(
                    update(passages).where(self._own, passages.c.who == card).values(who=who)
                )

        write(self._engine, transaction)

    def badges(self, numbers: Collection[str] | None = None) -> dict[str, str]:
        """Return the holder of each of these badges, or of all badges if none are named."""
        c = badges.c
        query = select(c.badge, c.who).where(c.site == self._site)
        if numbers is not None:
            query = query.where(c.badge.in_(numbers))
        return {row[0]: row[1] for row in self._rows(query)}

    def give_badges(self, given: dict[str, str], at: int, by: str) -> None:
        """Record who holds which badge from now on; a previous holder loses it."""

        def transaction(connection: Connection) -> None:
            for badge, who in given.items():
                row = {
                    "site": self._site,
                    "badge": badge,
                    "who": who,
                    "added_at": at,
                    "added_by": by,
                }
                insert = _kind(connection).insert(badges).values(**row)
                connection.execute(
                    insert.on_conflict_do_update(
                        index_elements=["site", "badge"],
                        set_={"who": who, "added_at": at, "added_by": by},
                    )
                )

        write(self._engine, transaction)

    def forget(self, before: int) -> int:
        """Delete passages from before then, except the newest one of somebody who is still inside by it. Return how
        many.
        """
        c, newest = passages.c, {(one.source, one.event) for one in self.newest()}
        keep = [
            one.seq
            for one in self._rows(
                select(c.seq, c.source, c.event).where(
                    self._own, c.ts < before, c.direction == "in"
                )
            )
            if (one.source, one.event) in newest
        ]
        old = delete(passages).where(self._own, c.ts < before)
        if keep:
            old = old.where(c.seq.not_in(keep))
        return int(write(self._engine, lambda connection: connection.execute(old).rowcount))

    def erase(self, who: Collection[str], until: int) -> int:
        """Delete the passages and badges of these people, up to `until`; return how many passages."""

        def transaction(connection: Connection) -> int:
            own = badges.c.site == self._site
            connection.execute(
                delete(badges).where(own, badges.c.who.in_(who), badges.c.added_at <= until)
            )
            gone = delete(passages).where(
                self._own, passages.c.who.in_(who), passages.c.ts <= until
            )
            return int(connection.execute(gone).rowcount)

        return write(self._engine, transaction)

    def _rows(self, query: Any) -> Sequence[Any]:
        return read(self._engine, lambda connection: connection.execute(query).all())


def _kind(connection: Connection) -> Any:
    return postgresql if connection.dialect.name == "postgresql" else sqlite
