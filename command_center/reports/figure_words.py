"""How the figures of the past are written: their value, their n, and that a month has no data."""

from command_center.analysis.figures import Figure, Unit
from command_center.reports.speaker import NONE, Speaker

DAY_MS, HOUR_MS = 86_400_000, 3_600_000


def value_said(told: Speaker, unit: Unit, value: float | None) -> str:
    """The value: days, hours under two days, or percent with one digit; a dash without data."""
    if value is None:
        return NONE
    if unit == "share":
        return f"{100 * value:.1f} %"
    if abs(value) < 2 * DAY_MS:
        return told.say("past.hours", n=f"{value / HOUR_MS:.1f}")
    return told.say("past.days", n=f"{value / DAY_MS:.1f}")


def n_said(told: Speaker, one: Figure) -> str:
    """Of how many it is made; that the month has no data."""
    if one.value is None and one.of == 0:
        return told.say("past.no_data")
    if one.name in ("cycle", "response"):
        return told.say("past.n", n=one.n)
    return told.say(f"past.of.{one.name}", n=one.n, of=one.of)
