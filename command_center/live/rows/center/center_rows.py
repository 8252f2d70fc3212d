"""Rows of topic `center`: whether a process leads, wrong clocks, disk space, failing channels, and isolated faults.

They describe the command center itself and are the same in a drill as in reality.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.notifications.channel_state import ChannelsNow
from command_center.domain.readers import EVERYBODY
from command_center.domain.verdicts.disk_verdict import DiskNow
from command_center.domain.verdicts.processes import WrongClock
from command_center.faults import Fault
from command_center.live.rows.kind import RowKind
from command_center.live.rows.row import Change


class DutiesRow(TypedDict):
    """Whether some process leads; if none, since when, by the clock of the process that serves this board."""

    led: bool
    since: int | None


class AheadOf(TypedDict):
    """A process whose clock is so many seconds ahead of the database's (negative: behind)."""

    process: str
    ahead_s: int


class ClocksRow(TypedDict):
    """Every process that has a wrong clock."""

    wrong: list[AheadOf]


class Failing(TypedDict):
    """A fault: what cannot be shown or decided, since when (UTC epoch ms), the error and where in this program it
    came from. `life`: lives may depend on it.
    """

    part: Literal[
        "duty", "decision", "matter", "plan", "row", "consumer", "notice", "webhook", "fact"
    ]
    name: str
    since: int
    why: str
    life: bool


class FailingRow(TypedDict):
    """The isolated faults of this process, the gravest first; `more` counts those not listed."""

    failing: list[Failing]
    more: int


class ChannelsRow(ChannelsNow):
    """The condition of the channels that page people."""


class DiskRow(DiskNow):
    """The free disk space of the databases of the process that serves this board."""


class NoChannel(TypedDict):
    """The plant has no message channel: people are told only by the board, voice and radio."""

    silent: bool


MOST_TOLD = 5
"""So many faults are told of by name (ours)."""
LOOK = "each look at the processes"
DUTIES = RowKind("center", "duties", DutiesRow, readers=EVERYBODY, moved=LOOK)
CLOCKS = RowKind("center", "clocks", ClocksRow, readers=EVERYBODY, moved=LOOK)
DISK = RowKind("center", "disk", DiskRow, readers=EVERYBODY, moved=LOOK)
FAILING = RowKind("center", "failing", FailingRow, readers=EVERYBODY, moved=LOOK)
CHANNELS = RowKind("center", "channels", ChannelsRow, readers=EVERYBODY, moved=LOOK)
NO_CHANNEL = RowKind("readiness", "no_channel", NoChannel, readers=EVERYBODY, moved=LOOK)


def center_changes(
    unled_since: int | None,
    wrong: Sequence[WrongClock],
    channels: ChannelsNow,
    disk: DiskNow,
    faults: Sequence[Fault] = (),
) -> Iterator[Change]:
    """Yield every row, whole. `unled_since` is UTC epoch ms by the clock of the process that serves this board; None
    while some process leads. Clock errors are given in whole seconds, so that not every beat changes the row.
    """
    yield DUTIES.change("", {"led": unled_since is None, "since": unled_since})
    told: list[AheadOf] = [
        {"process": one.process.name, "ahead_s": round(one.ahead_ms / 1000)} for one in wrong
    ]
    yield CLOCKS.change("", {"wrong": told})
    yield DISK.change("", disk)
    yield CHANNELS.change("", channels)
    failing: list[Failing] = [
        {"part": one.part, "name": one.name, "since": one.since, "why": one.why, "life": one.life}
        for one in sorted(faults, key=lambda one: not one.life)
    ]
    yield FAILING.change(
        "", {"failing": failing[:MOST_TOLD], "more": max(0, len(failing) - MOST_TOLD)}
    )
    yield NO_CHANNEL.change("", {"silent": True} if channels["silent"] else None)
