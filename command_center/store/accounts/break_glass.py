"""Break-glass accounts, sealed for an emergency: each opens once, for some hours, and every use is reported."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select, update

from command_center.store.accounts.account_changes import Signature, note
from command_center.store.schema import break_glass, users
from command_center.store.writer import read, write

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal of an account. `opened_at` and `ends_at` (UTC epoch ms) are None while it is sealed."""

    hours: float
    sealed_at: int
    opened_at: int | None
    ends_at: int | None

    def ended(self, now: int) -> bool:
        """Whether it was used and its hours are over: it opens nothing until it is sealed again."""
        return self.ends_at is not None and self.ends_at <= now


class BreakGlass:
    """The break-glass accounts of one installation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, user_id: int) -> Seal | None:
        """Return the seal of an account; None for an ordinary one."""
        c = break_glass.c
        query = select(c.hours, c.sealed_at, c.opened_at, c.ends_at).where(c.user_id == user_id)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else Seal(*row)

    def seal(self, user_id: int, hours: float, by: Signature) -> None:
        """Seals an account, for the first time or again."""
        row = {"user_id": user_id, "hours": hours, "sealed_at": by.at}

        def transaction(connection: Connection) -> None:
            connection.execute(delete(break_glass).where(break_glass.c.user_id == user_id))
            connection.execute(insert(break_glass), row)
            note(connection, by, "break_glass_sealed", account=_name(connection, user_id))

        write(self._engine, transaction)

    def open(self, user_id: int, network: str, by: Signature) -> int | None:
        """Open the account, or use it again while it is open. Return until when (UTC epoch ms); None if its hours are
        over.
        """
        c = break_glass.c

        def transaction(connection: Connection) -> int | None:
            hours = connection.scalar(select(c.hours).where(c.user_id == user_id))
            if hours is None:
                return None
            ends = by.at + round(hours * HOUR_MS)
            first = (c.user_id == user_id) & c.opened_at.is_(None)
            connection.execute(
                update(break_glass).where(first).values(opened_at=by.at, ends_at=ends)
            )
            until: int = connection.execute(
                select(c.ends_at).where(c.user_id == user_id)
            ).scalar_one()
            if until <= by.at:
                return None
            told = {"account": _name(connection, user_id), "until": until, "network": network}
            note(connection, by, "break_glass_opened", **told)
            return until

        return write(self._engine, transaction)


def _name(connection: Connection, user_id: int) -> str:
    return str(connection.scalar(select(users.c.username).where(users.c.id == user_id)))
