"""`docs/scenarios.md` names every field and every word a scenario may contain."""

import re
from pathlib import Path
from typing import Any, get_args

from command_center.domain.scenarios.scenario import Scenario
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import shapes_of

DOCS = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[A-Za-z_0-9-]+", DOCS))
FIELDS = set(re.findall(r"`([a-z_0-9]+)`", DOCS))


def _parts(model: type[Part], found: set[type[Part]]) -> set[type[Part]]:
    if model not in found:
        found.add(model)
        for shape in shapes_of(model).values():
            if shape.part is not None:
                _parts(shape.part, found)
    return found


def _choices(annotation: Any) -> set[str]:
    inner: set[str] = set()
    for argument in get_args(annotation):
        inner |= {argument} if isinstance(argument, str) else _choices(argument)
    return inner


def test_every_field_is_documented() -> None:
    fields = {f"{p.__name__}.{n}" for p in _parts(Scenario, set()) for n in p.model_fields}
    assert len(fields) > 120
    assert {f for f in fields if f.partition(".")[2] not in FIELDS} == set()


def test_every_word_to_choose_from_is_documented() -> None:
    choices = {
        word
        for part in _parts(Scenario, set())
        for field in part.model_fields.values()
        for word in _choices(field.annotation)
    }
    assert len(choices) > 60
    assert choices - WORDS == set()
