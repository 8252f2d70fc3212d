"""How sure one may be of a success rate: the one-sided Clopper-Pearson lower bound.

Clopper, Pearson: The use of confidence or fiducial limits (Biometrika 26, 1934). The bound is the
rate at which `kept` or more successes in `tried` would have happened with probability 1 - confidence;
that tail of the binomial distribution is summed exactly and the rate found by halving.
"""

from math import comb

HALVINGS = 60
"""Enough for every digit of a float."""


def lower_bound(kept: int, tried: int, confidence: float = 0.95) -> float:
    """The lower bound of the rate behind `kept` of `tried`. Raises ValueError for no such count."""
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
    """The probability of `kept` or more successes in `tried` at this rate."""
    return sum(comb(tried, n) * rate**n * (1 - rate) ** (tried - n) for n in range(kept, tried + 1))
