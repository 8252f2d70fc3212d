"""The latest state of gateways, and readings that were refused, for the feeds page.

Neither is a fact: a gateway repeats its state every few seconds. All times are UTC epoch ms.
"""

from collections.abc import Container, Iterable
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.schema import gateway_states, refused_readings
from command_center.store.writer import read, write

LIVES_MS = 3_600_000
"""For so long a gateway is its token's after it was heard last (ours)."""
MOST_REFUSED = 1_000
"""Refused tags that are kept of a site, the newest (ours): a sender of nonsense must not fill the disk."""


class GatewayTold(NamedTuple):
    """A gateway's latest report, the token it came with, and when."""

    gateway: str
    token: str
    received_at: int
    told: dict[str, Any]


class Refused(NamedTuple):
    """Readings of one tag refused for one reason: how many, from when to when, and the details of the newest."""

    sender: str
    tag: str
    code: str
    params: dict[str, Any]
    first_at: int
    last_at: int
    number: int


class FeedStates:
    """The states of gateways and the refused batches of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine, self._site = engine, site

    def keep(
        self, gateway: str, token: str, told: dict[str, Any], now: int, standing: Container[str]
    ) -> bool:
        """Store a gateway's report on itself; return False if the name belongs to another token, heard within the
        hour. A token not in `standing`, by name, can no longer send: a newer one replaces it at once.
        """

        def transaction(connection: Connection) -> bool:
            own = (gateway_states.c.site == self._site) & (gateway_states.c.gateway == gateway)
            known = connection.execute(
                select(gateway_states.c.token, gateway_states.c.received_at).where(own)
            ).first()
            if (
                known is not None
                and known.token != token
                and known.token in standing
                and now - known.received_at < LIVES_MS
            ):
                return False
            row = {"token": token, "received_at": now, "told": orjson.dumps(told).decode()}
            insert = _kind(connection).insert(gateway_states)
            insert = insert.values(site=self._site, gateway=gateway, **row)
            connection.execute(
                insert.on_conflict_do_update(index_elements=["site", "gateway"], set_=row)
            )
            return True

        return write(self._engine, transaction)

    def gateways(self) -> list[GatewayTold]:
        """Every gateway, by name."""
        c = gateway_states.c
        query = (
            select(c.gateway, c.token, c.received_at, c.told)
            .where(c.site == self._site)
            .order_by(c.gateway)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [
            GatewayTold(row.gateway, row.token, row.received_at, orjson.loads(row.told))
            for row in rows
        ]

    def refuse(
        self, sender: str, refused: Iterable[tuple[str, str, dict[str, Any]]], now: int
    ) -> None:
        """Count refused readings: (tag, code, details) of each."""
        counted: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        for tag, code, params in refused:
            number, _ = counted.get((tag, code), (0, {}))
            counted[tag, code] = number + 1, params
        some = list(counted.items())[:MOST_REFUSED]
        if not some:
            return

        def transaction(connection: Connection) -> None:
            table = refused_readings
            for (tag, code), (number, params) in some:
                told = orjson.dumps(params, default=str).decode()
                insert = _kind(connection).insert(table)
                insert = insert.values(
                    site=self._site, sender=sender, tag=tag, code=code, params=told,
                    first_at=now, last_at=now, number=number,
                )  # fmt: skip
                connection.execute(
                    insert.on_conflict_do_update(
                        index_elements=["site", "sender", "tag", "code"],
                        set_={"params": told, "last_at": now, "number": table.c.number + number},
                    )
                )
            own = table.c.site == self._site
            newest = (
                select(table.c.last_at)
                .where(own)
                .order_by(table.c.last_at.desc())
                .offset(MOST_REFUSED)
            )
            oldest = connection.execute(newest.limit(1)).scalar()
            if oldest is not None:
                connection.execute(delete(table).where(own, table.c.last_at <= oldest))

        write(self._engine, transaction)

    def refused(self, since: int, limit: int) -> list[Refused]:
        """Return the refusals since then, the newest first."""
        c = refused_readings.c
        query = (
            select(c.sender, c.tag, c.code, c.params, c.first_at, c.last_at, c.number)
            .where(c.site == self._site, c.last_at >= since)
            .order_by(c.last_at.desc(), c.tag, c.code)
            .limit(limit)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [
            Refused(
                r.sender, r.tag, r.code, orjson.loads(r.params), r.first_at, r.last_at, r.number
            )
            for r in rows
        ]

    def forget(self, before: int) -> None:
        """Delete refusals from before then."""

        def transaction(connection: Connection) -> None:
            table = refused_readings
            connection.execute(
                delete(table).where(table.c.site == self._site, table.c.last_at < before)
            )

        write(self._engine, transaction)


def _kind(connection: Connection) -> Any:
    return postgresql if connection.dialect.name == "postgresql" else sqlite
