"""The only source of *now*.

Everything else is handed the time. A demonstration may run its night by a shifted clock
(`Clock(offset_ms=...)`), so that a newcomer at noon still meets the night leak.
"""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """UTC epoch milliseconds, shifted by `offset_ms` (0 for every real site)."""

    offset_ms: int = 0

    def now(self) -> int:
        """Wall time in UTC epoch milliseconds. It may step; see `elapsed`."""
        return time.time_ns() // 1_000_000 + self.offset_ms

    def elapsed(self) -> float:
        """Monotonic seconds, for measuring spans; unaffected by steps of the wall clock."""
        return time.monotonic()
