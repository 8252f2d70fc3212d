"""Briggs' curves for the spread of a plume over open country, and the stability class that they
need.

Source: G. A. Briggs (1973), rural. The curves hold for distances of 100 m to 10 km; no plume model
holds nearer than that.
"""

from math import sqrt
from typing import Literal

Stability = Literal["A", "B", "C", "D", "E", "F"]

NEAREST_M, FARTHEST_M = 100.0, 10_000.0
"""Where the curves are valid."""

_SIGMA_Y = {"A": 0.22, "B": 0.16, "C": 0.11, "D": 0.08, "E": 0.06, "F": 0.04}


def sigma_y(stability: Stability, x: float) -> float:
    """Returns the standard deviation across the wind at `x` m downwind, in metres."""
    return _SIGMA_Y[stability] * x / sqrt(1 + 0.0001 * x)


def sigma_z(stability: Stability, x: float) -> float:
    """Returns the standard deviation in height at `x` m downwind, in metres."""
    if stability in "AB":
        return (0.20 if stability == "A" else 0.12) * x
    if stability == "C":
        return 0.08 * x / sqrt(1 + 0.0002 * x)
    if stability == "D":
        return 0.06 * x / sqrt(1 + 0.0015 * x)
    return (0.03 if stability == "E" else 0.016) * x / (1 + 0.0003 * x)


def stability_of(wind_m_s: float, *, rains: bool, night: bool) -> Stability:
    """Returns Pasquill's stability class where the sky is not observed. In doubt it returns the
    more stable air, which carries vapour farther.

    Rain means an overcast sky, which is neutral by day and night (Turner 1970, Workbook of
    Atmospheric Dispersion Estimates: D). By day it is D, the class of EPA's alternative scenario. A
    dry night is taken as clear: F below 3 m/s, E below 5, D above (Pasquill's table).
    """
    if rains or not night or wind_m_s >= 5:
        return "D"
    return "F" if wind_m_s < 3 else "E"
