"""Stock-taking: many counts, inspections and deliveries in one command, as a table brings them; all
are recorded or none.

An entry is about one line, or one batch of it. What the ledger says already is recorded only where
a newer day shows that somebody looked again. `was` is the quantity when the table was made: where
the ledger has changed since, nothing is recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, timedelta
from typing import Any

from pydantic import ConfigDict, Field

from command_center.domain.actor import Role
from command_center.domain.fact import Draft
from command_center.domain.quantities import NoTruthForNumbers
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, decides
from command_center.domain.resources.due import day_at
from command_center.domain.resources.inspecting import StockInspected
from command_center.domain.resources.ledger import StockCounted
from command_center.domain.resources.stocking import StockPutIn
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import Batch, StockLine, amount
from command_center.domain.text import Reason
from command_center.domain.verdicts.turns import day_begins

MOST_ENTRIES = 25_000
SHOWN = 20
"""Mistakes that a refusal spells out; the dry run tells all."""


class StockEntry(NoTruthForNumbers):
    """What a table says of one line or batch. Days are the plant's. `here` is all that lies there,
    `damaged` how much of it is unfit; `counted` and `inspected` are the days when somebody
    looked."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)
    batch: str | None = Field(default=None, min_length=1, max_length=40)
    was: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)
    here: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)
    damaged: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)
    counted: date | None = None
    expires: date | None = None
    inspected: date | None = None
    evidence: str | None = Field(default=None, min_length=1, max_length=200)


class TakeStock(Command):
    """Record many counts, inspections and deliveries at once."""

    entries: list[StockEntry] = Field(min_length=1, max_length=MOST_ENTRIES)
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mistake in one entry (by its number from 0): the field, and the refusal's code with its
    parameters."""

    entry: int
    field: str
    code: str
    params: dict[str, Any] = made(default_factory=dict)


@dataclass(slots=True)
class Taken:
    """The result of checking entries: the facts they would record, in order, each with the number
    of its entry; and their mistakes."""

    drafts: list[tuple[int, Draft]] = made(default_factory=list)
    wrong: list[Wrong] = made(default_factory=list)


@decides("resource.take_stock", TakeStock, [Role.COMMANDER, Role.CONTROLLER])
def take_stock(state: State, command: TakeStock, ctx: Context) -> Decision:
    """Records what a table says of the stock: all of it, or nothing where an entry is wrong."""
    found = taken(state, ctx.site, command.entries, ctx.now)
    if found.wrong:
        told = [
            Phrase(
                "phrase.stock_entry",
                {
                    "resource": command.entries[one.entry].resource,
                    "store": command.entries[one.entry].store,
                    "why": Phrase(f"refusal.{one.code}", one.params),
                },
            )
            for one in found.wrong[:SHOWN]
        ]
        return Refusal("stock_mistakes", {"count": len(found.wrong), "mistakes": told})
    return [draft for _, draft in found.drafts]


def taken(state: State, site: Site, entries: Sequence[StockEntry], now: int) -> Taken:
    """Returns what these entries would record at `now` (UTC epoch ms), and their mistakes."""
    found = Taken()
    of_line: dict[tuple[str, str], list[int]] = {}
    for number, entry in enumerate(entries):
        of_line.setdefault((entry.resource, entry.store), []).append(number)
    for key, numbers in of_line.items():
        line = state.ledger.lines.get(key)
        if line is None:
            params = {"resource": key[0], "store": key[1]}
            where = "store" if key[0] in site.resource_by_id else "resource"
            found.wrong += [Wrong(n, where, "unknown_line", params) for n in numbers]
            continue
        # The batches first: a count of what is of no batch is told as the whole line's.
        numbers.sort(key=lambda n: entries[n].batch is None)
        _Line(site, line, now, found).take((n, entries[n]) for n in numbers)
    return found


class _Line:
    """One line while its entries are processed: `here` and `damaged` are what they have said so far
    of each batch."""

    def __init__(self, site: Site, line: StockLine, now: int, found: Taken) -> None:
        self.site, self.line, self.now, self.found = site, line, now, found
        self.today = day_at(site, now) or date.min
        parts: dict[str | None, Batch] = {None: line.rest}
        parts.update(line.batches)
        self.here = {name: amount(one.quantity - one.out) for name, one in parts.items()}
        self.damaged = {name: one.damaged for name, one in parts.items()}
        self.seen: set[str | None] = set()
        self.inspected: date | None = None

    def take(self, entries: Iterable[tuple[int, StockEntry]]) -> None:
        for number, entry in entries:
            wrong = self._check(number, entry)
            if wrong is not None:
                self.found.wrong.append(wrong)
                continue
            self.seen.add(entry.batch)
            for draft in (self._count(entry), self._inspect(entry)):
                if draft is not None:
                    self.found.drafts.append((number, draft))

    def _check(self, number: int, entry: StockEntry) -> Wrong | None:
        batch, line = entry.batch, self.line

        def wrong(field: str, code: str, **params: Any) -> Wrong:
            return Wrong(number, field, code, params)

        if batch in self.seen:
            return wrong("batch", "stock_twice")
        if entry.was is not None and entry.was != self.here.get(batch, 0.0):
            return wrong("here", "stock_moved", was=entry.was, here=self.here.get(batch, 0.0))
        for name in ("counted", "inspected"):
            day = getattr(entry, name)
            if day is not None and day > self.today:
                return wrong(name, "day_ahead", day=day.isoformat())
        known = line.batches.get(batch or "")
        if batch is not None and known is None:
            if not entry.here:
                return wrong("here", "delivery_of_nothing", batch=batch)
            if entry.expires is not None and entry.expires < self.today:
                return wrong("expires", "expired_already", expires=entry.expires.isoformat())
        elif entry.expires is not None:
            has = line.expires if known is None else known.expires
            if has != entry.expires and batch is None:
                return wrong("expires", "day_without_batch")
            if has != entry.expires:
                day = has.isoformat() if has else "–"
                return wrong("expires", "batch_has_other_day", batch=batch, expires=day)
        here = self.here.get(batch, 0.0) if entry.here is None else entry.here
        if entry.damaged is not None and entry.damaged > here:
            return wrong(
                "damaged", "more_damaged_than_counted", damaged=entry.damaged, quantity=here
            )
        if self._counts(entry) and self._at(entry.counted) < line.changed_at:
            return wrong("counted", "count_outdated", **self._names())
        if self._inspects(entry):
            if entry.evidence is None:
                return wrong("evidence", "inspection_without_evidence")
            if self._at(entry.inspected) < (line.inspected_at or 0):
                return wrong("inspected", "inspection_outdated", **self._names())
        return None

    def _names(self) -> dict[str, Any]:
        resource = self.site.resource_by_id.get(self.line.resource)
        store = self.site.store_by_id.get(self.line.store)
        return {
            "resource": resource.name if resource else self.line.resource,
            "store": store.name if store else self.line.store,
        }

    def _at(self, day: date | None) -> int:
        """The end of a day (UTC epoch ms), at most now."""
        if day is None or day >= self.today:
            return self.now
        return day_begins(day + timedelta(days=1), self.site.zone) - 1

    def _counts(self, entry: StockEntry) -> bool:
        """Returns whether the entry states a new quantity, or a newer count."""
        if entry.batch is not None and entry.batch not in self.line.batches:
            return False
        differs = entry.here is not None and entry.here != self.here[entry.batch]
        unfit = entry.damaged is not None and entry.damaged != self.damaged[entry.batch]
        last = day_at(self.site, self.line.counted_at)
        kept = self.site.stock_by_line.get((self.line.resource, self.line.store))
        if kept is not None and kept.counted is not None:
            last = max(last or date.min, kept.counted)
        again = entry.counted is not None and (last is None or entry.counted > last)
        return differs or unfit or again

    def _inspects(self, entry: StockEntry) -> bool:
        """Returns whether the entry states an inspection newer than the last one."""
        if entry.inspected is None or entry.inspected == self.inspected:
            return False
        last = day_at(self.site, self.line.inspected_at)
        kept = self.site.stock_by_line.get((self.line.resource, self.line.store))
        if kept is not None and kept.inspected is not None:
            last = max(last or date.min, kept.inspected)
        return last is None or entry.inspected > last

    def _count(self, entry: StockEntry) -> Draft | None:
        batch, line = entry.batch, self.line
        if batch is not None and batch not in line.batches:
            put = StockPutIn(
                resource=line.resource, store=line.store, quantity=entry.here or 0.0, batch=batch
            )
            if entry.expires is not None:
                put["expires"] = entry.expires.isoformat()
            self.here[batch], self.damaged[batch] = entry.here or 0.0, 0.0
            return Draft("resource.stocked", put)
        if not self._counts(entry):
            return None
        here = self.here[batch] if entry.here is None else entry.here
        unfit = min(self.damaged[batch], here) if entry.damaged is None else entry.damaged
        before = self.here[batch]
        self.here[batch], self.damaged[batch] = here, unfit
        if batch is None:  # told as the whole line's
            others = amount(sum(n for name, n in self.here.items() if name is not None))
            before, here = amount(before + others), amount(here + others)
            unfit = amount(sum(self.damaged.values()))
        data = StockCounted(
            resource=line.resource, store=line.store, quantity=here, before=before, damaged=unfit
        )
        if batch is not None:
            data["batch"] = batch
        return Draft("resource.counted", data, at=self._at(entry.counted))

    def _inspect(self, entry: StockEntry) -> Draft | None:
        if not self._inspects(entry):
            return None
        self.inspected = entry.inspected
        unfit = amount(sum(self.damaged.values()))
        data = StockInspected(
            resource=self.line.resource,
            store=self.line.store,
            result="unfit" if unfit else "fit",
            unfit=unfit,
            evidence=entry.evidence or "",
        )
        return Draft("resource.inspected", data, at=self._at(entry.inspected))
