"""A pool fire: what it burns, and the firewater that must run off somewhere."""

from dataclasses import dataclass

BURNS_KG_S_M2 = 0.06
"""Mass burning rate of an aromatic liquid (order of SFPE Handbook's tables, assumption)."""
WATER_L_MIN_M2 = 10.0
"""Water on the burning area and its neighbours (assumption)."""
LEAST_L_S = 15.0
"""Mobile cooling, GB 50974 (simulations/parameters.yaml, "Water and pool")."""
FIRST_WATER_S = 300.0
"""From the fire to the first monitor: median of 5 (2-12) min in simulations/parameters.yaml."""


@dataclass(slots=True)
class Fire:
    """A fire of so many square metres; `burning_s` counts since it began. Heat and smoke are not modelled."""

    m2: float
    burning_s: float = 0.0

    @property
    def burns_kg_s(self) -> float:
        """The mass that the fire burns, kg/s."""
        return self.m2 * BURNS_KG_S_M2

    def water_m3_min(self, dt: float) -> float:
        """Let it burn for `dt` seconds; return the flow of firewater that runs off, m3/min."""
        self.burning_s += dt
        if self.burning_s < FIRST_WATER_S:
            return 0.0
        return max(self.m2 * WATER_L_MIN_M2, LEAST_L_S * 60) / 1000
