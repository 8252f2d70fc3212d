"""Where a matter is and what it is filed under: by its first field of a place, and by its first one of a taxonomy."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from command_center.domain.matters.play import Play
from command_center.domain.site.nearness import area_of_place
from command_center.domain.template_language import fields as f


def placed(play: Play, values: Mapping[str, Any]) -> Play:
    """The matter at the place, in the area and of the category that these values of its fields name."""
    place = _first(play, f.PlaceField, values)
    matter = replace(
        play.matter, place=place, category=_first(play, f.TaxonomyField, values),
        area=area_of_place(play.site, place) if place is not None else None,
    )  # fmt: skip
    return replace(play, matter=matter)


def says_where(play: Play, fields: Iterable[str]) -> bool:
    """Whether one of these fields may say where the matter is, or what it is filed under."""
    known = play.template.fields
    return any(isinstance(known.get(name), f.PlaceField | f.TaxonomyField) for name in fields)


def _first(play: Play, kind: type[f.FieldBase], values: Mapping[str, Any]) -> str | None:
    for name, field in play.template.fields.items():
        if isinstance(field, kind) and isinstance(values.get(name), str):
            return str(values[name])
    return None
