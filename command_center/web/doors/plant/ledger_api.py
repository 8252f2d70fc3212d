"""The stock ledger as Excel and CSV: exported, and imported by a dry run that reports every mistake
by row and cell.
"""

from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.registry import COMMANDS
from command_center.plant_table import XLSX_TYPE, csv_of, workbook_of
from command_center.plant_table.stock_table import SHEET, StockRow, StockRun, rows_of, stock_run
from command_center.web.request.answer_shapes import ANYTHING, FILE
from command_center.web.request.body import query
from command_center.web.request.callers import Caller
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.rest_doors import WRITES, door
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
READERS = frozenset(HUMAN_ROLES)
TAKERS = COMMANDS["resource.take_stock"].roles


class LedgerTableAsked(TableAsked):
    """`dry` 1 changes nothing. With 0 the table is recorded, if it still matches the `confirm` of the dry run."""


GET_LEDGER_TABLE_XLSX = door(
    "get", "/ledger/table.xlsx",
    summary="What lies where by batch, as a workbook",
    answers="A workbook: one row a line or batch, its first row the headings",
    roles=HUMAN_ROLES, reveals=topic("resources"), what=TABLES, answer=FILE, content_type=XLSX_TYPE,
)  # fmt: skip

GET_LEDGER_TABLE_CSV = door(
    "get", "/ledger/table.csv",
    summary="What lies where by batch, as CSV",
    answers="CSV in UTF-8",
    roles=HUMAN_ROLES, reveals=topic("resources"), what=TABLES, answer=FILE,
    content_type="text/csv; charset=utf-8",
)  # fmt: skip

POST_LEDGER_TABLE = door(
    "post", "/ledger/table",
    summary="Bring a table of counts, inspections and deliveries: a dry run, or with `dry=0` the record of one "
    "that was confirmed",
    answers="Every mistake by row and cell, and what would be recorded; after an import the number of rows",
    roles=TAKERS, reveals=topic("resources"), what=TABLES, writes=False, bad=(*WRITES, 409, 503),
    answer=ANYTHING, query=LedgerTableAsked, takes=TAKEN_TYPES,
)  # fmt: skip


def ledger_api(t: TableDoors) -> Blueprint:
    """`GET /ledger/table.xlsx` and `.csv`, `POST /ledger/table`."""
    api = Blueprint("ledger_table", __name__)

    def lang() -> str:
        return language_of(request.environ, t.fallback)

    @GET_LEDGER_TABLE_XLSX.on(api, t.callers)
    def workbook(_: Caller) -> Response:
        rows = rows_of(t.desk.state, t.desk.site, lang())
        return workbook_answer(t.beside.do(partial(workbook_of, SHEET, StockRow, rows)), SHEET)

    @GET_LEDGER_TABLE_CSV.on(api, t.callers)
    def text(_: Caller) -> Response:
        rows = rows_of(t.desk.state, t.desk.site, lang())
        return csv_answer(t.beside.do(partial(csv_of, StockRow, rows)), SHEET)

    @POST_LEDGER_TABLE.on(api, t.callers)
    def table(caller: Caller) -> Response:
        asked = query(request, LedgerTableAsked)
        kind: TableKind[StockRun] = TableKind(
            sheet=SHEET,
            check=lambda cells: stock_run(cells, t.desk.state, t.desk.site, t.clock.now()),
            unread=lambda problems: StockRun(problems=problems),
            content=lambda run: "\n".join(one.model_dump_json() for one in run.entries),
            told=lambda run: _told(run, lang()),
            carry_out=lambda run: {"recorded": _recorded(t, caller, run)},
        )
        return take_table(kind, asked, t.workbooks, lang())

    return api


def _recorded(t: TableDoors, caller: Caller, run: StockRun) -> int:
    """Take the stock in one command."""
    if run.entries:
        data = {"entries": [one.model_dump(mode="json") for one in run.entries]}
        carry_out(t.desk, t.metrics, CommandAsked(kind="resource.take_stock", data=data), caller)
    return len(run.entries)


def _told(run: StockRun, lang: str) -> dict[str, Any]:
    return {
        "rows": run.rows,
        "changed": len(run.differences),
        "difference": [
            {
                "row": one.line,
                "resource": one.resource,
                "store": one.store,
                "batch": one.batch,
                "what": [say(lang, f"stock_table.{kind}") for kind in one.kinds],
                "before": one.before,
                "after": one.after,
            }
            for one in run.differences[:MOST_SHOWN]
        ],
    }
