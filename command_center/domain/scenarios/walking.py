"""Walks through a scenario along its model: every name of a need, every text, every part."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from command_center.domain.scenarios.needs import NeedOf
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import Path, shapes_of
from command_center.domain.text import Text

P = TypeVar("P", bound=Part)


def parts(part: Part, path: Path = ()) -> Iterator[tuple[Path, Part]]:
    """Yields every part with its path, the outermost first, in the order of the file."""
    yield path, part
    for name, shape in shapes_of(type(part)).items():
        if shape.part is None:
            continue
        here = getattr(part, name)
        if shape.many:
            for index, item in enumerate(here or ()):
                yield from parts(item, (*path, name, index))
        elif here is not None:
            yield from parts(here, (*path, name))


def names_of_needs(part: Part) -> Iterator[tuple[str, str, NeedOf]]:
    """Yields each field of a part that names a need: the field, the name, and which kinds it
    accepts."""
    for name, shape in shapes_of(type(part)).items():
        value = getattr(part, name)
        if isinstance(shape.names, NeedOf) and value is not None:
            yield name, value, shape.names


def texts(part: Part) -> Iterator[tuple[str, int | None, Text]]:
    """Yields each text of a part, as (field, index in its list or None, text)."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Text):
            yield name, None, value
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Text):
                    yield name, index, item


def replaced(part: P, need: Callable[[str], str], text: Callable[[str, str], str]) -> P:
    """Returns a copy with every name of a need and every text replaced.

    `text` is called with the language (`zh` or `en`) and the words.
    """
    changes: dict[str, Any] = {}
    for name, shape in shapes_of(type(part)).items():
        value = getattr(part, name)
        if value is None:
            continue
        if isinstance(shape.names, NeedOf):
            changes[name] = need(value)
        elif shape.part is not None and shape.many:
            changes[name] = [replaced(item, need, text) for item in value]
        elif shape.part is not None:
            changes[name] = replaced(value, need, text)
        elif isinstance(value, Text):
            changes[name] = _said(value, text)
        elif isinstance(value, list) and any(isinstance(item, Text) for item in value):
            changes[name] = [_said(cast("Text", item), text) for item in value]
    return part.model_copy(update=changes)


def _said(value: Text, text: Callable[[str, str], str]) -> Text:
    return type(value).model_construct(zh=text("zh", value.zh), en=text("en", value.en))
