"""Statistics of a row over many incidents or drills: median, P90 with n, by shift, and how often
the target was kept."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import ceil, comb
from statistics import median
from typing import Any, Literal

HALVINGS = 60
"""Enough for every digit of a float."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row of one incident or drill. `seconds` None is a gap beyond its target: it counts, and
    did not keep it."""

    subject: str
    row: str
    shift: str | None
    at: int
    seconds: float | None
    target_s: float | None = None
    target_share: float = 1.0
    above: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The statistics of n cases with an end and `gaps` cases without one. `kept` of n + gaps kept
    the target.

    `lower` is the one-sided 95 % bound of that rate. `verdict` is None for a single case, or
    without a target, because one case says nothing of a percentile.
    """

    row: str
    shift: str | None
    n: int
    gaps: int
    median_s: float | None
    p90_s: float | None
    target_s: float | None
    kept: int | None
    lower: float | None
    verdict: Literal["kept", "missed"] | None

    def as_row(self) -> dict[str, Any]:
        """Returns the row for the API."""
        return asdict(self)


def percentile(values: Iterable[float], share: float) -> float:
    """Returns the nearest-rank percentile: the least value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def summary(cases: Iterable[Case], row: str, shift: str | None = None) -> Summary:
    """Returns the statistics of one row, for one shift or (None) all."""
    own = [c for c in cases if c.row == row and shift in (None, c.shift)]
    ended = [c.seconds for c in own if c.seconds is not None]
    targets = {c.target_s for c in own}
    target = targets.pop() if len(targets) == 1 else None
    share = max((c.target_share for c in own), default=1.0)
    kept = lower = verdict = None
    if target is not None and own:
        kept = sum(s > target if any(c.above for c in own) else s <= target for s in ended)
        lower = lower_bound(kept, len(own))
        if len(own) > 1:
            verdict = "kept" if kept >= share * len(own) else "missed"
    return Summary(
        row=row,
        shift=shift,
        n=len(ended),
        gaps=len(own) - len(ended),
        median_s=median(ended) if ended else None,
        p90_s=percentile(ended, 0.9) if ended else None,
        target_s=target,
        kept=kept,
        lower=lower,
        verdict=verdict,  # type: ignore[arg-type]
    )


def summaries(cases: Iterable[Case], rows: Iterable[str]) -> list[Summary]:
    """Returns the statistics of each row: over all cases, and for every shift that has any."""
    known = list(cases)
    shifts = sorted({c.shift for c in known if c.shift})
    return [summary(known, row, shift) for row in rows for shift in (None, *shifts)]


def lower_bound(kept: int, tried: int, confidence: float = 0.95) -> float:
    """Returns the one-sided lower bound of Clopper and Pearson for the rate behind `kept` of
    `tried`.

    Clopper, Pearson: The use of confidence or fiducial limits (Biometrika 26, 1934). The bound is
    the rate at which `kept` or more successes in `tried` would have happened with probability 1 -
    `confidence`; that tail of the binomial distribution is summed exactly and the rate found by
    bisection. Raises ValueError for impossible counts.
    """
    if not 0 <= kept <= tried or tried < 1:
        raise ValueError(f"{kept} of {tried} is no count of successes")
    if kept == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        rate = (low + high) / 2
        if _at_least(kept, tried, rate) < 1 - confidence:
            low = rate
        else:
            high = rate
    return low


def _at_least(kept: int, tried: int, rate: float) -> float:
    """Returns the probability of `kept` or more successes in `tried` at this rate."""
    return sum(comb(tried, n) * rate**n * (1 - rate) ** (tried - n) for n in range(kept, tried + 1))
