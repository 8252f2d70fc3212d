"""The content of a printed form before it is drawn: numbered fields, in both languages at once.

A sheet is the whole content of a PDF. Its hash is the same in every language and typeface.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from command_center.domain.scenarios.plan import canonical_json
from command_center.domain.text import Text


@dataclass(frozen=True, slots=True)
class Moment:
    """A time (UTC epoch ms), printed in plant time with its date."""

    ms: int

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"at": self.ms}


@dataclass(frozen=True, slots=True)
class Told:
    """A catalogue sentence by its key, with its parameters."""

    key: str
    params: Mapping[str, "Value"] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"say": self.key, "with": {name: row_of(one) for name, one in self.params.items()}}


Label = str | Text
"""What stands above a field: the name of a label (`forms.label.NAME`), or words of a template in both languages."""
Value = str | int | float | None | Text | Moment | Told | Sequence["Value"]
"""What a field holds: text as typed, text in both languages, a time, a sentence, several of these; None is blank."""


def row_of(value: Value) -> Any:
    """Return a value's JSON form."""
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
    """One field: its number on the form, its label, and one line for each value.

    `share` is its part of the width, `lines` its least number of lines, as room for handwriting.
    """

    number: str
    label: Label
    values: Sequence[Value] = ()
    share: float = 1.0
    lines: int = 1

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "field": self.number,
            "label": row_of(self.label),
            "values": [row_of(v) for v in self.values],
        }


@dataclass(frozen=True, slots=True)
class Band:
    """Fields printed side by side."""

    boxes: Sequence[Box]

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"boxes": [box.as_row() for box in self.boxes]}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: its field number, if it has one, its label, and its part of the width. A column to be
    `ticked` has an empty square in every row without a value.
    """

    label: Label
    share: float = 1.0
    number: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A field that is a table. `spare` empty rows are added below for handwriting."""

    number: str
    label: Label
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    spare: int = 0
    of: Value = None

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "field": self.number,
            "label": row_of(self.label),
            "of": row_of(self.of),
            "columns": [[column.number, row_of(column.label)] for column in self.columns],
            "rows": [[row_of(cell) for cell in row] for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph: its caption, its SHA-256, and its bytes, None if they are not available."""

    caption: Value
    sha256: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Album:
    """A field of small photographs side by side. `left_out` is the number not shown."""

    label: Label
    pictures: Sequence[Picture]
    left_out: int = 0

    def as_row(self) -> dict[str, Any]:
        """Return the JSON form: a photograph is given by its SHA-256."""
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
    """A form: its name (`ics-201`), its short title (`ICS 201`), and its sections, each on pages of its own.

    `upto` is the newest fact of the incident that it rests on, `head` that fact's hash. `serial` is on every page,
    also as a QR code. `title` is the form's title where the catalogue has none (a template's form).
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
        """Return the JSON form."""
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
        """Return every time printed on it, UTC epoch ms."""
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
