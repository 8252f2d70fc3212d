"""Finds the delivery that a receipt refers to, and marks it as sent."""

from collections.abc import Callable

from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    Text,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from command_center.domain.people.telephone import same_number
from command_center.store.database_time import Time, database_time
from command_center.store.outbox.claiming import follow
from command_center.store.outbox.rows import DELIVERIES, Delivery, KeptReceipt, delivery_of
from command_center.store.schema import deliveries, delivery_tries
from command_center.store.writer import Prepared, read, write

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
        table, tries = deliveries.c, delivery_tries.c
        own = table.site == site
        channel: BindParameter[str] = bindparam("channel", type_=Text)
        named: BindParameter[str] = bindparam("provider_id", type_=Text)
        self._by_ref = Prepared(DELIVERIES.where(own, table.ref == bindparam("ref")).limit(1))
        self._by_provider = Prepared(
            DELIVERIES.where(own, table.provider_id == named, table.channel == channel).limit(1)
        )
        self._by_try = Prepared(
            DELIVERIES.join(
                delivery_tries, (tries.site == table.site) & (tries.delivery == table.id)
            )
            .where(own, tries.channel == channel, tries.provider_id == named)
            .limit(1)
        )
        self._merged = Prepared(
            select(table.id).where(own, table.merged_into == bindparam("asked"))
        )

    def find(self, receipt: KeptReceipt) -> Delivery | None:
        """The delivery of a receipt by its ref, by the provider's id, or by where an answer came from and the
        number it names; None where nothing matches. A card may have been passed on: an answer by ref that says
        who gave it counts for the person it was sent to alone."""
        if receipt.ref is not None:
            row = self._first(self._by_ref, ref=receipt.ref)
            return row if row is None or self._is_theirs(row, receipt) else None
        if receipt.provider_id is not None:
            known = {"provider_id": receipt.provider_id, "channel": receipt.channel}
            return self._first(self._by_provider, **known) or self._first(self._by_try, **known)
        if receipt.address is None or receipt.reply is None:
            return None
        return self._by_address(receipt, receipt.address)

    def spoken_for(self, ident: str) -> list[str]:
        """The deliveries that were merged into this one."""
        asked = {"asked": ident}
        rows = read(self._engine, lambda connection: self._merged.rows(connection, asked))
        return [str(found) for (found,) in rows]

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

    def _by_address(self, receipt: KeptReceipt, address: str) -> Delivery | None:
        """The newest with this reply number that went to this address by the channel the answer came by. One that
        was turned to another channel may have arrived by the first one too, so its tries count as well."""
        table, tries = deliveries.c, delivery_tries.c
        tried = exists().where(
            tries.site == table.site, tries.delivery == table.id,
            tries.channel == receipt.channel, tries.outcome.in_(MAY_HAVE),
        )  # fmt: skip
        query = (
            DELIVERIES.where(
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

    def _first(self, query: Prepared, **known: str) -> Delivery | None:
        rows = read(self._engine, lambda connection: query.rows(connection, known))
        return delivery_of(rows[0]) if rows else None


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
