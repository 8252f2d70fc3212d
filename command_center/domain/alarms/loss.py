"""Detects net loss: a tank's level falls faster than its commanded flows explain.

The slope of *level less the integral of commanded flows* is fitted by least squares over a sliding
window. Noise of half a millimetre is then a slope error of about 0.6 mm/min at one reading per
second and 1.1 mm/min at one in five seconds, small beside the limit. It is judged at readings,
never by time alone.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, sin
from operator import mul

from command_center.domain.alarms.flow import SPACING_MS, Commanded, FlowCurve
from command_center.domain.alarms.trend import trend_of
from command_center.domain.level_window import Sample, rate_per_minute
from command_center.domain.site.model import Tank
from command_center.domain.verdicts.freshness import stale_after_ms

LOSS_MM_MIN = 5.0
"""Unexplained loss that is a net loss (docs/domain.md: at least 5 mm/min for 60 s)."""
CALM_MM_MIN = 2.5
"""A loss below this is none; half of the limit, so that noise does not break the watch (ours)."""
HOLD_MS = 60_000
"""How long it must last, and how long the calm must before the alarm returns (docs/domain.md)."""
WINDOW_MS = 30_000
"""Span of one slope (ours): a loss of 15 mm/min shows in it 12 s after its onset."""
FEWEST = 4
"""Fewest readings that make a slope; where some are missing, the window reaches back for them."""

JUDGED_EVERY_MS = 2_000
"""Readings closer together than this are judged together (ours)."""


@dataclass(slots=True)
class _Level:
    """A good reading in m. `explained` is the change that the flows explain at its time, in m, once
    no later reading can change it."""

    ts: int
    m: float
    explained: float | None = None


class LossWatch:
    """The unexplained slope of one tank's level, and how long it has been a loss or calm.

    `tripped` is (onset, mm/min) while a loss has lasted long enough, else None. `cleared` is True
    once calm has lasted long enough. A gauge that reads less often than every 5 s gets a longer
    window and hold.
    """

    def __init__(self, commanded: Commanded, period_ms: float) -> None:
        self._commanded = commanded
        self._window_ms = max(WINDOW_MS, 6 * period_ms)
        self._hold_ms = max(HOLD_MS, 12 * period_ms)
        self._levels: deque[_Level] = deque(maxlen=1024)
        self._judged = 0
        self._loss_since: int | None = None
        self._calm_since: int | None = None
        self.tripped: tuple[int, float] | None = None
        self.cleared = False

    def observe(self, ts: int, level_m: float) -> None:
        """Takes a good reading that is newer than the last. A faster gauge is thinned to two
        readings a second."""
        levels = self._levels
        if levels and ts - levels[-1].ts > self._window_ms:
            # A silence in which anything may have happened: what lasted has to last anew.
            self._loss_since = self._calm_since = None
        if not levels or ts - levels[-1].ts >= SPACING_MS:
            levels.append(_Level(ts, level_m))
            # A backlog sent after an outage is judged at its own pace, as if it had come in time.
            if ts - self._judged >= JUDGED_EVERY_MS:
                self.judge()

    def judge(self) -> None:
        """Judges the newest window, if there is a new reading."""
        levels = self._levels
        if not levels or levels[-1].ts == self._judged:
            return
        newest = levels[-1].ts
        while newest - levels[0].ts > 2 * self._hold_ms:
            levels.popleft()
        slope = self._slope(self._window_ms)
        if slope is None:
            return
        self._judged = newest
        self._watch_loss(newest, slope)
        self._watch_calm(newest, slope)

    def _watch_loss(self, newest: int, slope: float) -> None:
        self.tripped = None
        if slope > -CALM_MM_MIN:
            self._loss_since = None
        elif self._loss_since is None and slope <= -LOSS_MM_MIN:
            self._loss_since = newest
        if self._loss_since is None or newest - self._loss_since < self._hold_ms:
            return
        lasting = self._slope(self._hold_ms)
        if lasting is not None and lasting <= -LOSS_MM_MIN:
            self.tripped = (self._onset(self._loss_since, lasting), lasting)

    def _watch_calm(self, newest: int, slope: float) -> None:
        if slope <= -CALM_MM_MIN:
            self._calm_since = None
        elif self._calm_since is None:
            self._calm_since = newest
        self.cleared = self._calm_since is not None and newest - self._calm_since >= self._hold_ms

    def _onset(self, seen: int, mm_min: float) -> int:
        """Returns when a loss of this rate began (UTC epoch ms), if the window reached the limit at
        `seen`.

        A loss S that fills the share f of a window shows there as S * f^2 (3 - 2 f): the least
        squares slope of a ramp with a flat start. It is solved for f, which is the inverse of
        smoothstep.
        """
        share = 0.5 - sin(asin(1 - 2 * LOSS_MM_MIN / -mm_min) / 3)
        return seen - round(share * self._window_ms)

    def _slope(self, span_ms: float) -> float | None:
        """Returns the unexplained change in mm/min over the newest `span_ms`; None while too few
        readings cover it."""
        newest = self._levels[-1].ts
        window: list[_Level] = []
        for level in reversed(self._levels):
            if newest - level.ts > (span_ms if len(window) >= FEWEST else 2 * span_ms):
                break
            window.append(level)
        if len(window) < FEWEST or newest - window[-1].ts < span_ms * 2 / 3:
            return None
        times = [(level.ts - newest) / 60_000 for level in window]
        if self._commanded.metered:
            rest = [(level.m - self._explains(level)) * 1000 for level in window]
        else:
            rest = [level.m * 1000 for level in window]
        mean_t, mean_r = sum(times) / len(times), sum(rest) / len(rest)
        early, high = [t - mean_t for t in times], [r - mean_r for r in rest]
        slope: float = sum(map(mul, early, high)) / sum(map(mul, early, early))
        return round(slope, 3)

    def _explains(self, level: _Level) -> float:
        if level.explained is not None:
            return level.explained
        explained = self._commanded.metres_at(level.ts)
        if self._commanded.settled(level.ts):
            level.explained = explained
        return explained


# The net loss of a tank, beyond its commanded flows, in m3/min, for people to read. It uses the
# same net level as the NETLOSS alarm (above): the level less what the metered flows explain,
# here over two minutes. A tank that is pumped empty loses nothing. A tank whose flows are not all
# metered (`net_loss: false`) has no such figure, because its level changes for reasons that
# nobody measures.


def net_loss_m3_min(
    tank: Tank,
    levels: Sequence[Sample],
    flows: Mapping[str, Sequence[Sample]],
    periods_s: Mapping[str, float],
) -> float | None:
    """Returns the unexplained loss of the tank in m3/min; 0 where its net level is steady or rises.

    `levels` (m) and each tag of `flows` (m3/h) are samples of one span, oldest first; `periods_s`
    are the periods of the flow tags. A flow without samples explains nothing. None while there are
    too few samples, and for a tank whose flows are not all metered.
    """
    if not tank.net_loss:
        return None
    curves = {tag: _curve(flows.get(tag, ()), periods_s[tag]) for tag in periods_s}
    commanded = Commanded(
        [curves[tag] for tag in tank.inflows], [curves[tag] for tag in tank.outflows], tank.m3_per_m
    )
    rate = rate_per_minute([(ts, level - commanded.metres_at(ts)) for ts, level in levels])
    if rate is None:
        return None
    return round(-rate * tank.m3_per_m, 3) if trend_of(rate, "m") == "falls" else 0.0


def _curve(samples: Sequence[Sample], period_s: float) -> FlowCurve:
    curve = FlowCurve(stale_after_ms(period_s))
    for ts, m3_h in samples:
        curve.observe(ts, m3_h)
    return curve
