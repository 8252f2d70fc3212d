"""What takes a channel down, and what only says something of the one who was called."""

from dataclasses import replace
from typing import get_args

import pytest

from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Health
from command_center.notify.sending.breaker import after_probe, after_tries
from command_center.notify.sending.retries import Outcome
from command_center.store.outbox.rows import ChannelHealth

OF_THE_CHANNEL = {"provider", "expired"}


UP = ChannelHealth(
    channel="call", kind="voice", state="up", failures=0, why="", down_since=None, retry_at=0,
    last_ok_at=None, last_failure_at=None, probed_at=0, probe_ok=None, detail={}, beat_at=0, sender="",
)  # fmt: skip


@pytest.mark.parametrize("error", get_args(Error))
def test_calls_that_nobody_takes_leave_the_channel_up(error: Error) -> None:
    outcomes = [Outcome("permanent", "why", error=error)] * 3
    state = after_tries(UP, outcomes, 1_000).state
    assert state == ("down" if error in OF_THE_CHANNEL else "up")


def test_failures_far_apart_with_good_probes_between_them_take_no_channel_down() -> None:
    health, day_ms = UP, 86_400_000
    for day in range(1, 6):
        health = after_probe(health, Health(ok=False, why="no signal"), day * day_ms)
        health = after_probe(health, Health(ok=True), day * day_ms + day_ms // 2)
    assert (health.state, health.failures) == ("up", 0)


def test_a_good_probe_makes_up_for_no_message_that_failed_just_now() -> None:
    health = UP
    for minute in range(1, 4):
        health = after_tries(health, [Outcome("temporary", "502")], minute * 60_000)
        if minute < 3:
            health = after_probe(health, Health(ok=True), minute * 60_000 + 15_000)
    assert health.state == "down"


def test_numbers_that_have_had_their_messages_leave_the_channel_up() -> None:
    held = Outcome("temporary", "the number has had its messages", 60_000, of_address=True)
    assert after_tries(UP, [held] * 5, 1_000).state == "up"
    assert after_tries(UP, [replace(held, of_address=False)] * 3, 1_000).state == "down"
