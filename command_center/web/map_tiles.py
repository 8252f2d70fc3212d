"""Map tiles under the plant's own drawing, if an administrator has set a source (`CC_TILES`)."""

from typing import Any

from command_center.domain.site.map.gcj02 import to_gcj02
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.settings import Settings


def tiles_of(site: Site, settings: Settings) -> dict[str, Any] | None:
    """Return what a page needs to draw tiles: `url`, `attribution`, and `shift`, their displacement in degrees (lat,
    lon) at the middle of the site. The displacement of GCJ-02 changes by less than 5 m over a kilometre, so one shift
    suffices for a plant. None without tiles.
    """
    if settings.tiles is None:
        return None
    lat, lon = to_wgs84(site.anchor, site.width / 2, site.height / 2)
    there = to_gcj02(lat, lon) if settings.tiles_system == "gcj02" else (lat, lon)
    return {
        "url": settings.tiles,
        "attribution": settings.tiles_attribution,
        "shift": [there[0] - lat, there[1] - lon],
    }
