"""Finds what forbids work in an area: an open incident, an order to evacuate, or a standing alarm."""

from collections.abc import Iterator

from command_center.domain.presence import endangered
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.site.opens_at import place_of_tag
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.matters import Matter

PAUSING = frozenset({"emergency", "high"})
"""Priorities of alarms that pause the permits of their zone (ours)."""
DANGER = "danger"
"""Why the clockwork paused a matter, where its template watches for danger in the zone."""


def danger_at(state: State, site: Site, area: str | None) -> str | None:
    """Returns the id of the incident or alarm that endangers an area; None where nothing does."""
    if area is None:
        return None
    return next((name for name, where in dangers(state, site) if where == area), None)


def dangers(state: State, site: Site) -> list[tuple[str, str | None]]:
    """Returns every open incident with each area that it endangers, and every standing alarm that
    pauses work with its area."""
    found: list[tuple[str, str | None]] = [
        (incident.id, area)
        for incident in state.open_incidents.values()
        for area in endangered(site, incident)
    ]
    for alarm in state.alarms.values():
        if alarm.active and alarm.priority in PAUSING:
            found.append((alarm.id, area_of_place(site, place_of_tag(site, alarm.tag) or "")))
    return found


def work_in(state: State, site: Site, incident: Incident) -> Iterator[Matter]:
    """Yields the matters with work in the areas of an incident."""
    areas = endangered(site, incident)
    return (one for one in state.matters.open.values() if one.area in areas and at_work(one))


def at_work(matter: Matter) -> bool:
    """Returns whether there is work under a matter: it is live, a timed rule paused it, or somebody
    is inside."""
    return matter.live or bool(matter.inside) or paused(matter)


def paused(matter: Matter) -> bool:
    """Returns whether a timed rule paused work that had begun."""
    return matter.began_at is not None and matter.paused_because is not None
