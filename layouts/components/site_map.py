"""The plant's own map: fixed objects in dash-leaflet layers; the browser adds moving ones.

Without `CC_TILES` there are no tiles: the ground is drawn from the site file's geometry, in WGS-84.
"""

import dash_leaflet as dl

from layouts.view import View


def site_map(view: View, map_id: str) -> dl.MapContainer:
    """Return an empty map over the site; `assets/map/` draws the ground and moving objects into it."""
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
