"""Events lists as a table's coordinator has them: written, edited in a spreadsheet, brought back."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook

from command_center.domain.scenarios.scenario import Scenario
from command_center.scenario_file.events_list import (
    Edited,
    EventsList,
    opened,
    read_list,
    written,
)
from command_center.words import say
from command_center.workbook_reader.process import WorkbookReader
from simulations.scenarios import library, texts

LEAK = "night-toxic-leak"
READER = WorkbookReader()


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def list_of(scenario: Scenario, text: str, lang: str = "en") -> bytes:
    told = EventsList(
        "scenario", scenario.id, scenario.name, digest(text), scenario.injects,
        scenario.expectations,
    )  # fmt: skip
    return written(told, lang)


def back(parcel: bytes, id: str = LEAK) -> Edited:
    text = texts()[id]
    return read_list(opened(parcel, READER), library()[id], text, digest(text))


def edited(parcel: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook after somebody's change."""
    book = load_workbook(BytesIO(parcel))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cell(book: Workbook, sheet: str, id: str, column: str, lang: str = "en") -> Any:
    """The cell of the row with this id."""
    page = book[say(lang, f"msel.sheet.{sheet}")]
    heads = {str(one.value): n for n, one in enumerate(page[1])}
    at, named = heads[say(lang, f"msel.column.{column}")], heads[say(lang, "msel.column.id")]
    return next(row[at] for row in page.iter_rows(min_row=2) if row[named].value == id)


def repacked(parcel: bytes, **parts: bytes) -> bytes:
    """The same file with further or other parts, by their names (`/` written as `__`)."""
    out = BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    with ZipFile(BytesIO(parcel)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in named:
                new.writestr(part, old.read(part))
        for name, data in named.items():
            new.writestr(name, data)
    return out.getvalue()
