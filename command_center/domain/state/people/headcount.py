"""The state of a headcount of an evacuation: what was reported of each person."""

from dataclasses import dataclass, field
from typing import Literal

Account = Literal["checked_in", "assigned", "not_accounted", "missing"]


@dataclass(slots=True)
class Headcount:
    """What people reported of everybody in the frozen denominator; `domain/presence.py` decides
    where they are. Before an evacuation is ordered it has no zones, and its people are those
    whom the incident found at work under a permit.

    `musters` says at which muster point people were checked in, if it was stated. `paged_seq` is
    its last order that paged its people; older orders paged nobody.
    """

    zones: list[str]
    ordered_at: int
    ordered_seq: int
    accounts: dict[str, Account] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)
    musters: dict[str, str] = field(default_factory=dict)
    paged_seq: int | None = None

    @property
    def ordered(self) -> bool:
        """Returns whether an evacuation was ordered."""
        return bool(self.zones)
