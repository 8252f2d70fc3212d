"""Where an incident of an alarm or report would be opened, and by which plan."""

from command_center.domain.site.model import Area, Plan, Site, Tank
from command_center.domain.site.parts.base import Point


def tank_of(site: Site, place: str) -> Tank | None:
    """The tank whose content is at stake at a place: the place itself, or what its valve or pump hangs on."""
    valve, pump = site.valve_by_id.get(place), site.pump_by_id.get(place)
    named = (valve and valve.isolates) or (pump and pump.draws) or place
    return site.tank_by_id.get(named)


def plan_at(site: Site, place: str) -> Plan | None:
    """The plan by which an incident at a place is handled: the first that names the place itself, else the
    tank that hangs on it, else the area of that tank. None where no plan does."""
    tank = tank_of(site, place)
    for named in (place, tank and tank.id, tank and tank.area):
        found = next((plan for plan in site.plans if named in plan.places), None)
        if found is not None:
            return found
    return None


def unplanned_tanks(site: Site) -> list[Tank]:
    """Tanks with a hazardous content for which no plan exists."""
    return [tank for tank in site.tanks if tank.hazardous and plan_at(site, tank.id) is None]


def place_of_tag(site: Site, tag: str) -> str | None:
    """Where an alarm of a tag is: the tank or pool whose level it measures, else the nearest area to where
    the tag is drawn. None for a tag that is drawn nowhere."""
    levels = {one.level: one.id for one in site.pools} | {one.level: one.id for one in site.tanks}
    if tag in levels:
        return levels[tag]
    found = site.tag_by_id.get(tag)
    if found is None or found.at is None or not site.areas:
        return None
    at = found.at
    return min(site.areas, key=lambda area: _away(area, at)).id


def _away(area: Area, at: Point) -> float:
    """Metres east or west plus metres north or south from a point to the edge of an area; 0 inside."""
    east = max(0.0, abs(area.x - at[0]) - area.width / 2)
    north = max(0.0, abs(area.y - at[1]) - area.height / 2)
    return east + north
