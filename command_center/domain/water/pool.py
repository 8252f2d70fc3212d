"""The state of an emergency pool: overflowing, soon, filling, steady, or unknown.

Whether it overflows comes from the journal (`state.overflowing`), which has a hysteresis, so that
waves at the weir do not make ten overflows. It holds while the gauge is silent, too. Everything
else comes from the gauge, and only while its reading is fresh.
"""

from command_center.domain.verdicts.freshness import QualityName, stale_from_ms
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn
from command_center.domain.water.overflow import Outlook

SOON_MIN = 20.0
"""An earliest overflow in less than so many minutes is soon (ours)."""


def pool_turns(
    quality: QualityName | None, overflowing: bool, outlook: Outlook | None, period_s: float
) -> list[Turn]:
    """Returns the state of a pool as turns that count from the time of its gauge's last reading.

    `quality` is that reading's (None: never heard). Codes: `overflow`, `soon`, `filling`, `steady`,
    `unknown` (too few readings), `bad`, `stale`, `unheard`.
    """
    if overflowing:
        return [(ALWAYS, "urgent", "overflow")]
    if quality is None:
        return [(ALWAYS, "gone", "unheard")]
    return [(ALWAYS, *_now(quality, outlook)), (stale_from_ms(period_s), "gone", "stale")]


def _now(quality: QualityName, outlook: Outlook | None) -> tuple[Sign, str]:
    if quality == "bad":
        return "gone", "bad"
    if outlook is None:
        return "note", "unknown"
    if outlook.earliest_min is None:
        return "note", "steady"
    return ("warn", "soon") if outlook.earliest_min < SOON_MIN else ("note", "filling")
