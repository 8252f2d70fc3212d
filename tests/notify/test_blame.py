"""What takes a channel down, and what only says something of the one who was called."""

from typing import get_args

import pytest

from command_center.domain.state.notice import Error
from command_center.notify.breaker import after_tries
from command_center.notify.retries import Outcome
from command_center.store.outbox.rows import ChannelHealth

OF_THE_CHANNEL = {"provider", "expired"}


@pytest.mark.parametrize("error", get_args(Error))
def test_calls_that_nobody_takes_leave_the_channel_up(error: Error) -> None:
    outcomes = [Outcome("permanent", "why", error=error)] * 3
    up = ChannelHealth(
        channel="call", kind="voice", state="up", failures=0, why="", down_since=None, retry_at=0,
        last_ok_at=None, last_failure_at=None, probed_at=0, probe_ok=None, detail={}, beat_at=0, sender="",
    )  # fmt: skip
    state = after_tries(up, outcomes, 1_000).state
    assert state == ("down" if error in OF_THE_CHANNEL else "up")
