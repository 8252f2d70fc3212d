"""Writes the rows of a noun as an Excel workbook or a CSV file, with headings that can be read back."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from pydantic import BaseModel

from command_center.domain.site.model import Site
from command_center.plant_table.cells import cell_of, harmless
from command_center.plant_table.columns import LANGUAGES, Column, columns_of
from command_center.words import has, say

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDE, NARROW = 24, 12
MOST_LINES = 2_000
"""Lines of a sheet whose cells offer what may stand in them (ours)."""

Row = Mapping[str, Any]


def workbook_of(
    noun: str,
    model: type[BaseModel],
    rows: Sequence[Row],
    *,
    apart: frozenset[str] = frozenset(),
    lang: str | None = None,
    site: Site | None = None,
) -> bytes:
    """Return the workbook's bytes: one sheet named after the noun, with headings in its first row. `rows` are in JSON
    form.

    With `lang` a heading has words before its key in brackets. With `site` too, a second sheet lists the allowed
    values of each column, which its cells offer; only the first sheet is read back.
    """
    columns = columns_of(model, rows, apart=apart)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    sheet = book.create_sheet(noun[:31])
    if lang is not None and site is not None:
        _offer(book, sheet, columns, site, lang)
    for number, column in enumerate(columns, 1):
        words = column.key if lang is None else heading(model, column, lang)
        sheet.cell(1, number, words).font = Font(bold=True)
        sheet.cell(1, number).alignment = Alignment(wrap_text=True, vertical="top")
        wide = column.leaf.kind == "text" or column.leaf.many
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = WIDE if wide else NARROW
        if column.leaf.kind == "text":
            dimension.number_format = (
                "@"  # else Excel takes +86139 and 007, typed below, for numbers
            )
    for line, row in enumerate(rows, 2):
        for number, column in enumerate(columns, 1):
            value = cell_of(row, column)
            if value is None:
                continue
            cell = sheet.cell(line, number)
            assert isinstance(cell, Cell), "nothing is merged here"
            cell.value = value
            if isinstance(value, str):
                _text(cell, value)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def heading(model: type[BaseModel], column: Column, lang: str) -> str:
    """Return a column's heading: its words, its key in brackets, and a star if every row needs it."""
    words = []
    for step in column.path:
        if step in LANGUAGES:
            words.append(say(lang, f"table.language.{step}"))
        elif isinstance(step, int):
            words.append(str(step + 1))
        else:
            key = f"plant.field.{step}"
            words.append(say(lang, key) if has(key) else step)
    first = model.model_fields[str(column.path[0])]
    star = " *" if first.is_required() and len(column.path) == 1 else ""
    return f"{' · '.join(words)} [{column.key}]{star}"


def _offer(book: Workbook, sheet: Any, columns: Sequence[Column], site: Site, lang: str) -> None:
    """The second sheet, one column for each of the first that may hold certain words only. An id stands before its
    name, as the id is what is read."""
    lists = book.create_sheet(say(lang, "import.lists")[:31])
    used = 1
    for number, column in enumerate(columns, 1):
        possible = _possible(column, site, lang)
        if not possible:
            continue
        of = get_column_letter(used)
        lists.cell(1, used, column.key).font = Font(bold=True)
        for line, (word, name) in enumerate(possible, 2):
            _text(lists.cell(line, used), word)
            _text(lists.cell(line, used + 1), name)
        used += 2
        if column.leaf.many:
            continue
        area = f"{quote_sheetname(lists.title)}!${of}$2:${of}${len(possible) + 1}"
        offered = DataValidation("list", formula1=area, allow_blank=True)
        offered.showErrorMessage = not column.leaf.names  # an id may be of a row that comes in too
        sheet.add_data_validation(offered)
        letter = get_column_letter(number)
        offered.add(f"{letter}2:{letter}{MOST_LINES}")


def _possible(column: Column, site: Site, lang: str) -> list[tuple[str, str]]:
    """What may stand in a column, each with its name."""
    if column.leaf.choices:
        keys = [(one, f"plant.choice.{one}") for one in column.leaf.choices]
        return [(one, say(lang, key) if has(key) else "") for one, key in keys]
    found = []
    for name in column.leaf.names:
        for part in getattr(site, name, None) or ():
            if (ident := getattr(part, "id", None)) is not None:
                words = getattr(part, "name", None)
                told = (
                    words.zh if words is not None and lang.startswith("zh") else words and words.en
                )
                found.append((str(ident), str(told or "")))
    return found


def _text(cell: Any, text: str) -> None:
    """A text that stays one, whatever it begins with, and however it looks like a number."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")


def csv_of(
    model: type[BaseModel], rows: Sequence[Row], *, apart: frozenset[str] = frozenset()
) -> bytes:
    """Return the table as CSV (RFC 4180) in UTF-8 with the byte-order mark that Excel expects."""
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
