"""Tells whether a level rises, falls or is steady."""

from typing import Literal

Trend = Literal["rises", "falls", "steady"]

STEADY_PER_MIN = {"m": 0.001, "m3": 0.05, "m³": 0.05}
"""A slower change is noise (ours): 1 mm/min of a tank, 50 l/min of a pool."""
STEADY_ELSE = 0.01
"""The same in any other unit a minute."""


def trend_of(rate_per_min: float | None, unit: str) -> Trend | None:
    """Returns whether a level in `unit` rises, falls or is steady at this rate (unit/min); None
    while the rate is unknown."""
    if rate_per_min is None:
        return None
    if abs(rate_per_min) < STEADY_PER_MIN.get(unit, STEADY_ELSE):
        return "steady"
    return "rises" if rate_per_min > 0 else "falls"
