"""Reads an Excel or CSV file as rows of texts with their positions, or gives the reason why it cannot be read."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from command_center.domain.bounds.plain_text import hidden
from command_center.plant_table.cells import without_apostrophe
from command_center.site_file.problem import Mark, Problem
from command_center.workbook_reader.limits import Limits
from command_center.workbook_reader.process import Cell, UnreadableWorkbook, WorkbookReader

LIMITS = Limits(
    file_bytes=8 << 20,
    unpacked_bytes=96 << 20,
    rows=25_001,
    columns=600,
    cells=600_000,
    characters=12_000_000,
    processor_s=30,
    elapsed_s=45.0,
    memory_bytes=1 << 30,
)
"""Of a table: 20,000 lines of stock with all their columns."""
LONGEST_CELL = 8_000
ZIP = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0"


class TableError(ValueError):
    """The file cannot be used at all; `problems` gives the reasons."""

    def __init__(self, *problems: Problem) -> None:
        """Keep them."""
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class ReaderBusy(Exception):
    """Other workbooks are being read and used up the time that this one may wait."""


@dataclass(slots=True)
class Cells:
    """A table as read: its sheet's name, its lines (from 1) with their texts by column (from 1), and problems of
    single cells. `encoding` is that of a CSV, empty for a workbook.
    """

    sheet: str
    lines: Sequence[tuple[int, Mapping[int, str]]]
    problems: list[Problem] = field(default_factory=list)
    encoding: str = ""

    def mark(self, line: int, column: int) -> Mark:
        """Return a position in the table."""
        return Mark(self.sheet, line, column)


def whole(code: str, **details: object) -> TableError:
    """Return an error that concerns the file as a whole."""
    return TableError(Problem(Mark("", 0, 0), "", code, details))


def opened(parcel: bytes, noun: str, reader: WorkbookReader) -> Cells:
    """Return the cells of a file. Raises TableError, ReaderBusy.

    Call it in the main thread: for a workbook it starts a process and waits for it.
    """
    if parcel.startswith(ZIP) or parcel.startswith(OLD):
        return _workbook(parcel, noun, reader)
    return _csv(parcel)


def _workbook(parcel: bytes, noun: str, reader: WorkbookReader) -> Cells:
    try:
        sheets = reader.read(parcel, {noun[:31]}, (LIMITS.rows, LIMITS.columns))
    except UnreadableWorkbook as error:
        if error.code == "busy":
            raise ReaderBusy from error
        key = "table.too_long" if error.code == "too_long" else f"msel.{error.code}"
        raise whole(key, **error.details) from error
    named = next((name for name in sheets if name.strip() == noun[:31]), None)
    filled = [name for name, rows in sheets.items() if any(cells for _, cells in rows)]
    name = named or (filled[0] if len(filled) == 1 else None)
    if name is None:
        raise whole("table.which_sheet", noun=noun, n=len(filled))
    cells = Cells(name, ())
    cells.lines = [(line, _texts(cells, line, row)) for line, row in sheets[name]]
    return cells


def _texts(cells: Cells, line: int, row: Mapping[int, Cell]) -> dict[int, str]:
    texts = {}
    for column, cell in row.items():
        code, details = _fault(cell)
        if code:
            cells.problems.append(Problem(cells.mark(line, column), "", code, details))
            continue
        text = _checked(cells, line, column, _text(cell))
        if text:
            texts[column] = text
    return texts


def _fault(cell: Cell) -> tuple[str, dict[str, Any]]:
    if cell.type == "f":
        return "msel.formula", {}
    if cell.type == "e":
        return "msel.cell_error", {"value": cell.value}
    if cell.type == "d" and cell.value is None:
        return "table.cell_span", {}
    return "", {}


def _text(cell: Cell) -> str:
    if cell.type == "b":
        return "true" if cell.value else "false"
    if cell.type == "n":
        whole_number = float(cell.value).is_integer() and abs(cell.value) < 1e15
        return str(int(cell.value)) if whole_number else repr(cell.value)
    return str(cell.value)


def _checked(cells: Cells, line: int, column: int, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    mark = cells.mark(line, column)
    if len(text) > LONGEST_CELL:
        details = {"n": len(text), "limit": LONGEST_CELL}
        cells.problems.append(Problem(mark, "", "msel.cell_long", details))
    elif code := hidden(text, lines=True):
        cells.problems.append(Problem(mark, "", "site.hidden_character", {"character": code}))
    else:
        return text
    return ""


def _csv(parcel: bytes) -> Cells:
    if len(parcel) > LIMITS.file_bytes:
        raise whole("msel.too_large", size=len(parcel), limit=LIMITS.file_bytes)
    text, encoding = _decoded(parcel)
    first = text.split("\n", 1)[0]
    divider = max(",;\t", key=first.count)
    cells = Cells("", (), encoding=encoding)
    lines, count = [], 0
    try:
        for number, row in enumerate(csv.reader(StringIO(text), delimiter=divider, strict=True), 1):
            if number > LIMITS.rows or len(row) > LIMITS.columns:
                raise whole("table.too_many", rows=LIMITS.rows - 1, columns=LIMITS.columns)
            count += len(row)
            if count > LIMITS.cells:
                raise whole("msel.too_many_cells", n=LIMITS.cells)
            texts = {
                column: checked
                for column, one in enumerate(row, 1)
                if (checked := _checked(cells, number, column, without_apostrophe(one)))
            }
            lines.append((number, texts))
    except csv.Error as error:
        raise whole("table.no_csv", why=str(error)) from error
    cells.lines = lines
    return cells


def _decoded(parcel: bytes) -> tuple[str, str]:
    """The text, and how it was written. UTF-16 is what Excel calls Unicode text; GB18030 holds GBK and GB2312, in which
    Chinese Excel writes CSV. Raises TableError for anything else."""
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    if parcel.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif parcel.startswith(b"\xef\xbb\xbf"):
        encodings = ("utf-8-sig",)
    for encoding in encodings:
        try:
            text = parcel.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.upper().removesuffix("-SIG")
    raise whole("table.no_text")
