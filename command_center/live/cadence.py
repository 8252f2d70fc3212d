"""When to flush: facts at once, readings and positions ten times a second, a pulse (empty frame) after silence."""

from dataclasses import dataclass, field

READINGS_S = 0.1
"""Readings and positions go at most this often, so that the latest value per key goes once."""
PULSE_S = 1.0
"""A link this long without a frame gets an empty one; a client calls it lost after 3 s."""


@dataclass(slots=True)
class Cadence:
    """Decides whether a flush is due. Times are monotonic seconds, passed in."""

    _due: float | None = field(default=None, init=False)
    _free: float = field(default=float("-inf"), init=False)

    def changed(self, now: float, *, urgent: bool) -> bool:
        """Note a change; return whether it brings the next flush forward.

        A non-urgent change also goes at once after a quiet 100 ms; otherwise it waits until they are over.
        """
        due = now if urgent else max(now, self._free)
        if self._due is not None and self._due <= due:
            return False
        self._due = due
        return True

    def take(self, now: float) -> bool:
        """Return whether to flush now. Call it once for each flush."""
        if self._due is None or now < self._due:
            return False
        self._due = None
        self._free = now + READINGS_S
        return True

    def wait(self, now: float) -> float:
        """Return the seconds to wait before the next check."""
        if self._due is None:
            return READINGS_S
        return min(READINGS_S, max(0.0, self._due - now))
