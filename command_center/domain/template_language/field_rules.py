"""Finds mistakes in the fields of a form: names, units, references, limits, and conditions on
fields."""

from collections.abc import Iterator, Mapping

from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.conditions import Condition
from command_center.domain.template_language.fields import (
    ChecklistField,
    ChoiceField,
    CodeField,
    DayField,
    FormField,
    ListField,
    MatterField,
    NumberField,
    PersonField,
    PhotoField,
    PositionField,
    SignatureField,
    TaxonomyField,
    TimeField,
    YesNoField,
)
from command_center.domain.template_language.known import Known, of_kind, unknown
from command_center.domain.template_language.parties import REASON
from command_center.domain.template_language.template import Reference, Template
from command_center.domain.template_language.values import UNITS

PLACES = "places"
"""What stands for everything of the plant in the area of a matter, instead of the name of a reference."""
Fields = Mapping[str, FormField]


def broken_fields(template: Template, known: Known) -> Iterator[Broken]:
    """Yields every mistake in the fields of a template."""
    if REASON in template.fields:
        yield Broken(("fields", REASON), "template.reserved_name", {"name": REASON})
    yield from _fields(template.fields, ("fields",), template, known)
    if template.impairs is not None:
        yield from named_field(("impairs",), template.impairs, template.fields, ("equipment",))


def _fields(fields: Fields, path: Path, template: Template, known: Known) -> Iterator[Broken]:
    for name, one in fields.items():
        here = (*path, name)
        if one.when is not None:
            yield from broken_condition((*here, "when"), one.when, {**template.fields, **fields})
        yield from _field(one, here, fields, template, known)


def _field(
    one: FormField, here: Path, fields: Fields, template: Template, known: Known
) -> Iterator[Broken]:
    if isinstance(one, NumberField):
        if one.unit is not None and one.unit not in UNITS:
            yield unknown((*here, "unit"), "template.unknown_unit", one.unit, UNITS)
        yield from _order(here, one.at_least, one.at_most)
    elif isinstance(one, ChoiceField):
        for name in one.lowered_by or ():
            if name not in template.parties:
                where = (*here, "lowered_by", name)
                yield unknown(where, "template.unknown_party", name, template.parties)
    elif isinstance(one, TaxonomyField):
        yield from of_kind((*here, "of"), one.of, Reference, known, "template.unknown_reference")
        yield from _depth(one, here, known)
    elif isinstance(one, CodeField):
        if one.of is not None:
            yield from named_field((*here, "of"), one.of, template.fields, ("place",))
    elif isinstance(one, ChecklistField):
        yield from of_kind((*here, "of"), one.of, Reference, known, "template.unknown_reference")
        by = one.each.confirmed_by
        if by is not None and by not in template.parties:
            yield unknown(
                (*here, "each", "confirmed_by"), "template.unknown_party", by, template.parties
            )
        if one.each.wrong_opens is not None:
            where = (*here, "each", "wrong_opens")
            yield from _other_template(where, one.each.wrong_opens, template, known)
    elif isinstance(one, MatterField):
        yield from _matter(one, here, template, known)
    elif isinstance(one, ListField):
        yield from _list(one, here, template, known)
    elif isinstance(one, PersonField) and one.company is not None:
        yield from named_field(
            (*here, "company"), one.company, {**template.fields, **fields}, ("company",)
        )
    elif isinstance(one, PositionField) and one.near is not None:
        yield from named_field((*here, "near"), one.near, template.fields, ("place",))
    elif isinstance(one, SignatureField) and one.by is not None and one.by not in template.parties:
        yield unknown((*here, "by"), "template.unknown_party", one.by, template.parties)
    elif isinstance(one, PhotoField) and one.least > one.most:
        yield Broken((*here, "least"), "template.order", {"least": one.least, "most": one.most})


def _depth(one: TaxonomyField, here: Path, known: Known) -> Iterator[Broken]:
    of = known.others.get(one.of)
    if one.depth is not None and isinstance(of, Reference) and one.depth > of.depth():
        details = {"depth": one.depth, "of": one.of, "deepest": of.depth()}
        yield Broken((*here, "depth"), "template.too_deep", details)


def _other_template(where: Path, name: str, template: Template, known: Known) -> Iterator[Broken]:
    if name != template.id:
        yield from of_kind(where, name, Template, known, "template.unknown_template")


def _matter(one: MatterField, here: Path, template: Template, known: Known) -> Iterator[Broken]:
    for name in one.of:
        yield from _other_template((*here, "of", name), name, template, known)
    states = {
        state
        for name in one.of
        if (other := template if name == template.id else known.template(name)) is not None
        for state in other.states
    }
    for state in one.state or ():
        if states and state not in states:
            yield unknown((*here, "state", state), "template.unknown_state", state, states)


def _list(one: ListField, here: Path, template: Template, known: Known) -> Iterator[Broken]:
    yield from _fields(one.of, (*here, "of"), template, known)
    for name, column in one.of.items():
        if isinstance(column, ListField):
            yield Broken((*here, "of", name, "type"), "template.list_in_list", {"name": name})
    if not isinstance(one.least, int) and one.least.per not in one.of:
        yield unknown((*here, "least", "per"), "template.unknown_field", one.least.per, one.of)
    yield from _points(one, here, template, known)
    if not isinstance(one.limits, dict):
        return
    for name, limits in one.limits.items():
        if name not in one.of:
            yield unknown((*here, "limits", name), "template.unknown_field", name, one.of)
        for index, limit in enumerate(limits):
            where = (*here, "limits", name, index)
            yield from _order(where, limit.at_least, limit.at_most)
            if limit.when is not None:
                both = {**template.fields, **one.of}
                yield from broken_condition((*where, "when"), limit.when, both)


def _points(one: ListField, here: Path, template: Template, known: Known) -> Iterator[Broken]:
    """Yields mistakes in a list of points, which needs a column for their code, and their reference
    unless they are the plant's places."""
    if one.wrong_opens is not None:
        yield from _other_template((*here, "wrong_opens"), one.wrong_opens, template, known)
    if one.points is None:
        return
    if not any(isinstance(column, CodeField) for column in one.of.values()):
        yield Broken((*here, "points"), "template.points_without_code", {"name": str(here[-1])})
    if one.points != PLACES:
        yield from of_kind(
            (*here, "points"), one.points, Reference, known, "template.unknown_reference"
        )


def _order(here: Path, least: float | None, most: float | None) -> Iterator[Broken]:
    if least is not None and most is not None and least > most:
        yield Broken((*here, "at_least"), "template.order", {"least": least, "most": most})


def named_field(path: Path, name: str, fields: Fields, types: tuple[str, ...]) -> Iterator[Broken]:
    """Yields the mistake of a name that is no field, or a field of another type."""
    if name not in fields:
        yield unknown(path, "template.unknown_field", name, fields)
    elif types and fields[name].type not in types:
        details = {"name": name, "type": fields[name].type, "wanted": list(types)}
        yield Broken(path, "template.wrong_type", details)


COUNTED = (NumberField, ListField, PhotoField, ChecklistField)
AGED = (DayField, TimeField)


def broken_condition(path: Path, condition: Condition, fields: Fields) -> Iterator[Broken]:
    """Yields every mistake in a condition: unknown fields, unknown choices, comparisons that do not
    fit."""
    for join in ("all", "any", "none"):
        for index, one in enumerate(getattr(condition, join) or ()):
            yield from broken_condition((*path, join, index), one, fields)
    name = condition.field
    if name is None:
        return
    field = fields.get(name)
    if field is None:
        yield unknown((*path, "field"), "template.unknown_field", name, fields)
        return
    if isinstance(field, ChoiceField):
        yield from _choices(path, condition, field)
    if (
        isinstance(field, YesNoField)
        and condition.equals is not None
        and not isinstance(condition.equals, bool)
    ):
        yield Broken((*path, "equals"), "template.yes_or_no", {"name": name})
    for key in ("at_least", "at_most"):
        if getattr(condition, key) is not None and not isinstance(field, COUNTED):
            yield _unfit((*path, key), name, field)
    if condition.older_than is not None and not isinstance(field, AGED):
        yield _unfit((*path, "older_than"), name, field)


def _unfit(path: Path, name: str, field: FormField) -> Broken:
    details = {"name": name, "type": field.type, "comparison": str(path[-1])}
    return Broken(path, "template.unfit_comparison", details)


def _choices(path: Path, condition: Condition, field: ChoiceField) -> Iterator[Broken]:
    asked = [("equals", condition.equals)] if condition.equals is not None else []
    for key, value in asked:
        if str(value) not in field.of:
            yield unknown((*path, key), "template.unknown_choice", str(value), field.of)
    for index, value in enumerate(condition.one_of or ()):
        if str(value) not in field.of:
            where = (*path, "one_of", index)
            yield unknown(where, "template.unknown_choice", str(value), field.of)
