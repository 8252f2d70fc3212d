"""Read-only queries of the outbox for operators and metrics."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, func, select

from command_center.store.database_time import Time, database_time
from command_center.store.outbox.rows import (
    DELIVERIES,
    HEALTH,
    OPEN,
    RECEIPTS,
    TEST,
    ChannelHealth,
    Delivery,
    KeptReceipt,
    Try,
    delivery_of,
    health_of,
)
from command_center.store.schema import channel_health, deliveries, delivery_tries, receipts
from command_center.store.writer import Prepared, read


@dataclass(frozen=True, slots=True)
class Count:
    """The number of a channel's deliveries in a state, and when the oldest of them was planned (UTC epoch ms)."""

    channel: str
    state: str
    number: int
    oldest_at: int


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a channel's deliveries, as far as its provider reports it."""

    channel: str
    number: int
    cost: float


class OutboxReader:
    """The outbox of one site, read."""

    def __init__(self, engine: Engine, site: str, time: Time = database_time) -> None:
        self._engine, self._site = engine, site
        self._now = Prepared(select(time(engine.dialect)))
        health = channel_health.c
        self._health = Prepared(HEALTH.where(health.site == site).order_by(health.channel))
        self._one = Prepared(self._of_site().where(deliveries.c.id == bindparam("asked")))

    def now(self) -> int:
        """Return the database's time, which is the clock of every time in a row."""
        ((now,),) = read(self._engine, lambda connection: self._now.rows(connection, {}))
        return int(now)

    def delivery(self, ident: str) -> Delivery | None:
        """One delivery by its id."""
        asked = {"asked": ident}
        rows = read(self._engine, lambda connection: self._one.rows(connection, asked))
        return delivery_of(rows[0]) if rows else None

    def waiting(self, limit: int = 200) -> list[Delivery]:
        """Return what is still to be sent, in sending order."""
        table = deliveries.c
        return self._deliveries(
            self._of_site()
            .where(table.state.in_(OPEN))
            .order_by(table.rank, table.tries > 0, table.sequence)
            .limit(limit)
        )

    def recent(
        self,
        limit: int = 200,
        *,
        states: Sequence[str] = (),
        channel: str | None = None,
        person: str | None = None,
        subject: str | None = None,
    ) -> list[Delivery]:
        """Return the newest deliveries, filtered by state (all if none are given), channel, person or subject."""
        table, query = deliveries.c, self._of_site()
        if states:
            query = query.where(table.state.in_(states))
        if channel is not None:
            query = query.where(table.channel == channel)
        if person is not None:
            query = query.where(table.person == person)
        if subject is not None:
            query = query.where(table.subject == subject)
        return self._deliveries(query.order_by(table.sequence.desc(), table.id).limit(limit))

    def tries(self, ids: Sequence[str]) -> dict[str, list[Try]]:
        """Return the tries of these deliveries, oldest first."""
        table = delivery_tries.c
        query = (
            select(delivery_tries)
            .where(table.site == self._site, table.delivery.in_(ids))
            .order_by(table.id)
        )
        found: dict[str, list[Try]] = {}
        for row in self._rows(query):
            one = Try(**{name: getattr(row, name) for name in Try.__slots__})
            found.setdefault(one.delivery, []).append(one)
        return found

    def recent_tries(self, since: int, limit: int = 20_000) -> list[Try]:
        """The newest tries that ended since then (UTC epoch ms), newest first, of every channel."""
        table = delivery_tries.c
        query = (
            select(delivery_tries)
            .where(table.site == self._site, table.ended_at >= since)
            .order_by(table.id.desc())
            .limit(limit)
        )
        return [
            Try(**{name: getattr(row, name) for name in Try.__slots__}) for row in self._rows(query)
        ]

    def receipts(self, ids: Sequence[str]) -> dict[str, list[KeptReceipt]]:
        """Return what services reported of these deliveries, oldest first."""
        found: dict[str, list[KeptReceipt]] = {}
        query = self._receipts().where(receipts.c.delivery.in_(ids)).order_by(receipts.c.id)
        for row in self._rows(query):
            found.setdefault(row.delivery, []).append(_receipt_of(row))
        return found

    def receipt(self, channel: str, event: str) -> KeptReceipt | None:
        """Return one receipt; None if it was never received or is no longer stored."""
        table = receipts.c
        found = self._rows(
            self._receipts().where(table.channel == channel, table.event == event).limit(1)
        )
        return _receipt_of(found[0]) if found else None

    def unconfirmed_tests(self, channels: Collection[str]) -> dict[str, int]:
        """Return which of these channels have a newest daily test that nobody confirmed in time, with when that time
        ended (UTC epoch ms). A test that offers no answer counts as confirmed once sent, unless another channel sent
        it.
        """
        table, inbox, now = deliveries.c, receipts.c, self.now()
        answered = (
            select(inbox.id)
            .where(
                inbox.site == table.site,
                inbox.channel == table.channel,
                inbox.delivery == table.id,
                inbox.outcome == "answered",
            )
            .exists()
        )
        query = select(deliveries, answered.label("answered")).where(
            table.site == self._site, table.id.in_(self._test_ids(channels, now))
        )
        newest: dict[str, Any] = {}
        for row in self._rows(query.order_by(table.planned_at)):
            newest[row.id.split("/")[1]] = row
        found = {}
        for channel, row in newest.items():
            sent = row.state == "sent" and row.channel == channel
            ended = row.state in ("failed", "expired")
            good = sent and (row.answered or row.choices == "[]")
            if not good and (ended or now >= row.expires_at):
                found[channel] = int(row.updated_at if ended else row.expires_at)
        return found

    @staticmethod
    def _test_ids(channels: Collection[str], now: int) -> list[str]:
        """The ids of the tests of the last two days, whatever day it is at the plant."""
        days = [datetime.fromtimestamp(now / 1000, UTC) + timedelta(days=n) for n in (-2, -1, 0, 1)]
        return [f"{TEST}/{channel}/{day:%Y-%m-%d}" for channel in channels for day in days]

    def dead_receipts(self) -> dict[str, int]:
        """How many receipts of each channel could not be applied."""
        table = receipts.c
        query = (
            select(table.channel, func.count())
            .where(table.site == self._site, table.state == "dead")
            .group_by(table.channel)
        )
        return {row[0]: row[1] for row in self._rows(query)}

    def counts(self) -> list[Count]:
        """How many deliveries there are by channel and state."""
        table = deliveries.c
        query = (
            select(table.channel, table.state, func.count(), func.min(table.planned_at))
            .where(table.site == self._site)
            .group_by(table.channel, table.state)
            .order_by(table.channel, table.state)
        )
        return [Count(*row) for row in self._rows(query)]

    def costs(self, since: int) -> list[Cost]:
        """Return what was paid for deliveries sent since then (UTC epoch ms), by channel."""
        table = deliveries.c
        query = (
            select(table.channel, func.count(), func.sum(table.cost))
            .where(table.site == self._site, table.sent_at >= since, table.cost.is_not(None))
            .group_by(table.channel)
            .order_by(table.channel)
        )
        return [Cost(*row) for row in self._rows(query)]

    def health(self) -> list[ChannelHealth]:
        """Every channel that a process has served."""
        rows = read(self._engine, lambda connection: self._health.rows(connection, {}))
        return [health_of(row) for row in rows]

    def _of_site(self) -> Select[Any]:
        return DELIVERIES.where(deliveries.c.site == self._site)

    def _receipts(self) -> Select[Any]:
        return RECEIPTS.where(receipts.c.site == self._site)

    def _deliveries(self, query: Select[Any]) -> list[Delivery]:
        return [delivery_of(row) for row in self._rows(query)]

    def _rows(self, query: Select[Any]) -> Sequence[Any]:
        def transaction(connection: Connection) -> Sequence[Any]:
            return connection.execute(query).all()

        return read(self._engine, transaction)


def _receipt_of(row: Any) -> KeptReceipt:
    return KeptReceipt(*row)
