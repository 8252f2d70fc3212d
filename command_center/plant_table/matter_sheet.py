"""The empty sheet of a template, into which a plant copies the ledger of its older system.

Its first row holds the headings. A second sheet explains each column; a third lists the allowed values of columns
with choices, which the cells offer.
"""

import csv
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from command_center.domain.template_language import fields as f
from command_center.domain.text import Text
from command_center.plant_table.cells import harmless
from command_center.plant_table.matter_table import (
    ENDED,
    FINDER,
    FOUND,
    MOST_ROWS,
    NUMBER,
    STATE,
    Ledger,
    MatterColumn,
    plain,
)
from command_center.plant_table.writing import BOM
from command_center.words import say

WIDTH, LIST_WIDTH = 26, 34
OWN_TYPES = {
    NUMBER: "number_there",
    FOUND: "moment",
    STATE: "state",
    ENDED: "moment",
    FINDER: "finder",
}


def sheet_csv(ledger: Ledger, lang: str) -> bytes:
    """The headings alone, as CSV in UTF-8."""
    out = StringIO()
    csv.writer(out).writerow([harmless(heading(ledger, one, lang)) for one in ledger.columns])
    return (BOM + out.getvalue()).encode()


def sheet_xlsx(ledger: Ledger, lang: str) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = ledger.pinned.template.template[:31]
    about: Any = book.create_sheet(say(lang, "import.about_columns"))
    lists: Any = book.create_sheet(say(lang, "import.lists"))
    for at, key in enumerate(("column", "needed", "holds"), 1):
        about.cell(1, at, say(lang, f"import.{key}")).font = Font(bold=True)
        about.column_dimensions[get_column_letter(at)].width = (LIST_WIDTH, 14, 90)[at - 1]
    used = 0
    for at, column in enumerate(ledger.columns, 1):
        words = heading(ledger, column, lang)
        letter = get_column_letter(at)
        _put(sheet.cell(1, at), words).font = Font(bold=True)
        sheet.cell(1, at).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = WIDTH
        _put(about.cell(at + 1, 1), words)
        _put(about.cell(at + 1, 2), say(lang, "matter.yes" if column.needed else "matter.no"))
        _put(about.cell(at + 1, 3), holds(column, lang)).alignment = Alignment(wrap_text=True)
        possible = _listed(ledger, column, lang)
        if not possible:
            for line in range(2, MOST_ROWS + 2):
                sheet.cell(line, at).number_format = "@"
            continue
        used += 1
        of = get_column_letter(used)
        lists.column_dimensions[of].width = LIST_WIDTH
        _put(lists.cell(1, used), words).font = Font(bold=True)
        for line, one in enumerate(possible, 2):
            _put(lists.cell(line, used), one)
        if not getattr(column.field, "many", False):
            area = f"{quote_sheetname(lists.title)}!${of}$2:${of}${len(possible) + 1}"
            offered = DataValidation("list", formula1=area, allow_blank=True)
            offered.showErrorMessage = False  # an id may be typed too
            sheet.add_data_validation(offered)
            offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.freeze_panes = "B2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def heading(ledger: Ledger, column: MatterColumn, lang: str) -> str:
    """Return a column's heading: its words, its key in brackets, and a star if every row needs it."""
    form = column.field
    title: Any = say(lang, column.key) if form is None else form.title or column.key
    if isinstance(title, Text):
        title = title.zh if lang.startswith("zh") else title.en
    return f"{title} [{column.key}]" + (" *" if column.needed else "")


def holds(column: MatterColumn, lang: str) -> str:
    """What a column may hold, in words."""
    form = column.field
    if form is None:
        return say(lang, f"import.holds.{OWN_TYPES[column.key]}")
    said = say(lang, f"matter.type.{form.type}")
    if isinstance(form, f.NumberField) and form.unit:
        said += f" ({form.unit})"
    if getattr(form, "many", False):
        said += f" {say(lang, 'import.holds.many')}"
    if form.hint is not None:
        said += f" · {form.hint.zh if lang.startswith('zh') else form.hint.en}"
    return said


def _listed(ledger: Ledger, column: MatterColumn, lang: str) -> list[str]:
    """What may stand in a column, by name; by id where two have the same name."""
    of, found = 0 if lang.startswith("zh") else 1, []
    by_name = ledger.ids.get(column.key, {})
    for one in ledger.possible(column):
        name = one.names[min(of, len(one.names) - 1)] if one.names else one.id
        found.append(name if by_name.get(plain(name)) == [one.id] else one.id)
    return found


def _put(cell: Any, text: str) -> Any:
    """A text that stays a text, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    return cell
