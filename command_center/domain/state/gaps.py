"""The state of readiness gaps: an interim measure with an end, and the closing once the gap is
fixed."""

from dataclasses import dataclass

from command_center.domain.payload import Words


@dataclass(slots=True)
class Interim:
    """An interim measure. `gap` is the key of the gap's row (`kit:KIT-1`). `person` is responsible,
    `by` has signed it. Times are UTC epoch ms."""

    gap: str
    person: str
    by: str
    what: str | Words
    evidence: str | Words | None
    at: int
    until: int
    seq: int


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed gap. `gap` is the key of the gap's row (`pool:POOL-1`). `by` has signed. `day` is a
    day of the plant (2026-11-28), `at` when it was signed (UTC epoch ms)."""

    gap: str
    by: str
    evidence: str | Words
    day: str
    at: int
    seq: int
