"""Tracks when this process last read the journal, and when its board last showed all of it. A board that is not
compared with the journal must not be trusted.
"""

from collections.abc import Callable

LOOK_S = 1.0
"""How often each process reads the journal's end and whatever the bus may have lost."""
LIMIT_S = 3.5
"""So old a look makes the board doubtful: three were missed, and screens forgive as much silence."""


class Looks:
    """The times of looks that found what they should; `elapsed` is a monotonic clock in seconds."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._seen_at = elapsed()

    def done(self) -> None:
        """Note a look that just found what it should."""
        self._seen_at = self._elapsed()

    @property
    def age_s(self) -> float:
        """Return the seconds since the last such look."""
        return self._elapsed() - self._seen_at

    @property
    def recent(self) -> bool:
        """Whether the last look is recent enough to trust the board."""
        return self.age_s < LIMIT_S
