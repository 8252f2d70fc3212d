"""The plan as GeoJSON (RFC 7946): one FeatureCollection for each kind of thing, in WGS-84."""

from collections.abc import Iterable, Sequence
from typing import Any

from command_center.domain.site.map.geography import circle, rectangle, to_wgs84
from command_center.domain.site.model import Anchor, Line, Placed, Site

Ring = Sequence[tuple[float, float]]
Feature = dict[str, Any]
DECIMALS = 8
"""Of a degree: about a millimetre, and no digits of mere arithmetic on the wire."""


def geojson(site: Site) -> dict[str, Feature]:
    """Returns a FeatureCollection for every kind of thing with a place; each feature has its id,
    and `name` and `kind` if any."""
    at = _Drawing(site.anchor)
    return {
        "areas": _collection(
            at.outline(a, rectangle(a.x, a.y, a.width, a.height), kind=a.kind) for a in site.areas
        ),
        "roads": _collection(at.line(r, width=r.width) for r in site.roads),
        "waters": _collection(at.line(w, width=w.width, kind=w.kind) for w in site.waters),
        "bunds": _collection(
            at.outline(b, rectangle(b.x, b.y, b.width, b.height), kind=b.kind) for b in site.bunds
        ),
        "tanks": _collection(
            at.outline(t, circle(t.x, t.y, t.diameter_m / 2), level=t.level) for t in site.tanks
        ),
        "pools": _collection(
            at.outline(p, rectangle(p.x, p.y, p.width, p.height), level=p.level)
            for p in site.pools
        ),
        "valves": _collection(at.point(v, kind=v.kind) for v in site.valves),
        "pumps": _collection(at.point(p) for p in site.pumps),
        "stores": _collection(at.point(s, custody=s.custody.kind) for s in site.stores),
        "musters": _collection(at.point(m) for m in site.musters),
        "measuring_points": _collection(at.point(p) for p in site.measuring_points),
        "gates": _collection(at.point(g) for g in site.gates),
        "sensors": _collection(
            at.feature(t.id, t.name, {"type": "Point", "coordinates": at.position(*t.at)}, kind=t.kind)
            for t in site.tags
            if t.at is not None
        ),
    }  # fmt: skip


def _collection(features: Iterable[Feature]) -> Feature:
    return {"type": "FeatureCollection", "features": list(features)}


class _Drawing:
    """Converts the plan to GeoJSON around one anchor point."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor

    def position(self, x: float, y: float) -> list[float]:
        lat, lon = to_wgs84(self.anchor, x, y)
        return [round(lon, DECIMALS), round(lat, DECIMALS)]

    def feature(self, ident: str, name: Any, geometry: Feature, **more: Any) -> Feature:
        named = {} if name is None else {"name": name.as_row()}
        properties = {"id": ident, **named, **more}
        return {"type": "Feature", "id": ident, "properties": properties, "geometry": geometry}

    def point(self, thing: Placed, **more: Any) -> Feature:
        geometry = {"type": "Point", "coordinates": self.position(thing.x, thing.y)}
        return self.feature(thing.id, thing.name, geometry, **more)

    def line(self, line: Line, **more: Any) -> Feature:
        coordinates = [self.position(x, y) for x, y in line.points]
        geometry = {"type": "LineString", "coordinates": coordinates}
        return self.feature(line.id, line.name, geometry, **more)

    def outline(self, thing: Any, ring: Ring, **more: Any) -> Feature:
        coordinates = [[self.position(x, y) for x, y in ring]]
        geometry = {"type": "Polygon", "coordinates": coordinates}
        return self.feature(thing.id, thing.name, geometry, **more)
