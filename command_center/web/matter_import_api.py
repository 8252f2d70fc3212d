"""The ledger of an older system comes in as matters: a template's empty sheet out, and its rows in by a dry run that
tells every mistake by row and column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, Literal

from flask import Blueprint, Response, request
from openpyxl.utils import get_column_letter
from pydantic import Field

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.matters.importing import not_importable
from command_center.domain.matters.own_templates import PUBLISHERS
from command_center.domain.registry import Context
from command_center.domain.template_language.template import Template
from command_center.plant_table import (
    CSV_TYPE,
    XLSX_TYPE,
    Cells,
    ReaderBusy,
    TableError,
    opened,
)
from command_center.plant_table.matter_sheet import sheet_csv, sheet_xlsx
from command_center.plant_table.matter_table import MOST_ROWS, ImportRun, Ledger, Row, import_run
from command_center.plant_table.reading import LIMITS
from command_center.site_file import Problem as Wrong
from command_center.web.answers import answer_json
from command_center.web.body import Asked, query, whole_body
from command_center.web.callers import Caller, Callers
from command_center.web.commanding import CommandAsked, carry_out
from command_center.web.language import language_of
from command_center.web.metrics import Metrics
from command_center.web.problem import Problem, RefusedProblem
from command_center.web.worker_threads import NativeThreads, breathe
from command_center.words import has, say
from command_center.workbook_reader.process import WorkbookReader

IMPORTS = "imports"
"""What a 403 of these doors is about."""
MOST_TOLD = 1_000
"""Mistakes told of one table."""
MOST_SHOWN = 200
"""Rows that would come in and are told one by one; the numbers count all."""
TAKEN_TYPES = (XLSX_TYPE, CSV_TYPE)


class MatterImportAsked(Asked):
    """`dry` 1 changes nothing. With 0 the table is imported, if it is still what `confirm` of the dry run was told
    for."""

    dry: Literal["0", "1"] = "1"
    confirm: str | None = Field(default=None, pattern=r"^[0-9a-f]{16}$")


@dataclass(frozen=True, slots=True)
class MatterImports:
    """What these doors lead to. Sheets are written and checked `beside` the loop."""

    desk: Desk
    callers: Callers
    metrics: Metrics
    clock: Clock
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))
    workbooks: WorkbookReader = field(default_factory=lambda: WorkbookReader(LIMITS))

    def ledger(self, template: str) -> Ledger:
        """The ledger of a template that is in use; raises the 404."""
        shelf = self.desk.templates
        pinned = None if shelf is None else shelf.newest(template)
        if shelf is None or pinned is None:
            raise Problem("not_found", 404, path=request.path)
        return Ledger(pinned, self.desk.site, shelf)


def matter_import_api(m: MatterImports, names: Sequence[str]) -> Blueprint:
    """`GET /matters/import`, `GET /matters/import/TEMPLATE/sheet.xlsx` and `.csv`, `POST /matters/import/TEMPLATE`.
    `names` are the templates of the library; a site's own stand in the state."""
    api = Blueprint("matter_import", __name__)

    def lang() -> str:
        return language_of(request.environ, m.fallback)

    def asks() -> Caller:
        caller = m.callers.of(request)
        caller.must_be(PUBLISHERS, IMPORTS)
        return caller

    @api.get("/matters/import")
    def importable() -> Response:
        asks()
        found = [one for one in _templates(m, names) if not_importable(one) is None]
        told = [{"template": one.template, "title": _title(one, lang())} for one in found]
        told.sort(key=lambda one: one["title"])
        return answer_json({"templates": told, "most": MOST_ROWS})

    @api.get("/matters/import/<template>/sheet.xlsx")
    def workbook(template: str) -> Response:
        asks()
        ledger = _importable(m, template)
        content = m.beside.do(partial(sheet_xlsx, ledger, lang()))
        return as_file(content, XLSX_TYPE, f"{template}.xlsx")

    @api.get("/matters/import/<template>/sheet.csv")
    def text(template: str) -> Response:
        asks()
        content = sheet_csv(_importable(m, template), lang())
        return as_file(content, f"{CSV_TYPE}; charset=utf-8", f"{template}.csv")

    @api.post("/matters/import/<template>")
    def table(template: str) -> Response:
        caller = asks()
        ledger = m.ledger(template)
        asked = query(request, MatterImportAsked)
        try:
            cells = opened(parcel_of(), template, m.workbooks)
        except ReaderBusy as error:
            raise Problem("reader_busy", 503, headers={"Retry-After": "20"}) from error
        except TableError as error:
            refused = ImportRun(problems=list(error.problems))
            return answer_json(_told(refused, Cells("", ()), ledger, lang()))
        state, ctx = m.desk.state, _context(m, caller)
        run = import_run(cells, ledger, state, ctx, breathe)
        if asked.dry == "1":
            return answer_json(_told(run, cells, ledger, lang()))
        return answer_json(
            {"imported": _imported(m, caller, run, asked.confirm), "known": run.known}
        )

    return api


def _templates(m: MatterImports, names: Sequence[str]) -> list[Template]:
    shelf = m.desk.templates
    known = dict.fromkeys([*names, *m.desk.state.own_templates])
    found = [None if shelf is None else shelf.newest(one) for one in known]
    return [one.template for one in found if one is not None]


def _importable(m: MatterImports, template: str) -> Ledger:
    ledger = m.ledger(template)
    refusal = not_importable(ledger.pinned.template)
    if refusal is not None:
        raise RefusedProblem(refusal)
    return ledger


def _title(template: Template, lang: str) -> str:
    title = template.title
    if title is None:
        return template.template
    return title.zh if lang.startswith("zh") else title.en


def _context(m: MatterImports, caller: Caller) -> Context:
    return Context(m.clock.now(), caller.actor, m.desk.site, templates=m.desk.templates)


def confirm_of(run: ImportRun) -> str:
    """By which an import names the dry run that somebody has looked at."""
    told = "\n".join(one.command.model_dump_json() for one in run.fresh)
    return sha256(told.encode()).hexdigest()[:16]


def _imported(m: MatterImports, caller: Caller, run: ImportRun, confirm: str | None) -> int:
    """Bring in row by row, each by a command of its own. Raises 422 where anything is wrong, 409 where the dry run was
    another, or where the Desk refuses a row: the rows before it are in, and the same file goes on from there."""
    if run.problems:
        raise Problem("table_wrong", 422, count=len(run.problems))
    if confirm != confirm_of(run):
        raise Problem("table_changed", 409)
    for done, one in enumerate(run.fresh):
        data = one.command.model_dump(mode="json", exclude_unset=True)
        try:
            carry_out(m.desk, m.metrics, CommandAsked(kind="matter.import", data=data), caller)
        except RefusedProblem as refused:
            why = {lang: refused.members(lang)["detail"] for lang in ("zh-CN", "en")}
            said = {"zh": why["zh-CN"], "en": why["en"]}
            raise Problem("import_stopped", 409, n=done, row=str(one.line), why=said) from refused
    return len(run.fresh)


def parcel_of() -> bytes:
    """The bytes of the table that a request brings; raises the 415 of anything else."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.mimetype not in TAKEN_TYPES or encoding != "identity":
        raise Problem("not_table", 415, type=(request.mimetype or "?")[:80])
    return whole_body(request)


def as_file(content: bytes, content_type: str, name: str) -> Response:
    """A file that is never kept by a browser."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(run: ImportRun, cells: Cells, ledger: Ledger, lang: str) -> dict[str, Any]:
    return {
        "rows": run.rows,
        "fresh": len(run.fresh),
        "ended": run.ended,
        "known": run.known,
        "mistakes_n": len(run.problems),
        "mistakes": [mistake(one, cells, lang) for one in run.problems[:MOST_TOLD]],
        "difference": [_would(one, ledger, lang) for one in run.fresh[:MOST_SHOWN]],
        "confirm": confirm_of(run),
        "encoding": cells.encoding,
    }


def _would(one: Row, ledger: Ledger, lang: str) -> dict[str, Any]:
    template = ledger.pinned.template
    state = one.command.state or template.first
    title = template.states[state]
    said = state if title is None else title.zh if lang.startswith("zh") else title.en
    return {
        "row": one.line, "old_number": one.command.old_number, "state": said, "found": one.command.found,
        "ended": one.command.ended,
    }  # fmt: skip


def mistake(one: Wrong, cells: Cells, lang: str) -> dict[str, Any]:
    """A mistake of a table with its place, what is wrong, and what mends it."""
    row, column = one.mark.line, one.mark.column
    head = next((texts for _, texts in cells.lines if texts), {})
    said = one.sentence(lang)
    if has(f"{one.code}.mend"):
        said = f"{said} {say(lang, f'{one.code}.mend', **one.details)}"
    return {
        "row": row,
        "column": get_column_letter(column) if row else "",
        "heading": head.get(column, "") if row else "",
        "error": said,
    }
