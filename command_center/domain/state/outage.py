"""An outage: a span in which no process ran."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outage:
    """The begin and end of an outage (UTC epoch ms), and the fact that records it."""

    since: int
    until: int
    seq: int

    def covers(self, moment: int) -> bool:
        """Returns whether something due at `moment` could not be done in time because of the
        outage."""
        return self.since <= moment <= self.until
