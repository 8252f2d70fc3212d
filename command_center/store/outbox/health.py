"""The health rows of channels, read and stored inside a caller's transaction, or updated by a
heartbeat outside one.
"""

from collections.abc import Collection
from dataclasses import asdict

import orjson
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.outbox.rows import ChannelHealth, health_of
from command_center.store.schema import channel_health

AUDITOR = "auditor"
"""The id of the auditor's own row; its kind too. No channel may have it."""


def new_health(channel: str, kind: str) -> ChannelHealth:
    """Return the health of an unused channel, which counts as up until it fails."""
    return ChannelHealth(channel, kind, "up", 0, "", None, 0, None, None, 0, None, {}, 0, "")


def health_for_update(connection: Connection, site: str, channel: str, kind: str) -> ChannelHealth:
    """Return a channel's row, created if missing, locked until the transaction ends."""
    query = (
        select(channel_health)
        .where(channel_health.c.site == site, channel_health.c.channel == channel)
        .with_for_update()
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        fresh = _values(new_health(channel, kind))
        connection.execute(
            dialect.insert(channel_health).values(site=site, **fresh).on_conflict_do_nothing()
        )
        row = connection.execute(query).one()
    return health_of(row)


def keep_health(connection: Connection, site: str, health: ChannelHealth) -> None:
    """Store a changed row from `health_for_update`."""
    connection.execute(
        update(channel_health)
        .where(channel_health.c.site == site, channel_health.c.channel == health.channel)
        .values(**_values(health))
    )


def all_health(connection: Connection, site: str) -> dict[str, ChannelHealth]:
    """Every channel's row by its id."""
    rows = connection.execute(select(channel_health).where(channel_health.c.site == site))
    return {row.channel: health_of(row) for row in rows}


def keep_only(connection: Connection, site: str, channels: Collection[str]) -> None:
    """Delete the health of channels no longer configured. The auditor's row stays."""
    gone = delete(channel_health).where(
        channel_health.c.site == site,
        channel_health.c.channel.not_in([*channels, AUDITOR]),
    )
    connection.execute(gone)


def _values(health: ChannelHealth) -> dict[str, object]:
    return asdict(health) | {"detail": orjson.dumps(health.detail).decode()}
