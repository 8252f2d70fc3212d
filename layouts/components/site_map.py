"""The plant's own map: what stands still, in layers of dash-leaflet; what moves, the browser adds.

Without `CC_TILES` there are no tiles: the ground is the site file's own geometry, in WGS-84.
"""

import dash_leaflet as dl

from layouts.view import View


def site_map(view: View, map_id: str) -> dl.MapContainer:
    """An empty map over the site; `assets/map/` draws ground and moving things into it."""
    anchor = view.site.anchor
    return dl.MapContainer(
        id=map_id,
        center=[anchor.lat, anchor.lon],
        zoom=16,
        zoomSnap=0,
        zoomControl=False,
        attributionControl=False,
        scrollWheelZoom=False,
        doubleClickZoom=False,
        keyboard=False,
        className="site-map",
    )
