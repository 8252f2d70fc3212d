"""The reasons that keep a drill from starting: real events come first."""

from collections.abc import Collection

from command_center.domain.matters.permits.dangers import at_work
from command_center.domain.refusal import Phrase
from command_center.domain.site.model import Pool, Site, Tank
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.drills.drill import Drill
from command_center.domain.text import Text

REAL = frozenset({"emergency", "high"})
"""Alarm priorities that hold a drill, and suspend one that runs (FACTS, "Suspend")."""

SAFETY_LIST = ("hot_work", "unloading", "storm", "short_crew")
"""What the safety officer must have looked at before people move in the plant (FACTS, "Holds")."""


HOLDING = frozenset({"hot-work", "confined-space"})
"""Kinds of permits that hold a drill while their work goes on. Anybody who is inside under any permit holds it too: a
drill would call them out, or call those away who watch over them."""


def is_real(alarm: Alarm) -> bool:
    """Returns whether a real alarm keeps a drill from starting and suspends a running one. An alarm
    that is out of service does neither."""
    return alarm.active and alarm.priority in REAL and not alarm.out_of_service


def holds(state: State, site: Site, drill: Drill, cleared: Collection[str]) -> list[Phrase]:
    """Returns every reason why this drill may not start now; empty when it may.

    `cleared` are the points of `SAFETY_LIST` that the safety officer has found clear.
    """
    found = [Phrase("hold.incident", {"incident": incident}) for incident in state.open_incidents]
    found += [
        Phrase(
            "hold.alarm",
            {
                "of": _measured(site, alarm.tag),
                "tag": alarm.tag,
                "condition": Phrase(f"alarm.condition.{alarm.condition}"),
            },
        )
        for alarm in state.alarms.values()
        if is_real(alarm)
    ]
    found += [
        Phrase("hold.sos", {"person": site.person_by_id[person].name})
        for person in state.sos
        if person in site.person_by_id
    ]
    found += [
        Phrase(
            "hold.inside" if one.inside else "hold.permit",
            {
                "number": one.number,
                "title": Text(zh=one.title["zh"], en=one.title["en"]),
                "place": _place(site, one.place),
                "n": len(one.inside),
            },
        )
        for one in state.matters.open.values()
        if at_work(one) and (one.inside or (one.live and one.kind in HOLDING))
    ]
    if drill.in_plant:
        found += [Phrase(f"hold.{point}") for point in SAFETY_LIST if point not in cleared]
    return found


def _place(site: Site, place: str | None) -> Text | str:
    known = site.places.get(place or "")
    return known[0] if known is not None else place or ""


def _measured(site: Site, tag: str) -> Text | str:
    """Returns the name of the tank or pool whose level the tag measures, else the tag's own name,
    else its id."""
    vessels: list[Tank | Pool] = [*site.tanks, *site.pools]
    known = site.tag_by_id.get(tag)
    own = known.name if known is not None and known.name is not None else tag
    return next((one.name for one in vessels if one.level == tag), own)
