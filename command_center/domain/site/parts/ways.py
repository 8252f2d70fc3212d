"""How long a walk over the site takes, by its own roads; unknown rather than guessed.

A walk leaves its start straight for the nearest road, follows roads, which meet where they share a
point, and leaves them straight for its end.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot, inf

from command_center.domain.site.parts.base import Point
from command_center.domain.site.parts.plant import Line

WALK_M_S = 1.2
"""Walking pace (docs/domain.md, "People": a last position grows by 1.2 m/s; SFPE Handbook: 1.19, SD 0.2)."""
OFF_ROAD_M = 100.0
"""A point farther from every road than this has no known way (ours)."""

_Stretch = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class _Foot:
    """Where a point joins the roads: the stretch, the point on it, and the metres to it."""

    stretch: _Stretch
    at: Point
    off: float


class Ways:
    """The walks of one site. Results are cached, because places and stores are few and do not move."""

    def __init__(self, roads: Iterable[Line]) -> None:
        self._stretches: list[_Stretch] = []
        self._next: dict[Point, list[tuple[float, Point]]] = defaultdict(list)
        self._reached: dict[Point, dict[Point, float]] = {}
        self._feet: dict[Point, _Foot | None] = {}
        for road in roads:
            for a, b in pairwise(road.points):
                self._stretches.append((a, b))
                self._next[a].append((_metres(a, b), b))
                self._next[b].append((_metres(a, b), a))

    def minutes(self, start: Point, end: Point) -> float | None:
        """Returns the minutes on foot from `start` to `end`, to a tenth; None when no road leads
        there."""
        metres = self.metres(start, end)
        return None if metres is None else round(metres / WALK_M_S / 60, 1)

    def metres(self, start: Point, end: Point) -> float | None:
        """Returns the metres of the shortest walk; None when no road leads there."""
        if start == end:
            return 0.0
        leaves, arrives = self._foot(start), self._foot(end)
        if leaves is None or arrives is None:
            return None
        reached = self._reached.get(start)
        if reached is None:
            reached = self._reached[start] = self._from(leaves)
        along = min(reached.get(p, inf) + _metres(p, arrives.at) for p in arrives.stretch)
        if leaves.stretch == arrives.stretch:
            along = min(along, _metres(leaves.at, arrives.at))
        return None if along == inf else leaves.off + along + arrives.off

    def _foot(self, point: Point) -> _Foot | None:
        if point not in self._feet:
            feet = (_step_on(stretch, point) for stretch in self._stretches)
            nearest = min(feet, key=lambda foot: foot.off, default=None)
            self._feet[point] = nearest if nearest and nearest.off <= OFF_ROAD_M else None
        return self._feet[point]

    def _from(self, foot: _Foot) -> dict[Point, float]:
        """Returns the metres along the roads from `foot` to every point that they reach (Dijkstra)."""
        reached: dict[Point, float] = {}
        ahead: list[tuple[float, Point]] = []
        for end in foot.stretch:
            heappush(ahead, (_metres(foot.at, end), end))
        while ahead:
            so_far, point = heappop(ahead)
            if point in reached:
                continue
            reached[point] = so_far
            for metres, other in self._next[point]:
                if other not in reached:
                    heappush(ahead, (so_far + metres, other))
        return reached


def _metres(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _step_on(stretch: _Stretch, point: Point) -> _Foot:
    """The foot of `point` on a stretch of road."""
    (ax, ay), (bx, by) = stretch
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    at = (ax + share * (bx - ax), ay + share * (by - ay))
    return _Foot(stretch, at, _metres(at, point))
