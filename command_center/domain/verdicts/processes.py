"""Finds which of a site's processes leads, and which has a wrong clock."""

from collections.abc import Iterable
from dataclasses import dataclass

CLOCK_LIMIT_MS = 1_000
"""A clock that differs from the database's by more than this is told on the board (ours)."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process as it reported itself.

    `machine_ms` is its machine's clock minus the database's, in ms: the least possible difference,
    whatever the connection took. `offset_ms` is its `CC_CLOCK_OFFSET_MS`.
    """

    id: str
    name: str
    machine_ms: int
    offset_ms: int


@dataclass(frozen=True, slots=True)
class WrongClock:
    """A process whose clock is ahead of the database's by `ahead_ms` (below zero: behind)."""

    process: Process
    ahead_ms: int


def wrong_clocks(processes: Iterable[Process]) -> list[WrongClock]:
    """Returns the processes whose clocks differ from the database's by more than a second, by name.

    An offset that all processes share is intended (the demonstration's night) and does not count.
    As soon as two processes have different offsets, the offsets count in full.
    """
    all_of_them = sorted(processes, key=lambda one: (one.name, one.id))
    shared = len({one.offset_ms for one in all_of_them}) <= 1
    ahead = ((one, one.machine_ms + (0 if shared else one.offset_ms)) for one in all_of_them)
    return [WrongClock(one, ms) for one, ms in ahead if abs(ms) > CLOCK_LIMIT_MS]


def least_difference(before: int, database: int, after: int) -> int:
    """Returns the least possible difference (ms) of a clock from the database's. The clock was read
    at `before`, then the database's at `database`, then the clock again at `after`. Above zero:
    the clock is ahead."""
    if before > database:
        return before - database
    return min(0, after - database)


def is_led(holder: str | None, expires_at: int, now: int) -> bool:
    """Returns whether a lease has a holder at `now`; both times (UTC epoch ms) by the database's
    clock."""
    return holder is not None and expires_at > now
