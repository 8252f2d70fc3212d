"""Detects jumps of the wall clock by comparing it with the monotonic clock."""

from command_center.domain.journal.clockwork import STEP_MS


class StepWatch:
    """Compares wall time with monotonic time between looks.

    Slow corrections pass unnoticed because both clocks are slewed together. A suspended machine looks like a jump
    forward, and is one for everything that was waiting.
    """

    def __init__(self) -> None:
        self._apart_ms: float | None = None

    def look(self, now: int, elapsed: float) -> int:
        """Return by how many ms the wall clock jumped since the last look; 0 if it did not.

        `now` is UTC epoch ms, `elapsed` monotonic seconds.
        """
        apart = now - elapsed * 1000
        before, self._apart_ms = self._apart_ms, apart
        if before is None or abs(apart - before) <= STEP_MS:
            return 0
        return round(apart - before)
