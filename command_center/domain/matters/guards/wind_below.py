"""Guard `wind_below`: the wind was measured on the spot recently and is below a speed."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.clauses import clause
from command_center.domain.matters.playing.measured import measurements
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.engine_names import M_S, WIND
from command_center.domain.template_language.guards import WindBelow

FRESH_MS = 30 * 60_000
"""How old a measurement of the wind may be (ours)."""


@guard("wind_below")
def wind_below(play: Play, form: WindBelow) -> Refusal | None:
    """Refuses by the last measurement of the list `wind` (column `m_s`). Without a recent one the
    wind counts as unknown."""
    at, speed = (measurements(play.value(WIND)) or [{}])[-1].get("at"), last_speed(play)
    if at is None or speed is None or not 0 <= play.now - at <= FRESH_MS:
        said = {"minutes": FRESH_MS // 60_000, "clause": clause(play, form.locked)}
        return Refusal("wind_unknown", said)
    if speed >= form.m_s:
        said = {
            "speed": f"{speed:g}",
            "limit": f"{form.m_s:g}",
            "clause": clause(play, form.locked),
        }
        return Refusal("wind_over", said)
    return None


def last_speed(play: Play) -> float | None:
    """Returns the wind speed measured last, in m/s; None where nobody measured it."""
    last = (measurements(play.value(WIND)) or [{}])[-1].get(M_S)
    if isinstance(last, bool) or not isinstance(last, (int, float)):
        return None
    return float(last)
