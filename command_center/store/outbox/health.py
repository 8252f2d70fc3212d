"""The health rows of channels, read and stored inside a caller's transaction, or updated by a
heartbeat outside one.
"""

from collections.abc import Collection
from dataclasses import asdict

import orjson
from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.outbox.rows import HEALTH, ChannelHealth, health_of
from command_center.store.schema import channel_health
from command_center.store.writer import Prepared

AUDITOR = "auditor"
"""The id of the auditor's own row; its kind too. No channel may have it."""


_OF_SITE = channel_health.c.site == bindparam("of_site")
_NAMED = channel_health.c.channel == bindparam("asked")
_ALL = Prepared(HEALTH.where(_OF_SITE))
_LOCKED = Prepared(HEALTH.where(_OF_SITE, _NAMED).with_for_update())
_KEEP = Prepared(
    update(channel_health)
    .where(_OF_SITE, _NAMED)
    .values({name: bindparam(f"new_{name}") for name in ChannelHealth.__slots__})
)


def new_health(channel: str, kind: str) -> ChannelHealth:
    """Return the health of an unused channel, which counts as up until it fails."""
    return ChannelHealth(channel, kind, "up", 0, "", None, 0, None, None, 0, None, {}, 0, "")


def health_for_update(connection: Connection, site: str, channel: str, kind: str) -> ChannelHealth:
    """A channel's row, made if there is none, locked until the transaction ends."""
    asked = {"of_site": site, "asked": channel}
    rows = _LOCKED.rows(connection, asked)
    if not rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        fresh = _values(new_health(channel, kind))
        connection.execute(
            dialect.insert(channel_health).values(site=site, **fresh).on_conflict_do_nothing()
        )
        rows = _LOCKED.rows(connection, asked)
    return health_of(rows[0])


def keep_health(connection: Connection, site: str, health: ChannelHealth) -> None:
    """Store a row that `health_for_update` gave, changed."""
    told = {f"new_{name}": value for name, value in _values(health).items()}
    _KEEP.run(connection, told | {"of_site": site, "asked": health.channel})


def all_health(connection: Connection, site: str) -> dict[str, ChannelHealth]:
    """Every channel's row by its id."""
    found = [health_of(row) for row in _ALL.rows(connection, {"of_site": site})]
    return {one.channel: one for one in found}


def keep_only(connection: Connection, site: str, channels: Collection[str]) -> None:
    """Delete the health of channels no longer configured. The auditor's row stays."""
    gone = delete(channel_health).where(
        channel_health.c.site == site,
        channel_health.c.channel.not_in([*channels, AUDITOR]),
    )
    connection.execute(gone)


def _values(health: ChannelHealth) -> dict[str, object]:
    return asdict(health) | {"detail": orjson.dumps(health.detail).decode()}
