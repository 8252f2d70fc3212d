"""Forgetting: the words of a person's messages on demand, everything settled after its time."""

from sqlalchemy import Connection, Engine, and_, delete, exists, select, update

from command_center.store.schema import deliveries, delivery_tries, receipts
from command_center.store.writer import write

SETTLED = ("sent", "unknown", "failed", "expired", "withdrawn")


def forget(engine: Engine, site: str, before: int) -> int:
    """Delete deliveries settled before that time (UTC epoch ms) whose fact is in the journal, with their tries,
    and receipts settled before it. Returns how many rows that were."""
    rows, tries, inbox = deliveries.c, delivery_tries.c, receipts.c

    def work(connection: Connection) -> int:
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

    return write(engine, work)


def erase_person(engine: Engine, site: str, person: str) -> int:
    """Take the words out of every message to a person, and the address out of their answers. What is still to be
    sent is withdrawn. That a message was sent, when and by which channel stays. Returns how many rows changed."""
    rows, inbox = deliveries.c, receipts.c
    theirs = and_(rows.site == site, rows.person == person)

    def work(connection: Connection) -> int:
        connection.execute(
            update(deliveries)
            .where(theirs, rows.state.in_(("waiting", "merged")))
            .values(state="withdrawn", told=True)
        )
        ids = select(rows.id).where(theirs)
        erased = connection.execute(
            update(receipts).where(inbox.site == site, inbox.delivery.in_(ids)).values(address=None)
        ).rowcount
        erased += connection.execute(
            update(deliveries)
            .where(theirs)
            .values(title="", text="", choices="[]", reply=None, link=None)
        ).rowcount
        return int(erased)

    return write(engine, work)
