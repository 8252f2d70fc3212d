"""Vapour from a pool, and how much of it reaches a point: a screening estimate, no more.

Briggs' rural curves are unreliable below 100 m; between 0 and 100 m these numbers only say "some
here, none upwind", and are capped at saturation. The board draws its fixed hot zone there.
"""

import math

from simulations.parameters import Substance

FT2_PER_M2 = 10.764
WIDTH_PER_SIGMA = 4.3
"""Width of an area source in standard deviations of its plume (ISC convention, as recalled)."""
KG_PER_S_PER_LB_PER_MIN = 0.45359 / 60

_SIGMA_Y = {"A": 0.22, "B": 0.16, "C": 0.11, "D": 0.08, "E": 0.06, "F": 0.04}


def evaporation_kg_s(substance: Substance, area_m2: float, wind_m_s: float) -> float:
    """Evaporation of a pool, EPA RMP guidance (as recalled): lb/min, ft2, mmHg, K.

    0.284 U^0.78 MW^(2/3) A VP / (82.05 T): 0.034 kg/s for 100 m2 at 2 m/s and 293 K.
    """
    pounds_per_min = (
        0.284
        * math.pow(wind_m_s, 0.78)
        * math.pow(substance.molar_mass.value, 2 / 3)
        * (area_m2 * FT2_PER_M2)
        * substance.vapour_pressure_mmhg.value
        / (82.05 * substance.temperature_k.value)
    )
    return pounds_per_min * KG_PER_S_PER_LB_PER_MIN


def sigma_y(stability: str, x: float) -> float:
    """Briggs rural (1973), metres."""
    return _SIGMA_Y[stability] * x / math.sqrt(1 + 0.0001 * x)


def sigma_z(stability: str, x: float) -> float:
    """Briggs rural (1973), metres."""
    if stability in "AB":
        return (0.20 if stability == "A" else 0.12) * x
    if stability == "C":
        return 0.08 * x / math.sqrt(1 + 0.0002 * x)
    if stability == "D":
        return 0.06 * x / math.sqrt(1 + 0.0015 * x)
    return (0.03 if stability == "E" else 0.016) * x / (1 + 0.0003 * x)


def saturation_ppm(substance: Substance) -> float:
    """The most vapour air can hold: about 11,600 ppm of chlorobenzene at 20 C."""
    return substance.vapour_pressure_mmhg.value / 760 * 1e6


def ppm_at(
    substance: Substance,
    *,
    rate_kg_s: float,
    stability: str,
    wind_m_s: float,
    downwind_m: float,
    crosswind_m: float,
    nearest_m: float,
    source_width_m: float,
) -> float:
    """Ground-level concentration of a ground-level plume; 0 upwind of the source.

    A source that is `source_width_m` wide spreads the plume from the start: its own standard
    deviation (width / 4.3) is added to sigma_y in quadrature.
    """
    if rate_kg_s <= 0 or downwind_m <= 0:
        return 0.0
    x = max(nearest_m, downwind_m)
    sy = math.hypot(sigma_y(stability, x), source_width_m / WIDTH_PER_SIGMA)
    sz = sigma_z(stability, x)
    kg_m3 = rate_kg_s / (math.pi * sy * sz * wind_m_s) * math.exp(-(crosswind_m**2) / (2 * sy**2))
    molar_l = 0.082057 * substance.temperature_k.value
    ppm = kg_m3 * 1e6 * molar_l / substance.molar_mass.value
    return min(ppm, saturation_ppm(substance))
