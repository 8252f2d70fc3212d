"""An interim measure: what somebody does until a gap is mended, with an end."""

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
