"""The roll-out baseline as Excel and CSV: exported, and imported by a dry run that reports every mistake by row and
column.
"""

from functools import partial
from json import dumps
from typing import Any

from flask import Blueprint, Response, request

from command_center.domain.matters.commands import HANDS
from command_center.domain.matters.opening.rollouts import BASELINE
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.matters.reading.readers import may_read_open, reach_of
from command_center.domain.registry import Context
from command_center.domain.template_language.powers import ROLL_OUT
from command_center.plant_table import XLSX_TYPE, workbook_of
from command_center.plant_table.baseline_table import (
    SHEET,
    BaselineRow,
    BaselineRun,
    baseline_run,
    rows_of,
)
from command_center.web.request.answer_shapes import ANYTHING, FILE
from command_center.web.request.body import query
from command_center.web.request.callers import Caller
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import MATTERS
from command_center.web.request.table_upload import (
    TAKEN_TYPES,
    TableAsked,
    TableDoors,
    TableKind,
    take_table,
    workbook_answer,
)


class BaselineAsked(TableAsked):
    """`dry` 1 changes nothing. With 0 the rows are written into the roll-out, if they still match the `confirm` of
    the dry run.
    """


GET_MATTERS_MATTER_BASELINE_XLSX = door(
    "get", "/matters/<matter>/baseline.xlsx",
    summary="The baseline of a roll-out by month, as a workbook",
    answers="A workbook",
    roles=HANDS, reveals=MATTERS, bad=(*READS, 404), answer=FILE, content_type=XLSX_TYPE,
)  # fmt: skip

POST_MATTERS_MATTER_BASELINE = door(
    "post", "/matters/<matter>/baseline",
    summary="Bring the baseline of a roll-out: a dry run, or with `dry=0` the rows that were confirmed, written by "
    "`matter.fill`",
    answers="Every mistake by row and column, or the rows",
    roles=HANDS, reveals=MATTERS, bad=(*WRITES, 404, 409, 503), answer=ANYTHING,
    query=BaselineAsked, takes=TAKEN_TYPES,
)  # fmt: skip


def baseline_api(b: TableDoors) -> Blueprint:
    """`GET /matters/ID/baseline.xlsx`, `POST /matters/ID/baseline`."""
    api = Blueprint("baseline", __name__)

    @GET_MATTERS_MATTER_BASELINE_XLSX.on(api, b.callers)
    def workbook(caller: Caller, matter: str) -> Response:
        play = _play(b, matter, caller)
        rows = rows_of(play.value(BASELINE) or ())
        return workbook_answer(b.beside.do(partial(workbook_of, SHEET, BaselineRow, rows)), SHEET)

    @POST_MATTERS_MATTER_BASELINE.on(api, b.callers)
    def table(caller: Caller, matter: str) -> Response:
        play = _play(b, matter, caller)
        asked = query(request, BaselineAsked)

        def written(run: BaselineRun) -> dict[str, Any]:
            data = {"matter": matter, "fields": {BASELINE: run.rows}}
            carry_out(b.desk, b.metrics, CommandAsked(kind="matter.fill", data=data), caller)
            return {"written": len(run.rows)}

        kind: TableKind[BaselineRun] = TableKind(
            sheet=SHEET,
            check=lambda cells: baseline_run(cells, play),
            unread=lambda problems: BaselineRun(problems=problems),
            content=lambda run: dumps(run.rows, sort_keys=True),
            told=lambda run: {"rows": run.rows if not run.problems else []},
            carry_out=written,
        )
        return take_table(kind, asked, b.workbooks, language_of(request.environ, b.fallback))

    return api


def _play(b: TableDoors, matter: str, caller: Caller) -> Play:
    """Return the open roll-out with that id; raises 404 for any other, and for one that the
    caller may not read.
    """
    desk, now = b.desk, b.clock.now()
    ctx = Context(now, caller.actor, desk.site, templates=desk.templates)
    found = looked_up(desk.state, matter, ctx, now)
    reach = reach_of(desk.state, desk.site, caller.role, caller.actor.person)
    if (
        not isinstance(found, Play)
        or ROLL_OUT not in found.pinned.powers
        or not may_read_open(found.matter, reach)
    ):
        raise Problem("not_found", 404, path=request.path)
    return found
