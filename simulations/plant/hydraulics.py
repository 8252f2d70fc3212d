"""Formulas of flow: orifice, weir, a valve in series. Pure functions, SI units."""

import math

from simulations.parameters import Physics


def disc_m2(diameter_m: float) -> float:
    """Area of a round opening."""
    return math.pi * diameter_m**2 / 4


def orifice_m3_s(physics: Physics, diameter_m: float, head_m: float) -> float:
    """Outflow Q = Cd A sqrt(2 g h) of a sharp hole under `head_m` of the liquid itself.

    Example: 40 mm under 4.31 m gives 7.17e-3 m3/s, the demo plant's 0.43 m3/min.
    """
    if head_m <= 0:
        return 0.0
    speed = math.sqrt(2 * physics.gravity_m_s2.value * head_m)
    return physics.orifice_cd.value * disc_m2(diameter_m) * speed


def throttled(hole_m: float, pipe_m: float, opening: float) -> float:
    """Return the share of a hole's flow that a partly open valve upstream lets through (0..1).

    Two restrictions in series share the head: q / q0 = 1 / sqrt(1 + (a_hole / a_valve)^2), with the valve's free area
    proportional to its opening. A shut valve passes nothing.
    """
    if opening <= 0:
        return 0.0
    ratio = disc_m2(hole_m) / (disc_m2(pipe_m) * min(1.0, opening))
    fully_open = disc_m2(hole_m) / disc_m2(pipe_m)
    return math.sqrt((1 + fully_open**2) / (1 + ratio**2))


def weir_m3_s(physics: Physics, width_m: float, head_m: float) -> float:
    """Spill over a sharp-crested rectangular weir: Q = 2/3 Cd b sqrt(2 g) h^1.5."""
    if head_m <= 0:
        return 0.0
    root = math.sqrt(2 * physics.gravity_m_s2.value)
    return 2 / 3 * physics.weir_cd.value * width_m * root * math.pow(head_m, 1.5)
