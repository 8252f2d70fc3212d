"""When a tank or pool overflows: the earliest (P10), the likely (P50) and the latest (P90) minutes.

It is the headline of docs/domain.md. The pool's own level shows the rate at which it has been
filling, minute by minute; rain, curtain, spill and pump are all in it, and so is how much they
vary. The coming rate is taken as one more draw from the same normal distribution. Its mean gives
P50; its upper one-sided 90 % prediction bound, m + t s sqrt(1 + 1/n), gives P10: in nine of ten
cases the pool lasts longer. The lower one gives P90: in nine of ten cases it overflows before that.
Source of the bound: the prediction interval for one future observation of a normal sample, as in G.
J. Hahn & W. Q. Meeker, Statistical Intervals (1991), section 4.7.

It does not include what has not begun yet: a curtain that is about to be opened shows within a
minute. Nor does it include that pumps switch and rates drift: a `margin` on both sides covers by
how much the vessel's own forecasts have missed (`domain/water/forecast_hits.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, linear_regression, stdev

MINUTES = 5
"""So many of the newest minutes are judged (ours): short, so that a new inflow soon counts alone."""
FEWEST = 3
"""With fewer whole minutes of readings nothing is known."""
MINUTE_MS = 60_000
BLOCK_MS = MINUTE_MS
LONGEST_BLOCK_MS = 1_800_000
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
    """The minutes until it overflows; None where it does not fill up within six hours."""

    earliest_min: float | None
    likely_min: float | None
    latest_min: float | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """The expected change of a level in units per minute: likely, and the bounds that hold in eight
    of ten cases."""

    low: float
    likely: float
    high: float


def block_ms_of(period_s: float) -> int:
    """Returns the length in ms of the blocks of readings that are evaluated: a minute, or five
    readings of a slow gauge. It is half an hour at most: a slower gauge says nothing of what is
    coming."""
    return min(LONGEST_BLOCK_MS, max(BLOCK_MS, round(period_s * 1000) * 5))


def window_ms_of(period_s: float) -> int:
    """Returns how far back readings are evaluated, in ms."""
    return MINUTES * block_ms_of(period_s)


def rates(samples: Sequence[Sample], block_ms: int = BLOCK_MS, margin: float = 0.0) -> Rates | None:
    """Returns the rates that the newest blocks of readings (oldest first) predict, in units per
    minute; None where there are too few. `margin` widens the bounds on both sides."""
    found = list(_rates(samples, block_ms))
    if len(found) < FEWEST:
        return None
    mean = fmean(found)
    bound = T90[len(found)] * stdev(found) * sqrt(1 + 1 / len(found)) + margin
    return Rates(mean - bound, mean, mean + bound)


def outlook(
    samples: Sequence[Sample], to_weir_m3: float, block_ms: int = BLOCK_MS, margin: float = 0.0
) -> Outlook | None:
    """Returns the minutes to overflow that the newest readings (oldest first) predict; None where
    there are too few."""
    found = rates(samples, block_ms, margin)
    if found is None:
        return None
    room = to_weir_m3 - samples[-1][1]
    return Outlook(
        _minutes(room, found.high), _minutes(room, found.likely), _minutes(room, found.low)
    )


def _minutes(room: float, rate: float) -> float | None:
    if room <= 0:
        return 0.0
    minutes = room / rate if rate > 0 else LONGEST_MIN
    return round(minutes, 1) if minutes < LONGEST_MIN else None


def _rates(samples: Sequence[Sample], block_ms: int) -> Iterator[float]:
    """Yields the rate in units per minute of each whole block, newest first, as far back as
    readings are unbroken."""
    if not samples:
        return
    end = samples[-1][0]
    for n in range(MINUTES):
        upto = end - n * block_ms
        block = [(ts, value) for ts, value in samples if upto - block_ms <= ts <= upto]
        if len(block) < READINGS or block[-1][0] - block[0][0] < block_ms * 2 / 3:
            return
        minutes = [(ts - end) / MINUTE_MS for ts, _ in block]
        yield linear_regression(minutes, [value for _, value in block]).slope
