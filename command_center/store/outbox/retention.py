"""Deletes deliveries and receipts settled long ago. `store/people/erasing.py` erases a person."""

from sqlalchemy import Connection, Engine, and_, delete, exists, select

from command_center.store.schema import deliveries, delivery_tries, receipts
from command_center.store.writer import write

SETTLED = ("sent", "unknown", "failed", "expired", "withdrawn")


def forget(engine: Engine, site: str, before: int) -> int:
    """Delete deliveries settled before that time (UTC epoch ms) whose fact is in the journal, with their tries, and
    receipts settled before it. Return the number of rows.
    """
    rows, tries, inbox = deliveries.c, delivery_tries.c, receipts.c

    def transaction(connection: Connection) -> int:
        old = and_(
            rows.site == site,
            rows.updated_at < before,
            rows.state.in_(SETTLED),
            rows.told.is_(True),
        )
        gone = connection.execute(delete(deliveries).where(old)).rowcount
        kept = exists(select(rows.id).where(rows.site == site, rows.id == tries.delivery))
        gone += connection.execute(
            delete(delivery_tries).where(tries.site == site, tries.ended_at < before, ~kept)
        ).rowcount
        gone += connection.execute(
            delete(receipts).where(
                inbox.site == site, inbox.state != "waiting", inbox.settled_at < before
            )
        ).rowcount
        return int(gone)

    return write(engine, transaction)
