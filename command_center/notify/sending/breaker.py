"""The circuit breaker of a channel: when it counts as down, and when it may be tried again. Pure: from a health row
to a health row.
"""

from collections.abc import Iterable
from dataclasses import replace

from command_center.notify.provider import Health
from command_center.notify.sending.retries import Outcome
from command_center.store.outbox.rows import ChannelHealth

FAILURES = 3
"""So many failures one after another, of messages or of probes, take a channel down."""
RETRY_MS = (5_000, 10_000, 20_000, 40_000, 60_000)
"""After so long a channel that is down may be tried by one message, longer with each that fails (ours)."""

FORGOTTEN_MS = 600_000
"""A failure so long ago counts no more when a probe is good: tries and probes that fail follow within minutes
(ours)."""


def after_tries(health: ChannelHealth, outcomes: Iterable[Outcome], now: int) -> ChannelHealth:
    """Return a channel's health after its tries, in the order in which they ended."""
    for outcome in outcomes:
        health = (
            _failed(health, outcome.why, now) if outcome.blames_channel else _worked(health, now)
        )
    return health


def after_probe(health: ChannelHealth, probe: Health, now: int) -> ChannelHealth:
    """Return a channel's health after a probe. A channel that works again after being down is one failure away from
    down. A good probe does not cancel message failures; old failures do not add up with the next one.
    """
    health = replace(health, probed_at=now, probe_ok=probe.ok, detail=dict(probe.detail))
    if not probe.ok:
        return _failed(health, probe.why, now)
    if health.state == "down":
        return replace(
            health, state="up", failures=FAILURES - 1, down_since=None, retry_at=0, last_ok_at=now
        )
    last = health.last_failure_at
    forgotten = last is None or last + FORGOTTEN_MS <= now
    return replace(health, last_ok_at=now, failures=0 if forgotten else health.failures)


def may_send(health: ChannelHealth, now: int) -> bool:
    """Whether messages may be sent: freely while the channel is up, one by one from `retry_at` on
    while it is down.
    """
    return health.state == "up" or now >= health.retry_at


def _worked(health: ChannelHealth, now: int) -> ChannelHealth:
    return replace(
        health, state="up", failures=0, why="", down_since=None, retry_at=0, last_ok_at=now
    )


def _failed(health: ChannelHealth, why: str, now: int) -> ChannelHealth:
    failures = health.failures + 1
    health = replace(health, failures=failures, why=why[:300], last_failure_at=now)
    if failures < FAILURES:
        return health
    wait = RETRY_MS[min(failures - FAILURES, len(RETRY_MS) - 1)]
    since = health.down_since if health.state == "down" else now
    return replace(health, state="down", down_since=since, retry_at=now + wait)
