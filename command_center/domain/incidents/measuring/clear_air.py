"""Which gas values count for clear air: those at the source and where the gas went, from when no
detector is in alarm any more.

A zero upwind says nothing of the air at the source. Where the gas went is known without the wind:
the places in the hot zone, those where a value was above its limit, and those as near to a detector
that alarmed [the hot zone's radius: ours].
"""

from math import dist, inf

from command_center.domain.incidents.measuring.detectors import (
    belonging,
    detectors_in_alarm,
)
from command_center.domain.site.model import Point, Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.measurements import Counting


def counting_places(state: State, site: Site, incident: Incident) -> list[str]:
    """Returns the measured places of an incident at which clear air counts."""
    measured = incident.measurements.gas
    if not measured:
        return []
    alarmed = [
        at for alarm in belonging(state, site, incident) if (at := site.tag_by_id[alarm.tag].at)
    ]
    return [place for place in measured if _counts(site, incident, place, alarmed)]


def counting_air(state: State, site: Site, incident: Incident) -> Counting:
    """Returns which values of an incident count for clear air now."""
    places = counting_places(state, site, incident)
    if not places:
        return Counting(0, places)
    if detectors_in_alarm(state, site, incident, places):
        return Counting(inf, places)
    silent = (alarm.returned_at or 0 for alarm in belonging(state, site, incident))
    return Counting(max(silent, default=0), places)


def _counts(site: Site, incident: Incident, place: str, alarmed: list[Point]) -> bool:
    source = site.places.get(incident.source.tank or incident.place)
    here = site.places.get(place)
    if source is None or here is None or place in (incident.source.tank, incident.place):
        return True
    tank = site.tank_by_id.get(incident.source.tank or "")
    if incident.measurements.was_above(place) or (tank is not None and tank.area == place):
        return True
    return any(dist(here[1], at) <= incident.hot_zone_m for at in (source[1], *alarmed))
