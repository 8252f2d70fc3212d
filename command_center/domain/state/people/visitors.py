"""The state of visitors, drivers and contractors whom the gate desk registered: numbers, never
names."""

from dataclasses import dataclass, field
from typing import Literal

VisitorKind = Literal["visitor", "driver", "contractor"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody whom the gate desk let in. `id` is a number of this plant; name, company, plate and
    badge are stored beside the journal, where they can be erased. `host` is whom they visit.
    Times are UTC epoch ms."""

    id: str
    kind: VisitorKind
    at: int
    seq: int
    gate: str | None
    host: str | None


@dataclass(slots=True)
class Visitors:
    """The visitors who are `here`, in the order in which they came, and how many were ever
    registered."""

    here: dict[str, Visitor] = field(default_factory=dict)
    registered: int = 0
