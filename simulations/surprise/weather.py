"""Kinds of weather as numbers: the ranges are our own, the stability classes Pasquill's."""

from dataclasses import dataclass
from typing import Literal

from command_center.domain.scenarios.scenario import ShiftKind, Weather, WeatherKind
from simulations.surprise.lots import Lots

Class = Literal["A", "B", "C", "D", "E", "F"]


@dataclass(frozen=True, slots=True)
class Range:
    """A kind's ranges: wind in tenths of m/s, rain in mm/h, stability by day and by night."""

    wind: tuple[int, int]
    rain: tuple[int, int]
    day: Class
    night: Class


RANGES: dict[WeatherKind, Range] = {
    "calm": Range((5, 15), (0, 0), "B", "F"),
    "breeze": Range((16, 40), (0, 0), "C", "E"),
    "wind": Range((50, 100), (0, 0), "D", "D"),
    "rain": Range((20, 60), (3, 15), "D", "D"),
    "storm": Range((80, 160), (30, 60), "D", "D"),
    "fog": Range((5, 20), (0, 0), "D", "F"),
}
"""A storm is 60-120 mm in two hours (simulations/parameters.yaml, "Water and pool")."""


def drawn_weather(kind: WeatherKind, shift: ShiftKind, lots: Lots) -> Weather:
    """Draw weather of a kind; the wind comes from one of 24 directions."""
    ranges = RANGES[kind]
    return Weather(
        wind_from_deg=15 * lots.between(0, 23),
        wind_m_s=lots.between(*ranges.wind) / 10,
        rain_mm_h=lots.between(*ranges.rain),
        stability=ranges.day if shift in ("day", "holiday") else ranges.night,
    )
