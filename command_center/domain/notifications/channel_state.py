"""The state of a plant's channels, and what a plant without one must know. It is pure; times are
UTC epoch ms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.verdicts.turns import Sign

UNSERVED_MS = 15_000
"""A channel that no process has served for so long has no sender: three of its beats (ours)."""
UNPROVEN_MS = 26 * 3_600_000
"""After so long without a message or probe that worked nobody knows whether a channel works: a day and two
hours (ours), so that a daily test that comes late is no alarm."""

NONE: Mapping[str, int] = MappingProxyType({})
Code = Literal["up", "failing", "down", "unserved", "unproven", "untried", "unconfirmed"]
SIGNS: dict[Code, Sign] = {
    "up": "good", "failing": "warn", "down": "urgent", "unserved": "urgent", "unproven": "warn",
    "untried": "note", "unconfirmed": "warn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelSeen:
    """What is known of a channel: since when it is down (None: it is up), when a process served it
    last, when a message or probe last succeeded (None: never), and how many times in a row it
    failed since."""

    id: str
    kind: str
    down_since: int | None
    beat_at: int
    worked_at: int | None
    failures: int = 0


class ChannelState(TypedDict):
    """The state of a channel. `since` is when that state began; None where it is not known."""

    code: Code
    sign: Sign
    since: int | None


class DownChannel(TypedDict):
    """A channel that carries nothing now. `taken_over` is the channel that carries its messages, if
    one does."""

    channel: str
    kind: str
    code: Code
    since: int | None
    taken_over: str | None


def state_of(seen: ChannelSeen | None, now: int) -> ChannelState:
    """Returns the state of a channel at `now`; `seen` is None for one that no process has served
    yet."""
    code, since = _code(seen, now)
    return {"code": code, "sign": SIGNS[code], "since": since}


def _code(seen: ChannelSeen | None, now: int) -> tuple[Code, int | None]:
    if seen is None or not seen.beat_at:
        return "untried", None
    if seen.beat_at < now - UNSERVED_MS:
        return "unserved", seen.beat_at
    if seen.down_since is not None:
        return "down", seen.down_since
    if seen.failures:
        return "failing", None
    if seen.worked_at is None:
        return "untried", None
    if seen.worked_at < now - UNPROVEN_MS:
        return "unproven", seen.worked_at
    return "up", None


def is_down(state: ChannelState) -> bool:
    """Returns whether the channel carries nothing, which raises an alarm."""
    return state["code"] in ("down", "unserved")


@dataclass(frozen=True, slots=True)
class Configured:
    """A channel in the plant's file. `taken_over` is the channel that would carry its messages if
    it were down."""

    id: str
    kind: str
    taken_over: str | None


class ChannelsNow(TypedDict):
    """The state of a plant's channels. `silent`: it can only use the board, voice and radio,
    because it is no simulated plant and has no channel. `trouble`: the outbox itself has a
    fault."""

    silent: bool
    kinds: list[str]
    down: list[DownChannel]
    trouble: bool


def channels_now(
    configured: Sequence[Configured],
    seen: Mapping[str, ChannelSeen],
    now: int,
    *,
    simulated: bool,
    trouble: bool,
    unconfirmed: Mapping[str, int] = NONE,
) -> ChannelsNow:
    """Returns the state of the plant's channels at `now`, in the order of its file. `unconfirmed`
    maps channels whose daily test nobody confirmed to since when: each counts as down until its
    test is confirmed."""
    down: list[DownChannel] = []
    for one in configured:
        state = state_of(seen.get(one.id), now)
        if not is_down(state) and one.id in unconfirmed:
            state = {"code": "unconfirmed", "sign": "warn", "since": unconfirmed[one.id]}
        if is_down(state) or state["code"] == "unconfirmed":
            down.append(
                {
                    "channel": one.id,
                    "kind": one.kind,
                    "code": state["code"],
                    "since": state["since"],
                    "taken_over": one.taken_over,
                }
            )
    return {
        "silent": not simulated and not configured,
        "kinds": list(dict.fromkeys(one.kind for one in configured)),
        "down": down,
        "trouble": trouble,
    }
