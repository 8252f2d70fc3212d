"""Selects which positions to send: of people who moved, and now and then of those who did not."""

from collections.abc import Iterator, Mapping

Place = tuple[float, float]

EVERY_S = 1.0
STILL_EVERY_S = 15.0
"""How often somebody who stands still is located again."""


class Located:
    """Remembers everybody's last reported position. Times are seconds of the night."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[float, Place]] = {}
        self._due_s = 0.0

    def moved(self, places: Mapping[str, Place], t_s: float) -> Iterator[tuple[str, Place]]:
        """Yield the people to report now and their places; nobody twice within a second."""
        if t_s < self._due_s:
            return
        self._due_s = t_s + EVERY_S
        for person, place in places.items():
            last = self._said.get(person)
            if last is not None and last[1] == place and t_s - last[0] < STILL_EVERY_S:
                continue
            self._said[person] = (t_s, place)
            yield person, place
