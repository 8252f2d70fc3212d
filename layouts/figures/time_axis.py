"""A time axis since a start, with round steps."""

import math
from typing import Any

from layouts.figures.look import Look

STEPS_S = (15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800)


def span(seconds: float) -> str:
    """Format a duration as 7:42 or 1:07:42; negative before the start."""
    whole = int(abs(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    told = f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
    return f"−{told}" if seconds < 0 else told


def step_s(least: float) -> int:
    """Return the shortest round step of at least so many seconds; days come in multiples of the longest."""
    return next((s for s in STEPS_S if s >= least), STEPS_S[-1] * math.ceil(least / STEPS_S[-1]))


def time_axis(look: Look, since_s: float, until_s: float, **more: Any) -> dict[str, Any]:
    """Return the axis from `since_s` to `until_s` seconds along the top, with as many ticks as the page's width
    allows.
    """
    step = step_s((until_s - since_s) / (3 if look.narrow else 7))
    ticks = list(range(math.ceil(since_s / step) * step, math.floor(until_s) + 1, step))
    return look.axis(
        side="top", tickangle=0, range=[since_s, until_s],
        tickvals=ticks, ticktext=[span(s) for s in ticks], **more,
    )  # fmt: skip
