"""How often forecasts of a level held: what each said some minutes before, against the level that
came; and the margin of the next ones.

A forecast is judged at a fixed horizon, not by overflows, which must not happen. In eight of ten
cases the level that comes should lie between its P10 and its P90.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, sqrt
from typing import NamedTuple

from command_center.domain.level_window import Sample
from command_center.domain.water.overflow import MINUTE_MS, block_ms_of, rates

HORIZON_MIN = 15
"""How far ahead a forecast is judged (ours): about the time that people need to shut and divert."""
NEAR_MS = 60_000
"""The level that came is the last one read within so long before the horizon's end."""
MOVES_SHARE = 0.001
"""A level that is to change by less than this share of its overflow level is no forecast to be judged (ours)."""
WANTED = 0.8
FEW = 10
"""Forecasts below which nothing is said of the bounds (ours)."""
Z95 = 1.959964
"""Standard normal quantile for a two-sided 95 % interval."""


class Judged(NamedTuple):
    """One judged forecast: the band of levels that it gave for `at` (UTC epoch ms), and the level
    that came. `judged` makes it from the readings alone; `domain/water/forecast_hits.py` widens the
    band by earlier ones."""

    vessel: str
    at: int
    low: float
    likely: float
    high: float
    came: float

    @property
    def held(self) -> bool:
        """Returns whether the level that came lies in the band."""
        return self.low <= self.came <= self.high


class Hits(NamedTuple):
    """How many of a number of forecasts held, and the bounds (95 %, Wilson 1927) of the share that
    this shows."""

    held: int
    of: int
    least: float
    most: float


def judged(
    vessel: str,
    overflow_level: float,
    period_s: float,
    before: Sequence[Sample],
    came: Sequence[Sample],
) -> Judged | None:
    """Returns the forecast from the readings `before`, oldest first, judged by those at the
    horizon. None where there was nothing to forecast from, no change was expected, or there was
    no reading at the horizon."""
    if not before:
        return None
    made_at, level = before[-1]
    end = made_at + HORIZON_MIN * MINUTE_MS
    seen = [value for ts, value in came if end - NEAR_MS <= ts <= end]
    found = rates(before, block_ms_of(period_s))
    if found is None or not seen:
        return None
    if abs(found.likely) * HORIZON_MIN < MOVES_SHARE * overflow_level:
        return None
    low, likely, high = (
        level + rate * HORIZON_MIN for rate in (found.low, found.likely, found.high)
    )
    return Judged(vessel, end, low, likely, high, seen[-1])


def hits(forecasts: Iterable[Judged]) -> Hits | None:
    """Returns how many forecasts held; None without any forecast."""
    known = [one.held for one in forecasts]
    if not known:
        return None
    return Hits(sum(known), len(known), *_wilson(sum(known), len(known)))


def too_sure(counted: Hits) -> bool:
    """Returns whether fewer than eight of ten held, by more than chance: the bounds were too
    narrow. With fewer than FEW forecasts it is False, because Wilson's bounds are then too
    narrow themselves."""
    return counted.of >= FEW and counted.most < WANTED


def _wilson(held: int, of: int) -> tuple[float, float]:
    share, square = held / of, Z95**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z95 / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of**2))
    return max(0.0, middle - half), min(1.0, middle + half)


# The margin of a vessel's forecasts: by how much past ones missed, and so how far the bounds must
# be moved outwards so that eight of ten hold. Conformalized quantile regression: the score of
# each past forecast is how far the level that came lay outside its bounds (negative: how far
# inside). The score of rank ceil((n + 1) 0.8) is added to both bounds of the next forecast.
# Source: Y. Romano, E. Patterson, E. J. Candes, Conformalized Quantile Regression, NeurIPS 2019,
# equations 6 to 8. It holds for any distribution as long as what comes is like what came; here it
# is used for one vessel alone, and only with forecasts whose outcome was known when the next one
# was made. Bounds are never moved inwards, because the readings' own noise stays.


def miss(one: Judged) -> float:
    """Returns how far the level that came lay outside the bounds, in units per minute of the
    horizon; negative inside."""
    return max(one.low - one.came, one.came - one.high) / HORIZON_MIN


def margin(scores: list[float]) -> float:
    """Returns the margin in units per minute from these scores in rising order; 0 while there are
    too few (under four)."""
    rank = ceil((len(scores) + 1) * Fraction(str(WANTED)))
    return max(0.0, scores[rank - 1]) if scores and rank <= len(scores) else 0.0


def widened(forecasts: Iterable[Judged]) -> list[Judged]:
    """Returns the forecasts of one vessel in order of time, each with the bounds that it had from
    what was known then."""
    found: list[Judged] = []
    waiting: list[Judged] = []
    scores: list[float] = []
    for one in sorted(forecasts, key=lambda one: one.at):
        while waiting and waiting[0].at <= one.at - HORIZON_MIN * MINUTE_MS:
            insort(scores, miss(waiting.pop(0)))
        waiting.append(one)
        more = margin(scores) * HORIZON_MIN
        found.append(one._replace(low=one.low - more, high=one.high + more))
    return found


def margins(forecasts: Iterable[Judged]) -> dict[str, float]:
    """Returns the margin of each vessel from all of its forecasts, in units per minute."""
    scores: dict[str, list[float]] = {}
    for one in forecasts:
        insort(scores.setdefault(one.vessel, []), miss(one))
    return {vessel: margin(known) for vessel, known in scores.items()}
