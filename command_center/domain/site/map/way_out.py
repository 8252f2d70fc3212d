"""The way out of a hot zone: by the site's roads, away from the source, against the wind.

It is a screening rule of ours, because no plume formula holds inside 100 m. A muster point is
suitable when it lies outside the zone, outside the sector into which the wind blows and outside
every modelled plume; the way to it is the shortest that avoids these as far as the roads allow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count, pairwise
from math import atan2, degrees, hypot
from typing import Any, Literal

from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.map.geojson import DECIMALS
from command_center.domain.site.map.overlap import ring_holds
from command_center.domain.site.model import Area, Line, OwnMuster, Point, Site

LEE_HALF_DEG = 60.0
"""Half the sector downwind of the source that nobody is led into (ours: wind sways by 10 to 20
degrees in a class D night, and the plume's own width comes on top)."""
UPWIND_DEG = 75.0
"""A way that ends within so many degrees of the direction the wind comes from leads upwind, one within as
many of the opposite leads downwind, and the rest crosswind (ours)."""
COST_IN_PLUME = 1000.0
COST_IN_ZONE = 20.0
COST_IN_LEE = 4.0
"""How many times its length a stretch counts inside a modelled plume, inside the zone, and in the
lee of the source. No way round is so long that one goes through a plume instead."""


Heading = Literal["upwind", "crosswind", "out"]
"""Where a way leads: into the wind, across it, or neither of these (or the wind is not known)."""
Wrong = Literal["plume", "zone", "lee"]
"""What is wrong with a way: it goes into a modelled plume or the hot zone after it has been out of
it, or it ends downwind of the source. The gravest is said."""
Ring = Sequence[Point]
"""A closed ring in plan metres, its first point again at its end."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger to get away from: the source, the hot zone's radius in metres, where the wind
    comes from (None: unknown), and the rings of the vapour that a model expects."""

    source: Point
    radius_m: float
    wind_from_deg: float | None = None
    plume: tuple[Ring, ...] = ()
    _box: tuple[float, float, float, float] | None = field(init=False, default=None, compare=False)

    def __post_init__(self) -> None:
        """Keeps the rectangle round the plume, so that a point far from it costs nothing."""
        points = [point for ring in self.plume for point in ring]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            object.__setattr__(self, "_box", (min(xs), min(ys), max(xs), max(ys)))

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

    def in_plume(self, point: Point) -> bool:
        """Returns whether a point lies in a modelled plume."""
        if self._box is None:
            return False
        (x, y), (left, low, right, high) = point, self._box
        if not (left <= x <= right and low <= y <= high):
            return False
        return any(ring_holds(ring, point) for ring in self.plume)


@dataclass(frozen=True, slots=True)
class Air:
    """What a board knows of the air: where the wind comes from, as a mean of some minutes (None:
    unknown), and by incident the rings of its modelled plume."""

    wind_from_deg: float | None = None
    plumes: Mapping[str, tuple[Ring, ...]] = field(default_factory=dict)


STILL = Air()
"""Nothing is known of the air."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out: the muster point and the path to it in local metres, the start first. `wrong` is
    what is wrong with it (None: nothing).
    """

    muster: str
    path: list[Point]
    metres: float
    wrong: Wrong | None

    @property
    def clear(self) -> bool:
        """Returns whether nothing is wrong with the way."""
        return self.wrong is None


def way_out(site: Site, start: Point, danger: Danger, muster: str | None = None) -> WayOut | None:
    """Returns the best way from `start` to that muster point, or to the best of them; None when the
    site has none.

    Suitable muster points come first, then the way with the least cost.
    """
    points = [m for m in site.musters if muster in (None, m.id)]
    found = [_way_to(site, start, m.id, (m.x, m.y), danger) for m in points]
    if not found:
        return None
    unfit = {m.id: _unfit((m.x, m.y), danger) for m in points}
    _, _, best = min(found, key=lambda way: (unfit[way[2].muster], way[0], way[1]))
    return best


def own_muster(site: Site, area: Area) -> OwnMuster | None:
    """Returns where an area's people go while nobody was told another muster point and no danger is known: the
    nearest by the roads; None where the site has none. It is found once."""
    if area.id not in site.musters_found:
        site.musters_found[area.id] = _nearest_muster(site, area)
    return site.musters_found[area.id]


def _nearest_muster(site: Site, area: Area) -> OwnMuster | None:
    start = (area.x, area.y)
    found = way_out(site, start, Danger(start, radius_m=0.0))
    if found is None:
        return None
    x, y = found.path[-1]
    bearing = degrees(atan2(x - area.x, y - area.y)) % 360
    return OwnMuster(found.muster, round(found.metres), round(bearing) % 360)


def _unfit(end: Point, danger: Danger) -> bool:
    return danger.inside(end) or danger.in_lee(end) or danger.in_plume(end)


def wrong_with(path: Sequence[Point], danger: Danger) -> Wrong | None:
    """Returns what is wrong with a way while the danger is this; None: nothing."""
    if danger.in_plume(path[-1]) or _enters(path, danger.in_plume):
        return "plume"
    if danger.inside(path[-1]) or _enters(path, danger.inside):
        return "zone"
    return "lee" if danger.in_lee(path[-1]) else None


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
    return cost, order, WayOut(muster, path, round(metres, 1), wrong_with(path, danger))


def _enters(path: Sequence[Point], within: Callable[[Point], bool]) -> bool:
    """Returns whether the way enters again what it has been outside of."""
    outside = False
    for point in _points(path):
        if not within(point):
            outside = True
        elif outside:
            return True
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
    """Returns the cheapest way by the roads (Dijkstra); start and end connect to the road that is the
    nearest by cost, so that nobody walks through a plume to a road."""
    stretches = [stretch for road in roads for stretch in pairwise(road.points)]
    for point in (start, end):
        stretches = _joined(stretches, point, danger)
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


def _joined(
    stretches: list[tuple[Point, Point]], point: Point, danger: Danger
) -> list[tuple[Point, Point]]:
    if not stretches:
        return stretches
    a, b = min(stretches, key=lambda s: _cost(_foot(s[0], s[1], point), point, danger))
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
    return sum(share * _times(p, danger) for p in points)


def _times(point: Point, danger: Danger) -> float:
    if danger.in_plume(point):
        return COST_IN_PLUME
    if danger.inside(point):
        return COST_IN_ZONE
    return COST_IN_LEE if danger.in_lee(point) else 1.0


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
            "path": shown_path(site, found.path),
        }


def shown_path(site: Site, path: Iterable[Point]) -> list[list[float]]:
    """Returns a path as a screen draws it: [lat, lon] in WGS-84."""
    return [[round(degrees, DECIMALS) for degrees in to_wgs84(site.anchor, x, y)] for x, y in path]
