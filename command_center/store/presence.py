"""The presence table of a site's processes in the database: that they are alive, how their clocks differ, and which
of them leads.

The bus may be down, and a clock can only be compared with one that all processes see. So each process writes its own
row once a second, and reads the others' rows and the duties' lease by the database's clock.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects import postgresql

from command_center.domain.verdicts.processes import Process, is_led, least_difference
from command_center.store.database_time import Time, database_time
from command_center.store.lease import duties_of
from command_center.store.schema import leases, meta
from command_center.store.writer import write

GONE_MS = 5_000
"""A process that has told nothing for so long by the database's clock is not counted (ours)."""
FORGOTTEN_MS = 3_600_000
"""Its line is deleted after so long."""


@dataclass(frozen=True, slots=True)
class Presence:
    """The result of one look: the living processes, and for how long none has led (ms; None while one leads)."""

    processes: list[Process]
    unled_ms: int | None


class Roll:
    """The rows of one site's processes, on PostgreSQL. `me` is unique for each process run, `name` is its readable
    name, `machine` its machine's clock (UTC epoch ms, without any offset).
    """

    def __init__(
        self,
        engine: Engine,
        site: str,
        me: str,
        name: str,
        offset_ms: int,
        machine: Callable[[], int],
        time: Time = database_time,
    ) -> None:
        self._engine, self._site, self._me = engine, site, me
        self._name, self._offset_ms = name, offset_ms
        self._machine, self._time = machine, time
        self._prefix = f"{site}:process:"

    def call(self) -> Presence:
        """Write this process's row and read all. Raises the database's errors."""
        return write(self._engine, self._call)

    def leave(self) -> None:
        """Deletes this process's row, because it ends."""
        mine = delete(meta).where(meta.c.key == self._prefix + self._me)
        write(self._engine, lambda connection: connection.execute(mine))

    def _call(self, connection: Connection) -> Presence:
        before = self._machine()
        now = int(connection.scalar(select(self._time(connection.dialect))) or 0)
        differs_ms = least_difference(before, now, self._machine())
        told = {
            "name": self._name, "machine_ms": differs_ms,
            "offset_ms": self._offset_ms, "seen_at": now,
        }  # fmt: skip
        line = postgresql.insert(meta).values(key=self._prefix + self._me, value=json.dumps(told))
        connection.execute(
            line.on_conflict_do_update(
                index_elements=[meta.c.key], set_={"value": line.excluded.value}
            )
        )
        lease = connection.execute(
            select(leases.c.holder, leases.c.expires_at).where(
                leases.c.name == duties_of(self._site)
            )
        ).one_or_none()
        unled_ms: int | None = 0  # nobody has led yet
        if lease is not None:
            unled_ms = _unled_ms(lease.holder, int(lease.expires_at), now)
        return Presence(self._living(connection, now), unled_ms)

    def _living(self, connection: Connection, now: int) -> list[Process]:
        lines = connection.execute(
            select(meta.c.key, meta.c.value).where(
                meta.c.key.startswith(self._prefix, autoescape=True)
            )
        ).all()
        living = []
        for key, value in lines:
            told = json.loads(value)
            age_ms = abs(now - told["seen_at"])
            if age_ms < GONE_MS:
                ident = key.removeprefix(self._prefix)
                living.append(Process(ident, told["name"], told["machine_ms"], told["offset_ms"]))
            elif age_ms > FORGOTTEN_MS:
                connection.execute(delete(meta).where(meta.c.key == key))
        return living


def _unled_ms(holder: str | None, expires_at: int, now: int) -> int | None:
    if is_led(holder, expires_at, now):
        return None
    return 0 if holder is None else now - expires_at  # of one that was given up nothing tells when
