"""A noun of the plant as Excel and CSV: out, and in by a dry run that tells every mistake by row and cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from json import dumps
from typing import Any, Literal

from flask import Blueprint, Response, request
from openpyxl.utils import get_column_letter
from pydantic import Field

from command_center.desk import Desk
from command_center.domain.plant_data.said import reason_of
from command_center.domain.site.change import Change, changed
from command_center.domain.site.mistakes import Mistake
from command_center.domain.site.model import Site
from command_center.domain.site.nouns import EDITORS, NOUNS, Noun, hash_of
from command_center.plant_table import (
    CSV_TYPE,
    XLSX_TYPE,
    Cells,
    DryRun,
    ReaderBusy,
    TableError,
    csv_of,
    dry_run,
    opened,
    workbook_of,
)
from command_center.plant_table.cells import cell_of
from command_center.plant_table.columns import columns_of
from command_center.plant_table.dry_run import Changed
from command_center.plant_table.reading import LIMITS
from command_center.site_file import Mark
from command_center.site_file import Problem as Wrong
from command_center.web.answers import answer_json
from command_center.web.body import Asked, query, whole_body
from command_center.web.callers import Caller, Callers
from command_center.web.commanding import CommandAsked, carry_out
from command_center.web.language import language_of
from command_center.web.metrics import Metrics
from command_center.web.problem import Problem
from command_center.web.worker_threads import NativeThreads
from command_center.words import say
from command_center.workbook_reader.process import WorkbookReader

TABLES = "tables"
"""What a 403 of these doors is about."""
MOST_TOLD = 1_000
"""Mistakes told of one table."""
MOST_DIFFERENT = 200
"""Rows of a difference that are told one by one; the numbers count all."""
TAKEN_TYPES = (XLSX_TYPE, CSV_TYPE)


class PlantTableAsked(Asked):
    """`dry` 1 changes nothing. With 0 the table is imported, if it is still what `confirm` of the dry run was told for.
    `remove` 1 takes away the rows that are not in the table."""

    dry: Literal["0", "1"] = "1"
    remove: Literal["0", "1"] = "0"
    confirm: str | None = Field(default=None, pattern=r"^[0-9a-f]{16}$")


@dataclass(frozen=True, slots=True)
class Tables:
    """What the doors of tables lead to. Tables are written and checked `beside` the loop: a second for 5,000 people."""

    desk: Desk
    callers: Callers
    metrics: Metrics
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))
    workbooks: WorkbookReader = field(default_factory=lambda: WorkbookReader(LIMITS))

    def noun(self, name: str) -> Noun:
        """The noun of that name, of which there are several rows; raises the 404."""
        found = NOUNS.get(name)
        if found is None or found.single:
            raise Problem("not_found", 404, path=request.path)
        return found


@dataclass(frozen=True, slots=True)
class Examined:
    """What a table would change, as changes of rows."""

    found: DryRun
    changes: Sequence[Change]

    @property
    def confirm(self) -> str:
        """By which an import names the dry run that somebody has looked at."""
        told = dumps([one.model_dump() for one in self.changes], sort_keys=True, default=str)
        return sha256(told.encode()).hexdigest()[:16]


def plant_table_api(t: Tables) -> Blueprint:
    """`GET /plant/nouns/NOUN/table.xlsx` and `.csv`, `POST /plant/nouns/NOUN/table`."""
    api = Blueprint("plant_table", __name__)

    def lang() -> str:
        return language_of(request.environ, t.fallback)

    @api.get("/plant/nouns/<noun>/table.xlsx")
    def workbook(noun: str) -> Response:
        t.callers.of(request).must_be(EDITORS, TABLES)
        of, rows = _rows(t, noun)
        make = partial(workbook_of, of.name, of.model, rows, apart=of.apart)
        return _file(t.beside.do(make), XLSX_TYPE, f"{of.name}.xlsx")

    @api.get("/plant/nouns/<noun>/table.csv")
    def text(noun: str) -> Response:
        t.callers.of(request).must_be(EDITORS, TABLES)
        of, rows = _rows(t, noun)
        make = partial(csv_of, of.model, rows, apart=of.apart)
        return _file(t.beside.do(make), f"{CSV_TYPE}; charset=utf-8", f"{of.name}.csv")

    @api.post("/plant/nouns/<noun>/table")
    def table(noun: str) -> Response:
        caller = t.callers.of(request)
        of = t.noun(noun)
        caller.must_be(of.editors, TABLES)
        asked = query(request, PlantTableAsked)
        site = t.desk.state.site
        try:
            cells = opened(_parcel(), of.name, t.workbooks)
        except ReaderBusy as error:
            raise Problem("reader_busy", 503, headers={"Retry-After": "20"}) from error
        except TableError as error:
            refused = DryRun(problems=list(error.problems))
            return answer_json(_told(of, Examined(refused, ()), Cells("", ()), lang()))
        seen = t.beside.do(partial(examined, cells, of, site, remove=asked.remove == "1"))
        if asked.dry == "1":
            return answer_json(_told(of, seen, cells, lang()))
        return answer_json({"changed": _imported(t, caller, seen, asked.confirm)})

    return api


def examined(cells: Cells, noun: Noun, site: Site, *, remove: bool) -> Examined:
    """The dry run of a table, with what the whole plant would say to it."""
    found = dry_run(cells, noun, site, remove=remove)
    changes = [] if found.problems else [_change(noun, one) for one in found.changes]
    if changes and isinstance(mistakes := changed(site, changes), list):
        lines = {noun.key_of(one.after): one.line for one in found.changes if one.after is not None}
        found.problems = [_wrong(cells, one, lines) for one in mistakes]
        changes = []
    return Examined(found, changes)


def _change(noun: Noun, one: Changed) -> Change:
    part = one.after or one.before
    assert part is not None, "a change has a row before or after"
    return Change(
        noun=noun.name,
        key=noun.key_of(part),
        row=None if one.after is None else noun.row_of(one.after),
        was=None if one.before is None else hash_of(noun.row_of(one.before)),
    )


def _wrong(cells: Cells, one: Mistake, lines: Mapping[str, int]) -> Wrong:
    phrase = reason_of(one)
    return Wrong(
        Mark(cells.sheet, lines.get(one.key, 0), 1),
        ".".join(part for part in (one.noun, one.key, one.field) if part),
        phrase.key,
        phrase.params,
    )


def _imported(t: Tables, caller: Caller, seen: Examined, confirm: str | None) -> int:
    """Change the plant, in one command. Raises 409 where the dry run was another, or there is nothing to do."""
    if seen.found.problems:
        raise Problem("table_wrong", 422, count=len(seen.found.problems))
    if confirm != seen.confirm:
        raise Problem("table_changed", 409)
    if seen.changes:
        data = {"changes": [one.model_dump(mode="json") for one in seen.changes]}
        carry_out(t.desk, t.metrics, CommandAsked(kind="site.change", data=data), caller)
    return len(seen.changes)


def _rows(t: Tables, noun: str) -> tuple[Noun, list[dict[str, Any]]]:
    of = t.noun(noun)
    return of, [of.row_of(part) for part in of.parts(t.desk.state.site).values()]


def _parcel() -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.mimetype not in TAKEN_TYPES or encoding != "identity":
        raise Problem("not_table", 415, type=(request.mimetype or "?")[:80])
    return whole_body(request)


def _file(content: bytes, content_type: str, name: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(noun: Noun, seen: Examined, cells: Cells, lang: str) -> dict[str, Any]:
    found = seen.found
    wrong = found.problems
    return {
        "rows": found.rows,
        "added": found.count("added"),
        "changed": found.count("changed"),
        "removed": found.count("removed"),
        "not_in_table": found.not_in_table,
        "mistakes_n": len(wrong),
        "mistakes": [_mistake(one, cells, lang) for one in wrong[:MOST_TOLD]],
        "difference": [_differs(noun, one, lang) for one in found.changes[:MOST_DIFFERENT]],
        "confirm": seen.confirm,
        "encoding": cells.encoding,
    }


def _mistake(one: Wrong, cells: Cells, lang: str) -> dict[str, Any]:
    row, column = one.mark.line, one.mark.column
    head = next((texts for _, texts in cells.lines if texts), {})
    return {
        "row": row,
        "column": get_column_letter(column) if row else "",
        "heading": head.get(column, "") if row else "",
        "key": one.key,
        "error": one.sentence(lang),
    }


def _differs(noun: Noun, one: Changed, lang: str) -> dict[str, Any]:
    before = None if one.before is None else noun.row_of(one.before)
    after = None if one.after is None else noun.row_of(one.after)
    columns = columns_of(noun.model, [row for row in (before, after) if row], apart=noun.apart)
    fields = []
    for column in columns:
        old, new = (_shown(row, column, lang) for row in (before, after))
        if old != new:
            fields.append({"name": column.key, "before": old, "after": new})
    what = "added" if before is None else "removed" if after is None else "changed"
    return {
        "what": what,
        "key": noun.key_of(one.after or one.before or {}),
        "row": one.line,
        "fields": fields if what == "changed" else [],
    }


def _shown(row: Mapping[str, Any] | None, column: Any, lang: str) -> str:
    value = None if row is None else cell_of(row, column)
    if isinstance(value, bool):
        return say(lang, "plant.yes" if value else "plant.no")
    return "" if value is None else str(value)
