"""Decides whether a position lies in the hot zone of an open incident, and so how fast it ages."""

from collections.abc import Iterator
from math import hypot

from command_center.domain.reading import Position
from command_center.domain.site.map.geography import to_local
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.verdicts.position_ages import Ages


def hot_zones(state: State, site: Site) -> Iterator[tuple[float, float, float]]:
    """Yields (x, y, radius) in metres of the plan, around the source or else the place of each open
    incident."""
    for incident in state.open_incidents.values():
        known = site.places.get(incident.source.tank or "") or site.places.get(incident.place)
        if known is not None:
            x, y = known[1]
            yield x, y, incident.hot_zone_m


def ages_of(state: State, site: Site, position: Position) -> Ages:
    """Returns which of `POSITION_AGES` apply to a position: `hot` inside a hot zone, else `normal`."""
    if not state.open_incidents:
        return "normal"
    x, y = to_local(site.anchor, position.lat, position.lon)
    hot = any(hypot(x - at_x, y - at_y) <= r for at_x, at_y, r in hot_zones(state, site))
    return "hot" if hot else "normal"
