"""Converts row values to cell contents, and back."""

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
    """Return the value at a path in a row's plain form; None if the path ends early."""
    for step in path:
        if row is None:
            return None
        if isinstance(step, int):
            row = row[step] if step < len(row) else None
        else:
            row = row.get(step)
    return row


def cell_of(row: Mapping[str, Any], column: Column) -> str | float | bool | None:
    """Return the cell content of a column, for a row in its plain (JSON) form."""
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
    """Return a cell's text in a row's plain form. The model later checks whether it is valid."""
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
    """Return true or false for yes or no in either language; the text itself if it is neither."""
    told = _TRUTHS.get(text.casefold())
    return text if told is None else told == "true"


def number_in_cell(text: str) -> float | None:
    """Return the number in a cell, with a point or a comma as decimal mark; None if it has none or is ambiguous:
    1,234.
    """
    plain = text.replace("\N{FULLWIDTH COMMA}", ",")
    if _THOUSANDS.fullmatch(plain):
        return None
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None


def harmless(text: str) -> str:
    """Return a text for CSV that no spreadsheet takes for a formula: an apostrophe is put before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def without_apostrophe(text: str) -> str:
    """Return a CSV cell's text without the apostrophe added by `harmless`."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:2]) else text
