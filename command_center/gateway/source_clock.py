"""The offset of a source's clock from ours, and the corrected time of its values."""

from collections import deque
from typing import NamedTuple

from command_center.gateway.file.model import Clocks

SPANS = 5
"""Differences that are compared (ours): a wrong time, or two, changes nothing, and three tell of another clock."""
SPAN_MS = 10_000
"""One difference is kept of each such span: the smallest that is not alone."""
TOLERATED_MS = 1_000
"""A difference up to this is the way and the waiting, not the clock (ours)."""


class Timed(NamedTuple):
    """The corrected time of a value (UTC epoch ms), and whether it is the source's own (perhaps corrected)."""

    ts: int
    by_source: bool


class _Span:
    """The two smallest differences of a span that began at `begin`."""

    __slots__ = ("begin", "least", "next")

    def __init__(self, begin: int, difference: int) -> None:
        self.begin, self.least = begin, difference
        self.next: int | None = None

    def take(self, difference: int) -> None:
        """Adds a measured difference of the clocks."""
        if difference < self.least:
            self.least, self.next = difference, self.least
        elif self.next is None or difference < self.next:
            self.next = difference

    @property
    def offset(self) -> int:
        """The smallest difference of the clocks, unless it is an outlier."""
        if self.next is None or self.next - self.least <= TOLERATED_MS:
            return self.least
        return self.next


class SourceClock:
    """Estimates a clock's offset: our time minus theirs, in ms. A connection has one clock for its peer and one for
    each tag.

    A value cannot arrive before it was measured. So the smallest difference between arrival and time within a span is
    the clock's offset plus the shortest delay. A difference far from the next one is a wrong time, not the clock; the
    median of the newest spans counts, so one wrong time does not affect other values. Each value informs its tag's
    clock and the peer's. Values that may be old (`initial`) are not counted.

    `may_be_late`: an intermediary (a broker, a folder) may delay values. A late value is then no sign of a slow
    clock, and only a clock that is ahead is corrected: a message delivered twice must get the same time twice, or its
    value would be stored twice.
    """

    def __init__(
        self, clocks: Clocks, *, may_be_late: bool = False, peer: "SourceClock | None" = None
    ) -> None:
        self._clocks = clocks
        self._may_be_late = may_be_late
        self._peer = peer
        self._spans: deque[_Span] = deque(maxlen=SPANS)
        self._middle: int | None = None

    def of_tag(self) -> "SourceClock":
        """Return the clock of a tag behind this peer."""
        return SourceClock(self._clocks, may_be_late=self._may_be_late, peer=self)

    @property
    def offset_ms(self) -> int | None:
        """Return our time minus theirs, in ms; None before a value has come."""
        if self._middle is None and self._peer is not None:
            return self._peer.offset_ms
        return self._middle

    def observe(self, ts: int, arrived: int) -> None:
        """Take a value that was just measured into the estimate."""
        difference, spans = arrived - ts, self._spans
        if spans and spans[-1].begin > arrived:  # our own clock was set back
            spans.clear()
        if not spans or arrived - spans[-1].begin >= SPAN_MS:
            spans.append(_Span(arrived, difference))
        else:
            spans[-1].take(difference)
        found = sorted(one.offset for one in spans)
        low, high = found[(len(found) - 1) // 2], found[len(found) // 2]
        self._middle = min(low, high, key=abs)
        if self._peer is not None:
            self._peer.observe(ts, arrived)

    def _applied(self) -> int:
        offset = self.offset_ms or 0
        return min(offset, 0) if self._may_be_late else offset

    def timed(self, ts: int | None, arrived: int) -> Timed:
        """Return the corrected time of a value whose own time is `ts`. It is never after its arrival."""
        if ts is None or self._clocks.trust == "receipt":
            return Timed(arrived, ts is None or self._clocks.trust == "receipt")
        offset, most = self._applied(), self._clocks.correct_up_to
        if abs(offset) > most:
            return Timed(arrived, False)
        corrected = ts + offset if abs(offset) > TOLERATED_MS else ts
        if corrected - arrived > most:  # this one alone is wrong
            return Timed(arrived, False)
        return Timed(min(corrected, arrived), True)
