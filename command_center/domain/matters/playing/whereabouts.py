"""The place and category of a matter: from its first place field, and its first taxonomy field."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from command_center.domain.matters.playing.play import Play
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.template import Template


def placed(play: Play, values: Mapping[str, Any]) -> Play:
    """Returns the matter with its place, area and category taken from these field values."""
    place = place_said(play.template, values)
    matter = replace(
        play.matter, place=place, category=_first(play.template, f.TaxonomyField, values),
        area=area_of_place(play.site, place) if place is not None else None,
    )  # fmt: skip
    return replace(play, matter=matter)


def says_where(play: Play, fields: Iterable[str]) -> bool:
    """Returns whether one of these fields may set the matter's place or category."""
    known = play.template.fields
    return any(isinstance(known.get(name), f.PlaceField | f.TaxonomyField) for name in fields)


def place_said(template: Template, values: Mapping[str, Any]) -> str | None:
    """Returns the place that these field values name; None where they name none."""
    return _first(template, f.PlaceField, values)


def _first(template: Template, kind: type[f.FieldBase], values: Mapping[str, Any]) -> str | None:
    for name, field in template.fields.items():
        if isinstance(field, kind) and isinstance(values.get(name), str):
            return str(values[name])
    return None
