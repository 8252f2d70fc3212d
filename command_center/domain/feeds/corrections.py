"""A sender's clock: its corrections as a table by its own times, and how far it is off.

A time is corrected by the entry that it falls under, whenever it arrives. A reading that is sent
again gets the same time again, and a late one gets the correction of when it was measured. The
order of times is kept across entries.
"""

from collections import deque
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


# Measures how far a sender's clock is off, from the times at which it sends and its batches
# arrive. A batch cannot arrive before it was sent. The smallest difference of receipt and
# `sent_at` is therefore the clock's offset plus the shortest transmission time: a slow network
# makes differences larger and never smaller (the minimum filter of NTP's clock filter, RFC 5905,
# section 10, for one direction). A difference that stays larger means that the clock has changed.

WINDOW_MS = 600_000
"""Span of the differences that are compared (ours): a clock of 100 ppm drifts 60 ms in it."""
SPAN_MS = 10_000
"""One difference is kept of each such span: the smallest."""
STEP_MS = 1_000
"""A difference that is larger by this may be another clock, and may be the way (ours)."""
LONGEST_WAY_MS = 60_000
"""No batch is on its way for longer: its sender gives up before (the gateway after 25 s)."""
SURE = 3
"""So many batches in a row say that the clock is behind, and not one slow way (ours)."""


class Offset:
    """The offset of one sender's clock. `add_ms` is our time less theirs; None until known.

    A clock that runs ahead is detected at once. One that falls behind is detected after three
    batches, or at once when it is behind by more than any transmission takes.
    """

    def __init__(self) -> None:
        self._least: deque[tuple[int, int]] = deque()
        self._larger: list[int] = []

    @property
    def add_ms(self) -> int | None:
        """Returns our time less theirs in ms, including the shortest transmission time; None until
        known."""
        return min((one for _, one in self._least), default=None)

    def observe(self, sent_at: int, received: int) -> None:
        """Takes the times of a batch: when it was sent by its sender's clock, and when it arrived
        by ours (UTC epoch ms)."""
        difference = received - sent_at
        if self._least and self._least[-1][0] > received:  # our own clock was set back
            self._least.clear()
        known = self.add_ms
        expected = 0 if known is None else known
        if difference - expected > STEP_MS:
            self._larger.append(difference)
            if len(self._larger) < SURE and difference - expected <= LONGEST_WAY_MS:
                return
            difference = min(self._larger)
            self._least.clear()
        self._larger.clear()
        if (
            known is not None and known - difference > STEP_MS
        ):  # it was set ahead: the old ones say nothing
            self._least.clear()
        self._put(received, difference)

    def _put(self, received: int, difference: int) -> None:
        least = self._least
        if not least or received - least[-1][0] >= SPAN_MS:
            least.append((received, difference))
        elif difference < least[-1][1]:
            least[-1] = (least[-1][0], difference)
        while received - least[0][0] > WINDOW_MS:
            least.popleft()
