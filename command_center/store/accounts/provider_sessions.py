"""Sessions opened through the identity provider, and when the provider is asked about each again.

The provider's tokens are stored encrypted; `sealed` is opaque to this module.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from command_center.store.schema import provider_sessions, sessions
from command_center.store.writer import read, write

NEVER = 1 << 62
"""A session that nobody can ask about: the provider gave no refresh token."""


@dataclass(frozen=True, slots=True)
class ProviderSession:
    """One session of the provider; `session` is its public id."""

    session: str
    issuer: str
    subject: str
    sealed: str


class ProviderSessions:
    """The provider sessions of one installation. Times are UTC epoch ms."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, one: ProviderSession, next_check: int) -> None:
        """Store what the provider gave for a session just opened."""
        row = {
            "session": one.session,
            "issuer": one.issuer,
            "subject": one.subject,
            "sealed": one.sealed,
            "next_check": next_check,
        }
        write(self._engine, lambda connection: connection.execute(insert(provider_sessions), row))

    def of(self, session: str) -> ProviderSession | None:
        """Return what is stored of a session, if the provider opened it."""
        c = provider_sessions.c
        query = select(c.session, c.issuer, c.subject, c.sealed).where(c.session == session)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else ProviderSession(*row)

    def claim(self, now: int, again_at: int, latest: int) -> ProviderSession | None:
        """Claim an open session that is due for a check, until `again_at`: only one of several processes gets it. No
        check may be planned later than `latest`: if one is, the clock was set back, and it is due now.
        """
        c = provider_sessions.c
        come = or_(c.next_check <= now, c.next_check.between(latest + 1, NEVER - 1))
        due = (
            select(c.session)
            .join(sessions, sessions.c.id == c.session)
            .where(come, ~sessions.c.revoked, sessions.c.expires_at > now)
            .order_by(c.next_check)
            .limit(1)
        )
        if read(self._engine, lambda connection: connection.scalar(due)) is None:
            return None
        # Whoever was first has moved `next_check`, which is looked at again once the row is ours.
        mine = (
            update(provider_sessions)
            .where(c.session == due.scalar_subquery(), come)
            .values(next_check=again_at)
            .returning(c.session, c.issuer, c.subject, c.sealed)
        )
        row = write(self._engine, lambda connection: connection.execute(mine).first())
        return None if row is None else ProviderSession(*row)

    def renew(self, session: str, sealed: str, next_check: int) -> None:
        """Replace the stored tokens by the provider's new ones."""
        query = update(provider_sessions).where(provider_sessions.c.session == session)
        values = query.values(sealed=sealed, next_check=next_check)
        write(self._engine, lambda connection: connection.execute(values))

    def forget_ended(self) -> int:
        """Delete what is stored of ended sessions; return how many."""

        def transaction(connection: Connection) -> int:
            standing = select(sessions.c.id).where(~sessions.c.revoked)
            gone = delete(provider_sessions).where(provider_sessions.c.session.not_in(standing))
            return connection.execute(gone).rowcount

        return write(self._engine, transaction)
