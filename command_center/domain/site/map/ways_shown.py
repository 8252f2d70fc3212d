"""Ways out as a screen draws them: from an incident's place and from each area to be cleared."""

from collections.abc import Iterable, Iterator
from typing import Any

from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.map.geojson import DECIMALS
from command_center.domain.site.map.way_out import Danger, heading, way_out
from command_center.domain.site.model import Site


def ways_shown(
    site: Site, place: str, areas: Iterable[str], radius_m: float, wind_from_deg: float | None
) -> Iterator[dict[str, Any]]:
    """`from`, `muster`, `metres`, `clear`, `heading` and `path` (lat, lon in WGS-84) of each way there is.

    Raises KeyError for a place or area that the site does not have.
    """
    danger = Danger(site.places[place][1], radius_m, wind_from_deg)
    for start in dict.fromkeys([place, *areas]):
        found = way_out(site, site.places[start][1], danger)
        if found is None:
            continue
        yield {
            "from": start,
            "muster": found.muster,
            "metres": found.metres,
            "clear": found.clear,
            "heading": heading(found.path, wind_from_deg),
            "path": [
                [round(degrees, DECIMALS) for degrees in to_wgs84(site.anchor, x, y)]
                for x, y in found.path
            ],
        }
