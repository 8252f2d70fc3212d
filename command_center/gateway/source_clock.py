"""How far a source's clock is off ours, and what time a value of it therefore has."""

from collections import deque
from typing import NamedTuple

from command_center.gateway.file.model import Clocks

WINDOW_MS = 600_000
"""Span of the newest differences that are compared (ours): a clock drifts little in ten minutes."""
SPAN_MS = 10_000
"""One difference is kept of each such span: the smallest."""
TOLERATED_MS = 1_000
"""A difference up to this is the way and the waiting, not the clock (ours)."""


class Timed(NamedTuple):
    """The time a value gets (UTC epoch ms), and whether it is the source's own (perhaps corrected)."""

    ts: int
    by_source: bool


class SourceClock:
    """Estimates a source's offset: ours less theirs, in ms, by the values that took the shortest way.

    A value cannot arrive before it was measured. So the smallest difference of arrival and its time is the
    clock's offset and the shortest way. Values that may be old (`initial`) are not counted.

    `may_be_late`: something between may hold values up (a broker, a folder). A value that comes late is then no
    sign of a slow clock, and only a clock that is ahead is corrected: a message that is handed over twice must get
    the same time twice, or its value would be doubled.
    """

    def __init__(self, clocks: Clocks, *, may_be_late: bool = False) -> None:
        self._clocks = clocks
        self._may_be_late = may_be_late
        self._least: deque[tuple[int, int]] = deque()

    @property
    def offset_ms(self) -> int | None:
        """Ours less theirs; None before a value has come."""
        return min((one for _, one in self._least), default=None)

    def observe(self, ts: int, arrived: int) -> None:
        """Take note of a value that has just been measured."""
        difference, least = arrived - ts, self._least
        if least and least[-1][0] > arrived:  # our own clock was set back
            least.clear()
        if not least or arrived - least[-1][0] >= SPAN_MS:
            least.append((arrived, difference))
        elif difference < least[-1][1]:
            least[-1] = (least[-1][0], difference)
        while arrived - least[0][0] > WINDOW_MS:
            least.popleft()

    def _applied(self) -> int:
        offset = self.offset_ms or 0
        return min(offset, 0) if self._may_be_late else offset

    def timed(self, ts: int | None, arrived: int) -> Timed:
        """The time of a value that says `ts` of itself. Never after its arrival."""
        if ts is None or self._clocks.trust == "receipt":
            return Timed(arrived, ts is None or self._clocks.trust == "receipt")
        offset = self._applied()
        if abs(offset) > self._clocks.correct_up_to:
            return Timed(arrived, False)
        corrected = ts + offset if abs(offset) > TOLERATED_MS else ts
        return Timed(min(corrected, arrived), True)
