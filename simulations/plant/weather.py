"""Wind and rain that vary slowly around the night's values."""

import math

from simulations.chance import stream
from simulations.parameters import Physics
from simulations.scenario import Weather


class Wandering:
    """An Ornstein-Uhlenbeck process: mean `mean`, standard deviation `sd`, correlation time in seconds."""

    def __init__(self, seed: int, name: str, mean: float, sd: float, memory_s: float) -> None:
        self._chance = stream(seed, "weather", name)
        self._turns: list[list[float]] = []
        self._mean, self._sd, self._memory_s = mean, sd, memory_s
        self.value = mean + sd * float(self._chance.standard_normal())

    def turn(self, by: float, over_s: float) -> None:
        """Let the mean change by `by`, evenly over `over_s` seconds (at once for 0)."""
        if over_s <= 0:
            self._mean, self.value = self._mean + by, self.value + by
        else:
            self._turns.append([by / over_s, over_s])

    @property
    def aims_at(self) -> float:
        """The mean after all changes are complete."""
        return self._mean + sum(per_s * left_s for per_s, left_s in self._turns)

    def step(self, dt_s: float) -> None:
        """Advance by exact discretisation, so that the variance does not depend on the step."""
        for turn in self._turns:
            took = min(dt_s, turn[1])
            turn[1] -= took
            self._mean += turn[0] * took
            self.value += turn[0] * took
        self._turns = [turn for turn in self._turns if turn[1] > 0]
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
        """Lets the weather vary for `dt_s` seconds."""
        for part in (self._speed, self._from, self._rain):
            part.step(dt_s)

    def change(
        self, *, rain_mm_h: float | None = None, wind_m_s: float | None = None, over_s: float
    ) -> None:
        """Let rain and wind reach new means over `over_s` seconds; None leaves one unchanged."""
        for part, wanted in ((self._rain, rain_mm_h), (self._speed, wind_m_s)):
            if wanted is not None:
                part.turn(wanted - part.aims_at, over_s)

    def shift(self, by_deg: float, over_s: float) -> None:
        """Let the wind turn by `by_deg` degrees, clockwise."""
        self._from.turn(by_deg, over_s)

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
