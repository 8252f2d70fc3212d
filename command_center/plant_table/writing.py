"""The rows of a noun as an Excel workbook or a CSV file, with the headings that come back."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from pydantic import BaseModel

from command_center.plant_table.cells import cell_of, harmless
from command_center.plant_table.columns import Column, columns_of

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDE, NARROW = 24, 12

Row = Mapping[str, Any]


def workbook_of(
    noun: str,
    model: type[BaseModel],
    rows: Sequence[Row],
    *,
    apart: frozenset[str] = frozenset(),
) -> bytes:
    """The workbook's bytes: one sheet named after the noun, its first row the headings. `rows` are in JSON's form."""
    columns = columns_of(model, rows, apart=apart)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    sheet = book.create_sheet(noun[:31])
    for number, column in enumerate(columns, 1):
        sheet.cell(1, number, column.key).font = Font(bold=True)
        wide = column.leaf.kind == "text" or column.leaf.many
        sheet.column_dimensions[get_column_letter(number)].width = WIDE if wide else NARROW
    for line, row in enumerate(rows, 2):
        for number, column in enumerate(columns, 1):
            value = cell_of(row, column)
            if value is None:
                continue
            cell = sheet.cell(line, number)
            assert isinstance(cell, Cell), "nothing is merged here"
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = stays a text
                cell.number_format = "@"  # and 007 stays 007 when somebody types it
                cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(
    model: type[BaseModel], rows: Sequence[Row], *, apart: frozenset[str] = frozenset()
) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it."""
    columns = columns_of(model, rows, apart=apart)
    out = StringIO()
    write = csv.writer(out)
    write.writerow([column.key for column in columns])
    write.writerows([_csv(row, column) for column in columns] for row in rows)
    return (BOM + out.getvalue()).encode()


def _csv(row: Row, column: Column) -> str:
    value = cell_of(row, column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else f"{value:.12g}"
