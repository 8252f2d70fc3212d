"""The columns of a noun, derived from its pydantic model.

A text in two languages is two columns, `name.zh` and `name.en`; a nested part is one column for each field,
`custody.key_post`; a list of plain values is one cell, separated by semicolons; a list of parts is numbered from 1,
`contacts.1.channel`. A point of the plan is one cell, `12.5, 40`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from command_center.domain.site.parts.base import Names

Kind = Literal["text", "number", "whole", "truth", "day", "time", "choice", "point"]
LANGUAGES = ("zh", "en")
MOST_NUMBERED = 200
"""Parts of one list in one row: more than any plan has steps."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The type of one cell; `many` means several values separated by semicolons. `choices` are the allowed words,
    `names` the plant lists whose ids are allowed.
    """

    kind: Kind
    many: bool = False
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A part with fields of its own; `many` of them are numbered."""

    model: type[BaseModel]
    many: bool = False


Shape = Leaf | Branch


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the path of its cells in a row, and their type. Numbers in a path count from 0."""

    path: tuple[str | int, ...]
    leaf: Leaf

    @property
    def key(self) -> str:
        """The heading, such as `contacts.1.channel`."""
        return ".".join(str(step + 1) if isinstance(step, int) else step for step in self.path)


def columns_of(
    model: type[BaseModel],
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    apart: frozenset[str] = frozenset(),
) -> list[Column]:
    """Return all columns of a noun, in the order of its fields, except those edited `apart`. A list of parts gets as
    many numbers as the longest of `rows` needs, at least one.
    """
    return [one for one in _columns(model, rows, ()) if one.path[0] not in apart]


def _columns(
    model: type[BaseModel], rows: Sequence[Mapping[str, Any]], above: tuple[str | int, ...]
) -> Iterator[Column]:
    for name, shape in shapes_of(model).items():
        path = (*above, name)
        if isinstance(shape, Leaf):
            yield Column(path, shape)
            continue
        inside = [row[name] for row in rows if row.get(name) is not None]
        if not shape.many:
            yield from _columns(shape.model, inside, path)
            continue
        for number in range(max((len(one) for one in inside), default=0) or 1):
            at = [one[number] for one in inside if len(one) > number]
            yield from _columns(shape.model, at, (*path, number))


def column_at(model: type[BaseModel], key: str) -> Column | None:
    """Return the column of a heading; None if the noun has no such column."""
    path: list[str | int] = []
    here: type[BaseModel] | None = model
    shape: Shape | None = None
    steps = iter(key.split("."))
    for step in steps:
        if here is None or (shape := shapes_of(here).get(step)) is None:
            return None
        path.append(step)
        here = None
        if isinstance(shape, Branch):
            here = shape.model
            if shape.many:
                number = next(steps, "")
                if not number.isascii() or not number.isdigit():
                    return None
                if not 1 <= int(number) <= MOST_NUMBERED:
                    return None
                path.append(int(number) - 1)
    return Column(tuple(path), shape) if isinstance(shape, Leaf) else None


@cache
def shapes_of(model: type[BaseModel]) -> Mapping[str, Shape]:
    """Return the type of each field of a model."""
    found: dict[str, Shape] = {}
    for name, info in model.model_fields.items():
        shape = _shape(info.annotation)
        told = [
            one for one in info.metadata if isinstance(one, Names)
        ]  # of a field that is not optional
        found[name] = (
            replace(shape, names=told[0].lists) if told and isinstance(shape, Leaf) else shape
        )
    return found


def _shape(annotation: Any) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        shape = _shape(get_args(annotation)[0])
        told = [one for one in get_args(annotation)[1:] if isinstance(one, Names)]
        return replace(shape, names=told[0].lists) if told and isinstance(shape, Leaf) else shape
    if origin in (Union, UnionType):
        return _shape(next(a for a in get_args(annotation) if a is not type(None)))
    if origin in (list, frozenset, set):
        inner = _shape(get_args(annotation)[0])
        if isinstance(inner, Branch):
            return Branch(inner.model, many=True)
        return replace(inner, many=True)
    if origin is tuple:
        return Leaf("point")
    if origin is Literal:
        return Leaf("choice", choices=tuple(str(a) for a in get_args(annotation)))
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return Branch(annotation)
        if issubclass(annotation, Enum):
            return Leaf("choice", choices=tuple(str(one.value) for one in annotation))
        for kind, types in _KINDS:
            if issubclass(annotation, types):
                return Leaf(kind)
    return Leaf("text")


_KINDS: tuple[tuple[Kind, type], ...] = (
    ("truth", bool), ("whole", int), ("number", float), ("day", date), ("time", time),
)  # fmt: skip
