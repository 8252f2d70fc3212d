"""The stock ledger as a table: what lies where, by batch, and when it was counted and inspected. It is exported, and
imported as ledger entries.

The description of a line (its minimum, its intervals) is the noun `stock` and has a table of its own; this one holds
what counts, inspections and deliveries report. A row not in the table stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from command_center.domain.resources.due import day_at
from command_center.domain.resources.stock_taking import StockEntry, taken
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import amount
from command_center.plant_table.cells import number_in_cell
from command_center.plant_table.columns import columns_of
from command_center.plant_table.reading import Cells
from command_center.site_file.problem import Problem

SHEET = "ledger"
"""The sheet's name."""


class StockRow(BaseModel):
    """A row of the table. `name` and `place` are only for the reader; the other fields are read back."""

    resource: str
    store: str
    batch: str | None = None
    name: str = ""
    place: str = ""
    unit: str = ""
    here: float
    damaged: float = 0
    out: float = 0
    counted: date | None = None
    expires: date | None = None
    inspected: date | None = None
    evidence: str | None = None


COLUMNS = [column.key for column in columns_of(StockRow)]
TOLD_ONLY = frozenset({"name", "place", "unit", "out"})
"""Columns that only tell; what stands in them when the table comes back is not looked at."""
NUMBERS = ("here", "damaged")
DAYS = ("counted", "expires", "inspected")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one row of the table would record: the kinds of facts, and the stock before and after."""

    line: int
    resource: str
    store: str
    batch: str | None
    kinds: tuple[str, ...]
    before: float
    after: float


@dataclass(slots=True)
class StockRun:
    """What a table would record; if anything is wrong, nothing may be recorded."""

    rows: int = 0
    entries: list[StockEntry] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def rows_of(state: State, site: Site, lang: str) -> list[dict[str, Any]]:
    """Return the whole ledger as rows in JSON form: one row for each batch, and one for stock without a batch."""
    rows: list[dict[str, Any]] = []
    for line in state.ledger.lines.values():
        resource = site.resource_by_id.get(line.resource)
        store = site.store_by_id.get(line.store)
        kept = site.stock_by_line.get((line.resource, line.store))
        rest = line.rest
        parts: list[tuple[str | None, Any]] = list(line.batches.items())
        if not parts or rest.quantity > 0:
            parts.append((None, rest))
        for batch, part in parts:
            row = StockRow(
                resource=line.resource,
                store=line.store,
                batch=batch,
                name=getattr(resource.name, "en" if lang == "en" else "zh") if resource else "",
                place=getattr(store.name, "en" if lang == "en" else "zh") if store else "",
                unit=getattr(resource.unit, "en" if lang == "en" else "zh") if resource else "",
                here=amount(part.quantity - part.out),
                damaged=part.damaged,
                out=part.out,
                counted=_latest(kept.counted if kept else None, day_at(site, line.counted_at)),
                expires=part.expires,
                inspected=_latest(
                    kept.inspected if kept else None, day_at(site, line.inspected_at)
                ),
            )
            rows.append(row.model_dump(mode="json"))
    return rows


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


def stock_run(cells: Cells, state: State, site: Site, now: int) -> StockRun:
    """Return what `cells` would record at `now` (UTC epoch ms). Changes nothing."""
    run = StockRun(problems=list(cells.problems))
    head, columns = _headings(cells, run.problems)
    if head is None:
        return run
    lines = [(n, texts) for n, texts in cells.lines if n > head and texts]
    run.rows = len(lines)
    places = {name: column for column, name in columns.items()}
    numbers: list[int] = []
    entries: list[StockEntry] = []
    for number, texts in lines:
        entry = _entry(cells, number, texts, columns, state, run.problems)
        if entry is not None:
            entries.append(entry)
            numbers.append(number)
    found = taken(state, site, entries, now)
    for one in found.wrong:
        column = places.get(one.field, places.get("resource", 1))
        mark = cells.mark(numbers[one.entry], column)
        run.problems.append(Problem(mark, "", f"refusal.{one.code}", one.params))
    run.problems.sort(key=lambda one: one.mark)
    if run.problems:
        return run
    kinds: dict[int, list[str]] = {}
    for n, draft in found.drafts:
        kinds.setdefault(n, []).append(draft.kind)
    for n, said in kinds.items():
        entry = entries[n]
        run.entries.append(entry)
        before = entry.was or 0.0
        run.differences.append(
            Difference(
                line=numbers[n], resource=entry.resource, store=entry.store, batch=entry.batch,
                kinds=tuple(said), before=before,
                after=before if entry.here is None else entry.here,
            )
        )  # fmt: skip
    return run


def _headings(cells: Cells, problems: list[Problem]) -> tuple[int | None, dict[int, str]]:
    """The line of the headings and the columns by number; no line where the table cannot be understood."""
    first = next(((number, texts) for number, texts in cells.lines if texts), None)
    if first is None:
        problems.append(Problem(cells.mark(1, 1), "", "table.empty"))
        return None, {}
    line, texts = first
    columns: dict[int, str] = {}
    wrong = False
    for number, words in texts.items():
        key = words.strip()
        mark = cells.mark(line, number)
        if key not in COLUMNS:
            near = get_close_matches(key, COLUMNS, n=1, cutoff=0.6)
            code = "table.heading_near" if near else "table.heading_unknown"
            details = {"heading": key[:40], "near": near[0] if near else "", "possible": COLUMNS}
            problems.append(Problem(mark, "", code, details))
            wrong = True
        elif key in columns.values():
            problems.append(Problem(mark, "", "msel.heading_twice", {"heading": key}))
            wrong = True
        else:
            columns[number] = key
    for name in ("resource", "store"):
        if name not in columns.values():
            mark = cells.mark(line, 1)
            problems.append(Problem(mark, "", "table.key_missing", {"heading": name}))
            wrong = True
    return (None if wrong else line), columns


def _entry(
    cells: Cells,
    number: int,
    texts: Mapping[int, str],
    columns: Mapping[int, str],
    state: State,
    problems: list[Problem],
) -> StockEntry | None:
    """The row as an entry; None where a cell of it is wrong."""
    known = len(problems)
    values: dict[str, Any] = {}
    for column, text in texts.items():
        mark = cells.mark(number, column)
        name = columns.get(column)
        if name is None:
            problems.append(Problem(mark, "", "msel.no_heading"))
        elif name not in TOLD_ONLY:
            value = _value(name, text)
            if value is None:
                code = "site.number" if name in NUMBERS else "site.day"
                problems.append(Problem(mark, "", code, {"value": text[:40]}))
            values[name] = value
    key = (values.get("resource", ""), values.get("store", ""))
    line = state.ledger.lines.get(key)
    part = line.batches.get(values["batch"]) if line and values.get("batch") else None
    if line is not None and not values.get("batch"):
        part = line.rest
    values["was"] = amount(part.quantity - part.out) if part is not None else 0.0
    if len(problems) > known:
        return None
    try:
        return StockEntry.model_validate({"resource": "", "store": ""} | values)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            field_of = str(item["loc"][0])
            at = next((n for n, name in columns.items() if name == field_of), 1)
            details = {"field": field_of, "value": str(item["input"])[:40]}
            problems.append(Problem(cells.mark(number, at), "", "table.out_of_bounds", details))
        return None


def _value(name: str, text: str) -> Any:
    """The text of a cell; None where it is no number or day."""
    try:
        if name in NUMBERS:
            return number_in_cell(text)
        return date.fromisoformat(text) if name in DAYS else text
    except ValueError:
        return None
