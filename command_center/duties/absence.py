"""Finds people who have left: their virtual double stood down for them, but no session or token of theirs remains."""

from collections.abc import Callable, Iterator

from command_center.domain.state import State

Here = Callable[[int], frozenset[str]]
"""Everybody who is there as a person at a time (UTC epoch ms)."""

LOOKS_EVERY_MS = 1_000
"""How often sessions and tokens are looked at while somebody's double stands down (ours)."""


class Absences:
    """Checks sessions and tokens once a second, and only while a virtual double stands down."""

    def __init__(self, here: Here | None) -> None:
        self._here = here
        self._looked_at = 0

    def left(self, state: State, now: int) -> Iterator[str]:
        """Yield the people whose virtual double must resume."""
        if self._here is None or not state.stood_down:
            return
        if 0 <= now - self._looked_at < LOOKS_EVERY_MS:
            return
        self._looked_at = now
        here = self._here(now)
        yield from (person for person in state.stood_down if person not in here)
