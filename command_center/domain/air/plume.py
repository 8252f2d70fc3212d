"""A Gaussian plume on the ground beyond 100 m, and the outline of where it exceeds a value.

A screening model: steady wind, open country, no buildings, no slope, vapour as heavy as air. Inside
`NEAREST_M` it answers nothing; the board draws its fixed hot zone there.
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
    """`rate_kg_s` from a ground source `width_m` wide, carried by the wind."""

    rate_kg_s: float
    width_m: float
    wind_m_s: float
    wind_from_deg: float
    stability: Stability

    def across(self, x: float) -> float:
        """Standard deviation across the wind: Briggs' and the source's own, in quadrature."""
        return hypot(sigma_y(self.stability, x), self.width_m / WIDTH_PER_SIGMA)

    def upwards(self, x: float) -> float:
        """Standard deviation in height."""
        return sigma_z(self.stability, x)

    def centreline_kg_m3(self, x: float) -> float:
        """On the ground, in the middle, x m downwind: Q / (pi sigma_y sigma_z u)."""
        return self.rate_kg_s / (pi * self.across(x) * self.upwards(x) * self.wind_m_s)

    def kg_m3(self, x: float, y: float, z: float = 0.0) -> float:
        """At x m downwind, y across, z up; the ground reflects. Only for x >= `NEAREST_M`."""
        off = y**2 / (2 * self.across(x) ** 2) + z**2 / (2 * self.upwards(x) ** 2)
        return self.centreline_kg_m3(x) * exp(-off)

    def reach_m(self, kg_m3: float) -> float | None:
        """How far downwind the ground exceeds a value; None when not even at `NEAREST_M`.

        The centreline falls steadily, so halving finds it; at most `FARTHEST_M`.
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
        """How far from the centreline the ground still exceeds a value, x m downwind."""
        over = self.centreline_kg_m3(x) / kg_m3
        return self.across(x) * sqrt(2 * log(over)) if over > 1 else 0.0

    def outline(self, source: Point, kg_m3: float) -> list[Point]:
        """The closed ring in plan metres inside which the ground exceeds a value, beyond 100 m.

        `source` is the plan's (x, y) of the spill; empty where nothing exceeds it.
        """
        reach = self.reach_m(kg_m3)
        if reach is None:
            return []
        side = [(x, self.half_width_m(x, kg_m3)) for x in _stations(reach)]
        ring = [*side, *((x, -y) for x, y in reversed(side)), side[0]]
        return self._placed(source, ring)

    def near_part(self, source: Point, kg_m3: float) -> list[Point]:
        """Where an outline comes from: one corner of its near end, the source, the other corner.

        No concentration is said of it, as no formula holds there: it only leads the eye to the spill.
        Plan metres; empty where there is no outline.
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
    """Distances from `NEAREST_M` to the end, denser where the outline closes."""
    for n in range(OUTLINE):
        left = 1 - n / (OUTLINE - 1)
        yield reach - (reach - NEAREST_M) * left**2
