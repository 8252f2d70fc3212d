"""A table of a review: typed columns and rows, before anybody makes a sheet or a file of it."""

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
    """`export.sheet.NAME`: rows as long as there are columns; None is an empty cell, never a zero."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def heading(reader: Reader, column: Column) -> str:
    """The heading; of times with the zone they are told in."""
    words = reader.say(f"export.col.{column.name}")
    return f"{words} ({reader.zone_said})" if column.kind == "moment" else words
