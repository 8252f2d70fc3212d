"""Describes in which part of the plant a position lies, in terms that a rescuer can walk to."""

from dataclasses import dataclass
from math import hypot

from command_center.domain.reading import Position
from command_center.domain.site.map.geography import to_local
from command_center.domain.site.model import Area, Site
from command_center.domain.site.parts.base import Point

NEAR_M = 30.0
"""A tank, valve, gate or the like so near is named beside the area [ours]."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`area` is the one in which a position lies, or else the nearest, `away_m` whole metres off;
    None on a plant without areas. `near` is the nearest named thing within `NEAR_M` (for a tank:
    of its wall); None where there is none."""

    area: str | None
    away_m: int
    near: str | None


def whereabouts_of(site: Site, position: Position) -> Whereabouts:
    """The nearest area and place of the plant to a position."""
    at = to_local(site.anchor, position.lat, position.lon)
    found = min(
        site.areas, key=lambda area: (_away(area, at), area.width * area.height), default=None
    )
    things = {
        key: _distance_m(point, at) - _radius(site, key)
        for key, (_, point) in site.places.items()
        if key not in site.area_by_id
    }
    nearest = min(things, key=lambda key: things[key], default=None)
    return Whereabouts(
        area=None if found is None else found.id,
        away_m=0 if found is None else round(_away(found, at)),
        near=nearest if nearest and things[nearest] <= NEAR_M else None,
    )


def _radius(site: Site, thing: str) -> float:
    """Returns the metres from the middle of a tank to its wall; 0 for anything else."""
    tank = site.tank_by_id.get(thing)
    return tank.diameter_m / 2 if tank else 0.0


def _distance_m(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _away(area: Area, at: Point) -> float:
    """Metres from a point to the edge of an area; 0 inside."""
    east = max(0.0, abs(area.x - at[0]) - area.width / 2)
    north = max(0.0, abs(area.y - at[1]) - area.height / 2)
    return hypot(east, north)
