"""Finds the area in which a place lies, and the distance between places. All lengths are metres of
the plan."""

from math import hypot

from command_center.domain.site.model import Area, Site


def area_of_place(site: Site, place: str) -> str | None:
    """Returns the area in which a place lies: its own id, a tank's area, the one whose rectangle
    contains it, else the nearest. None for a place that the site does not know."""
    if place in site.area_by_id:
        return place
    tank = site.tank_by_id.get(place)
    if tank is not None:
        return tank.area
    known = site.places.get(place)
    if known is None or not site.areas:
        return None
    found = site.areas_found.get(place)
    if found is None:
        x, y = known[1]
        found = min(site.areas, key=lambda area: from_rectangle(area, x, y)).id
        site.areas_found[place] = found
    return found


def from_rectangle(area: Area, x: float, y: float) -> float:
    """Returns the distance (m) from a point to the edge of an area; 0 inside."""
    east = max(0.0, abs(area.x - x) - area.width / 2)
    north = max(0.0, abs(area.y - y) - area.height / 2)
    return hypot(east, north)


def apart(site: Site, one: str, other: str) -> float | None:
    """Returns the distance (m) between two places; between areas, that of their nearest edges. None
    where one of them is not on the plan."""
    places = site.places
    if one not in places or other not in places:
        return None
    first, second = site.area_by_id.get(one), site.area_by_id.get(other)
    if first is not None and second is not None:
        east = max(0.0, abs(first.x - second.x) - (first.width + second.width) / 2)
        north = max(0.0, abs(first.y - second.y) - (first.height + second.height) / 2)
        return hypot(east, north)
    (x1, y1), (x2, y2) = places[one][1], places[other][1]
    if first is not None:
        return from_rectangle(first, x2, y2)
    if second is not None:
        return from_rectangle(second, x1, y1)
    return hypot(x1 - x2, y1 - y2)
