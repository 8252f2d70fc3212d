"""The row of a notice, before it is sent: claimed with a lease, then sent or failed.

A process that dies while it sends leaves a claim that runs out; whoever claims it next sends again,
as attempt 2: no page is lost, and one that may have gone out twice says so. When a claim has run
out the database's clock decides, as with every lease (`lease.py`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.database_time import Time, database_time
from command_center.store.schema import deliveries
from command_center.store.writer import read, write


class Claim(NamedTuple):
    """A notice that is ours to send as `attempt`, or, with a `state`, was sent or failed already
    and only lacks its fact."""

    attempt: int
    state: str | None = None
    error: str | None = None


class Deliveries:
    """The notices of one site. `holder` is unique per process run; times are UTC epoch ms.

    `time` reads the clock that decides whether a claim has run out, the database's.
    """

    def __init__(self, engine: Engine, site: str, holder: str, time: Time = database_time) -> None:
        self._engine, self._site, self._holder = engine, site, holder
        self._time = time

    def claim(self, ids: Sequence[str], now: int, lease_ms: int) -> dict[str, Claim]:
        """Which of these notices are ours for `lease_ms`. One that another process is at is left
        out. `now` only says when a row was changed last (`forget`)."""

        def work(connection: Connection) -> dict[str, Claim]:
            found = {}
            for one in ids:
                claim = self._claim(connection, one, now, lease_ms)
                if claim is not None:
                    found[one] = claim
            return found

        return write(self._engine, work)

    def settle(self, delivery: str, now: int, error: str | None = None) -> None:
        """It went out, or could not."""
        values = {
            "state": "sent" if error is None else "failed", "error": error,
            "lease_until": 0, "updated_at": now,
        }  # fmt: skip
        write(
            self._engine,
            lambda connection: connection.execute(
                update(deliveries).where(self._is(delivery)).values(**values)
            ),
        )

    def forget(self, before: int) -> int:
        """Drop rows settled before that time (UTC epoch ms): the journal has what became of them.
        Returns how many."""
        old = delete(deliveries).where(
            deliveries.c.site == self._site,
            deliveries.c.state != "claimed",
            deliveries.c.updated_at < before,
        )
        return int(write(self._engine, lambda connection: connection.execute(old).rowcount))

    def state_of(self, delivery: str) -> str | None:
        """How far a notice has come here; None when nobody has claimed it."""
        query = select(deliveries.c.state).where(self._is(delivery))
        return read(self._engine, lambda connection: connection.scalar(query))

    def _claim(
        self, connection: Connection, delivery: str, now: int, lease_ms: int
    ) -> Claim | None:
        table = deliveries.c
        time = self._time(connection.dialect)
        until = time + lease_ms
        row = connection.execute(
            select(table.state, table.error, table.attempt, table.lease_until)
            .where(self._is(delivery))
            .with_for_update()
        ).one_or_none()
        if row is None:
            return self._first(connection, delivery, now, until)
        if row.state != "claimed":
            return Claim(row.attempt, row.state, row.error)
        taken = connection.execute(
            update(deliveries)
            .where(
                self._is(delivery),
                table.state == "claimed",
                or_(table.lease_until <= time, table.lease_until > until),  # a clock set back
            )
            .values(holder=self._holder, lease_until=until, attempt=row.attempt + 1, updated_at=now)
        )
        return Claim(row.attempt + 1) if taken.rowcount else None

    def _first(
        self, connection: Connection, delivery: str, now: int, until: ColumnElement[int]
    ) -> Claim | None:
        """Insert it; None when another process has just done so."""
        row = {
            "site": self._site, "id": delivery, "state": "claimed",
            "holder": self._holder, "lease_until": until, "attempt": 1, "updated_at": now,
        }  # fmt: skip
        kind = postgresql if connection.dialect.name == "postgresql" else sqlite
        made = connection.execute(
            kind.insert(deliveries)
            .values(**row)
            .on_conflict_do_nothing()
            .returning(deliveries.c.attempt)
        ).one_or_none()
        return Claim(1) if made else None

    def _is(self, delivery: str) -> ColumnElement[bool]:
        return and_(deliveries.c.site == self._site, deliveries.c.id == delivery)
