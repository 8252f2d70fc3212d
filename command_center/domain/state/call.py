"""The call of an outside unit."""

from dataclasses import dataclass


@dataclass(slots=True)
class Call:
    """One outside unit's call. Times are UTC epoch ms."""

    called_at: int
    by: str
    seq: int
    answered_at: int | None = None
    reference: str | None = None
    arrived_at: int | None = None
