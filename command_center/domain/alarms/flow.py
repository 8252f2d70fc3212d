"""The volume that the commanded flows of a tank have brought since the start, as a curve over time."""

from bisect import bisect_right
from collections.abc import Sequence

SPACING_MS = 500
"""Closest two points of a curve: a faster meter is summed up, not remembered in full."""
KEPT = 4096
"""Most points of a curve; at 1 s a reading more than an hour."""


class FlowCurve:
    """The integral of one flow tag (m3/h) over time, in m3 from its first good reading on.

    A reading holds until the next one, but for `lasts_ms` at most, because a meter that has fallen
    silent explains nothing. Before the first reading the flow is taken to be the first value.
    """

    __slots__ = ("_at", "_lasts_ms", "_rate", "_sum", "_times", "_volumes")

    def __init__(self, lasts_ms: float) -> None:
        self._lasts_ms = lasts_ms
        self._at = 0
        self._rate = 0.0
        self._sum = 0.0
        self._times: list[int] = []
        self._volumes: list[float] = []

    def observe(self, ts: int, m3_h: float) -> None:
        """Takes a good reading that is newer than the last."""
        times = self._times
        if times:
            self._sum += self._rate * min(ts - self._at, self._lasts_ms)
        self._at = ts
        self._rate = m3_h / 3_600_000
        if not times or ts - times[-1] >= SPACING_MS:
            times.append(ts)
            self._volumes.append(self._sum)
            if len(times) > KEPT:
                del times[: KEPT // 2]
                del self._volumes[: KEPT // 2]

    def m3_at(self, ts: int) -> float:
        """Returns the integral (m3) at a time: exact at its readings, interpolated linearly between
        its points."""
        times, volumes = self._times, self._volumes
        if not times:
            return 0.0
        if ts >= self._at:
            return self._sum + self._rate * min(ts - self._at, self._lasts_ms)
        after = bisect_right(times, ts)
        if after == 0:
            return volumes[0] - self._rate_at_first() * min(times[0] - ts, self._lasts_ms)
        before = after - 1
        if after == len(times):
            end, volume = self._at, self._sum
        else:
            end, volume = times[after], volumes[after]
        share = (ts - times[before]) / (end - times[before])
        return volumes[before] + share * (volume - volumes[before])

    def settled(self, ts: int) -> bool:
        """Returns whether no later reading can change the integral at `ts`."""
        return len(self._times) > 1 and ts <= self._times[-1]

    def _rate_at_first(self) -> float:
        if len(self._times) < 2:
            return self._rate
        return (self._volumes[1] - self._volumes[0]) / (self._times[1] - self._times[0])


class Commanded:
    """The change of a tank's level that its commanded flows explain, in metres since the start."""

    def __init__(
        self, inflows: Sequence[FlowCurve], outflows: Sequence[FlowCurve], m3_per_m: float
    ) -> None:
        self._inflows = inflows
        self._outflows = outflows
        self._m3_per_m = m3_per_m
        self.metered = bool(inflows or outflows)

    def metres_at(self, ts: int) -> float:
        """Returns the explained change of level (m) up to `ts` (UTC epoch ms); positive where more
        came in than went out."""
        if not self.metered:
            return 0.0
        came = sum(curve.m3_at(ts) for curve in self._inflows)
        went = sum(curve.m3_at(ts) for curve in self._outflows)
        return (came - went) / self._m3_per_m

    def settled(self, ts: int) -> bool:
        """Returns whether no later reading of a flow meter can change `metres_at(ts)`."""
        return all(curve.settled(ts) for curve in (*self._inflows, *self._outflows))
