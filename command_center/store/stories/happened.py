"""The facts from which matter histories are made, and the events that hazards may have pointed to. Times are UTC
epoch ms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from command_center.domain.fact import Fact

KINDS = ("matter.", "alarm.raised", "incident.opened", "resource.expired")
"""What the tables are made of: beginnings of the kinds of facts."""
GRAVE = frozenset({"high", "emergency"})
"""Priorities of the alarms that a hazard may have foretold."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An alarm, an incident or an expiry. `about` is its tag, place or store."""

    seq: int
    kind: str
    id: str
    at: int
    about: str


def is_told(fact: Fact) -> bool:
    """Whether the tables depend on this fact."""
    return fact.kind.startswith(KINDS[0]) or event_of(fact) is not None


def event_of(fact: Fact) -> Happened | None:
    """Return the event that a hazard may have pointed to; None if the fact records none."""
    told: Mapping[str, Any] = fact.data
    if fact.kind == "alarm.raised" and told["priority"] in GRAVE:
        return Happened(fact.seq, "alarm", told["alarm"], fact.at, told["tag"])
    if fact.kind == "incident.opened":
        return Happened(fact.seq, "incident", told["id"], fact.at, told["place"])
    if fact.kind == "resource.expired":
        return Happened(fact.seq, "expiry", told["resource"], fact.at, told["store"])
    return None
