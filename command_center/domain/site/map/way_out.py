"""The way out of a hot zone: by the site's roads, away from the source, against the wind.

It is a screening rule of ours and no plume model, because no formula holds inside 100 m. A muster
point is suitable when it lies outside the zone and outside the sector into which the wind blows;
the way to it is the shortest that avoids both as far as the roads allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise
from math import atan2, degrees, hypot
from typing import Any, Literal

from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.map.geojson import DECIMALS
from command_center.domain.site.model import Line, Point, Site

LEE_HALF_DEG = 60.0
"""Half the sector downwind of the source that nobody is led into (ours: wind sways by 10 to 20
degrees in a class D night, and the plume's own width comes on top)."""
UPWIND_DEG = 75.0
"""A way that ends within so many degrees of the direction the wind comes from leads upwind, one within as
many of the opposite leads downwind, and the rest crosswind (ours)."""
COST_IN_ZONE = 20.0
COST_IN_LEE = 4.0
"""How many times its length a stretch counts inside the zone, and in the lee of the source."""


Heading = Literal["upwind", "crosswind", "out"]
"""Where a way leads: into the wind, across it, or neither of these (or the wind is not known)."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger to get away from: the source, the hot zone's radius in metres, and where the wind
    comes from (None: unknown)."""

    source: Point
    radius_m: float
    wind_from_deg: float | None = None

    def inside(self, point: Point) -> bool:
        """Returns whether a point lies in the hot zone."""
        return _metres(self.source, point) < self.radius_m

    def in_lee(self, point: Point) -> bool:
        """Returns whether a point lies downwind of the source; False while the wind is unknown."""
        if self.wind_from_deg is None or point == self.source:
            return False
        bearing = degrees(atan2(point[0] - self.source[0], point[1] - self.source[1]))
        off = (bearing - (self.wind_from_deg + 180) + 180) % 360 - 180
        return abs(off) < LEE_HALF_DEG


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out: the muster point and the path to it in local metres, the start first.

    `clear`: the end does not lie downwind, and the path does not enter the zone again once outside.
    """

    muster: str
    path: list[Point]
    metres: float
    clear: bool


def way_out(site: Site, start: Point, danger: Danger) -> WayOut | None:
    """Returns the best way from `start` to a muster point; None when the site has none.

    Suitable muster points come first, then the way with the least cost.
    """
    found = [_way_to(site, start, m.id, (m.x, m.y), danger) for m in site.musters]
    if not found:
        return None
    unfit = {m.id: danger.inside((m.x, m.y)) or danger.in_lee((m.x, m.y)) for m in site.musters}
    _, _, best = min(found, key=lambda way: (unfit[way[2].muster], way[0], way[1]))
    return best


def heading(path: Sequence[Point], wind_from_deg: float | None) -> Heading:
    """Returns whether a way out leads `upwind`, `crosswind` or just `out`; `wind_from_deg` is where
    the wind comes from."""
    (x, y), (end_x, end_y) = path[0], path[-1]
    if wind_from_deg is None or (x, y) == (end_x, end_y):
        return "out"
    bearing = degrees(atan2(end_x - x, end_y - y))
    off = abs((bearing - wind_from_deg + 180) % 360 - 180)
    if off <= UPWIND_DEG:
        return "upwind"
    return "crosswind" if off <= 180 - UPWIND_DEG else "out"


def _way_to(
    site: Site, start: Point, muster: str, end: Point, danger: Danger
) -> tuple[float, int, WayOut]:
    cost, path = _cheapest(site.roads, start, end, danger)
    metres = sum(_metres(a, b) for a, b in pairwise(path))
    order = next(n for n, m in enumerate(site.musters) if m.id == muster)
    clear = not danger.inside(end) and not danger.in_lee(end) and not _enters(path, danger)
    return cost, order, WayOut(muster, path, round(metres, 1), clear)


def _enters(path: Sequence[Point], danger: Danger) -> bool:
    """Returns whether the way enters the zone again after it has been outside."""
    outside = False
    for point in _points(path):
        if danger.inside(point) and outside:
            return True
        outside = outside or not danger.inside(point)
    return False


def _points(path: Sequence[Point], every_m: float = 5.0) -> Iterator[Point]:
    for a, b in pairwise(path):
        steps = max(1, round(_metres(a, b) / every_m))
        for step in range(steps):
            share = step / steps
            yield a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
    yield path[-1]


def _cheapest(
    roads: Sequence[Line], start: Point, end: Point, danger: Danger
) -> tuple[float, list[Point]]:
    """Returns the cheapest way by the roads (Dijkstra); start and end connect to the nearest road."""
    stretches = [stretch for road in roads for stretch in pairwise(road.points)]
    for point in (start, end):
        stretches = _joined(stretches, point)
    beside: dict[Point, list[tuple[Point, float]]] = {}
    for a, b in stretches:
        cost = _cost(a, b, danger)
        beside.setdefault(a, []).append((b, cost))
        beside.setdefault(b, []).append((a, cost))
    order = count()
    reached: dict[Point, Point | None] = {}
    front: list[tuple[float, int, Point, Point | None]] = [(0.0, next(order), start, None)]
    while front:
        cost, _, here, before = heappop(front)
        if here in reached:
            continue
        reached[here] = before
        if here == end:
            return cost, _back(reached, end)
        for there, more in beside.get(here, ()):
            if there not in reached:
                heappush(front, (cost + more, next(order), there, here))
    return _cost(start, end, danger), [start, end]  # no road leads there


def _back(reached: dict[Point, Point | None], end: Point) -> list[Point]:
    path, here = [end], reached[end]
    while here is not None:
        path.append(here)
        here = reached[here]
    return path[::-1]


def _joined(stretches: list[tuple[Point, Point]], point: Point) -> list[tuple[Point, Point]]:
    if not stretches:
        return stretches
    a, b = min(stretches, key=lambda s: _metres(_foot(s[0], s[1], point), point))
    foot = _foot(a, b, point)
    rest = [s for s in stretches if s != (a, b)]
    return [*rest, (a, foot), (foot, b), (foot, point)]


def _foot(a: Point, b: Point, p: Point) -> Point:
    """The point of the stretch a-b nearest to p."""
    length2 = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    if length2 == 0:
        return a
    along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length2
    along = min(1.0, max(0.0, along))
    return a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])


def _cost(a: Point, b: Point, danger: Danger) -> float:
    """Metres, each counted by where it lies."""
    points = list(_points([a, b]))
    share = _metres(a, b) / len(points)
    return sum(
        share * (COST_IN_ZONE if danger.inside(p) else COST_IN_LEE if danger.in_lee(p) else 1.0)
        for p in points
    )


def _metres(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def ways_shown(
    site: Site, place: str, areas: Iterable[str], radius_m: float, wind_from_deg: float | None
) -> Iterator[dict[str, Any]]:
    """Yields the ways out as a screen draws them, from an incident's place and from each area to be
    cleared: `from`, `muster`, `metres`, `clear`, `heading` and `path` (lat, lon in WGS-84).

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
