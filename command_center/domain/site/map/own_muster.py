"""Finds the muster point that is nearest to an area by the roads: where its people go while nobody
was told another and no danger is known."""

from math import atan2, degrees

from command_center.domain.site.map.way_out import Danger, way_out
from command_center.domain.site.model import Area, OwnMuster, Site


def own_muster(site: Site, area: Area) -> OwnMuster | None:
    """Returns the muster point of an area's people; None where the site has none. It is found once."""
    if area.id not in site.musters_found:
        site.musters_found[area.id] = _nearest(site, area)
    return site.musters_found[area.id]


def _nearest(site: Site, area: Area) -> OwnMuster | None:
    start = (area.x, area.y)
    found = way_out(site, start, Danger(start, radius_m=0.0))
    if found is None:
        return None
    x, y = found.path[-1]
    bearing = degrees(atan2(x - area.x, y - area.y)) % 360
    return OwnMuster(found.muster, round(found.metres), round(bearing) % 360)
