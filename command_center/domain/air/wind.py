"""The wind as people are told of it: the mean of five minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin
from statistics import fmean

MEAN_MS = 300_000
"""The wind is the mean of so long (ours: half of the ten minutes that plumes are averaged over)."""


@dataclass(frozen=True, slots=True)
class Wind:
    """Where the wind comes from, in degrees from north, and how fast it is, in m/s. What was not measured is None."""

    from_deg: float | None
    speed_m_s: float | None


def mean_wind(directions: Iterable[float], speeds: Iterable[float]) -> Wind:
    """Returns the mean of measured directions (degrees) and speeds (m/s). Directions are added as vectors, so that
    350° and 10° are north."""
    headings, measured = list(directions), list(speeds)
    return Wind(
        _mean_direction(headings) if headings else None, fmean(measured) if measured else None
    )


def _mean_direction(headings: list[float]) -> float:
    east = fmean(sin(radians(value)) for value in headings)
    north = fmean(cos(radians(value)) for value in headings)
    return degrees(atan2(east, north)) % 360
