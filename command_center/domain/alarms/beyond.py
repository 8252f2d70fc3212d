"""Measures how far a reading is beyond the limits of its tag, as one number by which detectors are
compared."""

from command_center.domain.site.model import Limits

OUTER, INNER = 2, 1


def beyond(value: float, limits: Limits) -> float:
    """Returns 0 within the limits, 1 to 2 beyond L or H, and 2 to 3 beyond LL or HH: the greater,
    the more serious.

    Of two readings beyond the same kind of limit, the one that exceeds it by the greater proportion
    is more serious [ours]. So detectors of one gas can be compared though their limits differ, and
    one that is low in oxygen with one that is high.
    """
    for stage, low, high in ((OUTER, limits.ll, limits.hh), (INNER, limits.l, limits.h)):
        if high is not None and value >= high:
            return stage + _share(value - high, high)
        if low is not None and value <= low:
            return stage + _share(low - value, low)
    return 0.0


def _share(by: float, limit: float) -> float:
    return by / (by + abs(limit)) if by else 0.0
