"""Tests whether an area of the site, a rectangle, overlaps a circle or a ring. All in plan metres."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from command_center.domain.site.map.geography import rectangle
from command_center.domain.site.model import Area
from command_center.domain.site.parts.base import Point


def circle_meets(area: Area, centre: Point, radius_m: float) -> bool:
    """Returns whether some part of the area lies within `radius_m` of `centre`; touching counts."""
    off_x = max(abs(centre[0] - area.x) - area.width / 2, 0.0)
    off_y = max(abs(centre[1] - area.y) - area.height / 2, 0.0)
    return hypot(off_x, off_y) <= radius_m


def ring_meets(area: Area, ring: Sequence[Point]) -> bool:
    """Returns whether the area and the inside of a closed ring have a point in common."""
    if len(ring) < 3:
        return False
    corners = rectangle(area.x, area.y, area.width, area.height)
    return (
        circle_meets(area, ring[0], 0.0)
        or ring_holds(ring, corners[0])
        or any(_cross(*side, *edge) for side in pairwise(corners) for edge in pairwise(ring))
    )


def ring_holds(ring: Sequence[Point], point: Point) -> bool:
    """Returns whether a point lies inside a closed ring: a line from it eastwards crosses the ring
    an odd number of times."""
    x, y = point
    crossed = 0
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            crossed += 1
    return crossed % 2 == 1


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the stretches a-b and c-d cross."""
    return _left(a, b, c) * _left(a, b, d) < 0 and _left(c, d, a) * _left(c, d, b) < 0


def _left(a: Point, b: Point, p: Point) -> float:
    """Above zero where p lies left of the line from a to b."""
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
