"""The warning messages of one incident to the public and other agencies, made from its facts.

The first message is an alert, each change an update, and the end cancels them (CAP 1.2, `msgType`).
The same facts always give the same messages. CAP's severity, urgency and certainty are decided
here; `reports/cap.py` writes the document.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from command_center.domain.fact import Fact
from command_center.domain.site.map.geography import circle, rectangle
from command_center.domain.site.model import Area, Site
from command_center.domain.site.parts.base import Point
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.state.incidents.warned import (
    MessageType,
    PublicWarning,
    Severity,
    Warned,
    WarningMessage,
)

Urgency = Literal["Immediate", "Expected", "Past"]
Certainty = Literal["Observed", "Likely", "Unlikely"]
Category = Literal["CBRNE", "Env", "Fire", "Infra", "Rescue", "Safety"]

SEVERITIES: tuple[Severity, ...] = ("Extreme", "Severe", "Moderate", "Minor")
"""CAP 1.2, 3.2.2, the gravest first."""
CATEGORIES: dict[Hazard, Category] = {
    "leak": "CBRNE",
    "toxic_release": "CBRNE",
    "overfill": "CBRNE",
    "fire": "Fire",
    "flood": "Env",
    "power_cut": "Infra",
    "pump_failure": "Infra",
    "person_down": "Rescue",
}
"""CAP's category of each hazard (ours)."""


CHANGES = frozenset(
    {
        "incident.opened", "incident.levelled", "source.located", "source.reported", "plant.confirmed",
        "evacuation.ordered", "person.missing", "person.found", "person.checked_in", "person.assigned",
        "incident.closed", "incident.withdrawn",
    }
)  # fmt: skip
"""The facts that may change what is said."""


OF_DRILL = frozenset({"drill.suspended", "drill.resumed", "drill.ended"})
"""The facts of a drill that change what is said of its incidents: what reality breaks off is lifted until it goes
on."""


END_GIVEN_OUT_MS = 86_400_000
"""An end (Cancel) is given out, and waited for, so long (ours): its gateway may have been away."""


def is_given_out(newest: WarningMessage, now: int) -> bool:
    """Returns whether the newest message of an incident is still sent out, at `now` by the plant's
    clock."""
    return newest.type != "Cancel" or now - newest.sent < END_GIVEN_OUT_MS


def warning_messages(site: Site, incident: str, facts: Iterable[Fact]) -> list[WarningMessage]:
    """Returns every message of an incident, the oldest first; empty before it was opened. `facts`
    must be in the order of their numbers."""
    warned, drill = Warned(), None
    for fact in facts:
        if fact.incident == incident:
            drill = fact.drill
            add_warning_message(site, warned, fact)
        elif drill is not None and fact.drill == drill and fact.kind in OF_DRILL:
            add_warning_message(site, warned, fact)
    return warned.messages


def add_warning_message(site: Site, warned: Warned, fact: Fact) -> None:
    """Adds the message that a fact of the incident causes, if it changes what is said."""
    current = warned.messages[-1].warning if warned.messages else None
    if fact.kind in ("source.reported", "plant.confirmed"):
        if fact.at < warned.source_at:  # typed in late: a newer word stands
            return
        warned.source_at = fact.at
    after = _opened(site, fact) if current is None else _followed(current, fact)
    if after is None or after == current:
        return
    is_first = current is None or current.over is not None
    kind: MessageType = "Cancel" if after.over else "Alert" if is_first else "Update"
    exercise = fact.exercise or fact.drill is not None
    sent = fact.recorded_at
    at = sent if fact.drill is None else _exercise_time(fact)
    warned.messages.append(WarningMessage(fact.seq, sent, at, kind, after, exercise))


def _exercise_time(fact: Fact) -> int:
    """Returns the exercise time of a fact; a fact about the drill itself holds it in its data."""
    at: int = fact.data["exercise_at"] if fact.kind in OF_DRILL else fact.at
    return at


def _opened(site: Site, fact: Fact) -> PublicWarning | None:
    if fact.kind != "incident.opened":
        return None
    d = fact.data
    plan = site.plan_by_id.get(d["plan"] or "")
    return PublicWarning(
        title=d["title"],
        hazard=d.get("hazard") or (plan.kind if plan else None),
        place=d["tank"] or d["place"],
        level=d["level"],
        hot_zone_m=d["hot_zone_m"],
        t0=d["t0"],
        measured=d["leaking"] or d["t0_by"] == "report",
    )


def _followed(now: PublicWarning, fact: Fact) -> PublicWarning:
    d = fact.data
    match fact.kind:
        case "incident.levelled":
            return replace(now, level=d["level"])
        case "source.located":
            return replace(
                now,
                place=d["tank"],
                title=d["title"],
                isolated=False,
                measured=now.measured or d["leaking"],
            )
        case "source.reported":
            return replace(now, isolated=d["state"] == "isolated")
        case "plant.confirmed":
            return replace(now, isolated=d["state"] == "isolated", measured=True)
        case "evacuation.ordered":
            zones = dict.fromkeys([*now.zones, *d["zones"]])
            return replace(now, zones=tuple(zones))
        case "person.missing":
            return replace(now, missing=now.missing | {d["person"]})
        case "person.found" | "person.checked_in" | "person.assigned":
            return replace(now, missing=now.missing - {d["person"]})
        case "incident.closed":
            return replace(now, over="closed")
        case "incident.withdrawn":
            return replace(now, over="withdrawn", reason=d["reason"])
        case "drill.suspended" if now.over is None:
            return replace(now, over="broken_off")
        case "drill.resumed" if now.over == "broken_off":
            return replace(now, over=None)
        case "drill.ended" if now.over is None:
            return replace(now, over="exercise_over")
        case _:
            return now


def severity_of(site: Site, warning: PublicWarning) -> Severity:
    """Returns CAP's severity, by the place of the level in the site's list, the highest first. With
    an evacuation or somebody missing it is never less than severe (ours: CAP leaves the scale to
    the sender). Unknown where the site has no such level."""
    ids = [level.id for level in site.levels]
    if warning.level not in ids:
        return "Unknown"
    by_level = min(ids.index(warning.level), len(SEVERITIES) - 1)
    graver = 1 if warning.zones or warning.missing else by_level
    return SEVERITIES[min(by_level, graver)]


def urgency_of(warning: PublicWarning) -> Urgency:
    """Returns CAP's urgency: immediate until the source is isolated, then expected, and past when
    the incident is over."""
    if warning.over:
        return "Past"
    return "Expected" if warning.isolated else "Immediate"


def certainty_of(warning: PublicWarning) -> Certainty:
    """Returns CAP's certainty: observed by a person or the plant's balance; likely on an alarm
    alone; unlikely when it was opened in error."""
    if warning.over == "withdrawn":
        return "Unlikely"
    return "Observed" if warning.measured else "Likely"


def category_of(warning: PublicWarning) -> Category:
    """Returns CAP's category for the hazard."""
    return CATEGORIES.get(warning.hazard, "Safety") if warning.hazard else "Safety"


def hot_zone_ring(site: Site, warning: PublicWarning) -> list[Point] | None:
    """Returns the hot zone as a closed ring in plan metres; None where its place is no longer on
    the plan."""
    known = site.places.get(warning.place)
    return None if known is None else circle(*known[1], warning.hot_zone_m)


def evacuated_areas(site: Site, warning: PublicWarning) -> list[tuple[Area, list[Point]]]:
    """Returns each evacuated area with its closed ring in plan metres."""
    areas = [site.area_by_id[zone] for zone in warning.zones if zone in site.area_by_id]
    return [(area, rectangle(area.x, area.y, area.width, area.height)) for area in areas]
