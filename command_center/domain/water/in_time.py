"""Whether there is still time to shut and divert before a tank or pool overflows.

It compares the earliest minutes to overflow (P10) with the minutes that people need to stop the
filling or divert it.
"""

from typing import Literal

from command_center.domain.verdicts.freshness import QualityName, stale_from_ms
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn
from command_center.domain.water.overflow import Outlook
from command_center.domain.water.pool import SOON_MIN

TWICE = 2.0
"""With less than so many times the minutes needed, it is soon (ours)."""

InTime = Literal["over", "act", "soon", "filling", "steady", "unknown", "bad", "stale", "unheard"]


def in_time_turns(
    quality: QualityName | None,
    full: bool,
    found: Outlook | None,
    needed_min: float | None,
    period_s: float,
) -> list[Turn]:
    """Returns the state of a vessel as turns that count from its gauge's last reading.

    `over`: its level is at the overflow. `act`: it may overflow before people have shut and
    diverted. `soon`: before twice that time, or within twenty minutes where the needed time is not
    stated. `filling`, `steady`, `unknown`.
    """
    if quality is None:
        return [(ALWAYS, "gone", "unheard")]
    return [
        (ALWAYS, *_now(quality, full, found, needed_min)),
        (stale_from_ms(period_s), "gone", "stale"),
    ]


def _now(
    quality: QualityName, full: bool, found: Outlook | None, needed_min: float | None
) -> tuple[Sign, InTime]:
    if quality == "bad":
        return "gone", "bad"
    if full:
        return "urgent", "over"
    if found is None:
        return "plain", "unknown"
    if found.earliest_min is None:
        return "plain", "steady"
    if needed_min is not None and found.earliest_min <= needed_min:
        return "urgent", "act"
    soon = SOON_MIN if needed_min is None else needed_min * TWICE
    return ("warn", "soon") if found.earliest_min < soon else ("note", "filling")
