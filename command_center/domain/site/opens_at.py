"""Finds where an incident for an alarm or report would be opened, and by which plan."""

from command_center.domain.site.model import Area, Plan, Site, Tank
from command_center.domain.site.parts.base import Point


def tank_of(site: Site, place: str) -> Tank | None:
    """Returns the tank whose content is at risk at a place: the place itself, or the tank of its
    valve or pump; None if there is none."""
    valve, pump = site.valve_by_id.get(place), site.pump_by_id.get(place)
    named = (valve and valve.isolates) or (pump and pump.draws) or place
    return site.tank_by_id.get(named)


def place_unit(site: Site, place: str) -> str:
    """Returns the unit of a place: the area of its tank, or the place itself."""
    tank = tank_of(site, place)
    return (tank.area if tank else None) or place


def plan_at(site: Site, place: str) -> Plan | None:
    """Returns the plan for an incident at a place: the first that names the place itself, else its
    tank, else the area of that tank. None where no plan does."""
    tank = tank_of(site, place)
    for named in (place, tank and tank.id, tank and tank.area):
        found = next((plan for plan in site.plans if named in plan.places), None)
        if found is not None:
            return found
    return None


def unplanned_tanks(site: Site) -> list[Tank]:
    """Returns the tanks with a hazardous content for which no plan exists."""
    return [tank for tank in site.tanks if tank.hazardous and plan_at(site, tank.id) is None]


def place_of_tag(site: Site, tag: str) -> str | None:
    """Returns the place of a tag's alarm: the tank or pool whose level it measures, else the area
    nearest to the tag. None for a tag without a position."""
    levels = {one.level: one.id for one in site.pools} | {one.level: one.id for one in site.tanks}
    if tag in levels:
        return levels[tag]
    found = site.tag_by_id.get(tag)
    if found is None or found.at is None or not site.areas:
        return None
    at = found.at
    return min(site.areas, key=lambda area: _away(area, at)).id


def _away(area: Area, at: Point) -> float:
    """Returns the metres east or west plus the metres north or south from a point to the edge of an
    area; 0 inside."""
    east = max(0.0, abs(area.x - at[0]) - area.width / 2)
    north = max(0.0, abs(area.y - at[1]) - area.height / 2)
    return east + north
