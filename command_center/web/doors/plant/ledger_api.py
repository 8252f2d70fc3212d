"""The ledger as Excel and CSV: out, and in by a dry run that tells every mistake by row and cell."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.registry import COMMANDS
from command_center.plant_table import csv_of, workbook_of
from command_center.plant_table.reading import LIMITS
from command_center.plant_table.stock_table import SHEET, StockRow, StockRun, rows_of, stock_run
from command_center.web.metrics import Metrics
from command_center.web.request.body import query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.table_upload import (
    MOST_SHOWN,
    TableAsked,
    TableKind,
    csv_answer,
    take_table,
    workbook_answer,
)
from command_center.web.worker_threads import NativeThreads
from command_center.words import say
from command_center.workbook_reader.process import WorkbookReader

TABLES = "tables"
"""What a 403 of these doors is about."""
READERS = frozenset(HUMAN_ROLES)
TAKERS = COMMANDS["resource.take_stock"].roles


class LedgerTableAsked(TableAsked):
    """`dry` 1 changes nothing. With 0 the table is recorded, if it is still what `confirm` of the dry run was told
    for."""


@dataclass(frozen=True, slots=True)
class LedgerTables:
    """What the doors of the ledger's table lead to. Tables are written and checked `beside` the loop."""

    desk: Desk
    callers: Callers
    metrics: Metrics
    clock: Clock
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))
    workbooks: WorkbookReader = field(default_factory=lambda: WorkbookReader(LIMITS))


def ledger_api(t: LedgerTables) -> Blueprint:
    """`GET /ledger/table.xlsx` and `.csv`, `POST /ledger/table`."""
    api = Blueprint("ledger_table", __name__)

    def lang() -> str:
        return language_of(request.environ, t.fallback)

    @api.get("/ledger/table.xlsx")
    def workbook() -> Response:
        t.callers.of(request).must_be(READERS, TABLES)
        rows = rows_of(t.desk.state, t.desk.site, lang())
        return workbook_answer(t.beside.do(partial(workbook_of, SHEET, StockRow, rows)), SHEET)

    @api.get("/ledger/table.csv")
    def text() -> Response:
        t.callers.of(request).must_be(READERS, TABLES)
        rows = rows_of(t.desk.state, t.desk.site, lang())
        return csv_answer(t.beside.do(partial(csv_of, StockRow, rows)), SHEET)

    @api.post("/ledger/table")
    def table() -> Response:
        caller = t.callers.of(request)
        caller.must_be(TAKERS, TABLES)
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


def _recorded(t: LedgerTables, caller: Caller, run: StockRun) -> int:
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
