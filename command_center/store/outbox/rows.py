"""The rows of the outbox as value types: a delivery, a try, a receipt, a channel's health."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from sqlalchemy import select

from command_center.store.schema import channel_health, deliveries, receipts

State = Literal[
    "waiting", "claimed", "unknown", "sent", "failed", "expired", "withdrawn", "merged"
]  # fmt: skip
"""waiting: to be tried at `next_try_at`. claimed: a worker is at it until `lease_until`. unknown: the last try
ended without an answer and is not repeated. sent: a provider accepted it. failed: it never will. expired: its
time ran out. withdrawn: it was acknowledged before it was sent. merged: another delivery's message names it."""
TEST = "TEST"
"""The subject of the daily test pages, which are nobody's order: no fact tells of them (`notify/daily_test.py`)."""
OPEN: tuple[State, ...] = ("waiting", "claimed")
"""Still to be sent."""
LEFT: tuple[State, ...] = ("sent", "unknown")
"""A provider has it, or may have it."""
RANKS = {"life_safety": 0, "urgent": 1, "normal": 2, "routine": 3}
"""What goes first; the row's `rank`."""

TOLD_OF_MATTERS = "TOLD-"
"""What the subject of every telling of a matter begins with (`domain/notifications/matter_pages.py`)."""

TryOutcome = Literal["accepted", "temporary", "permanent", "unknown", "lost", "held", "merged"]
"""lost: the process ended before it knew. held: a limit of the provider left no room; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice to one person by one channel. Times are UTC epoch ms by the database's clock.

    `kind` is im, sms, voice, email or push; `channel` the id of the configured channel now responsible. `attempt`
    above 1: an earlier try may have arrived too. `tries` counts every try. `reply` is the number that a text answer
    gives. `told`: the fact of its outcome is in the journal.
    """

    id: str
    state: State
    channel: str
    kind: str
    person: str
    subject: str
    step: str
    address_version: str
    urgency: str
    drill: str | None
    language: str
    title: str
    text: str
    choices: list[dict[str, Any]]
    link: str | None
    reply: str | None
    ref: str | None
    sequence: int
    planned_at: int
    due_at: int
    expires_at: int
    next_try_at: int
    tries: int
    attempt: int
    error: str | None
    provider_id: str | None
    cost: float | None
    sent_at: int | None
    merged_into: str | None
    told: bool
    holder: str
    lease_until: int
    updated_at: int

    @property
    def rank(self) -> int:
        """The sending priority: 0 for life safety to 3 for routine."""
        return RANKS[self.urgency]


DELIVERIES = select(*(deliveries.c[name] for name in Delivery.__slots__))
"""The columns of a delivery, in its order."""


def delivery_of(row: Sequence[Any]) -> Delivery:
    """A row of `DELIVERIES`, from SQLAlchemy or from the driver, which keeps a truth as 0 or 1."""
    told = dict(zip(Delivery.__slots__, row, strict=True))
    return Delivery(**told | {"choices": orjson.loads(told["choices"]), "told": bool(told["told"])})


@dataclass(frozen=True, slots=True)
class Try:
    """One finished try of a delivery; `why` is the provider's reason, without addresses and secrets."""

    delivery: str
    channel: str
    attempt: int
    outcome: TryOutcome
    why: str
    provider_id: str | None
    holder: str
    ended_at: int
    took_ms: int


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A service's report in the inbox. `state` is waiting, applied, ignored, unmatched or dead (it could not be
    applied; `why` gives the error).
    """

    id: int
    channel: str
    event: str
    outcome: str
    ref: str | None
    provider_id: str | None
    address: str | None
    reply: str | None
    word: str | None
    error: str | None
    at: int | None
    received_at: int
    state: str
    delivery: str | None
    why: str


RECEIPTS = select(*(receipts.c[name] for name in KeptReceipt.__slots__))
"""The columns of a kept receipt, in its order."""


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """Whether a channel works. `failures` counts consecutive failures; `down_since` is None while it is up.

    `probe_ok` is None if it was never probed. `beat_at`: when a process, `sender`, last served it.
    """

    channel: str
    kind: str
    state: Literal["up", "down"]
    failures: int
    why: str
    down_since: int | None
    retry_at: int
    last_ok_at: int | None
    last_failure_at: int | None
    probed_at: int
    probe_ok: bool | None
    detail: dict[str, Any]
    beat_at: int
    sender: str


HEALTH = select(*(channel_health.c[name] for name in ChannelHealth.__slots__))
"""The columns of a channel's health, in its order."""


def health_of(row: Sequence[Any]) -> ChannelHealth:
    """A row of `HEALTH`, from SQLAlchemy or from the driver, which keeps a truth as 0 or 1."""
    told = dict(zip(ChannelHealth.__slots__, row, strict=True))
    probed = told["probe_ok"]
    ok = None if probed is None else bool(probed)
    return ChannelHealth(**told | {"detail": orjson.loads(told["detail"]), "probe_ok": ok})
