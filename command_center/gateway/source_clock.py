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
    """

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._least: deque[tuple[int, int]] = deque()

    @property
    def offset_ms(self) -> int | None:
        """Ours less theirs; None before a value has come."""
        return min((one for _, one in self._least), default=None)

    @property
    def trusted(self) -> bool:
        """Whether values keep the source's time, corrected or not."""
        offset = self.offset_ms
        return offset is None or abs(offset) <= self._clocks.correct_up_to

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

    def timed(self, ts: int | None, arrived: int) -> Timed:
        """The time of a value that says `ts` of itself. Never after its arrival."""
        if ts is None or self._clocks.trust == "receipt":
            return Timed(arrived, ts is None or self._clocks.trust == "receipt")
        offset = self.offset_ms or 0
        if not self.trusted:
            return Timed(arrived, False)
        corrected = ts + offset if abs(offset) > TOLERATED_MS else ts
        return Timed(min(corrected, arrived), True)
