"""Finds ids in a site that name nothing, name the wrong kind of thing, or are taken twice.

It walks any value along the annotations of its model, so it works on a checked `Site` and on the
plain tree of a file that is wrong elsewhere. The annotation says what is a reference
(`site_parts.Names`); the class of a part says what makes it unique in a list (`Part.unique`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from command_center.domain.site.parts.base import PLACES, Names, Part

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken reference: where (path into the file), which mistake, its details.

    `code` is one of unknown_reference, wrong_tag, wrong_tag_unit, taken_twice, two_places, or a
    rule of `site/rules.py`.
    """

    path: Path
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Returns the mistake for a developer; `site_file` words it for people in their language."""
        return f"{'.'.join(map(str, self.path))}: {self.code} {dict(self.details)}"


@dataclass(frozen=True, slots=True)
class _Scope:
    """The parts that a reference may name here, by list, innermost first."""

    lists: Mapping[str, Mapping[str, Any]]
    outer: "_Scope | None" = None

    def find(self, name: str) -> Mapping[str, Any]:
        if name in self.lists:
            return self.lists[name]
        return self.outer.find(name) if self.outer else {}


def broken_references(value: Any, model: type[Part]) -> Iterator[Broken]:
    """Yields every broken reference in `value`, a `model` or the plain tree of one."""
    yield from two_places(value)
    yield from _walk(value, model, (), None)


def broken_in(part: Part, path: Path, lists: Mapping[str, Mapping[str, Any]]) -> Iterator[Broken]:
    """Yields every broken reference in one part, found at `path` of a whole that has these `lists`
    of ids."""
    yield from _walk(part, type(part), path, _Scope(lists))


def refers(part: Any, model: type[Part], ids: Mapping[str, Collection[str]]) -> bool:
    """Returns whether a part, or a part within it, names one of `ids`, which are given by list."""
    return _refers(part, _naming(model, frozenset(ids)), ids)


def _refers(part: Any, fields: "_Naming", ids: Mapping[str, Collection[str]]) -> bool:
    for name, names, many, inner in fields:
        here = getattr(part, name)
        if here is None:
            continue
        if names is None:
            if any(_refers(one, inner, ids) for one in (here if many else (here,))):
                return True
            continue
        wanted = [ids[one] for one in names.lists if one in ids]
        for value in here if _is_list(here) else (here,):
            if any(value in one for one in wanted):
                return True
    return False


_Naming = tuple[tuple[str, Names | None, bool, "_Naming"], ...]
"""The fields of a part that name something, or hold parts that do."""


@cache
def _naming(model: type[Part], lists: frozenset[str]) -> _Naming:
    found: list[tuple[str, Names | None, bool, _Naming]] = []
    for name, shape in shapes_of(model).items():
        if shape.names is not None and lists.intersection(shape.names.lists):
            found.append((name, shape.names, False, ()))
        elif shape.part is not None and (inner := _naming(shape.part, lists)):
            found.append((name, None, shape.many, inner))
    return tuple(found)


def lists_named(model: type[Part], *, if_listed: bool = False) -> frozenset[str]:
    """Returns the lists to which a part or a part within it may refer; with `if_listed`, only those
    that may be empty without a mistake."""
    found: set[str] = set()
    for shape in shapes_of(model).values():
        if shape.names is not None and (shape.names.if_listed or not if_listed):
            found.update(shape.names.lists)
        elif shape.part is not None:
            found |= lists_named(shape.part, if_listed=if_listed)
    return frozenset(found)


def _walk(value: Any, model: type[Part], path: Path, outer: _Scope | None) -> Iterator[Broken]:
    shapes = shapes_of(model)
    own = {n: _by_id(get(value, n)) for n, f in shapes.items() if f.named}
    scope = _Scope(own, outer) if own or outer is None else outer
    for name, shape in shapes.items():
        here = get(value, name)
        if here is None:
            continue
        if shape.names is not None:
            yield from _check(here, shape.names, (*path, name), scope)
        if shape.part is None:
            continue
        if shape.keyed:
            for key, item in here.items() if isinstance(here, Mapping) else ():
                yield from _walk(item, shape.part, (*path, name, key), scope)
        elif not shape.many:
            yield from _walk(here, shape.part, (*path, name), scope)
        elif _is_list(here):
            yield from _taken_twice(here, shape.part, (*path, name))
            for index, item in enumerate(here):
                yield from _walk(item, shape.part, (*path, name, index), scope)


def _check(value: Any, names: Names, path: Path, scope: _Scope) -> Iterator[Broken]:
    if _is_list(value):
        for index, item in enumerate(value):
            yield from _check(item, names, (*path, index), scope)
        return
    if not isinstance(value, str) or value in names.besides:
        return
    lists = [scope.find(name) for name in names.lists]
    tag = next((one[value] for one in reversed(lists) if value in one), None)
    if tag is None:
        known = tuple(dict.fromkeys(chain.from_iterable(lists)))
        if known or not names.if_listed:
            yield Broken(path, "unknown_reference", {"id": value, "lists": names.lists,
                                                     "known": known})  # fmt: skip
        return
    kind, unit = get(tag, "kind"), get(tag, "unit")
    if names.tag is not None and kind is not None and kind != names.tag:
        yield Broken(path, "wrong_tag", {"id": value, "kind": str(kind), "wanted": names.tag})
    elif names.units and unit is not None and unit not in names.units:
        yield Broken(path, "wrong_tag_unit", {"id": value, "unit": unit, "units": names.units})


def _taken_twice(parts: Sequence[Any], model: type[Part], path: Path) -> Iterator[Broken]:
    first: dict[tuple[Any, ...], int] = {}
    for index, part in enumerate(parts):
        key = tuple(get(part, name) for name in model.unique)
        if all(k is None for k in key) or not all(isinstance(k, str | date | None) for k in key):
            continue
        if key in first:
            named = " + ".join(str(k) for k in key if k is not None)
            yield Broken((*path, index, model.unique[0]), "taken_twice", {"id": named})
        else:
            first[key] = index


def two_places(site: Any) -> Iterator[Broken]:
    """Yields ids that occur in two lists of places."""
    first: dict[str, str] = {}
    for name in PLACES:
        for index, part in enumerate(get(site, name) or ()):
            place = get(part, "id")
            if isinstance(place, str) and first.setdefault(place, name) != name:
                details = {"id": place, "first": first[place], "second": name}
                yield Broken((name, index, "id"), "two_places", details)


def _by_id(parts: Any) -> dict[str, Any]:
    if not _is_list(parts):
        return {}
    return {i: part for part in parts if isinstance(i := get(part, "id"), str)}


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def get(value: Any, name: str) -> Any:
    """Returns a field of a model or of the plain tree of one; None where there is none."""
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None) if isinstance(value, BaseModel) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds: text that `names` something, or one or `many` parts, listed or `keyed` by
    a name."""

    names: Names | None = None
    part: type[Part] | None = None
    many: bool = False
    keyed: bool = False

    @property
    def named(self) -> bool:
        """Returns whether it is a list of parts that can be referred to by id."""
        return self.many and self.part is not None and "id" in self.part.model_fields


def part_at(model: type[Part], path: Path) -> type[Part] | None:
    """Returns the class of the part to which `path` leads; None where it leads to anything else."""
    part: type[Part] | None = model
    keyed = False
    for step in path:
        if keyed:  # a name that the file's author chose
            keyed = False
        elif isinstance(step, str):
            shape = shapes_of(part).get(step) if part is not None else None
            part = shape.part if shape is not None else None
            keyed = shape is not None and shape.keyed
    return part


@cache
def shapes_of(model: type[Part]) -> Mapping[str, Shape]:
    """Returns the shape of each field of a part."""
    return {
        name: _shape(
            Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        )
        for name, info in model.model_fields.items()
    }


def _shape(annotation: Any) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        names = next((m for m in metadata if isinstance(m, Names)), None)
        return Shape(names=names) if names is not None else _shape(inner)
    if origin in (Union, UnionType):
        shapes = [_shape(a) for a in get_args(annotation)]
        return next((s for s in shapes if s != Shape()), Shape())
    if origin is list:
        inner_shape = _shape(get_args(annotation)[0])
        return Shape(inner_shape.names, inner_shape.part, many=True)
    if origin is dict:
        value_shape = _shape(get_args(annotation)[1])
        return Shape(part=value_shape.part, keyed=value_shape.part is not None)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Shape(part=annotation)
    return Shape()
