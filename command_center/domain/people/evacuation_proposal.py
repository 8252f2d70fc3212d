"""Proposes areas for evacuation: those that an incident threatens, as the map shows them. Only a
person orders it."""

from collections.abc import Sequence

from command_center.domain.site.map.overlap import circle_meets, ring_meets
from command_center.domain.site.model import Area, Site
from command_center.domain.site.parts.base import Point
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident

PROPOSED_PAC = 2
"""Vapour above PAC-2 may do lasting harm or keep people from escaping, so whoever is there leaves; above
PAC-1 it is only noticed (docs/domain.md)."""


def areas_in_hot_zone(state: State, site: Site, incident: Incident) -> list[str]:
    """Returns the plant's areas that the incident's hot zone touches and that are not ordered to be
    evacuated yet."""
    known = site.places.get(incident.source.tank or "") or site.places.get(incident.place)
    if known is None:
        return []
    (x, y), radius = known[1], incident.hot_zone_m
    ordered = incident.evacuation.zones if incident.evacuation else []
    return [
        area.id
        for area in _own(site)
        if area.id not in ordered and circle_meets(area, (x, y), radius)
    ]


def areas_in_plume(site: Site, rings: Sequence[Sequence[Point]]) -> list[str]:
    """Returns the plant's areas that one of these closed rings, in plan metres, touches."""
    return [area.id for area in _own(site) if any(ring_meets(area, ring) for ring in rings)]


def _own(site: Site) -> list[Area]:
    """Returns the areas that the plant's commander can evacuate; a neighbour or a village is called
    instead."""
    return [area for area in site.areas if area.kind != "outside"]
