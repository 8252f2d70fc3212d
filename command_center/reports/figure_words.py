"""Texts of the figures of past months: a value with its count n, or that a month has no data."""

from collections.abc import Mapping

from command_center.analysis.figures import Figure, Unit
from command_center.analysis.heat import NOWHERE, Remark
from command_center.analysis.named import Named
from command_center.reports.speaker import NONE, Speaker

DAY_MS, HOUR_MS = 86_400_000, 3_600_000


def value_said(told: Speaker, unit: Unit, value: float | None) -> str:
    """Return the value as text: days, hours under two days, or percent with one digit; a dash without data."""
    if value is None:
        return NONE
    if unit == "share":
        return f"{100 * value:.1f} %"
    if abs(value) < 2 * DAY_MS:
        return told.say("past.hours", n=f"{value / HOUR_MS:.1f}")
    return told.say("past.days", n=f"{value / DAY_MS:.1f}")


def n_said(told: Speaker, one: Figure) -> str:
    """Return the count behind a figure, or that the month has no data."""
    if one.value is None and one.of == 0:
        return told.say("past.no_data")
    if one.name in ("cycle", "response"):
        return told.say("past.n", n=one.n)
    return told.say(f"past.of.{one.name}", n=one.n, of=one.of)


def area_said(told: Speaker, area: str) -> str:
    """Return an area's name, or the words for no area."""
    return told.say("heat.nowhere") if area == NOWHERE else told.named(area)


def why_said(told: Speaker, why: Mapping[str, int]) -> str:
    """Return how often each reason was entered."""
    return told.listed(f"{told.coded('past.why', name)} {n}" for name, n in sorted(why.items()))


def remark_said(told: Speaker, named: Named, one: Remark, across: str) -> str:
    """Return a sentence on what exceeds chance."""
    if across == "hour":
        when = told.say("heat.hours", since=one.first, until=f"{(int(one.last) + 1) % 24:02d}")
    elif across == "kind":
        when = told.text(named.category(one.first) or told.say("heat.nowhere"))
    else:
        when = one.first if one.first == one.last else f"{one.first} – {one.last}"
    category = told.text(named.category(one.category) or told.say("heat.nowhere"))
    return told.say(
        "heat.remark", area=area_said(told, one.row), when=when, n=one.n,
        expected=f"{one.expected:.0f}", most=one.of_category, category=category,
    )  # fmt: skip
