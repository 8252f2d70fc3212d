"""Measures how far a sender's clock is off, from the times at which it sends and its batches
arrive.

A batch cannot arrive before it was sent. The smallest difference of receipt and `sent_at` is
therefore the clock's offset plus the shortest transmission time: a slow network makes differences
larger and never smaller (the minimum filter of NTP's clock filter, RFC 5905, section 10, for one
direction). A difference that stays larger means that the clock has changed.
"""

from collections import deque

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
