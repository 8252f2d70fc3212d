"""A time in which no process turned the clocks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outage:
    """The begin and end of an outage (UTC epoch ms), and the fact that records it."""

    since: int
    until: int
    seq: int

    def covers(self, moment: int) -> bool:
        """Whether what was due at `moment` could not be done in time for it."""
        return self.since <= moment <= self.until
