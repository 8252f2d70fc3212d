"""Compares the instruments that measure one level: the gauge, a second gauge, a level switch
(Buncefield, 2005).

At Buncefield the gauge had stuck and the independent high-level switch could not work; nobody was
told that the two disagreed (Major Incident Investigation Board, final report 2008). A difference
has to last before it counts, so that waves and the time between two readings raise nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

TOLERATED = 0.02
"""Share of the gauge's range by which two instruments may differ (ours)."""
HOLD_MS = 60_000
"""For how long they must differ, and agree again (ours)."""
ON = 0.5


class Shown(NamedTuple):
    """The last good reading of an instrument, taken at `ts` (UTC epoch ms)."""

    ts: int
    value: float


class Second(NamedTuple):
    """Another instrument of the same level: a second gauge, or a switch that reads 1 from the level
    `at` upwards."""

    shown: Shown
    at: float | None = None


class CompareWatch:
    """Compares the gauge of one vessel with its other instruments.

    `tripped` is (onset, value of the other instrument, value of the gauge) while they have differed
    for long enough; for a switch the value is the level at which it switches. `cleared` is True
    once they have agreed for as long.
    """

    def __init__(self, low: float, high: float) -> None:
        self._tolerated = TOLERATED * (high - low)
        self._since: int | None = None
        self._agrees_since: int | None = None
        self.tripped: tuple[int, float, float] | None = None
        self.cleared = False

    def judge(self, gauge: Shown, others: Sequence[Second]) -> None:
        """Compares the newest good readings. The caller must leave out silent instruments."""
        if not others:
            return
        now = max(gauge.ts, *(one.shown.ts for one in others))
        worst = max((self._difference(gauge.value, one) for one in others), key=lambda one: one[0])
        if worst[0] > self._tolerated:
            self._agrees_since, self.cleared = None, False
            self._since = now if self._since is None else self._since
            if now - self._since >= HOLD_MS:
                self.tripped = (self._since, round(worst[1], 3), round(gauge.value, 3))
            return
        self._since, self.tripped = None, None
        self._agrees_since = now if self._agrees_since is None else self._agrees_since
        self.cleared = now - self._agrees_since >= HOLD_MS

    def _difference(self, gauge: float, other: Second) -> tuple[float, float]:
        """How far they are apart, and what the other shows."""
        if other.at is None:
            return abs(gauge - other.shown.value), other.shown.value
        wet = other.shown.value >= ON
        apart = other.at - gauge if wet else gauge - other.at
        return max(0.0, apart), other.at
