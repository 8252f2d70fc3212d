"""Wind and rain that wander slowly about the night's values."""

import math

from simulations.chance import stream
from simulations.parameters import Physics
from simulations.scenario import Weather


class Wandering:
    """An Ornstein-Uhlenbeck value: mean `mean`, standard deviation `sd`, memory in seconds."""

    def __init__(self, seed: int, name: str, mean: float, sd: float, memory_s: float) -> None:
        self._chance = stream(seed, "weather", name)
        self._mean, self._sd, self._memory_s = mean, sd, memory_s
        self.value = mean + sd * float(self._chance.standard_normal())

    def step(self, dt_s: float) -> None:
        """Advance by exact discretisation, so that the spread does not depend on the step."""
        keep = math.exp(-dt_s / self._memory_s)
        kick = self._sd * math.sqrt(1 - keep * keep) * float(self._chance.standard_normal())
        self.value = self._mean + (self.value - self._mean) * keep + kick


class Air:
    """The night's wind (m/s, degrees it blows from) and rain (mm/h)."""

    def __init__(self, seed: int, weather: Weather, physics: Physics) -> None:
        memory = physics.weather_memory_s.value
        self.stability = weather.stability
        self._speed = Wandering(
            seed, "speed", weather.wind_m_s, physics.wind_speed_sd_m_s.value, memory
        )
        self._from = Wandering(
            seed, "from", weather.wind_from_deg, physics.wind_direction_sd_deg.value, memory
        )
        self._rain = Wandering(
            seed,
            "rain",
            weather.rain_mm_h,
            weather.rain_mm_h * physics.rain_relative_sd.value,
            memory,
        )

    def step(self, dt_s: float) -> None:
        """Let the weather wander for `dt_s` seconds."""
        for part in (self._speed, self._from, self._rain):
            part.step(dt_s)

    @property
    def wind_m_s(self) -> float:
        """Wind speed, never quite calm: no plume formula holds in a calm."""
        return max(0.5, self._speed.value)

    @property
    def wind_from_deg(self) -> float:
        """Where the wind comes from, degrees clockwise from north."""
        return self._from.value % 360

    @property
    def rain_mm_h(self) -> float:
        """Rain, never negative."""
        return max(0.0, self._rain.value)
