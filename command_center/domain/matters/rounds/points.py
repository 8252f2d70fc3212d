"""The points of a round: which its list names, in order, where each lies, its code and its limits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.matters.permits.limits import outside
from command_center.domain.matters.playing.play import Play
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.field_rules import PLACES
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.template_language.template import Item, Template
from command_center.domain.text import Text

IN_CODE = "point="
"""What stands before a point's code in the address that its QR code holds."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of a round. `code` is the content of its QR code. `place` is the place of the plant
    where it lies, at `x` and `y` metres of the plant's own grid; None where it is not stated.
    `limits` are those of the columns."""

    code: str
    title: Text
    place: str | None
    x: float | None
    y: float | None
    limits: Mapping[str, list[f.Within]] = field(default_factory=dict)
    category: str | None = None


def points_of(
    site: Site, shelf: TemplateShelf, place: str | None, list_field: f.ListField
) -> list[Spot]:
    """Returns the points of a list in their order, for a round of `place`; empty where it has none."""
    if list_field.points is None:
        return []
    if list_field.points == PLACES:
        return _places(site, place)
    reference = shelf.reference(list_field.points)
    if reference is None:
        return []
    return [
        spot
        for name, item in reference.entries.items()
        for spot in _spots(site, name, item)
        if _within(site, spot, place)
    ]


def points_asked(play: Play, list_field: f.ListField) -> list[Spot]:
    """Returns the points of a round; for a second inspection, those that were drawn."""
    points = points_of(play.site, play.shelf, play.matter.place, list_field)
    return drawn_of(points, play.matter.sample)


def drawn_of(points: list[Spot], sample: Collection[str]) -> list[Spot]:
    """Returns the points of a round that must be visited: the drawn sample, or all without a
    sample."""
    return [one for one in points if one.code in sample] if sample else points


def drawn_open(play: Play, names: Iterable[str]) -> list[Text]:
    """Returns the drawn points of a second inspection that are not done yet, in these lists; empty
    for a first round."""
    lists = lists_of_points(play.template)
    found: list[Text] = []
    for name in names if play.matter.sample else ():
        if name in lists:
            column = code_column(lists[name]) or ""
            done = {code_of(line.get(column)) for line in play.lines(name)}
            asked = points_asked(play, lists[name])
            found += [one.title for one in asked if one.code not in done]
    return found


def lists_of_points(template: Template) -> dict[str, f.ListField]:
    """Returns the fields of a template that are rounds, by name."""
    return {
        name: one
        for name, one in template.fields.items()
        if isinstance(one, f.ListField) and one.points is not None
    }


def _places(site: Site, place: str | None) -> list[Spot]:
    area = area_of_place(site, place or "")
    return [
        Spot(ident, name, ident, at[0], at[1])
        for ident, (name, at) in site.places.items()
        if ident not in site.area_by_id and area_of_place(site, ident) == area
    ]


def places_of_codes(template: Template, site: Site, place: str | None) -> list[Spot]:
    """Returns the places whose codes can be scanned for a code field of the template: every place
    of the area."""
    asked = any(isinstance(one, f.CodeField) and one.of for one in template.fields.values())
    return _places(site, place) if asked else []


def place_of_code(site: Site, shelf: TemplateShelf, code: str) -> str | None:
    """Returns where a code lies: at the place that it names, or at the place of the reference point
    with that code (such as an extinguisher's number); None where it is not known."""
    if code in site.places:
        return code
    for reference in shelf.references():
        for name, item in reference.entries.items():
            for spot in _spots(site, name, item):
                if spot.code == code and spot.place is not None:
                    return spot.place
    return None


def _spots(site: Site, name: str, item: Item) -> list[Spot]:
    """The points of an entry: itself, or those below it."""
    if item.of:
        return [
            one
            for below, inner in item.of.items()
            for one in _spots(site, f"{name}/{below}", inner)
        ]
    known = site.places.get(item.place) if item.place is not None else None
    x, y = (None, None) if known is None else known[1]
    return [Spot(item.code or name, item.title, item.place, x, y, item.limits, item.category)]


def _within(site: Site, spot: Spot, place: str | None) -> bool:
    """Returns whether a point belongs to a round of this place. A point without a place belongs to
    every round."""
    if spot.place is None or place is None:
        return True
    return area_of_place(site, spot.place) == area_of_place(site, place)


def code_of(value: Any) -> str | None:
    """Returns the code in a scanned value: the value itself, or the end of an address."""
    said = value.get("code") if isinstance(value, dict) else value
    return said.rpartition(IN_CODE)[2] if isinstance(said, str) else None


def code_column(list_field: f.ListField) -> str | None:
    """Returns the column of a list that holds the code of its point; None if there is none."""
    return next((n for n, one in list_field.of.items() if isinstance(one, f.CodeField)), None)


def spot_of(play: Play, list_field: f.ListField, line: Mapping[str, Any]) -> Spot | None:
    """Returns the point that a line is about; None for a code that no point has."""
    column = code_column(list_field)
    code = None if column is None else code_of(line.get(column))
    if list_field.points is None:
        return None
    points = points_asked(play, list_field)
    return next((one for one in points if one.code == code), None)


def wrong_columns(spot: Spot | None, list_field: f.ListField, line: Mapping[str, Any]) -> list[str]:
    """Returns the columns of a line that are wrong: an answer other than the required one, or a
    value outside its point's limits."""
    wrong = [
        name
        for name, column in list_field.of.items()
        if isinstance(column, f.YesNoField)
        and column.must_be is not None
        and line.get(name) is not None
        and line[name] != column.must_be
    ]
    for name, limits in spot.limits.items() if spot is not None else ():
        value = line.get(name)
        if value is not None and any(outside(limit, value) for limit in limits):
            wrong.append(name)
    return wrong
