"""How channels and messages stand, in one word each."""

import pytest

from command_center.domain.notifications.channel_state import (
    UNPROVEN_MS,
    UNSERVED_MS,
    ChannelSeen,
    Configured,
    channels_now,
    is_down,
    state_of,
)
from command_center.domain.notifications.delivery_state import state_of as delivery_state

NOW = 1_790_000_000_000


def seen(**given: int | None) -> ChannelSeen:
    values: dict[str, int | None] = {"down_since": None, "worked_at": NOW - 1_000, **given}
    beat_at = values.pop("beat_at", NOW - 1_000)
    failures = values.pop("failures", 0) or 0
    return ChannelSeen(
        "a", "sms", values["down_since"], beat_at or 0, values["worked_at"], failures
    )


@pytest.mark.parametrize(
    ("channel", "code", "since", "down"),
    [
        (None, "untried", None, False),
        (seen(), "up", None, False),
        (seen(failures=1), "failing", None, False),
        (seen(failures=4, down_since=NOW - 9), "down", NOW - 9, True),
        (seen(worked_at=None), "untried", None, False),
        (seen(worked_at=NOW - UNPROVEN_MS - 1), "unproven", NOW - UNPROVEN_MS - 1, False),
        (seen(down_since=NOW - 5_000), "down", NOW - 5_000, True),
        (seen(beat_at=NOW - UNSERVED_MS - 1), "unserved", NOW - UNSERVED_MS - 1, True),
        (seen(beat_at=0), "untried", None, False),
    ],
)
def test_a_channel_stands_by_what_was_seen_of_it(
    channel: ChannelSeen | None, code: str, since: int | None, down: bool
) -> None:
    state = state_of(channel, NOW)
    assert (state["code"], state["since"], is_down(state)) == (code, since, down)


def test_a_real_plant_without_channels_tells_nobody() -> None:
    def silent(configured: list[Configured], *, simulated: bool) -> bool:
        return channels_now(configured, {}, NOW, simulated=simulated, trouble=False)["silent"]

    assert silent([], simulated=False)
    assert not silent([], simulated=True)
    assert not silent([Configured("mail", "email", None)], simulated=False)


def test_a_channel_that_is_down_is_an_alarm_with_who_took_over() -> None:
    configured = [Configured("a", "sms", "b"), Configured("b", "sms", None)]
    found = {"a": seen(down_since=NOW - 9_000), "b": seen()}
    told = channels_now(configured, found, NOW, simulated=False, trouble=False)
    assert told["down"] == [
        {"channel": "a", "kind": "sms", "code": "down", "since": NOW - 9_000, "taken_over": "b"}
    ]
    assert told["kinds"] == ["sms"]
    before = channels_now(configured, {}, NOW, simulated=False, trouble=False)
    assert before["down"] == [], "a start is no alarm"


@pytest.mark.parametrize(
    ("row", "outcomes", "last", "code"),
    [
        ("waiting", [], None, "waiting"),
        ("waiting", [], "temporary", "waiting"),
        ("waiting", [], "held", "held"),
        ("claimed", [], None, "sending"),
        ("sent", [], "accepted", "sent"),
        ("sent", ["delivered"], "accepted", "delivered"),
        ("sent", ["delivered", "read"], "accepted", "read"),
        ("sent", ["read", "answered"], "accepted", "answered"),
        ("sent", ["failed"], "accepted", "failed"),
        ("unknown", [], "unknown", "perhaps"),
        ("unknown", ["delivered"], "unknown", "delivered"),
        ("failed", [], "permanent", "failed"),
        ("expired", [], "temporary", "expired"),
        ("withdrawn", [], None, "withdrawn"),
        ("merged", [], None, "merged"),
    ],
)
def test_a_message_stands_by_its_row_and_what_came_back(
    row: str, outcomes: list[str], last: str | None, code: str
) -> None:
    assert delivery_state(row, outcomes, last)["code"] == code
