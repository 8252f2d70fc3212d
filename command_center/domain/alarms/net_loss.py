"""What a tank loses beyond its commanded flows, in m3/min, for people to read.

The same net level that the NETLOSS alarm judges (`loss.py`): the level less what the metered flows explain.
A tank that is pumped empty loses nothing. A tank whose flows are not all metered (`net_loss: false`) has no
such figure: its level falls for reasons that nobody measures.
"""

from collections.abc import Iterable

from command_center.domain.alarms.flow import Commanded, FlowCurve
from command_center.domain.alarms.trend import trend_of
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site, Tank
from command_center.domain.verdicts.freshness import stale_after_ms


class NetLevels:
    """Follows the commanded flows of every tank that is watched for a net loss.

    Give `observe` every reading, each tag's in order of time.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._newest: dict[str, int] = {}
        self._begin()

    def _begin(self) -> None:
        tags = self._site.tag_by_id
        watched = [tank for tank in self._site.tanks if tank.net_loss]
        flows = {tag for tank in watched for tag in (*tank.inflows, *tank.outflows)}
        self._curves = {tag: FlowCurve(stale_after_ms(tags[tag].period_s)) for tag in flows}
        self.tanks: dict[str, Tank] = {tank.level: tank for tank in watched}
        self._commanded = {tank.level: self._of(tank) for tank in watched}

    def _of(self, tank: Tank) -> Commanded:
        return Commanded(
            [self._curves[tag] for tag in tank.inflows],
            [self._curves[tag] for tag in tank.outflows],
            tank.m3_per_m,
        )

    @property
    def flows(self) -> frozenset[str]:
        """The tags that it follows."""
        return frozenset(self._curves)

    def observe(self, readings: Iterable[Reading]) -> None:
        """Take good readings of flows. A flow from before its last one begins all of them anew."""
        for tag, ts, value, quality, _source in readings:
            if tag not in self._curves or quality is not Quality.GOOD:
                continue
            newest = self._newest.get(tag, 0)
            if ts < newest:
                self._newest.clear()
                self._begin()
            elif ts == newest:
                continue
            self._newest[tag] = ts
            self._curves[tag].observe(ts, value)

    def net(self, tag: str, ts: int, level_m: float) -> float | None:
        """The level (m) less what commanded flows have brought until `ts`; None for a tag not watched."""
        commanded = self._commanded.get(tag)
        return None if commanded is None else level_m - commanded.metres_at(ts)


def loss_m3_min(net_m_per_min: float | None, m3_per_m: float) -> float | None:
    """What is lost at this rate of the net level, in m3/min; 0 where it is steady or rises."""
    trend = trend_of(net_m_per_min, "m")
    if net_m_per_min is None or trend is None:
        return None
    return round(-net_m_per_min * m3_per_m, 3) if trend == "falls" else 0.0
