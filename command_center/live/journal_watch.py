"""When this process last saw the journal: a board that nobody compares with it is no board."""

from collections.abc import Callable

LOOK_S = 1.0
"""How often each process reads the journal's end and whatever the bus may have lost."""
LIMIT_S = 3.5
"""So old a look makes the board doubtful: three were missed, and screens forgive as much silence."""


class Looks:
    """Noted by whoever looks; `elapsed` is a clock in seconds that never steps."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._seen_at = elapsed()

    def done(self) -> None:
        """Notes that the journal was just read to its end."""
        self._seen_at = self._elapsed()

    @property
    def age_s(self) -> float:
        """Seconds since the journal was last read to its end."""
        return self._elapsed() - self._seen_at

    @property
    def recent(self) -> bool:
        """Whether the last one is recent enough to be trusted."""
        return self.age_s < LIMIT_S
