"""Finds mistakes in names and types that the software itself reads: columns, lists, parties and
fields that a guard, a watch rule, a report or an export looks up by name."""

from collections.abc import Iterator, Mapping, Sequence

from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.field_rules import Fields, named_field
from command_center.domain.template_language.fields import (
    ChoiceField,
    FormField,
    ListField,
    MatterField,
)
from command_center.domain.template_language.guards import (
    GasFresh,
    Graded,
    GuardForm,
    HandedOver,
    Isolated,
    StepsInOrder,
    WindBelow,
)
from command_center.domain.template_language.known import Known, unknown
from command_center.domain.template_language.law import NAMED
from command_center.domain.template_language.parties import DUTY, SUPERIOR
from command_center.domain.template_language.template import Description, Template

MEASURED = ("at", "by", "over")
"""What the center writes into each line of a measurement: when, who, and what is outside of its limits."""
WIND, M_S = "wind", "m_s"
"""The list and its column in which the wind is measured."""
COLUMNS: Mapping[type[GuardForm], Mapping[str, tuple[str, ...]]] = {
    Isolated: {"point": ("equipment", "text")},
    StepsInOrder: {"done": ("time",), "read_back": ("yes_no",)},
    HandedOver: {"matter": ("matter",), "read_back": ("yes_no",)},
}
"""The columns that a guard reads in its list, and of which types they may be."""
GRADES: Mapping[str, tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]] = {
    "hot-work": (("second", "first", "special"), {"ordinary": ("choice",)}),
    "height": (("i", "ii", "iii", "iv"), {"metres": ("number",), "factors": ("choice",)}),
    "lifting": (("third", "second", "first"), {"tonnes": ("number",)}),
}
"""What the program works out a level by: the levels, and the fields that it reads."""
OPTIONAL = frozenset({"factors"})


def broken_engine_names(template: Template, known: Known) -> Iterator[Broken]:
    """Yields every such mistake in a single template."""
    for name, field in template.fields.items():
        if isinstance(field, ListField):
            yield from _list(("fields", name), field)
    for name, party in template.parties.items():
        if name == DUTY or (name == SUPERIOR and party.post != SUPERIOR):
            yield Broken(("parties", name), f"template.party_{name}", {"name": name})
    for name, move in template.moves.items():
        for index, guard in enumerate(move.guards):
            yield from _guard(("moves", name, "guards", index), guard.form, template)
    for index, watch in enumerate(template.watch):
        if watch.when.wind is not None:
            yield from _columns(
                ("watch", index, "when", "wind"), WIND, {M_S: ("number",)}, template
            )
        if watch.when.gas is not None and not _limited(template):
            yield Broken(("watch", index, "when", "gas"), "template.nothing_measured", {})
    for index, opens in enumerate(template.opens):
        other = known.template(opens.template)
        for target, source in opens.fill.items():
            here = template.fields.get(source)
            there = None if other is None else other.fields.get(target)
            if here is not None and there is not None and here.type != there.type:
                yield _other_type(
                    ("opens", index, "fill", target), source, here.type, (there.type,)
                )


def broken_copy(base: Description, copy: Description) -> Iterator[Broken]:
    """Yields the fields of a copy whose type differs from the library template's field of the same
    name, because figures, printed forms and exchange files read it by its name."""
    if not isinstance(base, Template) or not isinstance(copy, Template):
        return
    yield from _same_types(("fields",), base.fields, copy.fields)


def _same_types(path: Path, fixed: Fields, own: Fields) -> Iterator[Broken]:
    for name, field in own.items():
        known = fixed.get(name)
        if known is None:
            continue
        if known.type != field.type:
            details = {"name": name, "type": field.type, "wanted": known.type}
            yield Broken((*path, name, "type"), "template.type_of_library", details)
        elif isinstance(known, ListField) and isinstance(field, ListField):
            yield from _same_types((*path, name, "of"), known.of, field.of)


def _list(here: Path, field: ListField) -> Iterator[Broken]:
    for column in MEASURED:
        if column in field.of:
            yield Broken((*here, "of", column), "template.column_reserved", {"name": column})
    if isinstance(field.limits, str):
        if field.limits not in NAMED:
            yield unknown((*here, "limits"), "template.unknown_limits", field.limits, NAMED)
            return
        for column in NAMED[field.limits]:
            yield from named_field((*here, "limits"), column, field.of, ("number",))
        return
    for column, limits in (field.limits or {}).items():
        if column not in field.of:
            continue
        for index, one in enumerate(limits):
            if one.equals is None:
                where = (*here, "limits", column, index)
                yield from named_field(where, column, field.of, ("number",))


def _guard(here: Path, form: GuardForm, template: Template) -> Iterator[Broken]:
    if isinstance(form, GasFresh):
        field = template.fields.get(form.list)
        if isinstance(field, ListField) and not field.limits:
            yield Broken(here, "template.without_limits", {"name": form.list})
    elif isinstance(form, WindBelow):
        yield from _columns(here, WIND, {M_S: ("number",)}, template)
    elif isinstance(form, Graded):
        yield from _graded(here, form, template)
    elif isinstance(form, (Isolated, StepsInOrder, HandedOver)):
        yield from _columns(here, form.list, COLUMNS[type(form)], template)


def _columns(
    here: Path, name: str, columns: Mapping[str, tuple[str, ...]], template: Template
) -> Iterator[Broken]:
    """Yields mistakes in a list that the software reads by the names of its columns."""
    field = template.fields.get(name)
    if not isinstance(field, ListField):
        yield from named_field(here, name, template.fields, ("list",))
        return
    for column, types in columns.items():
        yield from named_field(here, column, field.of, types)
        one = field.of.get(column)
        if isinstance(one, MatterField) and one.many:
            yield Broken(here, "template.one_only", {"name": column})


def _graded(here: Path, form: Graded, template: Template) -> Iterator[Broken]:
    if form.by not in GRADES:
        yield unknown(here, "template.not_graded", form.by, GRADES)
        return
    levels, fields = GRADES[form.by]
    for name, types in fields.items():
        if name not in OPTIONAL or name in template.fields:
            yield from named_field(here, name, template.fields, types)
    asked = [form.level, *(one for one in fields if one == "ordinary")]
    for name in asked:
        yield from _choices(here, name, template.fields.get(name), levels)


def _choices(
    here: Path, name: str, field: FormField | None, levels: Sequence[str]
) -> Iterator[Broken]:
    if not isinstance(field, ChoiceField):
        return
    if field.many:
        yield Broken(here, "template.one_only", {"name": name})
    for level in levels:
        if level not in field.of:
            details = {"name": level, "field": name}
            yield Broken(here, "template.level_missing", details)


def _limited(template: Template) -> bool:
    """Whether anything is measured within limits."""
    return any(isinstance(one, ListField) and one.limits for one in template.fields.values())


def _other_type(path: Path, name: str, type_: str, wanted: tuple[str, ...]) -> Broken:
    return Broken(
        path, "template.wrong_type", {"name": name, "type": type_, "wanted": list(wanted)}
    )
