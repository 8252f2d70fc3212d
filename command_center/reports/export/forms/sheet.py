"""What stands on a printed form, before it is drawn: fields with their numbers, in both languages at once.

A sheet is the whole content of a PDF. Its hash is the same in every language and with every typeface.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from command_center.domain.scenarios.plan import canonical_json
from command_center.domain.text import Text


@dataclass(frozen=True, slots=True)
class Moment:
    """A time (UTC epoch ms), printed by the plant's clocks with its day."""

    ms: int

    def as_row(self) -> dict[str, Any]:
        """The wire form."""
        return {"at": self.ms}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the catalogue by its key, with what fills it."""

    key: str
    params: Mapping[str, "Value"] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        """The wire form."""
        return {"say": self.key, "with": {name: row_of(one) for name, one in self.params.items()}}


Label = str | Text
"""What stands above a field: the name of a label (`forms.label.NAME`), or words of a template in both languages."""
Value = str | int | float | None | Text | Moment | Told | Sequence["Value"]
"""What a field holds: text as typed, text in both languages, a time, a sentence, several of these; None is blank."""


def row_of(value: Value) -> Any:
    """A value in its wire form."""
    if isinstance(value, (Moment, Told, Text)):
        return value.as_row()
    if isinstance(value, (str, int, float)) or value is None:
        return value
    return [row_of(one) for one in value]


def _times_of(value: Value) -> Iterator[int]:
    if isinstance(value, Moment):
        yield value.ms
    elif isinstance(value, Told):
        for one in value.params.values():
            yield from _times_of(one)
    elif value is not None and not isinstance(value, (str, int, float, Text)):
        for one in value:
            yield from _times_of(one)


@dataclass(frozen=True, slots=True)
class Box:
    """One field: its number on the form, its label, a line for each value.

    `share` is its part of the width, `lines` the least number of lines it has, for a hand to write on."""

    number: str
    label: Label
    values: Sequence[Value] = ()
    share: float = 1.0
    lines: int = 1

    def as_row(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "field": self.number,
            "label": row_of(self.label),
            "values": [row_of(v) for v in self.values],
        }


@dataclass(frozen=True, slots=True)
class Band:
    """Fields that stand beside each other."""

    boxes: Sequence[Box]

    def as_row(self) -> dict[str, Any]:
        """The wire form."""
        return {"boxes": [box.as_row() for box in self.boxes]}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: the number of its field, if it has one of its own, its label, its part of the width.
    One that is to be `ticked` has an empty square in every row that has no value there."""

    label: Label
    share: float = 1.0
    number: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A field that is a table. `spare` rows are left empty below, for a hand to write on."""

    number: str
    label: Label
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    spare: int = 0
    of: Value = None

    def as_row(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "field": self.number,
            "label": row_of(self.label),
            "of": row_of(self.of),
            "columns": [[column.number, row_of(column.label)] for column in self.columns],
            "rows": [[row_of(cell) for cell in row] for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph: what stands below it, its SHA-256, and its bytes, None where they are not here."""

    caption: Value
    sha256: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Album:
    """A field whose photographs are printed small, beside each other. `left_out`: how many more it has."""

    label: Label
    pictures: Sequence[Picture]
    left_out: int = 0

    def as_row(self) -> dict[str, Any]:
        """The wire form: a photograph is its SHA-256."""
        return {
            "label": row_of(self.label),
            "photographs": [[row_of(one.caption), one.sha256] for one in self.pictures],
            "left_out": self.left_out,
        }


Part = Band | Grid | Album


def _cells_of(part: Part) -> Sequence[Sequence[Value]]:
    """The values that stand on a part."""
    match part:
        case Band():
            return [box.values for box in part.boxes]
        case Grid():
            return [[part.of], *part.rows]
        case Album():
            return [[one.caption for one in part.pictures]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: its name (`ics-201`), the mark it is known by (`ICS 201`), its sections, each on pages of its own.

    `upto` is the newest fact of the incident that it rests on, `head` that fact's hash. `serial` stands on
    every page as a QR code too. `title`: what the form is called, where the catalogue does not say (a template's form).
    """

    form: str
    mark: str
    plant: Text
    subject: Sequence[Value]
    zone: str
    exercise: bool
    upto: int
    head: str
    sections: Sequence[Sequence[Part]]
    landscape: bool = False
    serial: str | None = None
    title: Text | None = None

    def as_row(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "form": self.form,
            "plant": self.plant.as_row(),
            "subject": [row_of(one) for one in self.subject],
            "zone": self.zone,
            "exercise": self.exercise,
            "upto": self.upto,
            "head": self.head,
            "serial": self.serial,
            "sections": [[part.as_row() for part in section] for section in self.sections],
        }

    @property
    def times(self) -> Sequence[int]:
        """Every time that stands on it, UTC epoch ms."""
        cells = [
            value
            for section in self.sections
            for part in section
            for values in _cells_of(part)
            for value in values
        ]
        return [ms for value in (*self.subject, *cells) for ms in _times_of(value)]

    @property
    def sha256(self) -> str:
        """The hash of its content."""
        return sha256(canonical_json(self.as_row()).encode()).hexdigest()
