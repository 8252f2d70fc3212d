"""Finds which sessions and tokens of open connections are no longer valid."""

from collections.abc import Collection

from sqlalchemy import Connection, Engine, select

from command_center.store.schema import sessions, tokens
from command_center.store.writer import read


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
