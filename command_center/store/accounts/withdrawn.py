"""Which of the sessions and tokens that hold a connection are worth nothing any more."""

from collections.abc import Collection

from sqlalchemy import Connection, Engine, select

from command_center.store.schema import sessions, tokens
from command_center.store.writer import read


def withdrawn(
    engine: Engine, session_ids: Collection[str], token_ids: Collection[int]
) -> tuple[frozenset[str], frozenset[int]]:
    """Of these, the sessions closed or forgotten and the tokens withdrawn; expiry is not asked."""
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
