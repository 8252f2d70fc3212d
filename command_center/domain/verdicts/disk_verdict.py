"""Judges how much disk space the databases have: enough, low, or full."""

from typing import Literal

from typing_extensions import TypedDict

MIB = 1 << 20
FULL_BYTES = 32 * MIB
"""With less free nothing more is sure to be stored: SQLite's write-ahead log grows to 8,000 pages of 4 KiB before it
is folded into the database (`store/database/engine.py`)."""
STEP_MIB = 10
"""What is free is told in steps, so that not every look is news; smaller than `FULL_BYTES`, so that a disk with room is
never told as one with 0 MB (ours)."""


class DiskNow(TypedDict):
    """The state of the databases' disk. `free_mb` is given while it is low, `since` (UTC epoch ms)
    while it is full. `damaged` names a database file whose content is damaged."""

    state: Literal["good", "low", "full"]
    free_mb: int | None
    since: int | None
    damaged: str | None


GOOD: DiskNow = {"state": "good", "free_mb": None, "since": None, "damaged": None}


def disk_now(
    free: int | None,
    low_bytes: int,
    failing_since: int | None,
    now: int,
    damaged: str | None = None,
) -> DiskNow:
    """Returns the state of the disk. `free` and `low_bytes` are bytes, None where the free space is
    not known. `failing_since` is when a write failed for lack of space, None while writes
    succeed. Times are UTC epoch ms."""
    full = failing_since is not None or (free is not None and free < FULL_BYTES)
    mb = None if free is None else free // MIB // STEP_MIB * STEP_MIB
    if full:
        since = now if failing_since is None else failing_since
        return {"state": "full", "free_mb": mb, "since": since, "damaged": damaged}
    if free is not None and free < low_bytes:
        return {"state": "low", "free_mb": mb, "since": None, "damaged": damaged}
    return {**GOOD, "damaged": damaged}
