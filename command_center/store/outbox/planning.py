"""The planner's database operations on the outbox: new rows, rows no longer needed, rows whose fact is due."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.database_time import Time, database_time
from command_center.store.outbox.health import all_health
from command_center.store.outbox.rows import DELIVERIES, OPEN, RANKS, Delivery, delivery_of
from command_center.store.schema import deliveries, receipts
from command_center.store.writer import Prepared, read, write

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
REF_LENGTH = 16
"""82 bits of chance: no two messages have the same."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A new delivery. `expires_in_ms` and `after_ms` (the earliest sending) count from now; `choices` are JSON
    objects without an address yet.
    """

    id: str
    channel: str
    kind: str
    person: str
    subject: str
    step: str
    address_version: str
    urgency: str
    expires_in_ms: int
    language: str
    title: str
    text: str
    drill: str | None = None
    choices: Sequence[Mapping[str, Any]] = ()
    link: str | None = None
    reply: str | None = None
    after_ms: int = 0
    link_of: Callable[[Any, int], str | None] | None = None
    """The address that a choice's button posts to, by its word and the delivery's expiry (UTC epoch ms)."""


@dataclass(frozen=True, slots=True)
class Look:
    """The outbox as the planner sees it: each delivery's state, and the version of its address. `late`: something has
    expired. `down_for_now` are channels that are down and not to be tried yet.
    """

    live: dict[str, str]
    versions: dict[str, str]
    late: bool
    down: set[str]
    down_for_now: set[str]


def new_ref() -> str:
    """Return a random name of a message for its provider."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REF_LENGTH))


_SETTLED = ("sent", "unknown", "failed", "expired")
_NEWS = Prepared(
    select(
        or_(
            exists().where(
                deliveries.c.site == bindparam("site"),
                deliveries.c.told.is_(False),
                or_(*(deliveries.c.state == settled for settled in _SETTLED)),
                deliveries.c.channel != "",
            ),
            exists().where(receipts.c.site == bindparam("site"), receipts.c.state == "waiting"),
        )
    )
)
"""Asked at every round."""


class Plans:
    """The outbox of one site as its planner uses it. Only the leading process plans."""

    def __init__(self, engine: Engine, site: str, time: Time = database_time) -> None:
        self._engine, self._site, self._time = engine, site, time
        table, now = deliveries.c, time(engine.dialect)
        own = and_(table.site == site, table.channel != "")
        self._now = Prepared(select(now))
        self._planned = Prepared(
            select(table.id, table.state, table.address_version).where(own, table.told.is_(False))
        )
        self._over = Prepared(
            select(table.id)
            .where(
                own,
                or_(*(table.state == one for one in (*OPEN, "merged"))),
                table.expires_at <= now,
            )
            .limit(1)
        )
        self._untold = Prepared(
            DELIVERIES.where(
                own,
                or_(*(table.state == one for one in _SETTLED)),
                table.told.is_(False),
            )
            .order_by(table.updated_at, table.sequence)
            .limit(bindparam("most", type_=Integer))
        )

    def now(self, connection: Connection) -> int:
        """The database's time (UTC epoch ms)."""
        ((now,),) = self._now.rows(connection, {})
        return int(now)

    def look(self) -> Look:
        """Return what the planner has to know, read in one transaction."""

        def transaction(connection: Connection) -> Look:
            connection.begin()  # so that all of it is of one moment
            now = self.now(connection)
            down = [
                one for one in all_health(connection, self._site).values() if one.state == "down"
            ]
            rows = self._live(connection)
            return Look(
                live={ident: state for ident, (state, _) in rows.items()},
                versions={ident: version for ident, (_, version) in rows.items()},
                late=self._any_over(connection),
                down={one.channel for one in down},
                down_for_now={one.channel for one in down if now < one.retry_at},
            )

        return read(self._engine, transaction)

    def live(self) -> dict[str, str]:
        """Return id -> state of every delivery whose outcome is not in the journal yet, except those of the older
        form, which lack a channel.
        """
        rows = read(self._engine, self._live)
        return {ident: state for ident, (state, _) in rows.items()}

    def _live(self, connection: Connection) -> dict[str, tuple[str, str]]:
        """The state and address version of the deliveries that are still planned, by id."""
        rows = self._planned.rows(connection, {})
        return {ident: (state, version) for ident, state, version in rows}

    def add(self, new: Sequence[Planned]) -> None:
        """Add rows for new deliveries, due now, in this order. A row of the older form is filled in and keeps its
        state and attempts; a withdrawn one waits again; any other existing one is left alone.
        """
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite

        def transaction(connection: Connection) -> None:
            table = deliveries.c
            now = self.now(connection)
            last = connection.scalar(
                select(func.max(table.sequence)).where(table.site == self._site)
            )
            rows = [
                self._described(one, now, number) for number, one in enumerate(new, (last or 0) + 1)
            ]
            fresh = {
                "site": self._site, "state": "waiting", "holder": "", "lease_until": 0, "attempt": 1,
                "updated_at": now,
            }  # fmt: skip
            added = dialect.insert(deliveries)
            withdrawn = table.state == "withdrawn"
            again = {name: added.excluded[name] for name in rows[0] if name != "id"} | {
                "state": case((withdrawn, "waiting"), else_=table.state),
                "told": case((withdrawn, false()), else_=table.told),
                "updated_at": now,
            }
            # One statement for all rows: an evacuation of hundreds is planned within one turn.
            connection.execute(
                added.on_conflict_do_update(
                    index_elements=["site", "id"],
                    set_=again,
                    where=or_(table.channel == "", withdrawn),
                ),
                [row | fresh for row in rows],
            )

        if new:
            write(self._engine, transaction)

    def _described(self, one: Planned, now: int, number: int) -> dict[str, Any]:
        expires_at = now + max(0, one.expires_in_ms)
        choices = [
            dict(choice) | {"url": one.link_of and one.link_of(choice["word"], expires_at)}
            for choice in one.choices
        ]
        return {
            "id": one.id, "channel": one.channel, "kind": one.kind, "person": one.person, "subject": one.subject,
            "step": one.step, "address_version": one.address_version, "urgency": one.urgency,
            "rank": RANKS[one.urgency], "drill": one.drill, "language": one.language,
            "title": one.title, "text": one.text, "choices": orjson.dumps(choices).decode(),
            "link": one.link, "reply": one.reply, "ref": new_ref(), "sequence": number,
            "planned_at": now, "due_at": now + one.after_ms, "next_try_at": now + one.after_ms,
            "expires_at": expires_at,
        }  # fmt: skip

    def withdraw(self, ids: Collection[str]) -> int:
        """Withdraw deliveries that nobody needs any more; return how many. One under way ends as it will; one that
        may have arrived, or whose sender died meanwhile, becomes `unknown`, so that the journal says so. Those merged
        into it wait again.
        """
        table = deliveries.c
        these = and_(table.site == self._site, table.id.in_(ids))

        def transaction(connection: Connection) -> int:
            now = self._time(connection.dialect)
            waiting = and_(these, table.state.in_(("waiting", "merged")))
            tried = and_(table.state == "waiting", table.attempt > 1)
            lost = and_(table.state == "claimed", table.lease_until <= now)
            doubt = update(deliveries).where(these, or_(tried, lost))
            doubtful = connection.execute(doubt.values(state="unknown", updated_at=now)).rowcount
            rest = update(deliveries).where(waiting)
            gone = connection.execute(
                rest.values(state="withdrawn", told=True, merged_into=None, updated_at=now)
            ).rowcount
            connection.execute(
                update(deliveries)
                .where(
                    table.site == self._site, table.state == "merged", table.merged_into.in_(ids)
                )
                .values(state="waiting", merged_into=None, next_try_at=now, updated_at=now)
            )
            return int(doubtful + gone)

        return write(self._engine, transaction) if ids else 0

    def expire(self) -> int:
        """End deliveries that ran out of time: `expired`, or `unknown` if an earlier try may have arrived. Those
        merged into one that ended so wait again if they have time left. Return how many.
        """
        table = deliveries.c

        def transaction(connection: Connection) -> int:
            now = self._time(connection.dialect)
            over = and_(
                table.site == self._site,
                or_(
                    table.state.in_(("waiting", "merged")),
                    and_(table.state == "claimed", table.lease_until <= now),
                ),
                table.expires_at <= now, table.channel != "",
            )  # fmt: skip
            # A claim that ran out is a try whose end nobody knows.
            lost = and_(over, or_(table.attempt > 1, table.state == "claimed"))
            doubtful = update(deliveries).where(lost).values(state="unknown", updated_at=now)
            gone = update(deliveries).where(over).values(
                state="expired", error="expired", updated_at=now
            )  # fmt: skip
            ended = connection.execute(doubtful).rowcount + connection.execute(gone).rowcount
            speaker = deliveries.alias("speaker")
            over_too = exists().where(
                speaker.c.site == self._site, speaker.c.id == table.merged_into,
                speaker.c.state.in_(("expired", "unknown")),
            )  # fmt: skip
            again = update(deliveries).where(
                table.site == self._site, table.state == "merged", over_too
            )
            connection.execute(
                again.values(state="waiting", merged_into=None, next_try_at=now, updated_at=now)
            )
            return int(ended)

        return write(self._engine, transaction)

    def _any_over(self, connection: Connection) -> bool:
        return bool(self._over.rows(connection, {}))

    def untold(self, limit: int = 200) -> list[Delivery]:
        """Settled deliveries whose fact the journal does not have yet, in the order they were settled."""
        asked = {"most": limit}
        rows = read(self._engine, lambda connection: self._untold.rows(connection, asked))
        return [delivery_of(row) for row in rows]

    def news(self) -> bool:
        """Return whether something was settled or received that has not been processed."""
        asked = {"site": self._site}
        ((found,),) = read(self._engine, lambda connection: _NEWS.rows(connection, asked))
        return bool(found)

    def tell(self, ids: Collection[str]) -> None:
        """Marks these deliveries as recorded in the journal."""
        table = deliveries.c
        done = update(deliveries).where(table.site == self._site, table.id.in_(ids))
        write(self._engine, lambda connection: connection.execute(done.values(told=True)))
