"""Derives a form from a command's model: its fields in order, with their kinds and limits.

Every declared command gets a form. Differences are data, in `deviations.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from command_center.domain.fields import held_by
from command_center.domain.registry import SEVERAL_LINES, Command, CommandSpec
from layouts.forms.bounds import Bounds, bounds_of
from layouts.forms.deviations import AT, DEVIATIONS, Deviation, Differs
from layouts.forms.form import HAPPENED, LONGEST_TIME, Field, Form, Options, Reads
from layouts.view import View

READS: Mapping[str, Reads] = {"moment": "moment", "span": "span"}
"""What a field holds -> how the browser reads what is typed."""
LONGEST = 500
"""Characters of a text whose model states no bound."""


class NoForm(TypeError):
    """A command has a field that no form can offer."""


def derived(spec: CommandSpec) -> Form:
    """Return the form of a declared command. Raises NoForm naming the field whose declaration is insufficient."""
    otherwise = DEVIATIONS.get(spec.kind, Deviation())
    lines = otherwise.lines or tuple((name,) for name in (*own_fields(spec), AT))
    return Form(
        name=otherwise.name or spec.kind.replace(".", "-"),
        kind=spec.kind,
        title=otherwise.title or f"does.{spec.kind}",
        lines=tuple(tuple(_field(spec, name, otherwise) for name in line) for line in lines),
        send=otherwise.send or "command.send",
        strong=otherwise.strong,
        about_incident="incident" in spec.model.model_fields,
        spoken=otherwise.spoken,
    )


def own_fields(spec: CommandSpec) -> dict[str, FieldInfo]:
    """Return the command's fields except those that the page fills in, such as the incident."""
    return {
        name: info
        for name, info in spec.model.model_fields.items()
        if name not in Command.model_fields and name != "incident"
    }


def row_fields(spec: CommandSpec) -> dict[str, Field]:
    """Return the fields that a person may type or choose for a command given in a table row: texts, numbers and
    times. Ids and lists, which the row itself knows, are left out.
    """
    return {
        name: field
        for name in own_fields(spec)
        if (field := _typed(spec, name)) is not None and field.bounds.longest is not None
    }


def _typed(spec: CommandSpec, name: str) -> Field | None:
    schema = _schema(spec.model)["properties"][name]
    if "pattern" in schema:
        return None
    types = set(_types(spec.model.model_fields[name].annotation))
    if list in types:
        return Field(name, f"input.{name}", bounds=_bounds(spec, name)) if int in types else None
    try:
        field = _field(spec, name, Deviation())
    except NoForm:
        return None
    return None if field.options else field


def _field(spec: CommandSpec, name: str, otherwise: Deviation) -> Field:
    if name == AT:
        return HAPPENED
    info, differs = spec.model.model_fields[name], otherwise.fields.get(name, Differs())
    field = Field(
        name,
        differs.label or f"input.{name}",
        first=differs.first,
        kept=differs.kept,
        proposed=differs.proposed,
        needed=info.is_required(),
        bounds=_bounds(spec, name),
    )
    return _held(spec, field, info, differs.words or f"input.{name}")


# The options of a field, by the kind of thing it holds (`command_center/domain/fields.py`).


def worded(view: View, prefix: str, values: Iterable[str]) -> Options:
    """Return values of the program as options, labelled by the catalogue texts `PREFIX.VALUE`."""
    return [{"value": value, "label": view.say(f"{prefix}.{value}")} for value in values]


def people(view: View) -> Options:
    """Everybody on the site's list."""
    return view.options(view.site.people)


def places(view: View) -> Options:
    """Every place of the plant."""
    return [{"value": i, "label": view.text(name)} for i, (name, _) in view.site.places.items()]


def _with_id(ident: str, name: str) -> str:
    """Return what is painted on a part, and its name; the id once where the name has it."""
    return name if ident in name else f"{ident} {name}"


def elements(view: View) -> Options:
    """Return valves and pumps by the id painted on them, and their name."""
    parts = (*view.site.valves, *view.site.pumps)
    return [{"value": part.id, "label": _with_id(part.id, view.text(part.name))} for part in parts]


def tanks(view: View) -> Options:
    """Tanks by their id and what is in them."""
    return [
        {"value": tank.id, "label": _with_id(tank.id, view.text(tank.product))}
        for tank in view.site.tanks
    ]


def tags(view: View) -> Options:
    """Measured values by their tag, and their name where they have one."""
    return [
        {
            "value": tag.id,
            "label": tag.id if tag.name is None else _with_id(tag.id, view.text(tag.name)),
        }
        for tag in view.site.tags
    ]


def equipment(view: View) -> Options:
    """Return everything that can be out of service, except single lines of the ledger."""
    site = view.site
    return [
        *elements(view), *tanks(view), *view.options(site.pools), *view.options(site.measuring_points), *tags(view),
        *view.options(site.kits), *view.options(site.resources),
    ]  # fmt: skip


CHOICES: Mapping[str, Callable[[View], Options]] = {
    "person": people,
    "place": places,
    "tank": tanks,
    "element": elements,
    "equipment": equipment,
    "recipient": lambda view: [*view.options(view.site.posts), *people(view)],
    "area": lambda view: view.options(view.site.areas),
    "kit": lambda view: view.options(view.site.kits),
    "resource": lambda view: view.options(view.site.resources),
    "level": lambda view: view.options(view.site.levels),
    "muster": lambda view: view.options(view.site.musters),
    "post": lambda view: view.options(view.site.posts),
    "plan": lambda view: view.options(view.site.plans),
    "store": lambda view: view.options(view.site.stores),
    "tag": tags,
    "substance": lambda view: view.options(view.site.substances),
}


def _held(spec: CommandSpec, field: Field, info: FieldInfo, words: str) -> Field:
    """The field with what it holds: a choice, a time, a number or a text."""
    holds = held_by(info)
    types = set(_types(info.annotation))
    several = list in types
    if holds is not None and holds in READS:
        bounds = replace(field.bounds, longest=LONGEST_TIME)
        return replace(field, number=True, reads=READS[holds], bounds=bounds)
    if holds is not None and holds in CHOICES:
        return replace(field, options=CHOICES[holds], choice=holds, multi=several)
    values = [value for one in types for value in _values(one)]
    if values:
        return replace(field, options=lambda view: worded(view, words, values), multi=several)
    if several or bool in types:
        raise NoForm(
            f"{spec.kind}: no form can offer “{field.name}”; say what it holds (domain/fields.py)"
        )
    if types & {int, float}:
        return replace(field, number=True)
    if str in types or any(issubclass(one, BaseModel) for one in types if isinstance(one, type)):
        longest = field.bounds.longest or LONGEST
        rows = 2 if field.name in SEVERAL_LINES else 1
        return replace(field, rows=rows, bounds=replace(field.bounds, longest=longest))
    raise NoForm(
        f"{spec.kind}: no form can offer “{field.name}”; say what it holds (domain/fields.py)"
    )


def _bounds(spec: CommandSpec, name: str) -> Bounds:
    return bounds_of(_schema(spec.model), name)


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a command's model, made once: each of its fields asks for it."""
    return model.model_json_schema()


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
    """The choices of an enumeration or of literals."""
    if get_origin(one) is Literal:
        return [str(value) for value in get_args(one)]
    if isinstance(one, type) and issubclass(one, Enum):
        return [str(value.value) for value in one]
    return []
