"""A table of a review: typed columns and rows, before it becomes a sheet or a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from command_center.reports.export.reader import Reader

Kind = Literal["text", "count", "fact", "seconds", "span", "share", "moment"]
"""`seconds` to the millisecond; `span` is seconds too, shown as minutes; `share` from 0 to 1; `moment`
is UTC epoch ms, shown by the plant's clocks; `fact` is a number that names a fact."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading is `export.col.NAME`; `width` in characters."""

    name: str
    kind: Kind = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """The table `export.sheet.NAME`: every row has one value for each column; None is an empty cell, never a zero."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def heading(reader: Reader, column: Column) -> str:
    """Return the heading; for times, with their zone."""
    words = reader.say(f"export.col.{column.name}")
    return f"{words} ({reader.zone_said})" if column.kind == "moment" else words
