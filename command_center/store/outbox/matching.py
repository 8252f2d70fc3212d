"""Finds the delivery that a receipt refers to, and marks it as sent."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, exists, or_, select, update

from command_center.domain.people.telephone import same_number
from command_center.store.database_time import Time, database_time
from command_center.store.outbox.claiming import follow
from command_center.store.outbox.rows import Delivery, KeptReceipt, delivery_of
from command_center.store.schema import deliveries, delivery_tries
from command_center.store.writer import read, write

MAY_HAVE = ("accepted", "unknown", "lost")
"""Ends of a try by which the person may have the message."""
MANY = 50
"""So many deliveries with the same reply number are compared by address, the newest first."""


class Matching:
    """The deliveries of one site, as the applier of receipts queries them.

    `addresses(person, version)` is the address with which a free-text answer is compared.
    """

    def __init__(
        self,
        engine: Engine,
        site: str,
        addresses: Callable[[str, str], str | None],
        time: Time = database_time,
    ) -> None:
        self._engine, self._site, self._addresses, self._time = engine, site, addresses, time

    def find(self, receipt: KeptReceipt) -> Delivery | None:
        """Return a receipt's delivery, found by its ref, by the provider's id, or by an answer's sender and the
        number in it; None if nothing matches. A card may have been forwarded: an answer by ref that names its author
        counts only for the person it was sent to.
        """
        table = deliveries.c
        if receipt.ref is not None:
            row = self._first(select(deliveries).where(table.ref == receipt.ref))
            return row if row is None or self._is_theirs(row, receipt) else None
        if receipt.provider_id is not None:
            own = select(deliveries).where(
                table.provider_id == receipt.provider_id, table.channel == receipt.channel
            )
            return self._first(own) or self._by_try(receipt)
        if receipt.address is None or receipt.reply is None:
            return None
        return self._by_address(receipt, receipt.address)

    def spoken_for(self, ident: str) -> list[str]:
        """Return the deliveries that were merged into this one."""
        table = deliveries.c
        query = select(table.id).where(table.site == self._site, table.merged_into == ident)
        return list(read(self._engine, lambda connection: connection.scalars(query).all()))

    def prove(self, ident: str) -> None:
        """Mark a delivery as sent, because a receipt proves it, whatever its tries ended as; it is
        not tried again.
        """
        table = deliveries.c

        def transaction(connection: Connection) -> None:
            now = int(connection.scalar(select(self._time(connection.dialect))) or 0)
            proven = connection.execute(
                update(deliveries)
                .where(
                    table.site == self._site,
                    table.id == ident,
                    table.told.is_(False),
                    table.state.in_(("waiting", "claimed", "unknown", "expired", "failed")),
                )
                .values(state="sent", error=None, sent_at=now, lease_until=0, updated_at=now)
            ).rowcount
            if proven:  # and so is what its message speaks for
                follow(connection, self._site, ident, "sent", None, now)

        write(self._engine, transaction)

    def _is_theirs(self, row: Delivery, receipt: KeptReceipt) -> bool:
        """Whether an answer came from where the message went; a service that does not say is believed."""
        if receipt.outcome != "answered" or receipt.address is None:
            return True
        known = self._addresses(row.person, row.address_version)
        return known is not None and _same(known, receipt.address)

    def _by_try(self, receipt: KeptReceipt) -> Delivery | None:
        tries, table = delivery_tries.c, deliveries.c
        query = (
            select(deliveries)
            .join(delivery_tries, (tries.site == table.site) & (tries.delivery == table.id))
            .where(tries.channel == receipt.channel, tries.provider_id == receipt.provider_id)
        )
        return self._first(query)

    def _by_address(self, receipt: KeptReceipt, address: str) -> Delivery | None:
        """The newest with this reply number that went to this address by the channel the answer came by. One that
        was turned to another channel may have arrived by the first one too, so its tries count as well."""
        table, tries = deliveries.c, delivery_tries.c
        tried = exists().where(
            tries.site == table.site, tries.delivery == table.id,
            tries.channel == receipt.channel, tries.outcome.in_(MAY_HAVE),
        )  # fmt: skip
        query = (
            select(deliveries)
            .where(
                table.site == self._site,
                table.reply == receipt.reply,
                or_(table.channel == receipt.channel, tried),
            )
            .order_by(table.sequence.desc())
            .limit(MANY)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        for row in rows:
            known = self._addresses(row.person, row.address_version)
            if known is not None and _same(known, address):
                return delivery_of(row)
        return None

    def _first(self, query: object) -> Delivery | None:
        asked = query.where(deliveries.c.site == self._site).limit(1)  # type: ignore[attr-defined]
        row = read(self._engine, lambda connection: connection.execute(asked).first())
        return None if row is None else delivery_of(row)


def _same(one: str, other: str) -> bool:
    """Whether two addresses are one: numbers however they are written, anything else but for capitals. Two names that
    end in the same number are two people."""
    if one.strip().lower() == other.strip().lower():
        return True
    return _is_number(one) and _is_number(other) and same_number(one, other)


def _is_number(address: str) -> bool:
    return (
        any(map(str.isdigit, address)) and "@" not in address and not any(map(str.isalpha, address))
    )
