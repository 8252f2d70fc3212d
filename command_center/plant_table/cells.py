"""Values of a row as what stands in a cell, and back."""

import re
from collections.abc import Mapping
from typing import Any

from command_center.plant_table.columns import Column

BETWEEN = "; "
_DIVIDED = re.compile(r"[;\N{FULLWIDTH SEMICOLON}\n]")
_POINT = re.compile(r"[,\N{FULLWIDTH COMMA}]")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
"""Where a comma may stand for a point, and may as well mark the thousands: 1,234."""
_TRUTHS: Mapping[str, str] = {
    "yes": "true", "no": "false", "是": "true", "否": "false", "true": "true", "false": "false",
}  # fmt: skip
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
"""How a text begins that a spreadsheet takes for a formula (as assets/base/csv.js)."""


def value_at(row: Any, path: tuple[str | int, ...]) -> Any:
    """What a row in its plain form has at a path; None where it ends before."""
    for step in path:
        if row is None:
            return None
        if isinstance(step, int):
            row = row[step] if step < len(row) else None
        else:
            row = row.get(step)
    return row


def cell_of(row: Mapping[str, Any], column: Column) -> str | float | bool | None:
    """What stands in the cell of a column for a row in its plain (JSON) form."""
    value = value_at(row, column.path)
    if column.leaf.many:
        return BETWEEN.join(_word(one, column) for one in value or ()) or None
    if value is None or isinstance(value, bool | int | float):
        return value
    return _word(value, column)


def _word(value: Any, column: Column) -> str:
    if column.leaf.kind == "point":
        return ", ".join(f"{one:.12g}" for one in value)
    return str(value)


def told(text: str, column: Column) -> str | list[Any]:
    """The text of a cell as the plain form of a row has it. The model says whether it is possible."""
    if column.leaf.many:
        parts = [part.strip() for part in _DIVIDED.split(text)]
        return [_one(part, column) for part in parts if part]
    one: str | list[Any] = _one(text, column)
    return one


def _one(text: str, column: Column) -> Any:
    if column.leaf.kind == "truth":
        return _TRUTHS.get(text.casefold(), text)
    if column.leaf.kind == "point":
        return [part.strip() for part in _POINT.split(text)]
    return text


def truth_in_cell(text: str) -> bool | str:
    """Yes or no in the words of either language; the text itself where it is neither."""
    told = _TRUTHS.get(text.casefold())
    return text if told is None else told == "true"


def number_in_cell(text: str) -> float | None:
    """The number that a cell says, with a point or a comma for it; None where it says none, or one of two: 1,234."""
    plain = text.replace("\N{FULLWIDTH COMMA}", ",")
    if _THOUSANDS.fullmatch(plain):
        return None
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None


def harmless(text: str) -> str:
    """A text for CSV that no spreadsheet takes for a formula: an apostrophe stands before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unarmed(text: str) -> str:
    """A text of a CSV cell without the apostrophe of `harmless`."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:2]) else text
