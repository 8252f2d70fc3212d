"""The auditor's database queries: what stays too long in the outbox."""

from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, or_, select

from command_center.store.database_time import Time, database_time
from command_center.store.outbox.health import AUDITOR, all_health, health_for_update, keep_health
from command_center.store.outbox.rows import ChannelHealth
from command_center.store.schema import deliveries
from command_center.store.writer import read, write


class Stuck(NamedTuple):
    """The number of due deliveries that nobody tries, and of outcomes missing in the journal."""

    untried: int
    untold: int


class Audits:
    """Audits the outbox of one site. `grace_ms` is the tolerated delay."""

    def __init__(
        self, engine: Engine, site: str, grace_ms: int, time: Time = database_time
    ) -> None:
        self._engine, self._site, self._grace_ms, self._time = engine, site, grace_ms, time

    def stuck(self) -> Stuck:
        """Return deliveries of channels that are up, due for longer than the grace period. A channel that is down has
        an alarm of its own, and a delivery that waits for a limit is not late.
        """
        table = deliveries.c

        def transaction(connection: Connection) -> Stuck:
            connection.begin()  # so that all of it is of one moment
            late = self._time(connection.dialect) - self._grace_ms
            down = [
                one.channel
                for one in all_health(connection, self._site).values()
                if one.state == "down"
            ]
            own = select(func.count()).select_from(deliveries).where(table.site == self._site)
            untried = own.where(
                table.channel.not_in(["", *down]), table.tries == 0, table.rank <= 1,
                or_(table.error.is_(None), table.error != "held"),
                table.state == "waiting", table.next_try_at < late,
            )  # fmt: skip
            untold = own.where(
                table.channel != "", table.told.is_(False), table.updated_at < late,
                table.state.in_(("sent", "unknown", "failed", "expired")),
            )  # fmt: skip
            return Stuck(connection.scalar(untried) or 0, connection.scalar(untold) or 0)

        return read(self._engine, transaction)

    def say(self, why: str, auditor: str) -> None:
        """Store the finding in the auditor's row; an empty one means that all is well."""

        def transaction(connection: Connection) -> None:
            now = int(connection.scalar(select(self._time(connection.dialect))) or 0)
            before = health_for_update(connection, self._site, AUDITOR, AUDITOR)
            down = bool(why)
            since = (before.down_since or now) if down else None
            keep_health(
                connection,
                self._site,
                ChannelHealth(
                    channel=AUDITOR, kind=AUDITOR, state="down" if down else "up",
                    failures=before.failures + 1 if down else 0, why=why[:300], down_since=since,
                    retry_at=0, last_ok_at=before.last_ok_at if down else now,
                    last_failure_at=now if down else before.last_failure_at, probed_at=now,
                    probe_ok=not down, detail={}, beat_at=now, sender=auditor,
                ),
            )  # fmt: skip

        write(self._engine, transaction)
