"""Finds the position of a template's mistake in its text, and the keys possible there."""

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from command_center.domain.site.parts.base import Part
from command_center.site_file.problem import Mark
from command_center.site_file.tree import Listing, Scalar, Tree
from command_center.site_file.tree import Mapping as Keyed

Loc = tuple[str | int, ...]


def place(tree: Tree, path: Loc, *, of_key: bool = False) -> tuple[Mark, str]:
    """Return the position of the value at `path` (with `of_key`, of its key) and its name, as far as the text goes.

    Steps that are not keys of the text (the labels of a union's members) are skipped. A name within a list of names,
    or one alone where a list is allowed, is found by its text.
    """
    mark, here, name = tree.mark, tree, ""
    for step in path:
        if isinstance(here, Keyed) and step in here.entries:
            key = str(step)
            mark = here.keys[key] if of_key else here.entries[key].mark
            here = here.entries[key]
            name = f"{name}.{key}" if name else key
        elif isinstance(here, Listing) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
            mark = here.mark
            name = f"{name}[{step}]"
        elif isinstance(here, Listing) and isinstance(step, str):
            texts = [item.text if isinstance(item, Scalar) else None for item in here.items]
            if step in texts:
                index = texts.index(step)
                here = here.items[index]
                mark, name = here.mark, f"{name}[{index}]"
    return mark, name


def in_text(tree: Tree, path: Loc) -> Loc:
    """Return the steps of `path` that exist in the text."""
    here, found = tree, []
    for step in path:
        if isinstance(here, Keyed) and step in here.entries:
            here = here.entries[str(step)]
        elif isinstance(here, Listing) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
        else:
            continue
        found.append(step)
    return tuple(found)


def at(tree: Tree, path: Loc) -> Tree:
    """Return the part of the text at an existing path."""
    for step in path:
        if isinstance(tree, Keyed):
            tree = tree.entries[str(step)]
        elif isinstance(tree, Listing) and isinstance(step, int):
            tree = tree.items[step]
    return tree


def keys_at(model: type[Part], path: Loc) -> list[str]:
    """Return the keys, as written in the text, that the part at `path` of a model accepts; empty if
    it is not a part.
    """
    found: list[Any] = [model]
    for step in path:
        found = [below for one in found for below in _below(one, step)]
    parts = [one for one in _members(found) if isinstance(one, type) and issubclass(one, Part)]
    keys: list[str] = []
    for part in parts[:1]:
        keys = [info.alias or key for key, info in part.model_fields.items()]
    return keys


def _members(annotations: Sequence[Any]) -> Iterator[Any]:
    for one in annotations:
        origin = get_origin(one)
        if origin is Annotated:
            yield from _members(get_args(one)[:1])
        elif origin in (Union, UnionType):
            yield from _members(get_args(one))
        else:
            yield one


def _below(annotation: Any, step: str | int) -> Iterator[Any]:
    for one in _members([annotation]):
        origin = get_origin(one)
        if isinstance(one, type) and issubclass(one, Part):
            if step == one.__name__ or step in _tags(one):
                yield one
            for key, info in one.model_fields.items():
                if step == (info.alias or key):
                    yield info.annotation
        elif origin is list and isinstance(step, int):
            yield get_args(one)[0]
        elif origin in (dict, Mapping):
            yield get_args(one)[1]


def _tags(part: type[Part]) -> tuple[Any, ...]:
    info = part.model_fields.get("type")
    return (
        get_args(info.annotation)
        if info is not None and get_origin(info.annotation) is Literal
        else ()
    )
