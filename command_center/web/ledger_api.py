"""The ledger as Excel and CSV: out, and in by a dry run that tells every mistake by row and cell."""

from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, Literal

from flask import Blueprint, Response, request
from openpyxl.utils import get_column_letter
from pydantic import Field

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.registry import COMMANDS
from command_center.domain.resources.stock_taking import StockEntry
from command_center.plant_table import (
    CSV_TYPE,
    XLSX_TYPE,
    Cells,
    ReaderBusy,
    TableError,
    csv_of,
    opened,
    workbook_of,
)
from command_center.plant_table.reading import LIMITS
from command_center.plant_table.stock_table import SHEET, StockRow, StockRun, rows_of, stock_run
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
READERS = frozenset(HUMAN_ROLES)
TAKERS = COMMANDS["resource.take_stock"].roles
MOST_TOLD = 1_000
"""Mistakes told of one table."""
MOST_DIFFERENT = 200
"""Rows of a difference that are told one by one; the number counts all."""
TAKEN_TYPES = (XLSX_TYPE, CSV_TYPE)


class LedgerTableAsked(Asked):
    """`dry` 1 changes nothing. With 0 the table is recorded, if it is still what `confirm` of the dry run was told
    for."""

    dry: Literal["0", "1"] = "1"
    confirm: str | None = Field(default=None, pattern=r"^[0-9a-f]{16}$")


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
        return _file(t.beside.do(partial(workbook_of, SHEET, StockRow, rows)), XLSX_TYPE, "xlsx")

    @api.get("/ledger/table.csv")
    def text() -> Response:
        t.callers.of(request).must_be(READERS, TABLES)
        rows = rows_of(t.desk.state, t.desk.site, lang())
        content = t.beside.do(partial(csv_of, StockRow, rows))
        return _file(content, f"{CSV_TYPE}; charset=utf-8", "csv")

    @api.post("/ledger/table")
    def table() -> Response:
        caller = t.callers.of(request)
        caller.must_be(TAKERS, TABLES)
        asked = query(request, LedgerTableAsked)
        try:
            cells = opened(_parcel(), SHEET, t.workbooks)
        except ReaderBusy as error:
            raise Problem("reader_busy", 503, headers={"Retry-After": "20"}) from error
        except TableError as error:
            refused = StockRun(problems=list(error.problems))
            return answer_json(_told(refused, Cells("", ()), lang()))
        run = stock_run(cells, t.desk.state, t.desk.site, t.clock.now())
        if asked.dry == "1":
            return answer_json(_told(run, cells, lang()))
        return answer_json({"recorded": _recorded(t, caller, run, asked.confirm)})

    return api


def confirm_of(entries: list[StockEntry]) -> str:
    """By which an import names the dry run that somebody has looked at."""
    told = "\n".join(one.model_dump_json() for one in entries)
    return sha256(told.encode()).hexdigest()[:16]


def _recorded(t: LedgerTables, caller: Caller, run: StockRun, confirm: str | None) -> int:
    """Take the stock in one command. Raises 422 where anything is wrong, 409 where the dry run was another."""
    if run.problems:
        raise Problem("table_wrong", 422, count=len(run.problems))
    if confirm != confirm_of(run.entries):
        raise Problem("table_changed", 409)
    if run.entries:
        data = {"entries": [one.model_dump(mode="json") for one in run.entries]}
        carry_out(t.desk, t.metrics, CommandAsked(kind="resource.take_stock", data=data), caller)
    return len(run.entries)


def _parcel() -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.mimetype not in TAKEN_TYPES or encoding != "identity":
        raise Problem("not_table", 415, type=(request.mimetype or "?")[:80])
    return whole_body(request)


def _file(content: bytes, content_type: str, ending: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{SHEET}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(run: StockRun, cells: Cells, lang: str) -> dict[str, Any]:
    return {
        "rows": run.rows,
        "changed": len(run.differences),
        "mistakes_n": len(run.problems),
        "mistakes": [_mistake(one, cells, lang) for one in run.problems[:MOST_TOLD]],
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
            for one in run.differences[:MOST_DIFFERENT]
        ],
        "confirm": confirm_of(run.entries),
        "encoding": cells.encoding,
    }


def _mistake(one: Wrong, cells: Cells, lang: str) -> dict[str, Any]:
    row, column = one.mark.line, one.mark.column
    head = next((texts for _, texts in cells.lines if texts), {})
    return {
        "row": row,
        "column": get_column_letter(column) if row else "",
        "heading": head.get(column, "") if row else "",
        "error": one.sentence(lang),
    }
