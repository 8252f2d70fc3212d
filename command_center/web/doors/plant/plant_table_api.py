"""A noun of the plant as Excel and CSV: exported, and imported by a dry run that reports every mistake by row and
cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from json import dumps
from typing import Any, Literal

from flask import Blueprint, Response, request

from command_center.domain.plant_data.said import reason_of
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.changing.mistakes import Mistake
from command_center.domain.site.changing.nouns import EDITORS, NOUNS, Noun, hash_of
from command_center.domain.site.model import Site
from command_center.plant_table import XLSX_TYPE, Cells, DryRun, csv_of, dry_run, workbook_of
from command_center.plant_table.cells import cell_of
from command_center.plant_table.columns import columns_of
from command_center.plant_table.dry_run import Changed, column_of
from command_center.site_file import Mark
from command_center.site_file import Problem as Wrong
from command_center.web.request.answer_shapes import ANYTHING, FILE
from command_center.web.request.body import query
from command_center.web.request.callers import Caller
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import topic
from command_center.web.request.table_upload import (
    MOST_SHOWN,
    TAKEN_TYPES,
    TableAsked,
    TableDoors,
    TableKind,
    csv_answer,
    take_table,
    workbook_answer,
)
from command_center.words import say

TABLES = "tables"
"""What a 403 of these doors is about."""


class PlantTableAsked(TableAsked):
    """`dry` 1 changes nothing. With 0 the table is imported, if it still matches the `confirm` of the dry run.
    `remove` 1 removes rows that are not in the table.
    """

    remove: Literal["0", "1"] = "0"


@dataclass(frozen=True, slots=True)
class Examined:
    """An imported table, as the row changes that it would make."""

    found: DryRun
    changes: Sequence[Change]

    @property
    def problems(self) -> Sequence[Wrong]:
        """Every mistake, in the order of the cells."""
        return self.found.problems


GET_PLANT_NOUNS_NOUN_TABLE_XLSX = door(
    "get", "/plant/nouns/<noun>/table.xlsx",
    summary="The rows of a noun as a workbook",
    answers="A workbook: one row a row, its first row the headings",
    roles=EDITORS, reveals=topic("people"), what=TABLES, bad=(*READS, 404), answer=FILE,
    content_type=XLSX_TYPE,
)  # fmt: skip

GET_PLANT_NOUNS_NOUN_TABLE_CSV = door(
    "get", "/plant/nouns/<noun>/table.csv",
    summary="The rows of a noun as CSV",
    answers="CSV in UTF-8",
    roles=EDITORS, reveals=topic("people"), what=TABLES, bad=(*READS, 404), answer=FILE,
    content_type="text/csv; charset=utf-8",
)  # fmt: skip

POST_PLANT_NOUNS_NOUN_TABLE = door(
    "post", "/plant/nouns/<noun>/table",
    summary="Bring a table of a noun: a dry run, or with `dry=0` the import of one that was confirmed",
    answers="Every mistake by row and cell, and what would change; after an import the number of changed rows",
    roles=EDITORS, reveals=topic("people"), what=TABLES, writes=False, bad=(*WRITES, 404, 409, 503),
    answer=ANYTHING, query=PlantTableAsked, takes=TAKEN_TYPES,
)  # fmt: skip


def plant_table_api(t: TableDoors) -> Blueprint:
    """`GET /plant/nouns/NOUN/table.xlsx` and `.csv`, `POST /plant/nouns/NOUN/table`."""
    api = Blueprint("plant_table", __name__)

    def lang() -> str:
        return language_of(request.environ, t.fallback)

    @GET_PLANT_NOUNS_NOUN_TABLE_XLSX.on(api, t.callers)
    def workbook(_: Caller, noun: str) -> Response:
        of, rows = _rows(t, noun)
        make = partial(
            workbook_of,
            of.name,
            of.model,
            rows,
            apart=of.apart,
            lang=lang(),
            site=t.desk.state.site,
        )
        return workbook_answer(t.beside.do(make), of.name)

    @GET_PLANT_NOUNS_NOUN_TABLE_CSV.on(api, t.callers)
    def text(_: Caller, noun: str) -> Response:
        of, rows = _rows(t, noun)
        make = partial(csv_of, of.model, rows, apart=of.apart)
        return csv_answer(t.beside.do(make), of.name)

    @POST_PLANT_NOUNS_NOUN_TABLE.on(api, t.callers)
    def table(caller: Caller, noun: str) -> Response:
        of = _noun(noun)
        caller.must_be(of.editors, TABLES)
        asked = query(request, PlantTableAsked)
        site = t.desk.state.site

        def check(cells: Cells) -> Examined:
            return t.beside.do(partial(examined, cells, of, site, remove=asked.remove == "1"))

        kind: TableKind[Examined] = TableKind(
            sheet=of.name,
            check=check,
            unread=lambda problems: Examined(DryRun(problems=problems), ()),
            content=_content,
            told=lambda seen: _told(of, seen, lang()),
            carry_out=lambda seen: {"changed": _imported(t, caller, seen)},
        )
        return take_table(kind, asked, t.workbooks, lang())

    return api


def _content(seen: Examined) -> str:
    return dumps([one.model_dump() for one in seen.changes], sort_keys=True, default=str)


def examined(cells: Cells, noun: Noun, site: Site, *, remove: bool) -> Examined:
    """Return the dry run of a table, including the checks of the whole plant."""
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
    line = lines.get(one.key, 0)
    return Wrong(
        Mark(cells.sheet, line, column_of(cells, one.field) if line else 1),
        ".".join(part for part in (one.noun, one.key, one.field) if part),
        phrase.key,
        phrase.params,
    )


def _imported(t: TableDoors, caller: Caller, seen: Examined) -> int:
    """Change the plant, in one command."""
    if seen.changes:
        data = {"changes": [one.model_dump(mode="json") for one in seen.changes]}
        carry_out(t.desk, t.metrics, CommandAsked(kind="site.change", data=data), caller)
    return len(seen.changes)


def _rows(t: TableDoors, noun: str) -> tuple[Noun, list[dict[str, Any]]]:
    of = _noun(noun)
    return of, [of.row_of(part) for part in of.parts(t.desk.state.site).values()]


def _told(noun: Noun, seen: Examined, lang: str) -> dict[str, Any]:
    found = seen.found
    return {
        "rows": found.rows,
        "added": found.count("added"),
        "changed": found.count("changed"),
        "removed": found.count("removed"),
        "not_in_table": found.not_in_table,
        "difference": [_differs(noun, one, lang) for one in found.changes[:MOST_SHOWN]],
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


def _noun(name: str) -> Noun:
    """Return the noun of that name, if it has several rows; raises 404."""
    found = NOUNS.get(name)
    if found is None or found.single:
        raise Problem("not_found", 404, path=request.path)
    return found
