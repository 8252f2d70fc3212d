"""One log line for many events that a stranger can cause: their number is not theirs to write the log with."""

import time
from collections.abc import Callable
from typing import Any

EVERY_S = 10.0


class Tally:
    """Says the first event at once, then at most one line each `EVERY_S` with how many came since.

    `say` is called with the details of the last one and `count`, those since the last line.
    """

    def __init__(
        self, say: Callable[..., None], elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._say = say
        self._elapsed = elapsed
        self._said: float | None = None
        self._unsaid = 0

    def add(self, **details: Any) -> None:
        """One more; `details` are the line's keywords."""
        self._unsaid += 1
        now = self._elapsed()
        if self._said is None or now - self._said >= EVERY_S:
            count, self._unsaid, self._said = self._unsaid, 0, now
            self._say(count=count, **details)
