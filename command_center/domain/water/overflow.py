"""When the emergency pool runs over: the earliest (P10) and the likely (P50) minutes.

The headline of docs/domain.md. The pool's own level says at what rate it has been filling, minute by
minute; rain, curtain, spill and pump are all in it, and so is how much they vary. The rate to come is
taken as one more draw from the same normal distribution. Its mean gives P50; its upper one-sided 90 %
prediction bound, m + t s sqrt(1 + 1/n), gives P10: in nine of ten cases the pool lasts longer.
Source of the bound: the prediction interval for one future observation of a normal sample, as in
G. J. Hahn & W. Q. Meeker, Statistical Intervals (1991), section 4.7.

What has not begun yet is not in it: a curtain that is about to be opened shows within a minute.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, linear_regression, stdev

MINUTES = 5
"""So many of the newest minutes are judged (ours): short, so that a new inflow soon counts alone."""
FEWEST = 3
"""With fewer whole minutes of readings nothing is known."""
BLOCK_MS = 60_000
READINGS = 3
"""Fewest readings that make a minute's rate."""
LONGEST_MIN = 360.0
"""Farther off, the last minutes say nothing (ours)."""
T90 = {3: 1.886, 4: 1.638, 5: 1.533}
"""Student's t at 90 %, one-sided, for n readings, n - 1 degrees of freedom (standard tables)."""

Sample = tuple[int, float]
"""UTC epoch ms, and m3 in the pool."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Minutes until the weir runs, None where the pool does not fill up within six hours."""

    earliest_min: float | None
    likely_min: float | None


def outlook(samples: Sequence[Sample], to_weir_m3: float) -> Outlook | None:
    """What the newest readings, oldest first, promise; None where they are too few to say."""
    rates = list(_rates(samples))
    if len(rates) < FEWEST:
        return None
    room = to_weir_m3 - samples[-1][1]
    mean = fmean(rates)
    bound = mean + T90[len(rates)] * stdev(rates) * sqrt(1 + 1 / len(rates))
    return Outlook(_minutes(room, bound), _minutes(room, mean))


def _minutes(room: float, rate: float) -> float | None:
    if room <= 0:
        return 0.0
    minutes = room / rate if rate > 0 else LONGEST_MIN
    return round(minutes, 1) if minutes < LONGEST_MIN else None


def _rates(samples: Sequence[Sample]) -> Iterator[float]:
    """m3/min of the newest whole minutes, newest first, as far back as readings are unbroken."""
    if not samples:
        return
    end = samples[-1][0]
    for n in range(MINUTES):
        upto = end - n * BLOCK_MS
        block = [(ts, value) for ts, value in samples if upto - BLOCK_MS <= ts <= upto]
        if len(block) < READINGS or block[-1][0] - block[0][0] < BLOCK_MS * 2 / 3:
            return
        minutes = [(ts - end) / BLOCK_MS for ts, _ in block]
        yield linear_regression(minutes, [value for _, value in block]).slope
