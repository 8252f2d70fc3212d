"""Steps of the wall clock, seen beside a clock that never steps."""

from command_center.domain.clockwork import STEP_MS


class StepWatch:
    """Compares wall time with monotonic time from one look to the next.

    Slow corrections pass unnoticed: both clocks are slewed together. A suspended machine looks
    like a step forward, and is one to everything that was waiting.
    """

    def __init__(self) -> None:
        self._apart_ms: float | None = None

    def look(self, now: int, elapsed: float) -> int:
        """By how many ms the wall clock has stepped since the last look; 0 while it has not.

        `now` is UTC epoch ms, `elapsed` monotonic seconds.
        """
        apart = now - elapsed * 1000
        before, self._apart_ms = self._apart_ms, apart
        if before is None or abs(apart - before) <= STEP_MS:
            return 0
        return round(apart - before)
