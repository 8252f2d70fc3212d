"""Display names for form values that are ids: reference entries, and other matters by their number. Also the title of
a matter that has no words of its own: for a certificate, its holder and its kind.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from command_center.analysis.named import Named
from command_center.domain.matters.reading.story import what_of
from command_center.domain.payload import Words
from command_center.domain.reviews.draft.names import Names
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from command_center.domain.template_language import fields as f
from command_center.domain.text import Text


def called_values(
    values: Mapping[str, Any], form: Mapping[str, f.FormField], named: Named, state: State
) -> dict[str, Words]:
    """Return the display words of every id among the values, including ids inside list lines. Unknown ids are left
    out.
    """
    return dict(_called(values, form, named, state))


def _called(
    values: Mapping[str, Any], form: Mapping[str, f.FormField], named: Named, state: State
) -> Iterator[tuple[str, Words]]:
    for name, field in form.items():
        given = values.get(name)
        for one in given if isinstance(given, list) else [given]:
            if isinstance(field, f.ListField) and isinstance(one, Mapping):
                yield from _called(one, field.of, named, state)
            elif isinstance(field, f.TaxonomyField) and isinstance(one, str):
                zh, en = (named.entry(field.of, one, lang) for lang in ("zh-CN", "en"))
                yield one, Words(zh=zh, en=en)
            elif isinstance(field, f.MatterField) and isinstance(one, str):
                other = state.matters.open.get(one) or state.matters.ended.get(one)
                if other is not None:
                    yield one, Words(zh=other.number, en=other.number)


SUBJECTS = (f.PersonField, f.CompanyField, f.EquipmentField, f.TaxonomyField)
"""The fields that say whose matter it is, or of what."""


def about(matter: Matter, named: Named, names: Names) -> Words:
    """Return what an open matter is about: its own words, or the required fields that name a person or thing."""
    what = what_of(matter.fields)
    if what:
        return Words(zh=what, en=what)
    pinned = None if named.shelf is None else named.shelf.pinned(matter.revision)
    form = {} if pinned is None else pinned.template.fields
    said = [
        words
        for name, field in form.items()
        if field.required and isinstance(field, SUBJECTS)
        for one in _several(matter.fields.get(name))
        if (words := _subject(one, field, named, names))
    ]
    return Words(zh=" · ".join(one["zh"] for one in said), en=" · ".join(one["en"] for one in said))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _subject(value: Any, field: f.FieldBase, named: Named, names: Names) -> Words | None:
    if not isinstance(value, str):
        return None
    if isinstance(field, f.TaxonomyField):
        zh, en = (named.entry(field.of, value, lang) for lang in ("zh-CN", "en"))
        return Words(zh=zh, en=en)
    name = names.of(value)
    return Words(zh=name.zh, en=name.en) if isinstance(name, Text) else Words(zh=name, en=name)
