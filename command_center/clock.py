"""The only source of the current time.

All other code is given the time. A demonstration may run its night on a shifted clock (`Clock(offset_ms=...)`), so
that a newcomer at noon still meets the night leak.
"""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock in UTC epoch milliseconds, shifted by `offset_ms` (0 on every real site)."""

    offset_ms: int = 0

    def now(self) -> int:
        """Return the wall time in UTC epoch milliseconds. It may jump; see `elapsed`."""
        return time.time_ns() // 1_000_000 + self.offset_ms

    def elapsed(self) -> float:
        """Return monotonic seconds, for measuring spans; unaffected by jumps of the wall clock."""
        return time.monotonic()
