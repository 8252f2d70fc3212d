"""How much vapour a pool of liquid gives off: a screening estimate by published formulas."""

from dataclasses import dataclass
from math import pow

FT2_PER_M2 = 10.764
KG_PER_S_PER_LB_PER_MIN = 0.45359 / 60
LITRE_ATMOSPHERES = 0.082057
"""The gas constant in L atm / (mol K)."""


@dataclass(frozen=True, slots=True)
class Vapour:
    """The vapour of a liquid: molar mass in g/mol, and vapour pressure in mmHg at a temperature in
    kelvin."""

    molar_mass: float
    pressure_mmhg: float
    temperature_k: float

    @property
    def saturation_ppm(self) -> float:
        """Returns the highest concentration that air can hold, in ppm: about 11,600 ppm for
        chlorobenzene at 20 C."""
        return self.pressure_mmhg / 760 * 1e6

    def ppm(self, kg_m3: float) -> float:
        """Converts a concentration from kg/m3 to ppm by volume, at most saturation."""
        molar_l = LITRE_ATMOSPHERES * self.temperature_k
        return min(kg_m3 * 1e6 * molar_l / self.molar_mass, self.saturation_ppm)

    def kg_m3(self, ppm: float) -> float:
        """Converts a concentration from ppm by volume to kg/m3; the inverse of `ppm` below
        saturation."""
        return ppm * self.molar_mass / (LITRE_ATMOSPHERES * self.temperature_k) / 1e6

    def evaporation_kg_s(self, area_m2: float, wind_m_s: float) -> float:
        """Returns the evaporation rate of a pool of this area in this wind, in kg/s.

        EPA, Risk Management Program Guidance for Offsite Consequence Analysis (EPA 550-B-99-009),
        appendix D, as recalled: 0.284 U^0.78 MW^(2/3) A VP / (82.05 T) in lb/min, with A in ft2, VP
        in mmHg and T in K. 100 m2 of chlorobenzene at 2 m/s and 293 K: 0.034 kg/s.
        """
        pounds_per_min = (
            0.284
            * pow(wind_m_s, 0.78)
            * pow(self.molar_mass, 2 / 3)
            * (area_m2 * FT2_PER_M2)
            * self.pressure_mmhg
            / (82.05 * self.temperature_k)
        )
        return pounds_per_min * KG_PER_S_PER_LB_PER_MIN
