"""`docs/site-file.md` names every field and every word a site file may contain."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import shapes_of

DOCS = (Path(__file__).parents[2] / "docs" / "site-file.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[A-Za-z_0-9%/-]+", DOCS)) | set(re.findall(r"[A-Za-z_0-9-]+", DOCS))
FIELDS = set(re.findall(r"`([a-z_0-9]+)`", DOCS))


def _parts(model: type[Part]) -> set[type[Part]]:
    found = {model}
    for shape in shapes_of(model).values():
        if shape.part is not None:
            found |= _parts(shape.part)
    return found


def _choices(annotation: Any) -> set[str]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return {member.value for member in annotation}
    inner: set[str] = set()
    for argument in get_args(annotation):
        inner |= {argument} if isinstance(argument, str) else _choices(argument)
    return inner


def test_every_field_is_documented() -> None:
    fields = {f"{p.__name__}.{n}" for p in _parts(Site) for n in p.model_fields}
    assert len(fields) > 150
    assert {f for f in fields if f.partition(".")[2] not in FIELDS} == set()


def test_every_word_to_choose_from_is_documented() -> None:
    choices = {
        word
        for part in _parts(Site)
        for field in part.model_fields.values()
        for word in _choices(field.annotation)
    }
    assert len(choices) > 50
    assert choices - WORDS == set()
