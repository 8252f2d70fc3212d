"""What in a zone forbids work there: an open incident, or an alarm that stands."""

from command_center.domain.site.model import Site
from command_center.domain.site.nearness import area_of_place
from command_center.domain.site.opens_at import place_of_tag
from command_center.domain.state import State

PAUSING = frozenset({"emergency", "high"})
"""Priorities of alarms that pause the permits of their zone (ours)."""


def danger_at(state: State, site: Site, area: str | None) -> str | None:
    """The id of the incident or alarm that endangers an area; None where nothing does."""
    if area is None:
        return None
    return next((name for name, where in dangers(state, site) if where == area), None)


def dangers(state: State, site: Site) -> list[tuple[str, str | None]]:
    """Every open incident and every standing alarm that pauses, with its area."""
    found = [
        (incident.id, area_of_place(site, incident.place))
        for incident in state.open_incidents.values()
    ]
    for alarm in state.alarms.values():
        if alarm.active and alarm.priority in PAUSING:
            found.append((alarm.id, area_of_place(site, place_of_tag(site, alarm.tag) or "")))
    return found
