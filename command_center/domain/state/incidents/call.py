"""The state of a call to an outside unit."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(slots=True)
class Call:
    """One call to an outside unit. Times are UTC epoch ms."""

    called_at: int
    by: str
    seq: int
    answered_at: int | None = None
    reference: str | None = None
    arrived_at: int | None = None

    def joined(self, other: Self) -> Self:
        """Returns this call with the unit's answer and arrival from another call for the same
        event, because a unit that was called twice answers once."""
        answered = self if self.answered_at is not None else other
        arrivals = [at for at in (self.arrived_at, other.arrived_at) if at is not None]
        return replace(
            self,
            answered_at=answered.answered_at,
            reference=answered.reference,
            arrived_at=min(arrivals, default=None),
        )
