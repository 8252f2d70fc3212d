"""A lease with a term: one holder at a time, and a late holder cannot act in a term that is over.

Holding the lease is not enough to act, because a process may sleep past its end. What it writes names the term, and
the journal checks the term inside its own transaction.

The database's clock decides when a lease is over, never a process's own: a leader whose clock was ahead once kept all
others from leading for the whole difference.
"""

from sqlalchemy import ColumnElement, Connection, Engine, and_, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.database_time import Time, database_time
from command_center.store.schema import leases
from command_center.store.writer import write


def duties_of(site: str) -> str:
    """Return the name of the lease whose holder runs a site's duties and whose term its appends name."""
    return f"duties:{site}"


class Lease:
    """A claim on `name` by `holder` (unique for each process run), kept alive by `renew`.

    It lasts `ttl_ms` by the database's clock, which `time` reads.
    """

    def __init__(
        self, engine: Engine, name: str, holder: str, ttl_ms: int, time: Time = database_time
    ) -> None:
        self._engine = engine
        self._name = name
        self._holder = holder
        self._ttl_ms = ttl_ms
        self._time = time
        self.term: int | None = None

    def acquire(self) -> int | None:
        """Claim the lease; return its term, or None while somebody else holds it.

        Every change of holder, and every return after an expiry, begins a new and higher term. A lease with an
        impossibly long remaining time (the database's clock was set back) counts as over.
        """
        now = self._now()
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        fresh = insert(leases).values(
            name=self._name, term=1, holder=self._holder, expires_at=now + self._ttl_ms
        )
        running = and_(
            leases.c.holder.is_not(None),
            leases.c.expires_at > now,
            leases.c.expires_at <= now + self._ttl_ms,
        )
        mine = leases.c.holder == self._holder
        claim = fresh.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={
                "term": case((and_(mine, running), leases.c.term), else_=leases.c.term + 1),
                "holder": self._holder,
                "expires_at": now + self._ttl_ms,
            },
            where=or_(mine, ~running),
        ).returning(leases.c.term)
        self.term = write(self._engine, lambda connection: connection.scalar(claim))
        return self.term

    def renew(self) -> bool:
        """Prolong the lease; return False, and drop the term, if it has expired or changed hands."""
        if self.term is None:
            return False
        now = self._now()
        prolong = (
            update(leases)
            .where(self._is_mine(), leases.c.expires_at > now)
            .values(expires_at=now + self._ttl_ms)
        )
        if not write(self._engine, lambda connection: connection.execute(prolong).rowcount):
            self.term = None
        return self.term is not None

    def release(self) -> None:
        """Give it up at once, so that a successor need not wait for its end."""
        if self.term is None:
            return
        give_up = update(leases).where(self._is_mine()).values(holder=None, expires_at=0)
        write(self._engine, lambda connection: connection.execute(give_up))
        self.term = None

    def _now(self) -> ColumnElement[int]:
        return self._time(self._engine.dialect)

    def _is_mine(self) -> ColumnElement[bool]:
        return and_(
            leases.c.name == self._name,
            leases.c.holder == self._holder,
            leases.c.term == self.term,
        )


def holds(connection: Connection, name: str, term: int) -> bool:
    """Whether `term` is the current one; it stays so until this transaction ends."""
    row = connection.execute(
        select(leases.c.term, leases.c.holder)
        .where(leases.c.name == name)
        .with_for_update(read=True)
    ).one_or_none()
    return row is not None and row.term == term and row.holder is not None
