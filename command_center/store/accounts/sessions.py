"""Sessions: signed-in browsers, opened for a person, a token, or a demonstration's role."""

import secrets
from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update

from command_center.domain.actor import Actor
from command_center.store.accounts.account_rows import (
    Session,
    Token,
    User,
    hashed,
    session_of,
    session_row,
)
from command_center.store.accounts.session_cache import Standing, forget_standing
from command_center.store.schema import sessions, tokens
from command_center.store.writer import read, write


class Sessions:
    """The sessions of one installation. `now` arguments are UTC epoch ms."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._standing: Standing[Session] = Standing(engine)

    def open(self, owner: User | Token | Actor, now: int, expires_at: int) -> tuple[str, Session]:
        """Open a session; return the cookie's secret and the session. An `Actor` as owner is a demonstration's
        one-click role.
        """
        secret = secrets.token_urlsafe(32)
        row = session_row(owner) | {"id": hashed(secret), "revoked": False}
        row |= {"created_at": now, "expires_at": expires_at}
        query = insert(sessions).values(row).returning(sessions)
        opened = write(self._engine, lambda connection: connection.execute(query).one())
        return secret, session_of(opened)

    def find(self, secret: str, now: int) -> Session | None:
        """Return the session of that cookie; None if it is closed or expired."""
        key = hashed(secret)
        found = self._standing.find(key, lambda: self._find(key))
        return found if found is not None and found.expires_at > now else None

    def _find(self, key: str) -> Session | None:
        query = select(sessions).where(sessions.c.id == key, ~sessions.c.revoked)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else session_of(row)

    def close(self, session_id: str) -> None:
        """Sign out: the cookie is invalid from now on."""
        try:
            write(self._engine, lambda connection: end(connection, sessions.c.id == session_id))
        finally:  # a commit whose answer was lost has ended it too
            forget_standing(self._engine)

    def forget(self, before: int) -> int:
        """Delete sessions that expired before `before`; returns how many."""
        query = sessions.delete().where(sessions.c.expires_at < before)
        forgotten = write(self._engine, lambda connection: connection.execute(query).rowcount)
        forget_standing(self._engine)
        return forgotten


def end(connection: Connection, which: ColumnElement[bool]) -> list[str]:
    """Close these sessions within the current transaction; return their ids."""
    query = update(sessions).where(which, ~sessions.c.revoked).values(revoked=True)
    return list(connection.scalars(query.returning(sessions.c.id)))


def withdrawn(
    engine: Engine, session_ids: Collection[str], token_ids: Collection[int]
) -> tuple[frozenset[str], frozenset[int]]:
    """Return which of these sessions are closed or deleted, and which tokens are withdrawn; expiry is not checked."""
    standing_sessions = select(sessions.c.id).where(
        sessions.c.id.in_(session_ids), ~sessions.c.revoked
    )
    standing_tokens = select(tokens.c.id).where(tokens.c.id.in_(token_ids), ~tokens.c.revoked)

    def transaction(connection: Connection) -> tuple[frozenset[str], frozenset[int]]:
        return (
            frozenset(session_ids).difference(connection.scalars(standing_sessions)),
            frozenset(token_ids).difference(connection.scalars(standing_tokens)),
        )

    return read(engine, transaction)
