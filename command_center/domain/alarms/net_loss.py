"""The net loss of a tank, beyond its commanded flows, in m3/min, for people to read.

It uses the same net level as the NETLOSS alarm (`loss.py`): the level less what the metered flows
explain, here over two minutes. A tank that is pumped empty loses nothing. A tank whose flows are
not all metered (`net_loss: false`) has no such figure, because its level changes for reasons that
nobody measures.
"""

from collections.abc import Mapping, Sequence

from command_center.domain.alarms.flow import Commanded, FlowCurve
from command_center.domain.alarms.trend import trend_of
from command_center.domain.level_window import Sample, rate_per_minute
from command_center.domain.site.model import Tank
from command_center.domain.verdicts.freshness import stale_after_ms


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
