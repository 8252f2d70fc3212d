"""Closes an incident, and lists the conditions that it does not meet yet (docs/domain.md,
"Closing")."""

from typing import NotRequired

from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.alarms.standing import GRAVE, order_of
from command_center.domain.alarms.unanswered import unit_of
from command_center.domain.directives.disputed import disputed
from command_center.domain.directives.refused import refused_of
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.asked_by_hazard import gas_matters, leaks, water_matters
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.incidents.measuring.clear_air import counting_air
from command_center.domain.incidents.measuring.detectors import at_detector, detectors_in_alarm
from command_center.domain.open_incident import NameIncident, open_incident
from command_center.domain.presence import unaccounted
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.site.opens_at import place_of_tag, place_unit
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.directives.directive import UrgencyName
from command_center.domain.state.incidents.incident import Incident

GAS_APART_MS = 15 * 60_000
"""Gas must be below its limit twice, this far apart."""


LIFE_SAFETY: UrgencyName = "life_safety"


class Missing(TypedDict):
    """One unmet condition: the code of its sentence in the words catalogue (`missing.<code>`), and
    a count."""

    code: str
    count: int


def missing_to_close(state: State, site: Site, incident: Incident) -> list[Missing]:
    """Returns every condition for closing that is not yet met, in the order in which people work
    through them."""
    filed = state.in_hand.filed_of(incident.id)
    others = [*filed.done.values(), *refused_of(state, incident.id)]
    life_safety = sum(d.urgency == LIFE_SAFETY for d in others)
    life_safety += sum(len(by.get(LIFE_SAFETY, ())) for by in filed.waiting.values())
    source = leaks(site, incident) and not incident.source.isolated
    air = counting_air(state, site, incident)
    gas = gas_matters(site, incident) and not incident.measurements.gas_clear(GAS_APART_MS, air)
    outfall = water_matters(site, incident) and incident.measurements.outfall_at is None
    checks = (
        ("accounted", unaccounted(state, incident)),
        ("entries_out", len(incident.entry.inside)),
        ("source_isolated", int(source)),
        ("gas_clear", int(gas)),
        ("gas_detectors", len(detectors_in_alarm(state, site, incident))),
        ("outfall_sampled", int(outfall)),
        ("life_safety", life_safety),
        ("disputed", len(disputed(state, site, incident))),
    )
    return [Missing(code=code, count=count) for code, count in checks if count]


def alarms_left(state: State, site: Site, incident: Incident) -> list[str]:
    """Returns the ids of the alarms that still stand at the incident, shelved ones too, in the commander's order. They
    do not keep it open, because a closed incident's alarm may stand until a gauge is repaired; whoever closes is
    told."""
    left = [
        alarm
        for alarm in state.alarms.values()
        if alarm.active and stands_at(state, site, incident, alarm)
    ]
    return [alarm.id for alarm in sorted(left, key=order_of)]


def stands_at(state: State, site: Site, incident: Incident, alarm: Alarm) -> bool:
    """Returns whether an alarm is one of the incident: its own, or, as long as it is of no other open one, one of its
    tank, a serious one of its unit, or one of a gas detector in its hot zone or area."""
    if alarm.incident == incident.id:
        return True
    if alarm.incident in state.open_incidents:
        return False
    place = incident.source.tank or incident.place
    if place_of_tag(site, alarm.tag) == place or at_detector(site, incident, alarm):
        return True
    return alarm.priority in GRAVE and unit_of(site, alarm) == place_unit(site, place)


class IncidentClosed(TypedDict):
    """An incident was closed with all conditions met. `lasted_ms` is its duration, `alarms` its alarms that still
    stood (absent: none, or closed before they were recorded)."""

    lasted_ms: int
    alarms: NotRequired[list[str]]


@decides("incident.close", NameIncident, [Role.COMMANDER])
def close(state: State, command: NameIncident, ctx: Context) -> Decision:
    """Closes an incident when all conditions are met; otherwise it is refused, and each unmet
    condition is named. It is judged as of now and closes now, whatever time is stated."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    missing = missing_to_close(state, ctx.site, incident)
    if missing:
        named = [Phrase(f"missing.{m['code']}", {"count": m["count"]}) for m in missing]
        return Refusal("close_missing", {"missing": named})
    data = IncidentClosed(lasted_ms=ctx.now - incident.t0)
    if left := alarms_left(state, ctx.site, incident):
        data["alarms"] = left
    return [Draft("incident.closed", data, incident.id, incident.opened_seq, at=ctx.now)]


@applies("incident.closed", IncidentClosed, readers=EVERYBODY)
def closed(state: State, fact: Fact) -> None:
    """Applies the fact: the incident is closed, and its review opens."""
    incident = state.incidents[fact.incident or ""]
    incident.closed_at = fact.at
    incident.closed_after = state.last_closed
    state.open_incidents.pop(incident.id, None)
    state.last_closed = incident.id
