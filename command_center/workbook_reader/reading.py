"""The program of the reading process, started by `process.py`.

Standard input: one line of JSON (`limits`; `whole`, the sheets to read completely; `rows` and `columns`, the corner
to read of any other sheet), then the file. Standard output: JSON, either `sheets`, a list of `[name, [[row, [[column,
type, value], ...]], ...]]`, or `error` with `details`. Types are s (text), n (number), b (boolean), d (date or time),
e (error) and f (formula). A date is written as 2026-11-25, a time of day as 08:30, a date with a time as
2026-11-25T08:30:00; a duration and a formula have no value.
"""

import json
import math
import resource
import sys
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from os import nice
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from command_center.workbook_reader.limits import Limits

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How files of Excel 97 begin, and those with a password."""
FORBIDDEN = {"vbaproject": "macros", "macrosheets": "macros", "activex": "macros",
             "externallinks": "links", "embeddings": "links"}  # fmt: skip
XML = (".xml", ".rels")
"""Endings of parts that must be XML. Any other part is looked at too: a relationship may name it."""


class Unreadable(Exception):
    """Why a file cannot be read, as a code with details."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class BoundedParser(WorkSheetParser):
    """openpyxl's parser of one sheet, stopped by the first row or cell beyond the limits.

    openpyxl's `iter_rows` would make an empty row for each missing number.
    """

    def __init__(self, limits: Limits, budget: "Budget", *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.limits = limits
        self.budget = budget

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        """Return the row's number and cells. Raises Unreadable beyond a limit or if rows do not ascend."""
        before = self.row_counter
        told = row.get("r")
        number = before + 1 if told is None else int(float(told))
        if number <= before:
            raise Unreadable("no_workbook")
        if number > self.limits.rows:
            first = row[0].get("r") if len(row) else None
            raise Unreadable("far_out", cell=(first or f"A{number}")[:20], **self._extent())
        return super().parse_row(row)

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return one cell. Raises Unreadable beyond a limit or if cells do not ascend."""
        before = self.col_counter
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["column"] > self.limits.columns or cell["row"] > self.limits.rows:
            place = str(element.get("r") or get_column_letter(cell["column"]) + str(cell["row"]))
            raise Unreadable("far_out", cell=place[:20], **self._extent())
        if cell["column"] <= before or cell["row"] != self.row_counter:
            raise Unreadable("no_workbook")
        self.budget.spend(cell["value"])
        return cell

    def _extent(self) -> dict[str, int]:
        return {"rows": self.limits.rows, "columns": self.limits.columns}


class Budget:
    """Counts cells and characters over all sheets."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self.characters = 0

    def spend(self, value: object) -> None:
        """Count one cell. Raises Unreadable if there are too many, or too much text in them."""
        self.cells += 1
        self.characters += len(value) if isinstance(value, str) else 0
        if self.cells > self.limits.cells:
            raise Unreadable("too_many_cells", n=self.limits.cells)
        if self.characters > self.limits.characters:
            raise Unreadable("too_long", n=self.characters, limit=self.limits.characters)


def check_parts(parcel: bytes, limits: Limits) -> None:
    """Unpack every part within the limit and check its XML. Raises Unreadable or BadZipFile."""
    left = limits.unpacked_bytes
    with ZipFile(BytesIO(parcel)) as zipped:
        parts = zipped.infolist()
        if len(parts) > limits.parts:
            raise Unreadable("unpacks_too_large", limit=limits.unpacked_bytes)
        names = [part.filename for part in parts]
        if "[Content_Types].xml" not in names or len(set(names)) < len(names):
            raise BadZipFile
        for part in parts:
            name = part.filename.lower()
            for found, code in FORBIDDEN.items():
                if found in name:
                    raise Unreadable(code)
            if part.flag_bits & 0x1:
                raise Unreadable("old_or_locked")
            try:
                with zipped.open(part) as stream:
                    content = stream.read(left + 1)  # never more, whatever the part says of itself
            except zlib.error as error:
                raise BadZipFile from error
            left -= len(content)
            if left < 0:
                raise Unreadable("unpacks_too_large", limit=limits.unpacked_bytes)
            try:
                _look_at(content, limits.depth)
            except ExpatError:
                if name.endswith(XML):
                    raise


def _look_at(content: bytes, deepest: int) -> None:
    """Refuse a document type, which is where entities are declared, and elements nested too deeply."""
    parser = ParserCreate()
    depth = 0

    def refuse(*_: Any) -> None:
        raise Unreadable("no_workbook")

    def begin(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            refuse()

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.Parse(content, True)


def sheets_of(parcel: bytes, limits: Limits, asked: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield each sheet's name and rows. Raises Unreadable, or openpyxl's errors for a broken file."""
    if len(parcel) > limits.file_bytes:
        raise Unreadable("too_large", size=len(parcel), limit=limits.file_bytes)
    if parcel.startswith(OLD_OR_LOCKED):
        raise Unreadable("old_or_locked")
    check_parts(parcel, limits)
    book: Any = load_workbook(BytesIO(parcel), read_only=True, data_only=False, keep_links=False)
    budget = Budget(limits)
    for name in book.sheetnames:
        page = book[name]
        whole = name.strip() in asked["whole"]
        rows = []
        with page._get_source() as source:
            parser = BoundedParser(
                limits, budget, source, page._shared_strings, data_only=False, epoch=book.epoch,
                date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
            )  # fmt: skip
            for number, cells in parser.parse():
                if not whole and number > asked["rows"]:
                    break
                kept = [cell for cell in cells if whole or cell["column"] <= asked["columns"]]
                rows.append([number, [_told(cell) for cell in kept if cell["value"] is not None]])
        yield [name, rows]


def _told(cell: dict[str, Any]) -> list[Any]:
    value, type_, column = cell["value"], cell["data_type"], cell["column"]
    if type_ == "e":
        return [column, "e", str(value)[:40]]
    if type_ == "f" or not isinstance(value, str | int | float | date | time | timedelta):
        return [column, "f", None]
    if isinstance(value, bool):
        return [column, "b", value]
    if isinstance(value, date | time | timedelta):
        return [column, "d", _day_or_time(value)]
    if isinstance(value, float) and not math.isfinite(value):
        return [column, "e", str(value)]
    return [column, "s" if isinstance(value, str) else "n", value]


def _day_or_time(value: date | time | timedelta) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return value.isoformat() if isinstance(value, date) else None


def confine(limits: Limits) -> None:
    """Set this process's own limits before it reads the file: lowest priority, no file writes, no core dumps. macOS
    does not enforce RLIMIT_AS; `process.py` kills the process there too.
    """
    nice(10)
    for kind, most in (
        (resource.RLIMIT_CPU, limits.processor_s),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def answer(asked: dict[str, Any], parcel: bytes) -> dict[str, Any]:
    """Return what is written to standard output."""
    try:
        return {"sheets": list(sheets_of(parcel, Limits(**asked["limits"]), asked))}
    except Unreadable as error:
        return {"error": error.code, "details": error.details}
    except MemoryError:
        return {"error": "too_heavy", "details": {}}
    except Exception:  # whatever openpyxl meets in a broken file: it has no error of its own
        return {"error": "no_workbook", "details": {}}


def main() -> None:
    """Read what standard input asks for, and write the result."""
    asked = json.loads(sys.stdin.buffer.readline())
    confine(Limits(**asked["limits"]))
    warnings.simplefilter("ignore")
    told = json.dumps(answer(asked, sys.stdin.buffer.read())).encode("ascii")
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
