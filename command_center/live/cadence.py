"""When to flush: facts at once, readings and positions ten times a second, a pulse after silence."""

from dataclasses import dataclass, field

READINGS_S = 0.1
"""Readings and positions go at most this often, so that the latest value per key goes once."""
PULSE_S = 1.0
"""A link this long without a frame gets an empty one; a client calls it lost after 3 s."""


@dataclass(slots=True)
class Cadence:
    """Whether a flush is due. Times are monotonic seconds, handed in."""

    _due: float | None = field(default=None, init=False)
    _free: float = field(default=float("-inf"), init=False)

    def changed(self, now: float, *, urgent: bool) -> bool:
        """Something changed; whether that brings the next flush forward.

        What is not urgent goes at once too after a quiet 100 ms, and otherwise when they are over.
        """
        due = now if urgent else max(now, self._free)
        if self._due is not None and self._due <= due:
            return False
        self._due = due
        return True

    def take(self, now: float) -> bool:
        """Whether to flush now. Each flush asks once."""
        if self._due is None or now < self._due:
            return False
        self._due = None
        self._free = now + READINGS_S
        return True

    def wait(self, now: float) -> float:
        """Seconds to wait before the next check."""
        if self._due is None:
            return READINGS_S
        return min(READINGS_S, max(0.0, self._due - now))
