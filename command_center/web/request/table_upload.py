"""Common handling of uploaded Excel or CSV tables: a dry run reports every mistake by row and column, and a confirmed
table is imported. Each door checks permissions itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Generic, Literal, Protocol, TypeVar

from flask import Response, request
from openpyxl.utils import get_column_letter
from pydantic import Field

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.plant_table import (
    CSV_TYPE,
    XLSX_TYPE,
    Cells,
    ReaderBusy,
    TableError,
    opened,
)
from command_center.plant_table.reading import LIMITS
from command_center.site_file import Problem as Wrong
from command_center.web.metrics import Metrics
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, whole_body
from command_center.web.request.callers import Callers
from command_center.web.request.problem import Problem
from command_center.web.worker_threads import NativeThreads
from command_center.words import has, say
from command_center.workbook_reader.process import WorkbookReader

MOST_TOLD = 1_000
"""Mistakes told of one table."""
MOST_SHOWN = 200
"""Rows of a difference that are told one by one; the numbers count all."""
TAKEN_TYPES = (XLSX_TYPE, CSV_TYPE)


@dataclass(frozen=True, slots=True)
class TableDoors:
    """What the doors of one kind of table need of the center. `fallback` is the site's language. Tables are written and
    checked outside the event loop (`beside`): a second for 5,000 people.
    """

    desk: Desk
    callers: Callers
    metrics: Metrics
    clock: Clock
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))
    workbooks: WorkbookReader = field(default_factory=lambda: WorkbookReader(LIMITS))


class TableAsked(Asked):
    """`dry` 1 changes nothing. With 0 the table is imported, if it still matches the `confirm` of the dry run."""

    dry: Literal["0", "1"] = "1"
    confirm: str | None = Field(default=None, pattern=r"^[0-9a-f]{16}$")


class DryRun(Protocol):
    """What a table would do; if anything is wrong, nothing may be done."""

    @property
    def problems(self) -> Sequence[Wrong]:
        """Every mistake, in the order of the cells."""


Run = TypeVar("Run", bound=DryRun)


@dataclass(frozen=True, slots=True)
class TableKind(Generic[Run]):
    """How one kind of table is imported.

    `sheet` is the sheet's name in a workbook; `check` tries the cells, `unread` is the run for a file that cannot be
    used at all. `content` is a text of what an import would do, which the confirmation covers. `told` gives the rest
    of the answer to a dry run besides its mistakes; `carry_out` imports and answers, for a run without problems.
    """

    sheet: str
    check: Callable[[Cells], Run]
    unread: Callable[[list[Wrong]], Run]
    content: Callable[[Run], str]
    told: Callable[[Run], dict[str, Any]]
    carry_out: Callable[[Run], dict[str, Any]]


def take_table(
    kind: TableKind[Run], asked: TableAsked, workbooks: WorkbookReader, lang: str
) -> Response:
    """Return the answer to an uploaded table. An unusable file is reported as a failed dry run.

    Raises Problems: 415 for another type of file; 413 and 408 as `whole_body`; 503 while the workbook reader is busy;
    for an import, 422 if anything is wrong and 409 if a different dry run was confirmed.
    """
    try:
        cells = opened(table_of_request(), kind.sheet, workbooks)
    except ReaderBusy as error:
        raise Problem("reader_busy", 503, headers={"Retry-After": "20"}) from error
    except TableError as error:
        run = kind.unread(list(error.problems))
        return answer_json(_told(kind, run, Cells("", ()), lang))
    run = kind.check(cells)
    if asked.dry == "1":
        return answer_json(_told(kind, run, cells, lang))
    if run.problems:
        raise Problem("table_wrong", 422, count=len(run.problems))
    if asked.confirm != _confirm_of(kind, run):
        raise Problem("table_changed", 409)
    return answer_json(kind.carry_out(run))


def table_of_request() -> bytes:
    """Return the bytes of the uploaded table; raises 415 for anything else."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.mimetype not in TAKEN_TYPES or encoding != "identity":
        raise Problem("not_table", 415, type=(request.mimetype or "?")[:80])
    return whole_body(request)


def workbook_answer(content: bytes, name: str) -> Response:
    """Return a workbook as an attachment; `name` has no ending."""
    return _file(content, XLSX_TYPE, f"{name}.xlsx")


def csv_answer(content: bytes, name: str) -> Response:
    """Return a UTF-8 CSV as an attachment; `name` has no ending."""
    return _file(content, f"{CSV_TYPE}; charset=utf-8", f"{name}.csv")


def _file(content: bytes, content_type: str, name: str) -> Response:
    """A file that no browser keeps: the next one may say something else."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _confirm_of(kind: TableKind[Run], run: Run) -> str:
    """By which an import names the dry run that somebody has looked at."""
    return sha256(kind.content(run).encode()).hexdigest()[:16]


def _told(kind: TableKind[Run], run: Run, cells: Cells, lang: str) -> dict[str, Any]:
    return {
        "mistakes_n": len(run.problems),
        "mistakes": [_mistake(one, cells, lang) for one in run.problems[:MOST_TOLD]],
        "confirm": _confirm_of(kind, run),
        "encoding": cells.encoding,
        **kind.told(run),
    }


def _mistake(one: Wrong, cells: Cells, lang: str) -> dict[str, Any]:
    """A mistake with its place, what is wrong, and what mends it. Row 0 is the file as a whole."""
    row, column = one.mark.line, one.mark.column
    head = next((texts for _, texts in cells.lines if texts), {})
    said = one.sentence(lang)
    if has(f"{one.code}.mend"):
        said = f"{said} {say(lang, f'{one.code}.mend', **one.details)}"
    return {
        "row": row,
        "column": get_column_letter(column) if row else "",
        "heading": head.get(column, "") if row else "",
        "key": one.key,
        "error": said,
    }
