"""The state of the resource ledger: what exists, what of it is in the stores, and what is out."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from command_center.domain.payload import Quantity, StoredQuantity, Words
from command_center.domain.site.model import Site, Stock

DispatchState = Literal["reserved", "dispatched", "on_scene", "returned", "consumed", "lost"]


@dataclass(slots=True)
class Batch:
    """The part of a line that was delivered together: `quantity` of it belongs here, `out` is
    dispatched, `damaged` is here and unfit. `expires` is its last good day; after that a fact
    makes it `expired`."""

    quantity: float
    expires: date | None = None
    expired: bool = False
    out: float = 0.0
    damaged: float = 0.0

    @property
    def available(self) -> float:
        """Returns the quantity in the store that is undamaged and in date."""
        return 0.0 if self.expired else amount(self.quantity - self.out - self.damaged)


@dataclass(slots=True)
class StockLine:
    """One line of stock: `quantity` belongs here, `out` of it is dispatched, `damaged` is here and
    unfit.

    `batches` are parts of the line with a last good day of their own. `expires` is that of the
    rest, which a fact makes `expired` after the day. Times are UTC epoch ms.
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
    damaged: float = 0.0
    inspected_at: int | None = None
    due: tuple[Any, ...] | None = field(default=None, compare=False, repr=False)
    """What was worked out of when it is due, with what that was made from (`resources/due.py`)."""
    batches: dict[str, Batch] = field(default_factory=dict)

    @classmethod
    def of(cls, stock: Stock) -> "StockLine":
        """Returns the line as the plant's description has it, with nothing out."""
        line = cls(stock.resource, stock.store, stock.quantity, stock.serviceable, stock.expires)
        line.batches = {one.batch: Batch(one.quantity, one.expires) for one in stock.batches}
        return line

    def described(self, old: Stock | None, new: Stock) -> None:
        """Applies a change of its row in the description. Only what the row itself changes is taken
        over; what was counted, found unfit, delivered or sent out since stays."""
        if old is None or old.quantity != new.quantity:
            self.quantity = new.quantity
        if old is None or old.serviceable != new.serviceable:
            self.serviceable = new.serviceable
        if self.expires != new.expires and (old is None or old.expires != new.expires):
            self.expires, self.expired = new.expires, False
        was = {} if old is None else {one.batch: one for one in old.batches}
        for one in new.batches:
            known = self.batches.get(one.batch)
            if known is None:
                self.batches[one.batch] = Batch(one.quantity, one.expires)
            elif (before := was.pop(one.batch, None)) is None or before != one:
                known.quantity = one.quantity
                if known.expires != one.expires:
                    known.expires, known.expired = one.expires, False
        for gone in was.keys() - {one.batch for one in new.batches}:
            self.batches.pop(gone, None)

    @property
    def lies_here(self) -> float:
        """Returns the quantity in the store, usable or not."""
        return amount(self.quantity - self.out)

    @property
    def available(self) -> float:
        """Returns the quantity in the store that is serviceable, undamaged and in date."""
        if not self.serviceable:
            return 0.0
        if not self.batches:
            return 0.0 if self.expired else amount(max(0.0, self.lies_here - self.damaged))
        rest = self.rest
        good = sum(batch.available for batch in self.batches.values())
        left = rest.quantity - rest.out - rest.damaged
        # What went out, or is damaged, and nobody knows of which batch, counts against all of them.
        return amount(max(0.0, good + (min(0.0, left) if self.expired else left)))

    @property
    def expired_here(self) -> float:
        """Returns the quantity in the store that is past its last good day."""
        if not self.batches:
            return max(0.0, self.lies_here) if self.expired else 0.0
        past = [one for one in self.batches.values() if one.expired]
        if self.expired:
            past.append(self.rest)
        return amount(max(0.0, sum(one.quantity - one.out for one in past)))

    @property
    def rest(self) -> Batch:
        """Returns the part of the line that belongs to no known batch."""
        batches = self.batches.values()
        return Batch(
            quantity=amount(self.quantity - sum(one.quantity for one in batches)),
            expires=self.expires,
            expired=self.expired,
            out=amount(self.out - sum(one.out for one in batches)),
            damaged=amount(self.damaged - sum(one.damaged for one in batches)),
        )

    def parts(self) -> list[tuple[str | None, float]]:
        """Returns what can be had of the line, by batch (None: of no batch), in the order of use:
        the first to expire first, what does not expire last."""
        if not self.serviceable:
            return []
        rest = self.rest
        parts: list[tuple[str | None, date | None, float]] = [
            (name, one.expires, one.available) for name, one in self.batches.items()
        ]
        if not self.expired:
            parts.append((None, rest.expires, amount(rest.quantity - rest.out - rest.damaged)))
        parts.sort(key=lambda part: (part[1] is None, part[1] or date.max, part[0] or ""))
        left = self.available
        found: list[tuple[str | None, float]] = []
        for name, _, had in parts:
            taken = min(had, left)
            if taken > 0:
                found.append((name, taken))
                left = amount(left - taken)
        return found

    def of_need(self, need: float) -> list[StoredQuantity]:
        """Returns as much of a need as can be had of the line, by batch, in the order of use."""
        lines: list[StoredQuantity] = []
        for batch, had in self.parts():
            quantity = min(need, had)
            if quantity > 0:
                one = StoredQuantity(resource=self.resource, store=self.store, quantity=quantity)
                lines.append(one if batch is None else {**one, "batch": batch})
                need = amount(need - quantity)
        return lines

    def move(
        self, batch: str | None, *, out: float = 0.0, quantity: float = 0.0, damaged: float = 0.0
    ) -> None:
        """Adds to what is out, belongs here and is damaged, for the line and its batch."""
        known: list[StockLine | Batch] = [self]
        if batch is not None and batch in self.batches:
            known.append(self.batches[batch])
        for one in known:
            one.out = amount(one.out + out)
            one.quantity = amount(one.quantity + quantity)
            one.damaged = amount(one.damaged + damaged)


class StockLines(dict[tuple[str, str], StockLine]):
    """Stock lines by (resource, store), with an index by resource, because a plant may have 20,000.

    Code that changes a line must get it by `changing`. `stale` are the lines that were changed,
    added or removed since their due dates were last computed (`due_index`, resources/due_index.py).
    """

    _of: dict[str, dict[tuple[str, str], None]]
    stale: set[tuple[str, str]]
    due_index: object

    def __new__(cls, *given: Any, **named: Any) -> "StockLines":
        """An empty index, also for a copy."""
        made = super().__new__(cls)
        made._of, made.stale, made.due_index = {}, set(), None
        return made

    def changing(self, key: tuple[str, str]) -> StockLine | None:
        """Returns the line for a change, and marks it as stale; None where there is none."""
        self.stale.add(key)
        return self.get(key)

    def __setitem__(self, key: tuple[str, str], line: StockLine) -> None:
        """Add a line, or put another in its place."""
        super().__setitem__(key, line)
        self.stale.add(key)
        self._of.setdefault(key[0], {})[key] = None

    def __delitem__(self, key: tuple[str, str]) -> None:
        """Removes a line."""
        super().__delitem__(key)
        self.stale.add(key)
        del self._of[key[0]][key]

    def pop(self, key: tuple[str, str], *default: Any) -> Any:
        """Removes a line and returns it."""
        if key in self:
            del self._of[key[0]][key]
            self.stale.add(key)
        return super().pop(key, *default)

    def __deepcopy__(self, memo: dict[int, Any]) -> "StockLines":
        """A copy with copies of the lines."""
        made = StockLines()
        memo[id(self)] = made
        for key, line in self.items():
            made[key] = deepcopy(line, memo)
        return made

    def of(self, resource: str) -> Iterator[StockLine]:
        """The lines of one resource."""
        return (self[key] for key in self._of.get(resource, ()))


def amount(quantity: float) -> float:
    """Returns a quantity without binary rounding errors: 0.3 t less 0.1 t leaves 0.2 t."""
    return round(quantity, 6)


class SettledLine(StoredQuantity):
    """What has become of part of a dispatch's line: of `quantity`, `returned` are back and fit,
    `damaged` are back and unfit, `used` and `lost` are gone."""

    returned: float
    damaged: float
    used: float
    lost: float


@dataclass(slots=True)
class HandedOut:
    """What the keeper of a store reported about handing out: at (UTC epoch ms), who, and the
    `reason` why it cannot be done."""

    at: int
    by: str
    reason: str | Words | None = None


@dataclass(slots=True)
class Dispatch:
    """A kit or part of one, reserved or on its way; `missing` is what could not be sent.

    What an outside `unit` brought is stored likewise, with the unit's id in place of the kit's.
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
    settled: list[SettledLine] = field(default_factory=list)
    handed: dict[str, HandedOut] = field(default_factory=dict)

    @property
    def away(self) -> list[StoredQuantity]:
        """Returns the part of the dispatch's lines that is not back in the stores."""
        if not self.out:
            return []
        if not self.settled:
            return self.lines
        back: dict[tuple[str, str, str | None], float] = {}
        for one in self.settled:
            key = line_key(one)
            back[key] = amount(back.get(key, 0.0) + one["quantity"])
        left = []
        for line in self.lines:
            n = amount(line["quantity"] - back.get(line_key(line), 0.0))
            if n > 0:
                left.append(StoredQuantity(**(line | {"quantity": n})))
        return left

    @property
    def out(self) -> bool:
        """Returns whether its things are away from their stores or reserved."""
        return self.state in ("reserved", "dispatched", "on_scene")


def line_key(line: StoredQuantity) -> tuple[str, str, str | None]:
    """Returns the resource, the store and the batch of a line of a dispatch."""
    return line["resource"], line["store"], line.get("batch")


@dataclass(slots=True)
class Ledger:
    """Stock lines by (resource, store), every dispatch, when each kit was last inspected (UTC epoch
    ms), and the kits found unfit."""

    lines: StockLines = field(default_factory=StockLines)
    dispatches: dict[str, Dispatch] = field(default_factory=dict)
    kits_inspected: dict[str, int] = field(default_factory=dict)
    kits_unfit: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, site: Site) -> "Ledger":
        """Returns the site's stock, with nothing dispatched."""
        ledger = cls()
        for stock in site.stock:
            ledger.lines[stock.resource, stock.store] = StockLine.of(stock)
        return ledger
