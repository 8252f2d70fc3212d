"""A review as an Excel workbook: one sheet for each table, typed cells, no formulas, the mark on every sheet."""

import io
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter

from command_center.reports.export.dossier import Dossier
from command_center.reports.export.legible import legible
from command_center.reports.export.printed import Printed, printed
from command_center.reports.export.reader import Reader, mark_in_all
from command_center.reports.export.signatures import about_rows, signature_rows, standing
from command_center.reports.export.table import Kind, Table, heading
from command_center.reports.export.tables import TABLES
from command_center.reports.export.xlsx_styles import add_styles

HEAD_ROW = 3
"""The first row is the mark and what the book is of, the second says how to read it."""
DAY_S = 86_400
PAGE_WIDTH = 260
"""Characters in a row that can still be read on a sheet of A4 lying: wider tables take several."""
LONGEST = 32_767
"""Characters that Excel holds in one cell."""
PICTURE_PX, BELOW_WORDS_PX = (300, 225), 32
"""A photograph's cell: its width is the column's, its words stand above it."""
EMU_PX = 9_525
"""English metric units of a pixel at 96 dpi (ECMA-376)."""
LONGEST_PRINTED = 120
"""Of a part of a printed header: Excel takes 255 for all three with their codes."""


def xlsx_file(dossier: Dossier, lang: str) -> bytes:
    """The workbook, with its words in `lang`."""
    reader = Reader(dossier, lang)
    book = Workbook()
    add_styles(book, lang)
    _about(book.active, reader)
    for name, make in TABLES.items():
        sheet, table = book.create_sheet(), make(reader)
        _sheet(sheet, reader, name, table)
        if name == "photographs":
            _pictures(sheet, reader, table)
    book.properties.title = legible(reader.text(dossier.report["title"]))
    book.properties.creator = legible(reader.text(dossier.site.name))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(cell: Any, value: str, style: str = "text") -> None:
    """Text that stays text: neither openpyxl nor Excel takes it for a formula."""
    cell.style = f"cc {style}"
    cell.value = legible(value)[:LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = True


def _head(sheet: Any, reader: Reader, name: str, columns: int) -> None:
    """Title, first rows, and what is printed on every page of a sheet."""
    dossier = reader.dossier
    sheet.title = reader.say(f"export.sheet.{name}")
    mark = f"{mark_in_all()} · " if dossier.exercise else ""
    told = [sheet.title, dossier.id, reader.text(dossier.report["title"]), standing(reader)]
    _text(sheet.cell(1, 1), mark + " · ".join(told), "mark" if mark else "title")
    if mark:
        for column in range(2, columns + 1):
            sheet.cell(1, column).style = "cc mark"
    how = reader.say("export.how_to_read", zone=reader.zone_said, seq=dossier.head.seq)
    _text(sheet.cell(2, 1), how, "note")
    sheet.row_dimensions[1].height = 22
    sheet.oddHeader.center.text = _printed(f"{mark}{standing(reader)}")
    sheet.oddFooter.left.text = _printed(f"{mark}{dossier.id}")
    sheet.oddFooter.center.text = "&P / &N"
    sheet.oddFooter.right.text = f"#{dossier.head.seq} {dossier.head.hash[:12]}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False


def _printed(words: str) -> str:
    """Words for a header: there an ampersand begins a code."""
    return legible(words).replace("&", "&&")[:LONGEST_PRINTED]


def _sheet(sheet: Any, reader: Reader, name: str, table: Table) -> None:
    _head(sheet, reader, name, len(table.columns))
    over = reader.say("timing.verdict.over")
    for at, column in enumerate(table.columns, 1):
        style = "head" if column.kind == "text" else "head right"
        _text(sheet.cell(HEAD_ROW, at), heading(reader, column), style)
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for down, row in enumerate(table.rows, HEAD_ROW + 1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            cell = sheet.cell(down, at)
            if isinstance(value, str):
                _text(cell, value, "over" if value == over else "text")
                continue
            cell.style = f"cc {column.kind}"
            cell.value = None if value is None else _number(reader, column.kind, value)
    last = f"{get_column_letter(len(table.columns))}{HEAD_ROW + max(1, len(table.rows))}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}"
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    sheet.print_title_rows, sheet.print_title_cols = f"1:{HEAD_ROW}", "A:A"
    sheet.page_setup.fitToWidth = ceil(sum(c.width for c in table.columns) / PAGE_WIDTH)
    if not table.rows:
        _text(sheet.cell(HEAD_ROW + 1, 1), reader.say("export.no_rows"), "none")


def _pictures(sheet: Any, reader: Reader, table: Table) -> None:
    """Each photograph over its own row, below the words of its first cell."""
    for down, row in enumerate(table.rows, HEAD_ROW + 1):
        found = printed(reader.dossier.photographs.get(row[-1]), row[-1])
        cell = sheet.cell(down, 1)
        if not isinstance(found, Printed):
            _text(cell, f"{row[0]} · {reader.say(f'export.photograph.{found}')}", "none")
            continue
        picture = Image(io.BytesIO(found.content))
        scale = min(PICTURE_PX[0] / found.width, PICTURE_PX[1] / found.height)
        size = XDRPositiveSize2D(
            round(found.width * scale) * EMU_PX, round(found.height * scale) * EMU_PX
        )
        below = AnchorMarker(0, 4 * EMU_PX, down - 1, BELOW_WORDS_PX * EMU_PX)
        picture.anchor = OneCellAnchor(below, size)
        sheet.add_image(picture)
        sheet.row_dimensions[down].height = (PICTURE_PX[1] + BELOW_WORDS_PX + 6) * 0.75


def _number(reader: Reader, kind: Kind, value: Any) -> Any:
    if kind == "moment":  # Excel knows no zones: the plant's own, which the heading names
        return reader.local(value).replace(tzinfo=None)
    return value / DAY_S if kind == "span" else value


def _about(sheet: Any, reader: Reader) -> None:
    """The first sheet: what the book is of, what it rests on, who signed."""
    _head(sheet, reader, "about", 4)
    rows = [*about_rows(reader), *signature_rows(reader)]
    for down, row in enumerate(rows, HEAD_ROW):
        for at, words in enumerate(row, 1):
            _text(sheet.cell(down, at), words, "name" if at == 1 else "text")
    for letter, width in zip("ABCD", (34, 76, 22, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{HEAD_ROW}"
    sheet.print_title_rows = "1:2"
