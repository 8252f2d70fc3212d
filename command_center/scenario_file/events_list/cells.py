"""One sheet of the list as rows of cells with positions; cells that are not plain values are reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.bounds.plain_text import hidden
from command_center.scenario_file.events_list.columns import Column, Sheet, folded
from command_center.scenario_file.events_list.workbook_rows import ListError, Sheets, whole
from command_center.site_file.problem import Mark, Problem
from command_center.workbook_reader.process import Cell

MOST_ROWS = 500
LONGEST_CELL = 8_000


@dataclass(slots=True)
class SheetRow:
    """A row of the list: the texts of its non-empty cells, by column key."""

    sheet: str
    line: int
    columns: Mapping[str, int]
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, key: str) -> Mark:
        """Return the position of a column's cell."""
        return Mark(self.sheet, self.line, self.columns[key])

    def wrong(self, key: str, code: str, **details: Any) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(Problem(self.mark(key), "", code, details))


def rows_of(book: Sheets, sheet: Sheet) -> list[SheetRow]:
    """Return the non-empty rows of a sheet. Raises ListError if the sheet or its headings are missing."""
    named = [name for name in book if name.strip() in sheet.titles()]
    if len(named) != 1:
        raise whole("msel.no_sheet", sheet=sorted(sheet.titles()), n=len(named))
    lines = book[named[0]]
    head = next((cells for line, cells in lines if line == 1), {})
    columns = _columns(named[0], sheet, head)
    rows = []
    for line, cells in lines:
        if line == 1:
            continue
        row = _row(named[0], line, columns, cells)
        if row.cells or row.problems:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise ListError(Problem(Mark(named[0], line, 1), "", "msel.too_many", {"n": MOST_ROWS}))
    return rows


def _columns(name: str, sheet: Sheet, head: Mapping[int, Cell]) -> dict[str, int]:
    known, found, problems = sheet.by_heading(), {}, []
    for number, cell in head.items():
        words = "" if cell.value is None else str(cell.value).strip()
        column: Column | None = known.get(folded(words))
        mark = Mark(name, 1, number)
        if column is not None and column.key in found:
            problems.append(Problem(mark, "", "msel.heading_twice", {"heading": words}))
        elif column is not None:
            found[column.key] = number
        elif words:
            problems.append(Problem(mark, "", "msel.heading_unknown", {"heading": words[:40]}))
    missing = [c for c in sheet.columns if c.read and c.key not in found]
    for column in missing:
        both = [column.heading(lang) for lang in ("zh-CN", "en")]
        problems.append(Problem(Mark(name, 1, 1), "", "msel.heading_missing", {"heading": both}))
    if problems:
        raise ListError(*problems)
    return found


def _row(name: str, line: int, columns: Mapping[str, int], cells: Mapping[int, Cell]) -> SheetRow:
    row, key_of = SheetRow(name, line, columns), {number: key for key, number in columns.items()}
    for number, cell in cells.items():
        key = key_of.get(number)
        if key is None:
            mark = Mark(name, line, number)
            row.problems.append(Problem(mark, "", "msel.no_heading"))
        elif key != "mark" and (text := _text(row, key, cell)) is not None:
            row.cells[key] = text
    return row


def _text(row: SheetRow, key: str, cell: Cell) -> str | None:
    value = cell.value
    if cell.type == "f":
        row.wrong(key, "msel.formula")
    elif cell.type == "e":
        row.wrong(key, "msel.cell_error", value=value)
    elif cell.type == "b":
        return "true" if value else "false"
    elif cell.type == "d":
        row.wrong(key, "msel.cell_date")
    elif cell.type == "s":
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(text) > LONGEST_CELL:
            row.wrong(key, "msel.cell_long", n=len(text), limit=LONGEST_CELL)
        elif code := hidden(text, lines=True):
            row.wrong(key, "site.hidden_character", character=code)
        else:
            return text or None
    else:
        return str(int(value)) if float(value).is_integer() else repr(value)
    return None
