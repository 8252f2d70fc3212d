"""The answer of `GET /api/v1/outbox`: channels, deliveries and what came back. Pure functions; it never contains an
address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from typing_extensions import TypedDict

from command_center.domain.notifications.channel_state import ChannelState
from command_center.domain.notifications.channel_state import state_of as channel_state
from command_center.domain.notifications.delivery_state import PROBLEMS, DeliveryState
from command_center.domain.notifications.delivery_state import state_of as delivery_state
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import Limits
from command_center.notify.standing import seen_of
from command_center.store.outbox.reading import Cost, Count
from command_center.store.outbox.rows import OPEN, ChannelHealth, Delivery, KeptReceipt, Try

MINUTE_MS = 60_000


class ChannelTold(TypedDict):
    """A configured channel. Durations are in ms, times UTC epoch ms by the database's clock. `typical_ms` and
    `slow_ms` are the median and the 99th percentile of the last day's accepted tries. `used` is the number of
    messages in the last minute, `per_minute` the service's limit.
    """

    id: str
    type: str
    kind: str
    fallback: str | None
    taken_over: str | None
    state: ChannelState
    why: str
    worked_at: int | None
    probed_at: int | None
    probes: bool
    retry_in_ms: int | None
    detail: dict[str, str | float]
    waiting: int
    oldest_at: int | None
    sent: int
    failed: int
    typical_ms: int | None
    slow_ms: int | None
    used: int
    per_minute: int | None
    cost: float | None


class TryTold(TypedDict):
    """One finished try. `again`: an earlier one may have arrived too."""

    channel: str
    at: int
    outcome: str
    why: str
    took_ms: int
    again: bool


class ReceiptTold(TypedDict):
    """A service's report, or a person's answer."""

    channel: str
    at: int
    outcome: str
    word: str | None
    state: str


class DeliveryTold(TypedDict):
    """A message to one person. `next_try_at` is given while it waits."""

    id: str
    subject: str
    step: str
    person: str
    title: str
    urgency: str
    drill: str | None
    kind: str
    channel: str
    state: DeliveryState
    planned_at: int
    next_try_at: int | None
    expires_at: int
    sent_at: int | None
    tries: list[TryTold]
    receipts: list[ReceiptTold]


class Waiting(TypedDict):
    """The waiting messages: how many, how many of them for life safety, and since when the oldest waits."""

    number: int
    life_safety: int
    oldest_at: int | None


class Outbox(TypedDict):
    """The outbox now. `answers`: whether messages contain answer links."""

    now: int
    configured: bool
    simulated: bool
    answers: bool
    trouble: str
    channels: list[ChannelTold]
    waiting: Waiting
    deliveries: list[DeliveryTold]


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a channel's accepted tries took, and how many messages it used in the last minute."""

    typical_ms: int | None
    slow_ms: int | None
    used: int


def measured(tries: Iterable[Try], now: int) -> Measured:
    """Return the measurements of one channel's tries."""
    mine = list(tries)
    took = sorted(one.took_ms for one in mine if one.outcome == "accepted")
    reached = ("accepted", "unknown", "lost")
    used = sum(one.ended_at > now - MINUTE_MS for one in mine if one.outcome in reached)
    if not took:
        return Measured(None, None, used)
    return Measured(took[len(took) // 2], took[min(len(took) - 1, len(took) * 99 // 100)], used)


def channel_told(
    entry: ChannelEntry,
    limits: Limits,
    health: ChannelHealth | None,
    tries: Sequence[Try],
    counts: Sequence[Count],
    cost: Cost | None,
    taken_over: str | None,
    now: int,
    *,
    probes: bool,
) -> ChannelTold:
    """Return one channel. `tries`, `counts` and `cost` are those of this channel only."""
    took = measured(tries, now)
    numbers = {one.state: one.number for one in counts}
    waiting = [one for one in counts if one.state in OPEN]
    return {
        "id": entry.id,
        "type": entry.type,
        "kind": entry.kind,
        "fallback": entry.fallback,
        "taken_over": taken_over,
        "state": channel_state(seen_of(health) if health else None, now),
        "why": health.why if health else "",
        "worked_at": health.last_ok_at if health else None,
        "probed_at": (health.probed_at or None) if health else None,
        "probes": probes,
        "retry_in_ms": health.retry_at - now if health and health.retry_at > now else None,
        "detail": dict(health.detail) if health else {},
        "waiting": sum(one.number for one in waiting),
        "oldest_at": min((one.oldest_at for one in waiting), default=None),
        "sent": numbers.get("sent", 0) + numbers.get("unknown", 0),
        "failed": numbers.get("failed", 0) + numbers.get("expired", 0),
        "typical_ms": took.typical_ms,
        "slow_ms": took.slow_ms,
        "used": took.used,
        "per_minute": limits.per_minute,
        "cost": cost.cost if cost else None,
    }


def delivery_told(
    row: Delivery, tries: Sequence[Try], receipts: Sequence[KeptReceipt]
) -> DeliveryTold:
    """Return one message, with its tries and receipts, oldest first."""
    applied = {one.outcome for one in receipts if one.state != "ignored"}
    return {
        "id": row.id,
        "subject": row.subject,
        "step": row.step,
        "person": row.person,
        "title": row.title,
        "urgency": row.urgency,
        "drill": row.drill,
        "kind": row.kind,
        "channel": row.channel,
        "state": delivery_state(row.state, applied, tries[-1].outcome if tries else None),
        "planned_at": row.planned_at,
        "next_try_at": row.next_try_at if row.state == "waiting" else None,
        "expires_at": row.expires_at,
        "sent_at": row.sent_at,
        "tries": [
            {
                "channel": one.channel, "at": one.ended_at, "outcome": one.outcome,
                "why": one.why, "took_ms": one.took_ms, "again": one.attempt > 1,
            }
            for one in tries
        ],
        "receipts": [
            {
                "channel": one.channel, "at": one.at or one.received_at, "outcome": one.outcome,
                "word": one.word, "state": one.state,
            }
            for one in receipts
        ],
    }  # fmt: skip


def waiting_of(rows: Sequence[Delivery], number: int) -> Waiting:
    """Return the summary of waiting messages; `rows` are the first of `number`, life safety before all others."""
    return {
        "number": number,
        "life_safety": sum(row.urgency == "life_safety" for row in rows),
        "oldest_at": min((row.planned_at for row in rows), default=None),
    }


def only_problems(told: Iterable[DeliveryTold]) -> list[DeliveryTold]:
    """Return only the problematic deliveries, which a person looks for first."""
    return [one for one in told if one["state"]["code"] in PROBLEMS]


def by_channel(tries: Iterable[Try]) -> Mapping[str, list[Try]]:
    """Tries by their channel."""
    found: dict[str, list[Try]] = {}
    for one in tries:
        found.setdefault(one.channel, []).append(one)
    return found
