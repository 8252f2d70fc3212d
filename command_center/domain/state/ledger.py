"""The ledger: what there is, what of it lies here, and what is out."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from command_center.domain.payload import Quantity, StoredQuantity
from command_center.domain.site.model import Site

DispatchState = Literal["reserved", "dispatched", "on_scene", "returned", "consumed", "lost"]


@dataclass(slots=True)
class StockLine:
    """One line: `quantity` belongs here, `out` of it is dispatched.

    `expires` is its last good day; once that is over it is `expired`, by a fact.
    """

    resource: str
    store: str
    quantity: float
    serviceable: bool
    expires: date | None = None
    expired: bool = False
    counted_at: int | None = None
    out: float = 0.0
    changed_at: int = 0

    @property
    def lies_here(self) -> float:
        """What lies here, good or not."""
        return amount(self.quantity - self.out)

    @property
    def available(self) -> float:
        """What lies here, serviceable and in date."""
        return self.lies_here if self.serviceable and not self.expired else 0.0


def amount(quantity: float) -> float:
    """A quantity without the dust of binary arithmetic: 0.3 t less 0.1 t leaves 0.2 t."""
    return round(quantity, 6)


@dataclass(slots=True)
class Dispatch:
    """A kit or part of one, set aside or on its way; `missing` is what could not be sent.

    What an outside `unit` brought is kept likewise, its id standing for the kit.
    """

    id: str
    incident: str
    kit: str
    place: str
    at: int
    by: str
    seq: int
    lines: list[StoredQuantity]
    missing: list[Quantity]
    state: DispatchState = "dispatched"
    unit: str | None = None

    @property
    def out(self) -> bool:
        """Whether its things are away from their stores."""
        return self.state in ("reserved", "dispatched", "on_scene")


@dataclass(slots=True)
class Ledger:
    """Stock lines by (resource, store), and every dispatch."""

    lines: dict[tuple[str, str], StockLine] = field(default_factory=dict)
    dispatches: dict[str, Dispatch] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site) -> "Ledger":
        """The site's stock, nothing dispatched."""
        ledger = cls()
        for stock in site.stock:
            key = (stock.resource, stock.store)
            ledger.lines[key] = StockLine(*key, stock.quantity, stock.serviceable, stock.expires)
        return ledger
