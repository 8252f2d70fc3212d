"""How the past of matters is written, on pages and in the report: areas, reasons, what is more than chance."""

from collections.abc import Mapping

from command_center.analysis.heat import NOWHERE, Remark
from command_center.analysis.named import Named
from command_center.reports.speaker import Speaker


def area_said(told: Speaker, area: str) -> str:
    """An area; what lies in none."""
    return told.say("heat.nowhere") if area == NOWHERE else told.named(area)


def why_said(told: Speaker, why: Mapping[str, int]) -> str:
    """How often each reason was entered."""
    return told.listed(f"{told.coded('past.why', name)} {n}" for name, n in sorted(why.items()))


def remark_said(told: Speaker, named: Named, one: Remark, across: str) -> str:
    """What is more than chance, in a sentence."""
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
