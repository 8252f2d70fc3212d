"""Proposes areas for evacuation, those that an incident threatens, and the way out of each, as the
map shows them. Only a person orders it."""

from collections.abc import Iterable, Sequence

from command_center.domain.site.map.overlap import circle_meets, ring_meets
from command_center.domain.site.map.way_out import Air, Danger, way_out
from command_center.domain.site.model import Area, Site
from command_center.domain.site.parts.base import Point
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.headcount import WayOrdered

PROPOSED_PAC = 2
"""Vapour above PAC-2 may do lasting harm or keep people from escaping, so whoever is there leaves; above
PAC-1 it is only noticed (docs/domain.md)."""


def areas_in_hot_zone(state: State, site: Site, incident: Incident) -> list[str]:
    """Returns the plant's areas that the incident's hot zone touches and that are not ordered to be
    evacuated yet."""
    source = _source_of(site, incident)
    if source is None:
        return []
    radius = incident.hot_zone_m
    ordered = incident.evacuation.zones if incident.evacuation else []
    return [
        area.id
        for area in _own(site)
        if area.id not in ordered and circle_meets(area, source, radius)
    ]


def areas_in_plume(site: Site, rings: Sequence[Sequence[Point]]) -> list[str]:
    """Returns the plant's areas that one of these closed rings, in plan metres, touches."""
    return [area.id for area in _own(site) if any(ring_meets(area, ring) for ring in rings)]


def danger_of(site: Site, incident: Incident, air: Air) -> Danger | None:
    """Returns what people have to get away from; None where the incident's place is not known."""
    source = _source_of(site, incident)
    if source is None:
        return None
    plume = air.plumes.get(incident.id, ())
    return Danger(source, incident.hot_zone_m, air.wind_from_deg, tuple(plume))


def ways_of(
    site: Site, incident: Incident, zones: Iterable[str], air: Air, muster: str | None = None
) -> list[WayOrdered]:
    """Returns the way out of each area: to that muster point, or to the best one in this air."""
    danger = danger_of(site, incident, air)
    ways: list[WayOrdered] = []
    for zone in zones:
        found = way_out(site, site.places[zone][1], danger, muster) if danger else None
        if found is not None:
            path = [[round(x, 1), round(y, 1)] for x, y in found.path]
            ways.append(WayOrdered(zone=zone, muster=found.muster, path=path))
    return ways


def _source_of(site: Site, incident: Incident) -> Point | None:
    known = site.places.get(incident.source.tank or "") or site.places.get(incident.place)
    return known[1] if known else None


def _own(site: Site) -> list[Area]:
    """Returns the areas that the plant's commander can evacuate; a neighbour or a village is called
    instead."""
    return [area for area in site.areas if area.kind != "outside"]
