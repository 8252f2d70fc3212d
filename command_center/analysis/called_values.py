"""How the values of a form that are ids are called: entries of references, and other matters by their number."""

from collections.abc import Iterator, Mapping
from typing import Any

from command_center.analysis.named import Named
from command_center.domain.payload import Words
from command_center.domain.state import State
from command_center.domain.template_language import fields as f


def called_values(
    values: Mapping[str, Any], form: Mapping[str, f.FormField], named: Named, state: State
) -> dict[str, Words]:
    """The words of every id among the values, also within their lines. An id that nobody knows any more has none."""
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
