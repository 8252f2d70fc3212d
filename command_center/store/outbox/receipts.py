"""The inbox of receipts: what services report is first stored, once, and applied later in any order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.database_time import Time, database_time
from command_center.store.outbox.rows import KeptReceipt
from command_center.store.schema import receipts
from command_center.store.writer import read, write


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """A receipt to be stored; the fields of `notify.provider.Receipt`."""

    event: str
    outcome: str
    ref: str | None = None
    provider_id: str | None = None
    address: str | None = None
    reply: str | None = None
    word: str | None = None
    error: str | None = None
    at: int | None = None


def keep_receipts(
    connection: Connection,
    site: str,
    channel: str,
    new: Sequence[NewReceipt],
    now: int | ColumnElement[int],
) -> int:
    """Store receipts inside a transaction; return how many were new."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    kept = 0
    for one in new:
        values = {name: getattr(one, name) for name in NewReceipt.__slots__}
        added = (
            dialect.insert(receipts)
            .values(**values, site=site, channel=channel, received_at=now, state="waiting")
            .on_conflict_do_nothing(index_elements=["site", "channel", "event"])
            .returning(receipts.c.id)
        )
        kept += len(connection.execute(added).all())
    return kept


class Inbox:
    """The receipts of one site."""

    def __init__(self, engine: Engine, site: str, time: Time = database_time) -> None:
        self._engine, self._site, self._time = engine, site, time

    def keep(self, channel: str, new: Sequence[NewReceipt]) -> int:
        """Store receipts for the applier; a known event of this channel changes nothing. Return how many were new."""
        if not new:
            return 0
        now = self._time(self._engine.dialect)
        return write(
            self._engine,
            lambda connection: keep_receipts(connection, self._site, channel, new, now),
        )

    def waiting(self, limit: int = 200, after: int = 0) -> list[KeptReceipt]:
        """Return unsettled receipts, oldest first, after the receipt `after`."""
        table = receipts.c
        query = (
            select(receipts)
            .where(table.site == self._site, table.state == "waiting", table.id > after)
            .order_by(table.id)
            .limit(limit)
        )

        def transaction(connection: Connection) -> list[KeptReceipt]:
            return [
                KeptReceipt(**{name: getattr(row, name) for name in KeptReceipt.__slots__})
                for row in connection.execute(query)
            ]

        return read(self._engine, transaction)

    def settle(self, receipt: int, state: str, delivery: str | None, why: str = "") -> None:
        """Mark a receipt as applied, ignored (it changes nothing), unmatched, or impossible to apply (`dead`)."""
        values = {"state": state, "delivery": delivery, "why": why}
        done = update(receipts).where(receipts.c.id == receipt, receipts.c.site == self._site)
        now = self._time(self._engine.dialect)
        write(
            self._engine,
            lambda connection: connection.execute(done.values(**values, settled_at=now)),
        )
