"""The import door for matters of an older system: a template's empty sheet is exported, and its filled rows are
imported by a dry run that reports every mistake by row and column.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from command_center.domain.matters.opening.importing import not_importable
from command_center.domain.matters.own_templates import PUBLISHERS
from command_center.domain.registry import Context
from command_center.domain.template_language.template import Template
from command_center.plant_table import XLSX_TYPE
from command_center.plant_table.matter_sheet import sheet_csv, sheet_xlsx
from command_center.plant_table.matter_table import MOST_ROWS, ImportRun, Ledger, Row, import_run
from command_center.web.request.answer_shapes import ANYTHING, FILE
from command_center.web.request.answers import answer_json
from command_center.web.request.body import query
from command_center.web.request.callers import Caller
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem, RefusedProblem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import MATTERS, both
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
from command_center.web.worker_threads import breathe

IMPORTS = "imports"
"""What a 403 of these doors is about."""


class MatterImportAsked(TableAsked):
    """`dry` 1 changes nothing. With 0 the table is imported, if it still matches the `confirm` of the dry run."""


GET_MATTERS_IMPORT = door(
    "get", "/matters/import",
    summary="The templates whose matters can be brought in from an older system",
    answers="Templates",
    roles=PUBLISHERS, reveals=MATTERS, what=IMPORTS, answer=ANYTHING,
)  # fmt: skip

# Its lists name everybody of the plant.
GET_MATTERS_IMPORT_TEMPLATE_SHEET_XLSX = door(
    "get", "/matters/import/<template>/sheet.xlsx",
    summary="The empty sheet of a template, in the caller's language, with what each column may hold",
    answers="A workbook",
    roles=PUBLISHERS, reveals=both("matters", "people"), what=IMPORTS, bad=(*READS, 404, 409),
    answer=FILE, content_type=XLSX_TYPE,
)  # fmt: skip

GET_MATTERS_IMPORT_TEMPLATE_SHEET_CSV = door(
    "get", "/matters/import/<template>/sheet.csv",
    summary="The headings of the same as CSV",
    answers="CSV in UTF-8",
    roles=PUBLISHERS, reveals=MATTERS, what=IMPORTS, bad=(*READS, 404, 409), answer=FILE,
    content_type="text/csv; charset=utf-8",
)  # fmt: skip

POST_MATTERS_IMPORT_TEMPLATE = door(
    "post", "/matters/import/<template>",
    summary="Bring the ledger of an older system: a dry run, or with `dry=0` the import of one that was confirmed. "
    "A row that was brought before changes nothing",
    answers="Every mistake by row and column, and what would come in; after an import the number of rows",
    roles=PUBLISHERS, reveals=both("matters", "people"), what=IMPORTS, writes=False,
    bad=(*WRITES, 404, 409, 503), answer=ANYTHING, query=MatterImportAsked, takes=TAKEN_TYPES,
)  # fmt: skip


def matter_import_api(m: TableDoors, names: Sequence[str]) -> Blueprint:
    """`GET /matters/import`, `GET /matters/import/TEMPLATE/sheet.xlsx` and `.csv`, `POST /matters/import/TEMPLATE`.
    `names` are the templates of the library; a site's own stand in the state."""
    api = Blueprint("matter_import", __name__)

    def lang() -> str:
        return language_of(request.environ, m.fallback)

    @GET_MATTERS_IMPORT.on(api, m.callers)
    def importable(_: Caller) -> Response:
        found = [
            one for one in _templates(m, names) if not_importable(one, m.desk.templates) is None
        ]
        told = [{"template": one.template, "title": _title(one, lang())} for one in found]
        told.sort(key=lambda one: one["title"])
        return answer_json({"templates": told, "most": MOST_ROWS})

    @GET_MATTERS_IMPORT_TEMPLATE_SHEET_XLSX.on(api, m.callers)
    def workbook(_: Caller, template: str) -> Response:
        ledger = _importable(m, template)
        return workbook_answer(m.beside.do(partial(sheet_xlsx, ledger, lang())), template)

    @GET_MATTERS_IMPORT_TEMPLATE_SHEET_CSV.on(api, m.callers)
    def text(_: Caller, template: str) -> Response:
        return csv_answer(sheet_csv(_importable(m, template), lang()), template)

    @POST_MATTERS_IMPORT_TEMPLATE.on(api, m.callers)
    def table(caller: Caller, template: str) -> Response:
        ledger = _ledger(m, template)
        asked = query(request, MatterImportAsked)
        kind: TableKind[ImportRun] = TableKind(
            sheet=template,
            check=lambda cells: import_run(
                cells, ledger, m.desk.state, _context(m, caller), breathe
            ),
            unread=lambda problems: ImportRun(problems=problems),
            content=lambda run: "\n".join(one.command.model_dump_json() for one in run.fresh),
            told=lambda run: _told(run, ledger, lang()),
            carry_out=lambda run: {"imported": _imported(m, caller, run), "known": run.known},
        )
        return take_table(kind, asked, m.workbooks, lang())

    return api


def _templates(m: TableDoors, names: Sequence[str]) -> list[Template]:
    shelf = m.desk.templates
    known = dict.fromkeys([*names, *m.desk.state.own_templates])
    found = [None if shelf is None else shelf.newest(one) for one in known]
    return [one.template for one in found if one is not None]


def _importable(m: TableDoors, template: str) -> Ledger:
    ledger = _ledger(m, template)
    refusal = not_importable(ledger.pinned.template, ledger.shelf)
    if refusal is not None:
        raise RefusedProblem(refusal)
    return ledger


def _title(template: Template, lang: str) -> str:
    title = template.title
    if title is None:
        return template.template
    return title.zh if lang.startswith("zh") else title.en


def _context(m: TableDoors, caller: Caller) -> Context:
    return Context(m.clock.now(), caller.actor, m.desk.site, templates=m.desk.templates)


def _imported(m: TableDoors, caller: Caller, run: ImportRun) -> int:
    """Bring in row by row, each by a command of its own. Raises 409 where the Desk refuses a row: the rows before it
    are in, and the same file goes on from there."""
    for done, one in enumerate(run.fresh):
        data = one.command.model_dump(mode="json", exclude_unset=True)
        try:
            carry_out(m.desk, m.metrics, CommandAsked(kind="matter.import", data=data), caller)
        except RefusedProblem as refused:
            why = {lang: refused.members(lang)["detail"] for lang in ("zh-CN", "en")}
            said = {"zh": why["zh-CN"], "en": why["en"]}
            raise Problem("import_stopped", 409, n=done, row=str(one.line), why=said) from refused
    return len(run.fresh)


def _told(run: ImportRun, ledger: Ledger, lang: str) -> dict[str, Any]:
    return {
        "rows": run.rows,
        "fresh": len(run.fresh),
        "ended": run.ended,
        "known": run.known,
        "difference": [_would(one, ledger, lang) for one in run.fresh[:MOST_SHOWN]],
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


def _ledger(m: TableDoors, template: str) -> Ledger:
    """Return the ledger of a template in use; raises 404."""
    shelf = m.desk.templates
    pinned = None if shelf is None else shelf.newest(template)
    if shelf is None or pinned is None:
        raise Problem("not_found", 404, path=request.path)
    return Ledger(pinned, m.desk.site, shelf)
