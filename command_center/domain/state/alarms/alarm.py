"""The state of an alarm: process state, acknowledgement and shelving are separate."""

from dataclasses import dataclass, field
from typing import Literal

Condition = Literal["LL", "L", "H", "HH", "NETLOSS", "STALE", "FLAT", "OPENED", "DISAGREE"]
PriorityName = Literal["emergency", "high", "medium", "low"]

CHATTER_COUNT = 3
"""Activations within `CHATTER_MS` that make an alarm chatter (ISA-18.2)."""
CHATTER_MS = 60_000


@dataclass(slots=True)
class Alarm:
    """One alarm of one tag. Times are UTC epoch ms. `value` and `limit` are in the tag's unit; in
    mm/min for NETLOSS, mm for FLAT, seconds for STALE. OPENED (a cabinet without an incident)
    has the value 1 and no limit; for DISAGREE `value` is that of the second instrument and
    `limit` that of the first.

    `handed_over`: an earlier shift shelved it, and the present one must still take it over.
    `out_of_service`: it is not just shelved but out of service until `shelved_until`, whether it
    stands or not. `paged_seq` and `paged_at` are the activation for which somebody was last paged.
    """

    id: str
    tag: str
    condition: Condition
    priority: PriorityName
    raised_at: int
    raised_seq: int
    onset: int
    value: float
    limit: float | None
    active: bool = True
    acknowledged: bool = False
    acked_at: int | None = None
    acked_by: str | None = None
    acked_seq: int | None = None
    returned_at: int | None = None
    shelved_until: int | None = None
    shelve_reason: str | None = None
    shelved_by: str | None = None
    handed_over: bool = False
    out_of_service: bool = False
    activations: int = 1
    recent: list[int] = field(default_factory=list)
    incident: str | None = None
    paged_seq: int | None = None
    paged_at: int | None = None

    @property
    def state(self) -> Literal["NORM", "UNACK", "ACKED", "RTNUN"]:
        """Returns the ISA-18.2 state; RTNUN means returned to normal but never acknowledged."""
        if self.active:
            return "ACKED" if self.acknowledged else "UNACK"
        return "NORM" if self.acknowledged else "RTNUN"

    @property
    def chattering(self) -> bool:
        """Returns whether the alarm chatters: three activations within sixty seconds."""
        return (
            len(self.recent) >= CHATTER_COUNT
            and self.recent[-1] - self.recent[-CHATTER_COUNT] <= CHATTER_MS
        )
