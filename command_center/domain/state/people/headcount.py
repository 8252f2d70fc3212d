"""The headcount of an evacuation: what was said of each of its people."""

from dataclasses import dataclass, field
from typing import Literal

Account = Literal["checked_in", "assigned", "not_accounted", "missing"]


@dataclass(slots=True)
class Headcount:
    """What people said of each of the frozen denominator; where they are, `domain/presence.py` decides. Before an
    evacuation is ordered it has no zones, and its people are those whom the incident found at work under a permit.

    `musters` says at which muster point people were checked in, where that was said.
    `paged_seq` is the last order of it that paged its people; orders of before paged nobody."""

    zones: list[str]
    ordered_at: int
    ordered_seq: int
    accounts: dict[str, Account] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)
    musters: dict[str, str] = field(default_factory=dict)
    paged_seq: int | None = None

    @property
    def ordered(self) -> bool:
        """Whether an evacuation was ordered."""
        return bool(self.zones)
