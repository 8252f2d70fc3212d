"""Which account somebody of the identity provider has here. They are known by issuer and subject, never by name:
a name or an e-mail may be given to somebody else one day."""

from sqlalchemy import Engine, delete, insert, select

from command_center.store.schema import identities
from command_center.store.writer import read, write


class Identities:
    """The links of accounts to a sign-in provider."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def account(self, issuer: str, subject: str) -> int | None:
        """The account's number, None for a stranger."""
        c = identities.c
        query = select(c.user_id).where(c.issuer == issuer, c.subject == subject)
        return read(self._engine, lambda connection: connection.scalar(query))

    def link(self, issuer: str, subject: str, user_id: int, now: int) -> None:
        """From now on this identity signs in to this account. Raises IntegrityError if it has another."""
        row = {"issuer": issuer, "subject": subject, "user_id": user_id, "linked_at": now}
        write(self._engine, lambda connection: connection.execute(insert(identities), row))

    def of(self, user_id: int) -> list[str]:
        """The subjects that sign in to an account."""
        query = select(identities.c.subject).where(identities.c.user_id == user_id)
        return list(read(self._engine, lambda connection: connection.scalars(query).all()))

    def unlink(self, user_id: int) -> int:
        """Nobody of a provider signs in to this account any more. Returns how many could."""
        gone = delete(identities).where(identities.c.user_id == user_id)
        return int(write(self._engine, lambda connection: connection.execute(gone).rowcount))
