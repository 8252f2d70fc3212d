"""The margin of a vessel's forecasts: by how much past ones missed, and so how far the bounds must
be moved outwards so that eight of ten hold.

Conformalized quantile regression: the score of each past forecast is how far the level that came
lay outside its bounds (negative: how far inside). The score of rank ceil((n + 1) 0.8) is added to
both bounds of the next forecast. Source: Y. Romano, E. Patterson, E. J. Candes, Conformalized
Quantile Regression, NeurIPS 2019, equations 6 to 8. It holds for any distribution as long as what
comes is like what came; here it is used for one vessel alone, and only with forecasts whose outcome
was known when the next one was made. Bounds are never moved inwards, because the readings' own
noise stays.
"""

from bisect import insort
from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from command_center.domain.water.forecast_hits import HORIZON_MIN, WANTED, Judged
from command_center.domain.water.overflow import MINUTE_MS


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
