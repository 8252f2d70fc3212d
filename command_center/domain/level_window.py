"""The window of a level's latest readings, and its rate of change, computed from the stored
readings alone.

Two processes with the same readings show the same rate, in whatever order the readings arrived and
whenever the processes started. The window is therefore cut by the readings' own times: it is
`seconds` whole seconds long and ends with the second of the row's reading. Of each second the first
reading that is not bad counts.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import itemgetter, mul

Sample = tuple[int, float]
"""UTC epoch ms, and what was read."""

RATE_S = 120
"""Seconds over which a level's rate is fitted: short enough to show a leak, long against noise."""
RATE_LEAST_MS = 20_000
"""A shorter span has no rate."""
SECOND_MS = 1_000

_ts = itemgetter(0)


def since_of(at: int, seconds: int) -> int:
    """Returns the first ms of a window of `seconds` that ends with a reading at `at` (UTC epoch
    ms)."""
    return (at // SECOND_MS - seconds) * SECOND_MS


class LevelWindow:
    """The first good reading of each of the last seconds, in order of time. The caller gives it
    only readings that are not bad, in any order."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._samples: list[Sample] = []
        self._start = 0  # what is before it has left the window

    def put(self, ts: int, value: float) -> bool:
        """Takes a reading; returns whether it changed the window."""
        samples = self._samples
        if len(samples) == self._start or ts // SECOND_MS > samples[-1][0] // SECOND_MS:
            samples.append((ts, value))
            return True
        second = ts // SECOND_MS * SECOND_MS
        at = bisect_left(samples, second, lo=self._start, key=_ts)
        if at < len(samples) and samples[at][0] < second + SECOND_MS:
            if samples[at][0] <= ts:
                return False
            samples[at] = (ts, value)
        else:
            samples.insert(at, (ts, value))
        return True

    def replace(self, since: int, until: int, stored: Iterable[Sample]) -> None:
        """Replaces the samples of `since` <= ts <= `until` by `stored`."""
        kept = [one for one in self._samples[self._start :] if not since <= one[0] <= until]
        self._samples, self._start = sorted(kept), 0
        for ts, value in stored:
            self.put(ts, value)

    def until(self, at: int) -> list[Sample]:
        """Returns the samples of the window that ends at `at` (UTC epoch ms). Older samples are
        dropped."""
        since = since_of(at, self.seconds)
        samples, start = self._samples, self._start
        while start < len(samples) and samples[start][0] < since:
            start += 1
        if start > self.seconds:  # now and then: to drop each one from the front costs more
            del samples[:start]
            start = 0
        self._start = start
        if samples and samples[-1][0] <= at:
            return samples[start:]
        return samples[start : bisect_left(samples, at + 1, key=_ts)]

    def digest(self, since: int, until: int) -> tuple[int, int]:
        """Returns how many samples of `since` <= ts <= `until` are held, and the sum of their times
        after `since`. If both equal those of the stored readings, the samples are the same,
        because a missing reading can only make a second's first one later."""
        held = [ts for ts, _ in self._samples[self._start :] if since <= ts <= until]
        return len(held), sum(held) - since * len(held)


def rate_per_minute(samples: Sequence[Sample]) -> float | None:
    """Returns the least-squares slope of the samples, oldest first, in units per minute; None while
    they span less than 20 s or are fewer than three."""
    if len(samples) < 3 or samples[-1][0] - samples[0][0] < RATE_LEAST_MS:
        return None
    t0, n = samples[0][0], len(samples)
    times, values = zip(*samples, strict=True)
    mean_t, mean_v = (sum(times) - n * t0) / n, sum(values) / n
    early, high = [t - t0 - mean_t for t in times], [v - mean_v for v in values]
    below = sum(map(mul, early, early))  # in lists: it is asked for with every reading of a level
    return round(sum(map(mul, early, high)) / below * 60_000, 5) if below else None


def newest(samples: list[Sample], seconds: int, at: int) -> list[Sample]:
    """Returns the samples of the last `seconds` before `at` (UTC epoch ms). `samples` are in order
    of time."""
    return samples[bisect_left(samples, since_of(at, seconds), key=_ts) :]
