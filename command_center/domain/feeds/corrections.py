"""The corrections of a sender's clock, as a table by its own times.

A time is corrected by the entry that it falls under, whenever it arrives. A reading that is sent
again gets the same time again, and a late one gets the correction of when it was measured. The
order of times is kept across entries.
"""

from collections.abc import Sequence

from command_center.domain.state.feeds import Correction

TOLERATED_MS = 1_000
"""An offset up to this is the way and the waiting, not the clock (ours)."""
CHANGED_MS = 500
"""An estimate that differs by less changes no entry (ours)."""


def corrected(table: Sequence[Correction], raw: int, latest: int | None = None) -> tuple[int, bool]:
    """Returns the corrected time (UTC epoch ms) of a sender's time `raw`, and whether it is
    uncertain.

    Entries are in the order in which they were made. A clock that was set back gives the same times
    twice: the newest entry that gives no time after `latest` applies. Where a correction became
    smaller, times run at half speed from where they were until the new correction has caught up, so
    that none is put before an earlier one.
    """
    first: tuple[int, bool] | None = None
    for entry in reversed(table):
        if entry.from_raw > raw:
            continue
        slewed = entry.floor + 1 + (raw - entry.from_raw) // 2
        found = max(raw + entry.add_ms, slewed), entry.uncertain
        if latest is None or found[0] <= latest:
            return found
        first = first or found
    return first or (raw, False)


def wanted(table: Sequence[Correction], add_ms: int, bound_ms: float) -> tuple[int, bool] | None:
    """Returns the correction for a newly measured offset, and whether it is uncertain; None where
    the last entry still fits."""
    add = add_ms if abs(add_ms) > TOLERATED_MS else 0
    uncertain = abs(add) > bound_ms
    last = table[-1] if table else Correction(0, 0, 0, False)
    if abs(last.add_ms - add) < CHANGED_MS and last.uncertain == uncertain:
        return None
    if add == 0 and abs(last.add_ms - add_ms) < CHANGED_MS:  # at the edge of what is tolerated
        return None
    return add, uncertain


def begins_at(raws: Sequence[int], highest: int | None, sent_at: int) -> int:
    """Returns the raw time from which a new correction applies, when a batch with these times
    brought it.

    Times after the `highest` known begin with the batch. A clock that was set back begins again
    with it.
    """
    if highest is None:
        return min(raws, default=sent_at)
    newer = [raw for raw in raws if raw > highest]
    if newer:
        return min(newer)
    return min(raws, default=sent_at) if sent_at < highest else highest + 1
