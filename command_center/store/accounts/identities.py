"""Links people of the identity provider to accounts. They are identified by issuer and subject, never by name: a name
or an e-mail may one day be given to somebody else.
"""

from sqlalchemy import Engine, delete, insert, select

from command_center.store.schema import identities
from command_center.store.writer import read, write


class Identities:
    """The links between accounts and identities of a provider."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def account(self, issuer: str, subject: str) -> int | None:
        """Return the account's number; None for an unknown identity."""
        c = identities.c
        query = select(c.user_id).where(c.issuer == issuer, c.subject == subject)
        return read(self._engine, lambda connection: connection.scalar(query))

    def link(self, issuer: str, subject: str, user_id: int, now: int) -> None:
        """Let this identity sign in to this account from now on. Raises IntegrityError if it is linked to another."""
        row = {"issuer": issuer, "subject": subject, "user_id": user_id, "linked_at": now}
        write(self._engine, lambda connection: connection.execute(insert(identities), row))

    def of(self, user_id: int) -> list[str]:
        """Return the subjects that may sign in to an account."""
        query = select(identities.c.subject).where(identities.c.user_id == user_id)
        return list(read(self._engine, lambda connection: connection.scalars(query).all()))

    def unlink(self, user_id: int) -> int:
        """Remove an account's links to the provider; return how many there were."""
        gone = delete(identities).where(identities.c.user_id == user_id)
        return int(write(self._engine, lambda connection: connection.execute(gone).rowcount))
