"""A Gaussian plume on the ground beyond 100 m, and the outline of the area where it exceeds a
value.

It is a screening model: steady wind, open country, no buildings, no slope, vapour as heavy as air.
It gives no result nearer than `NEAREST_M`; there the board draws its fixed hot zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, exp, hypot, log, pi, radians, sin, sqrt

from command_center.domain.air.briggs import (
    FARTHEST_M,
    NEAREST_M,
    Stability,
    sigma_y,
    sigma_z,
)  # fmt: skip

WIDTH_PER_SIGMA = 4.3
"""Width of an area source in standard deviations of its plume (EPA ISC3 user's guide, as recalled)."""
OUTLINE = 24
"""Corners on each side of an outline."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plume:
    """A plume: `rate_kg_s` of vapour from a source on the ground, `width_m` wide, carried by the
    wind."""

    rate_kg_s: float
    width_m: float
    wind_m_s: float
    wind_from_deg: float
    stability: Stability

    def across(self, x: float) -> float:
        """Returns the standard deviation across the wind at `x` m downwind, in metres: Briggs'
        value and that of the source's width, added in quadrature."""
        return hypot(sigma_y(self.stability, x), self.width_m / WIDTH_PER_SIGMA)

    def upwards(self, x: float) -> float:
        """Returns the standard deviation in height at `x` m downwind, in metres."""
        return sigma_z(self.stability, x)

    def centreline_kg_m3(self, x: float) -> float:
        """Returns the concentration on the ground on the centreline, `x` m downwind, in kg/m3: Q /
        (pi sigma_y sigma_z u)."""
        return self.rate_kg_s / (pi * self.across(x) * self.upwards(x) * self.wind_m_s)

    def kg_m3(self, x: float, y: float, z: float = 0.0) -> float:
        """Returns the concentration in kg/m3 at `x` m downwind, `y` m across and `z` m up, with
        reflection at the ground. Valid only for x >= `NEAREST_M`."""
        off = y**2 / (2 * self.across(x) ** 2) + z**2 / (2 * self.upwards(x) ** 2)
        return self.centreline_kg_m3(x) * exp(-off)

    def reach_m(self, kg_m3: float) -> float | None:
        """Returns how far downwind (m) the concentration on the ground exceeds a value; None if it
        does not even at `NEAREST_M`.

        The concentration on the centreline falls steadily, so bisection finds the distance; it is
        at most `FARTHEST_M`.
        """
        near, far = NEAREST_M, FARTHEST_M
        if self.centreline_kg_m3(near) <= kg_m3:
            return None
        if self.centreline_kg_m3(far) > kg_m3:
            return far
        while far - near > 0.1:
            middle = (near + far) / 2
            if self.centreline_kg_m3(middle) > kg_m3:
                near = middle
            else:
                far = middle
        return near

    def half_width_m(self, x: float, kg_m3: float) -> float:
        """Returns how far from the centreline (m) the ground still exceeds a value, `x` m downwind;
        0 if it does not."""
        over = self.centreline_kg_m3(x) / kg_m3
        return self.across(x) * sqrt(2 * log(over)) if over > 1 else 0.0

    def outline(self, source: Point, kg_m3: float) -> list[Point]:
        """Returns the closed ring, in plan metres, inside which the ground beyond 100 m exceeds a
        value.

        `source` is the (x, y) of the spill on the plan. The list is empty where no point exceeds
        the value.
        """
        reach = self.reach_m(kg_m3)
        if reach is None:
            return []
        side = [(x, self.half_width_m(x, kg_m3)) for x in _stations(reach)]
        ring = [*side, *((x, -y) for x, y in reversed(side)), side[0]]
        return self._placed(source, ring)

    def near_part(self, source: Point, kg_m3: float) -> list[Point]:
        """Returns three points that join an outline to its spill: one corner of the outline's near
        end, the source, the other corner.

        They only lead the eye to the spill and state no concentration, because no formula holds so
        near. In plan metres; empty where there is no outline.
        """
        if self.reach_m(kg_m3) is None:
            return []
        half = self.half_width_m(NEAREST_M, kg_m3)
        return self._placed(source, [(NEAREST_M, half), (0.0, 0.0), (NEAREST_M, -half)])

    def _placed(self, source: Point, points: list[Point]) -> list[Point]:
        """(downwind, across) as the plan's (x, y)."""
        toward = radians(self.wind_from_deg + 180)
        east, north = sin(toward), cos(toward)
        return [
            (source[0] + x * east + y * north, source[1] + x * north - y * east) for x, y in points
        ]


def _stations(reach: float) -> Iterator[float]:
    """Yields distances (m) from `NEAREST_M` to the end, closer together where the outline closes."""
    for n in range(OUTLINE):
        left = 1 - n / (OUTLINE - 1)
        yield reach - (reach - NEAREST_M) * left**2
