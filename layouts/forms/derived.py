"""A form made from a command's model: its fields in their order, with what each holds.

A command that no panel and no written form gives gets such a form by being declared. What should read
otherwise is data, `DEVIATIONS`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from command_center.domain.fields import held_by
from command_center.domain.registry import SEVERAL_LINES, Command, CommandSpec
from layouts.forms.form import HAPPENED, Field, Form, Options, people, places, worded
from layouts.view import View

LONGEST = 500

CHOICES: dict[str, Callable[[View], Options]] = {
    "person": people,
    "place": places,
    "kit": lambda view: view.options(view.site.kits),
    "muster": lambda view: view.options(view.site.musters),
}
"""What a field refers to (`domain/fields.py`) -> what can be chosen."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a derived form reads otherwise: keys of the catalogue for its title, its button and single
    fields, and whether it asks when it happened."""

    title: str = ""
    send: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    happened: bool = True


DEVIATIONS: dict[str, Deviation] = {
    "double.stand_down": Deviation(
        "command.i_am_here", "command.i_am_here", {"person": "command.whose_double"}, happened=False
    ),
    "double.resume": Deviation(
        "command.i_leave", "command.i_leave", {"person": "command.whose_double"}, happened=False
    ),
}


class NoForm(TypeError):
    """A command has a field that no form can offer."""


def derived(spec: CommandSpec) -> Form:
    """The form of a declared command. Raises NoForm naming the field that says too little of itself."""
    own = {
        name: info
        for name, info in spec.model.model_fields.items()
        if name not in Command.model_fields and name != "incident"
    }
    otherwise = DEVIATIONS.get(spec.kind, Deviation())
    lines = [
        (_field(spec.kind, name, info, otherwise.labels.get(name, f"input.{name}")),)
        for name, info in own.items()
    ]
    if otherwise.happened:
        lines.append((HAPPENED,))
    return Form(
        name=spec.kind.replace(".", "-"),
        kind=spec.kind,
        title=otherwise.title or f"does.{spec.kind}",
        lines=tuple(lines),
        send=otherwise.send or "command.send",
        about_incident="incident" in spec.model.model_fields,
    )


def _field(kind: str, name: str, info: FieldInfo, label: str) -> Field:
    holds = held_by(info)
    types = set(_types(info.annotation))
    several = list in types
    if holds == "moment":
        return Field(name, label, number=True, longest=8, reads="moment")
    if holds == "span":
        return Field(name, label, number=True, longest=8, reads="span")
    if holds is not None:
        return Field(name, label, CHOICES[holds], multi=several)
    if values := [value for one in types for value in _values(one)]:
        return Field(name, label, lambda view: worded(view, f"input.{name}", values), multi=several)
    if several or bool in types:
        raise NoForm(f"{kind}: no form can offer “{name}”; say what it holds (domain/fields.py)")
    if types & {int, float}:
        return Field(name, label, number=True, longest=16)
    if str in types or any(issubclass(one, BaseModel) for one in types if isinstance(one, type)):
        rows = 2 if name in SEVERAL_LINES else 1
        return Field(name, label, rows=rows, longest=LONGEST)
    raise NoForm(f"{kind}: no form can offer “{name}”; say what it holds (domain/fields.py)")


def _types(annotation: Any) -> Iterable[Any]:
    """The plain types that an annotation is made of; a list's own and those of what it lists."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _types(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _types(part)
    elif origin is list:
        yield list
        yield from _types(get_args(annotation)[0])
    elif annotation is not type(None):
        yield annotation


def _values(one: Any) -> list[str]:
    """What can be chosen of an enumeration or of literals."""
    if get_origin(one) is Literal:
        return [str(value) for value in get_args(one)]
    if isinstance(one, type) and issubclass(one, Enum):
        return [str(value.value) for value in one]
    return []
