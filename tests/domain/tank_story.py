"""What a gauge and two meters tell of a tank: flows, a loss, noise, gaps and disorder."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from command_center.domain.reading import Reading
from tests.domain.watched_site import said

M3_PER_M = 28.274333882308138
"""Of the 6 m tank of `watched_site`."""


@dataclass(frozen=True)
class Flow:
    """A commanded flow, m3/h, between two times in seconds; negative leaves the tank."""

    from_s: float
    to_s: float
    m3_h: float

    def m3_until(self, at_s: float) -> float:
        return max(0.0, min(at_s, self.to_s) - self.from_s) * self.m3_h / 3600


@dataclass(frozen=True)
class Story:
    """A tank at 5 m for `lasts_s`. `loss_mm_min` runs from `loss_from_s` to `loss_to_s`.

    `noise_mm` is the gauge's standard deviation, `missing` the share of readings that never come,
    `disorder` shuffles neighbours, `stuck_s` freezes the gauge in a span.
    """

    lasts_s: int = 300
    flows: Sequence[Flow] = ()
    loss_from_s: float = 1e9
    loss_to_s: float = 1e9
    loss_mm_min: float = 15.0
    noise_mm: float = 0.5
    missing: float = 0.0
    disorder: bool = False
    stuck_s: tuple[float, float] | None = None
    period_s: float = 1.0
    seed: int = 0

    def level_m(self, at_s: float) -> float:
        """The true level."""
        lost = max(0.0, min(at_s, self.loss_to_s) - self.loss_from_s) * self.loss_mm_min / 60_000
        return 5.0 + sum(flow.m3_until(at_s) for flow in self.flows) / M3_PER_M - lost

    def readings(self) -> list[Reading]:
        """In the order they arrive; the meters read a third of a period after the gauge."""
        chance = Random(self.seed)
        told = []
        for number in range(int(self.lasts_s / self.period_s)):
            at_s = number * self.period_s
            gauge_s = at_s
            if self.stuck_s and self.stuck_s[0] <= at_s < self.stuck_s[1]:
                gauge_s = self.stuck_s[0]
            noise = chance.gauss(0, self.noise_mm / 1000)
            readings = [said("lt", at_s, round(self.level_m(gauge_s) + noise, 4))]
            meter_s = at_s + self.period_s / 3
            for tag, sign in (("in", 1), ("out", -1)):
                rate = sum(
                    abs(flow.m3_h)
                    for flow in self.flows
                    if flow.m3_h * sign > 0 and flow.from_s <= meter_s < flow.to_s
                )
                readings.append(said(tag, meter_s, rate * chance.gauss(1, 0.01)))
            told += [reading for reading in readings if chance.random() >= self.missing]
        if self.disorder:
            for place in range(0, len(told) - 1, 3):
                told[place], told[place + 1] = told[place + 1], told[place]
        return told
