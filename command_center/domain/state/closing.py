"""A closed gap: by whom, on which day, and how one sees that it is mended."""

from dataclasses import dataclass

from command_center.domain.payload import Words


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
