"""Database operations of a channel's turn, each inside the caller's transaction (`notify/sending/turn.py`).

A claim has a lease by the database's clock. A process that claims a delivery with an expired lease knows that the
earlier process may have sent it: the attempt number increases.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Integer,
    Text,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)

from command_center.store.outbox.rows import (
    DELIVERIES,
    OPEN,
    RANKS,
    TOLD_OF_MATTERS,
    Delivery,
    delivery_of,
)
from command_center.store.schema import deliveries, delivery_tries
from command_center.store.writer import Prepared

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
COUNTED = ("accepted", "unknown", "lost", "permanent")
"""Tries that a provider may count against its limits."""
LONGEST_LEASE_MS = 300_000
"""No lease is longer: one that seems to be is of a clock that was set back."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A finished try, and what becomes of its delivery."""

    delivery: str
    attempt: int
    outcome: str
    why: str
    took_ms: int
    state: str
    next_attempt: int
    next_try_at: int
    channel: str
    error: str | None = None
    provider_id: str | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """The number of messages sent to an address by a channel in the last minute, hour and day."""

    minute: int = 0
    hour: int = 0
    day: int = 0


def due(connection: Connection, site: str, channel: str, now: int, limit: int) -> list[Delivery]:
    """Return the deliveries that a channel may try now, in order of priority, locked for this transaction.

    Urgent before routine, fresh before retries, then in the order of planning. Rows locked by another transaction are
    skipped.
    """
    asked = {"of_site": site, "by_channel": channel, "now": now, "most": limit}
    return [delivery_of(row) for row in _due().rows(connection, asked)]


@cache
def _due() -> Prepared:
    table, now = deliveries.c, bindparam("now", type_=BigInteger)
    return Prepared(
        DELIVERIES.where(
            table.site == bindparam("of_site"), table.channel == bindparam("by_channel"),
            table.expires_at > now, _is_due(now),
        )
        .order_by(table.rank, table.tries > 0, table.sequence)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )  # fmt: skip


def _is_due(now: ColumnElement[int]) -> ColumnElement[bool]:
    table = deliveries.c
    ran_out = or_(table.lease_until <= now, table.lease_until > now + LONGEST_LEASE_MS)
    return or_(
        and_(table.state == "waiting", table.next_try_at <= now),
        and_(table.state == "claimed", ran_out),
    )


def channels_due(site: str, time: ColumnElement[int], channels: Collection[str]) -> Prepared:
    """Prepare a query for which of these channels have something to try now. It stops at each channel's first row,
    however many wait. It runs ten times a second.
    """
    table = deliveries.c
    looks = [
        select(literal(channel)).where(
            exists().where(
                table.site == site, table.channel == channel,
                or_(*(table.state == one for one in OPEN)),
                table.expires_at > time, _is_due(time),
            )
        )
        for channel in channels
    ]  # fmt: skip
    return Prepared(union_all(*looks))


def claim(
    connection: Connection,
    site: str,
    rows: Sequence[Delivery],
    holder: str,
    now: int,
    lease_ms: int,
) -> None:
    """Claim these rows, which `due` gave in this transaction, until the lease ends."""
    lost = [row for row in rows if row.state == "claimed"]
    if lost:
        notes = [_noted(site, row, "lost", holder=row.holder, now=now) for row in lost]
        connection.execute(insert(delivery_tries), notes)
    if rows:
        taken = update(deliveries).where(*_named(site)).values(
            state="claimed", holder=holder, lease_until=now + lease_ms, updated_at=now,
            tries=bindparam("new_tries"), attempt=bindparam("new_attempt"),
        )  # fmt: skip
        values = [
            {
                "row": row.id,
                "new_tries": row.tries + 1,
                "new_attempt": row.attempt + (row.state == "claimed"),
            }
            for row in rows
        ]
        connection.execute(taken, values)


def settle(
    connection: Connection,
    site: str,
    ends: Sequence[tuple[Delivery, Ended]],
    holder: str,
    now: int,
) -> None:
    """Store the outcomes of tries in a few statements, however many there are. If a claim was lost meanwhile, only
    the try is noted; an accepted message still marks its waiting delivery as sent.
    """
    if not ends:
        return
    table = deliveries.c
    notes = [
        _noted(
            site, row, end.outcome, why=end.why, provider_id=end.provider_id, holder=holder,
            now=now, took_ms=end.took_ms, attempt=end.attempt,
        )
        for row, end in ends
    ]  # fmt: skip
    connection.execute(insert(delivery_tries), notes)
    held = select(table.id, table.attempt).where(
        table.site == site, table.state == "claimed", table.holder == holder,
        table.id.in_([row.id for row, _ in ends]),
    )  # fmt: skip
    mine = {tuple(row) for row in connection.execute(held.with_for_update())}
    kept = [end for _, end in ends if (end.delivery, end.attempt) in mine]
    done = update(deliveries).where(*_named(site)).values(
        state=bindparam("new_state"), attempt=bindparam("new_attempt"),
        next_try_at=bindparam("new_next_try_at"), channel=bindparam("new_channel"),
        error=bindparam("new_error"), lease_until=0, updated_at=now,
        provider_id=func.coalesce(bindparam("new_provider_id", type_=Text), table.provider_id),
        cost=func.coalesce(bindparam("new_cost", type_=Double), table.cost),
        sent_at=func.coalesce(bindparam("new_sent_at", type_=BigInteger), table.sent_at),
    )  # fmt: skip
    if kept:
        connection.execute(done, [_values(end, now) for end in kept])
    for row, end in ends:
        if (end.delivery, end.attempt) not in mine and end.state == "sent":
            late = {
                "state": "sent", "error": None, "lease_until": 0, "updated_at": now,
                "provider_id": end.provider_id, "cost": end.cost, "sent_at": now,
            }  # fmt: skip
            waits = table.state.in_(("waiting", "expired"))
            connection.execute(update(deliveries).where(_is(site, row.id), waits).values(**late))
    spoken_for(connection, site, kept, now)


def _values(end: Ended, now: int) -> dict[str, Any]:
    sent = end.state == "sent"
    return {
        "row": end.delivery, "new_state": end.state, "new_attempt": end.next_attempt,
        "new_next_try_at": end.next_try_at, "new_channel": end.channel, "new_error": end.error,
        "new_provider_id": end.provider_id if sent else None, "new_cost": end.cost if sent else None,
        "new_sent_at": now if sent else None,
    }  # fmt: skip


def spoken_for(connection: Connection, site: str, ends: Sequence[Ended], now: int) -> None:
    """End deliveries that were merged into others with the outcome of those."""
    table = deliveries.c
    over = {end.delivery: end for end in ends if end.state in ("sent", "unknown", "failed")}
    query = select(table.merged_into).distinct().where(
        table.site == site, table.state == "merged", table.merged_into.in_(over)
    )  # fmt: skip
    for ident in connection.scalars(query).all() if over else ():
        end = over[str(ident)]
        follow(connection, site, end.delivery, end.state, end.error, now)


def follow(
    connection: Connection, site: str, ident: str, state: str, error: str | None, now: int
) -> None:
    """End the deliveries merged into one, with its outcome."""
    table = deliveries.c
    connection.execute(
        update(deliveries)
        .where(table.site == site, table.merged_into == ident, table.state == "merged")
        .values(
            state=state, error=error, updated_at=now, sent_at=None if state == "failed" else now
        )
    )


def hold(
    connection: Connection, site: str, row: Delivery, next_try_at: int, channel: str, now: int
) -> None:
    """Delay a delivery for which a limit leaves no room now. This is noted once, however often it is repeated. An
    expired claim waits from now on; its try may have arrived.
    """
    lost = row.state == "claimed"
    values = {
        "state": "waiting", "attempt": row.attempt + lost, "lease_until": 0,
        "next_try_at": next_try_at, "channel": channel, "error": "held", "updated_at": now,
    }  # fmt: skip
    connection.execute(
        update(deliveries).where(_is(site, row.id), deliveries.c.state.in_(OPEN)).values(**values)
    )
    if lost:
        note = _noted(site, row, "lost", holder=row.holder, now=now)
        connection.execute(insert(delivery_tries).values(note))
    if row.error != "held":
        connection.execute(insert(delivery_tries).values(_noted(site, row, "held", now=now)))


def shared_link(into: Delivery) -> str | None:
    """Return the page that a message for several matters opens: the list of one's tasks instead of one matter."""
    if into.link is None or not into.subject.startswith(TOLD_OF_MATTERS):
        return into.link
    return into.link.partition("?")[0]


def merge(
    connection: Connection,
    site: str,
    into: Delivery,
    others: Sequence[Delivery],
    title: str,
    text: str,
    now: int,
) -> None:
    """Merge several deliveries into one message with a new text. It offers no answers, because it would be unclear to
    which question.
    """
    connection.execute(
        update(deliveries)
        .where(_is(site, into.id))
        .values(
            title=title, text=text, choices="[]", reply=None, link=shared_link(into), updated_at=now
        )
    )
    for other in others:
        connection.execute(
            update(deliveries)
            .where(_is(site, other.id))
            .values(state="merged", merged_into=into.id, updated_at=now)
        )
        noted = _noted(site, other, "merged", why=into.id, now=now)
        connection.execute(insert(delivery_tries).values(noted))


def to_merge(
    connection: Connection, site: str, channel: str, rank: int, *more: ColumnElement[bool]
) -> list[Delivery]:
    """Return deliveries waiting for their first try by a channel and no more urgent than `rank`, in order; where
    `more` holds too. A message that already speaks for others is left out: its text names them.
    """
    table = deliveries.c
    merged = deliveries.alias("merged")
    speaks = exists().where(
        merged.c.site == site, merged.c.state == "merged", merged.c.merged_into == table.id
    )
    query = (
        DELIVERIES.where(
            table.site == site, table.channel == channel, table.state == "waiting",
            table.tries == 0, table.rank >= rank, ~speaks, *more,
        )
        .order_by(table.sequence)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    return [delivery_of(row) for row in connection.execute(query)]


def gathered(connection: Connection, site: str, channel: str, now: int) -> list[Delivery]:
    """Return the reminders of matters due by a channel: those to one person are sent as one message."""
    table = deliveries.c
    return to_merge(
        connection, site, channel, RANKS["routine"],
        table.subject.startswith(TOLD_OF_MATTERS, autoescape=True), table.next_try_at <= now, table.expires_at > now,
    )  # fmt: skip


def still_waiting(connection: Connection, site: str, ids: Collection[str]) -> list[Delivery]:
    """Return which of these are still to be sent, as they are now, in order."""
    table = deliveries.c
    query = DELIVERIES.where(table.site == site, table.id.in_(ids), table.state.in_(OPEN)).order_by(
        table.rank, table.tries > 0, table.sequence
    )
    return [delivery_of(row) for row in connection.execute(query)]


def turn_to(connection: Connection, site: str, channel: str, other: str, now: int) -> int:
    """Redirect everything that waits for a channel to another at once; deliveries that may already have arrived only
    if urgent. Return how many.
    """
    table = deliveries.c
    moved = (
        update(deliveries)
        .where(table.site == site, table.channel == channel, table.state == "waiting")
        .where(or_(table.attempt == 1, table.rank <= RANKS["urgent"]))
        .values(channel=other, next_try_at=now, updated_at=now)
    )
    return int(connection.execute(moved).rowcount)


def used_of_channel(connection: Connection, site: str, channel: str, now: int) -> int:
    """Return how many messages a channel has taken in the last minute, including those under way."""
    tries, rows = delivery_tries.c, deliveries.c
    ended = select(func.count()).select_from(delivery_tries).where(
        tries.site == site, tries.channel == channel, tries.ended_at > now - MINUTE_MS,
        tries.outcome.in_(COUNTED),
    )  # fmt: skip
    under_way = select(func.count()).select_from(deliveries).where(
        rows.site == site, rows.channel == channel, rows.state == "claimed",
        rows.lease_until > now,
    )  # fmt: skip
    return int((connection.scalar(ended) or 0) + (connection.scalar(under_way) or 0))


def used_of_addresses(
    connection: Connection, site: str, channel: str, people: Collection[str], now: int
) -> dict[tuple[str, str], Used]:
    """Return how many messages went to each address (person, version) of these people by a channel."""
    tries = delivery_tries.c

    def since(span_ms: int) -> ColumnElement[int]:
        return func.count().filter(tries.ended_at > now - span_ms)

    query = (
        select(
            tries.person, tries.address_version, since(MINUTE_MS), since(HOUR_MS), func.count()
        )
        .where(
            tries.site == site, tries.channel == channel, tries.person.in_(people),
            tries.ended_at > now - DAY_MS, tries.outcome.in_(COUNTED),
        )
        .group_by(tries.person, tries.address_version)
    )  # fmt: skip
    return {(row[0], row[1]): Used(*row[2:]) for row in connection.execute(query)}


def _noted(
    site: str, row: Delivery, outcome: str, *, now: int, why: str = "",
    provider_id: str | None = None, holder: str = "", took_ms: int = 0, attempt: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A row of `delivery_tries`."""
    return {
        "site": site, "delivery": row.id, "channel": row.channel, "kind": row.kind,
        "person": row.person, "address_version": row.address_version,
        "attempt": attempt or row.attempt, "outcome": outcome, "why": why[:300],
        "provider_id": provider_id, "holder": holder, "ended_at": now, "took_ms": took_ms,
    }  # fmt: skip


def _named(site: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The delivery that the parameter `row` names."""
    return deliveries.c.site == site, deliveries.c.id == bindparam("row")


def _is(site: str, ident: str) -> ColumnElement[bool]:
    return and_(deliveries.c.site == site, deliveries.c.id == ident)
