"""The queue of undelivered webhooks of a plant, in the journal's database.

Each hook has read the journal up to a number. A fact that it wants gets a row in the same transaction that moves this
number, and the row is deleted when the receiver has taken it. If a process dies in between, it is sent again:
delivery is at least once. Times are UTC epoch ms.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, func, insert, select, update

from command_center.domain.fact import Fact
from command_center.store.journal import Journal
from command_center.store.schema import webhook_deliveries as deliveries
from command_center.store.schema import webhooks
from command_center.store.writer import read, write

CHUNK = 1_000
WAITING, DEAD = "waiting", "dead"
ERROR_MOST = 300


@dataclass(frozen=True, slots=True)
class Due:
    """A fact to be sent to a hook now, for the `attempt`th time (1, 2, ...)."""

    seq: int
    attempt: int


@dataclass(frozen=True, slots=True)
class HookStanding:
    """The status of one hook: how many facts were delivered, when the last was, how many wait, how many were given
    up, and the last error.
    """

    hook: str
    seq: int
    sent: int
    sent_at: int | None
    waiting: int
    dead: int
    error: str | None

    @property
    def state(self) -> str:
        """Return `dead` if facts were given up, `trying` if an attempt failed and will be repeated, else `good`."""
        if self.dead:
            return "dead"
        return "trying" if self.waiting and self.error is not None else "good"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A fact given up after so many attempts, and why."""

    seq: int
    attempts: int
    error: str | None
    updated_at: int


class WebhookQueue:
    """The deliveries of one site."""

    def __init__(self, engine: Engine, site: str, journal: Journal) -> None:
        self._engine, self._site, self._journal = engine, site, journal

    def follow(self, hook: str, wants: Callable[[Fact], bool], now: int) -> int:
        """Queue what the hook wants of the facts since the last call; return how many. A new hook begins at the
        journal's end and gets no earlier facts.
        """
        found = 0
        begun = self._position(hook)
        if begun is None:
            row = {"site": self._site, "hook": hook, "seq": self._journal.head().seq, "sent": 0}
            write(self._engine, lambda connection: connection.execute(insert(webhooks), row))
            return 0
        while facts := self._journal.read(begun, CHUNK):
            rows = [
                {"site": self._site, "hook": hook, "seq": fact.seq, "state": WAITING, "attempt": 0,
                 "next_at": now, "updated_at": now}
                for fact in facts if wants(fact)
            ]  # fmt: skip
            begun = self._note(hook, begun, facts[-1].seq, rows)
            found += len(rows)
        return found

    def _note(self, hook: str, since: int, until: int, rows: Sequence[dict[str, Any]]) -> int:
        """Move the hook on, with the rows; where another process did it first, nothing is done twice."""

        def transaction(connection: Connection) -> int:
            moved = connection.execute(
                update(webhooks).where(self._own(hook), webhooks.c.seq == since).values(seq=until)
            )
            if moved.rowcount and rows:
                connection.execute(insert(deliveries), list(rows))
            return until

        return write(self._engine, transaction)

    def due(self, hook: str, now: int) -> Due | None:
        """Return the oldest fact that is due; None if nothing is."""
        query = (
            select(deliveries.c.seq, deliveries.c.attempt)
            .where(self._of(hook), deliveries.c.state == WAITING, deliveries.c.next_at <= now)
            .order_by(deliveries.c.seq).limit(1)
        )  # fmt: skip
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else Due(int(row.seq), int(row.attempt) + 1)

    def arrived(self, hook: str, seq: int, now: int) -> None:
        """Notes that the receiver has taken a fact."""

        def transaction(connection: Connection) -> None:
            gone = connection.execute(
                delete(deliveries).where(self._of(hook), deliveries.c.seq == seq)
            )
            if gone.rowcount:
                told = {"sent": webhooks.c.sent + 1, "sent_at": now}
                connection.execute(update(webhooks).where(self._own(hook)).values(told))

        write(self._engine, transaction)

    def failed(self, hook: str, due: Due, error: str, next_at: int | None, now: int) -> None:
        """Note a failed attempt. It is repeated at `next_at`; None means that the fact is given up and kept as a dead
        letter.
        """
        values = {
            "state": DEAD if next_at is None else WAITING, "attempt": due.attempt,
            "next_at": next_at or now, "error": error[:ERROR_MOST], "updated_at": now,
        }  # fmt: skip
        where = and_(self._of(hook), deliveries.c.seq == due.seq)
        write(self._engine, lambda c: c.execute(update(deliveries).where(where).values(values)))

    def again(self, hook: str, seq: int, now: int) -> bool:
        """Queue a dead letter again; return False if there is none with this number."""
        where = and_(self._of(hook), deliveries.c.seq == seq, deliveries.c.state == DEAD)
        values = {"state": WAITING, "attempt": 0, "next_at": now, "updated_at": now}
        moved = write(
            self._engine, lambda c: c.execute(update(deliveries).where(where).values(values))
        )
        return bool(moved.rowcount)

    def dead(self, hook: str, limit: int = 200) -> list[DeadLetter]:
        """Return the dead letters of a hook, the newest first."""
        query = (
            select(deliveries).where(self._of(hook), deliveries.c.state == DEAD)
            .order_by(deliveries.c.seq.desc()).limit(limit)
        )  # fmt: skip
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [DeadLetter(row.seq, row.attempt, row.error, row.updated_at) for row in rows]

    def standing(self, hook: str) -> HookStanding:
        """Return the status of a hook's deliveries."""

        def transaction(connection: Connection) -> HookStanding:
            own = connection.execute(select(webhooks).where(self._own(hook))).first()
            grouped = (
                select(deliveries.c.state, func.count())
                .where(self._of(hook))
                .group_by(deliveries.c.state)
            )
            counts = {str(state): int(n) for state, n in connection.execute(grouped)}
            error = connection.execute(
                select(deliveries.c.error).where(self._of(hook), deliveries.c.error.is_not(None))
                .order_by(deliveries.c.updated_at.desc()).limit(1)
            ).scalar()  # fmt: skip
            seq, sent, at = (0, 0, None) if own is None else (own.seq, own.sent, own.sent_at)
            return HookStanding(
                hook, seq, sent, at, counts.get(WAITING, 0), counts.get(DEAD, 0), error
            )

        return read(self._engine, transaction)

    def _position(self, hook: str) -> int | None:
        query = select(webhooks.c.seq).where(self._own(hook))
        found = read(self._engine, lambda connection: connection.execute(query).scalar())
        return None if found is None else int(found)

    def _own(self, hook: str) -> Any:
        return and_(webhooks.c.site == self._site, webhooks.c.hook == hook)

    def _of(self, hook: str) -> Any:
        return and_(deliveries.c.site == self._site, deliveries.c.hook == hook)
