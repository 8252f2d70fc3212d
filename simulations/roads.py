"""Walking routes over the site: a graph of its roads, and the shortest walk that avoids the hot zone."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot
from typing import Any

import networkx as nx

from command_center.domain.site.model import Line, Point

HOT_COST = 20.0
"""How much longer a way through the middle of the hot zone counts than it is; less at its edge."""
SHORT_M = 20.0
"""Within this distance people cut across."""


def between(a: Point, b: Point) -> float:
    """Metres from `a` to `b`."""
    return hypot(b[0] - a[0], b[1] - a[1])


def nearest_on(a: Point, b: Point, p: Point) -> Point:
    """Return the point of the segment a-b nearest to p."""
    length = between(a, b)
    if length == 0:
        return a
    along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length**2
    along = min(1.0, max(0.0, along))
    return a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])


class Roads:
    """The road graph. Roads meet where they share a point."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._graph: nx.Graph[Any] = nx.Graph()
        for line in lines:
            for a, b in pairwise(line.points):
                self._graph.add_edge(a, b, metres=between(a, b))

    def walk(self, start: Point, end: Point, hot: tuple[Point, float] | None = None) -> list[Point]:
        """Return the path from `start` to `end`, off the road at both ends, around `hot` where possible."""
        if self._graph.number_of_edges() == 0 or between(start, end) <= SHORT_M:
            return [start, end]
        graph = self._graph.copy()
        for point in (start, end):
            _join(graph, point)

        def cost(a: Point, b: Point, edge: dict[str, Any]) -> float:
            metres: float = edge["metres"]
            if hot is None:
                return metres
            near = between(nearest_on(a, b, hot[0]), hot[0])
            return metres * (1 + HOT_COST * max(0.0, 1 - near / hot[1]))

        try:
            path: list[Point] = nx.shortest_path(graph, start, end, weight=cost)
        except nx.NetworkXNoPath:
            return [start, end]
        return path


def _join(graph: "nx.Graph[Any]", point: Point) -> None:
    """Adds a point to the road graph, by the shortest way to the nearest road."""
    if point in graph:
        return
    a, b = min(graph.edges, key=lambda e: between(nearest_on(e[0], e[1], point), point))
    foot = nearest_on(a, b, point)
    if foot not in graph:  # the road now has a stop here
        graph.remove_edge(a, b)
        for end in (a, b):
            graph.add_edge(foot, end, metres=between(foot, end))
    if foot != point:
        graph.add_edge(point, foot, metres=between(point, foot))


def length_m(path: Sequence[Point]) -> float:
    """The length of a path, m."""
    return sum(between(a, b) for a, b in pairwise(path))


def along(path: Sequence[Point], metres: float) -> Point:
    """Return the point after so many metres on a path."""
    for a, b in pairwise(path):
        stretch = between(a, b)
        if metres <= stretch and stretch > 0:
            share = metres / stretch
            return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        metres -= stretch
    return path[-1]
