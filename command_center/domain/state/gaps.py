"""What is done about a gap: an interim measure with an end, and the closing once it is mended."""

from dataclasses import dataclass

from command_center.domain.payload import Words


@dataclass(slots=True)
class Interim:
    """`gap` is the key of the gap's row (`kit:KIT-1`). `person` answers for it, `by` has signed it. Times are UTC
    epoch ms."""

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
    """`gap` is the key that the gap's row had (`pool:POOL-1`). `by` has signed. `day` is a day of the plant
    (2026-11-28), `at` when it was signed (UTC epoch ms)."""

    gap: str
    by: str
    evidence: str | Words
    day: str
    at: int
    seq: int
