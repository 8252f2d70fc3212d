"""The plant's own gas detectors near an incident: while one of them alarms, the air is not clear."""

from collections.abc import Collection, Iterator
from math import dist

from command_center.domain.site.model import Area, Point, Site, TagKind
from command_center.domain.site.opens_at import tank_of
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.measurements import Counting

HIGH = frozenset({"H", "HH"})
"""The conditions that say that gas is there; a silent detector says nothing."""


def belonging(state: State, site: Site, incident: Incident) -> Iterator[Alarm]:
    """Yields the alarms of an incident's gas detectors that say that gas is or was there."""
    return (alarm for alarm in state.alarms.values() if at_detector(site, incident, alarm))


def detectors_in_alarm(
    state: State, site: Site, incident: Incident, places: Collection[str] | None = None
) -> list[str]:
    """Returns the ids of an incident's gas detectors that are in alarm now.

    A detector belongs to an incident when its alarm does, or when it stands in the incident's hot
    zone or area. A broken detector is shelved with a reason and then no longer counts. One that
    alarms while out of service counts until somebody measured gas below its limit, at one of these
    `places` (None: anywhere).
    """
    found = {
        alarm.tag
        for alarm in belonging(state, site, incident)
        if alarm.active and _counts(alarm, incident, places)
    }
    return sorted(found)


def at_detector(site: Site, incident: Incident, alarm: Alarm) -> bool:
    """Returns whether an alarm is one of a gas detector of the incident that says that gas is or was there."""
    return alarm.condition in HIGH and _belongs(site, incident, alarm.tag, alarm.incident)


def _counts(alarm: Alarm, incident: Incident, places: Collection[str] | None) -> bool:
    if alarm.out_of_service:
        measured = incident.measurements
        return not measured.gas_below(Counting(0, measured.gas if places is None else places))
    return alarm.shelved_until is None


def is_gas(site: Site, tag: str) -> bool:
    """Whether a tag is a gas detector."""
    known = site.tag_by_id.get(tag)
    return known is not None and known.kind is TagKind.GAS


def _belongs(site: Site, incident: Incident, tag: str, alarm_of: str | None) -> bool:
    if not is_gas(site, tag):
        return False
    if alarm_of == incident.id:
        return True
    at = site.tag_by_id[tag].at
    placed = site.places.get(incident.source.tank or incident.place)
    if at is None or placed is None:
        return False
    if dist(at, placed[1]) <= incident.hot_zone_m:
        return True
    return any(_lies_in(area, at) for area in _areas_of(site, incident.place, placed[1]))


def _areas_of(site: Site, place: str, at: Point) -> list[Area]:
    """Returns the area of a place: itself if it is an area, else the area of its tank, else the
    areas in which it lies."""
    tank = tank_of(site, place)
    area = site.area_by_id.get(tank.area if tank else place)
    return [area] if area else [one for one in site.areas if _lies_in(one, at)]


def _lies_in(area: Area, at: Point) -> bool:
    return abs(at[0] - area.x) <= area.width / 2 and abs(at[1] - area.y) <= area.height / 2
