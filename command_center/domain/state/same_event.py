"""Two incidents that are one event: what of the one that was withdrawn is the other's from then on.

Its alarms, the calls that went outside with what those units brought, what was reported to the authorities, and the
earlier of both starts; nothing else. The fold moves it, the screens show it anew, and the record of the event's
times reads it out of the facts, all three by what stands here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from math import inf

from command_center.domain.fact import Fact
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.resources.ledger import Dispatch
from command_center.domain.state.state import State

ALARMS = "alarm."
"""How the kinds of facts begin that the plant's own alarms leave in an incident."""
TOLD = frozenset(
    {"incident.withdrawn", "outside.called", "outside.answered", "outside.arrived"}
    | {"resource.received", "report.submitted", "report.supplemented"}
)
"""What else of the event is told in the incident that was withdrawn."""


def alarms_of(state: State, incident: str) -> Iterator[Alarm]:
    """The alarms that stand in it."""
    return (alarm for alarm in state.alarms.values() if alarm.incident == incident)


def brought_to(state: State, incident: str) -> Iterator[Dispatch]:
    """What outside units brought to it; what is out of our own stores goes with nobody."""
    dispatches = state.ledger.dispatches.values()
    return (one for one in dispatches if one.incident == incident and one.unit is not None)


def start_order(t0: int, t0_seq: int | None) -> tuple[int, float]:
    """The event began with the smallest of these: the first alarm or report, of two at the same ms
    the one recorded first, and either before an opening by hand."""
    return t0, inf if t0_seq is None else t0_seq


def carry_over(state: State, incident: Incident, other: Incident, alarms: Iterable[str]) -> None:
    """One event has one clock, which began with the first alarm or report of either; and whoever was
    called for it came once, with what they brought."""
    for alarm in alarms:
        state.alarms[alarm].incident = other.id
    for unit, call in incident.calls.items():
        own = other.calls.get(unit)
        other.calls[unit] = own.joined(call) if own is not None else replace(call)
    already = {one.unit for one in brought_to(state, other.id)}
    for dispatch in list(brought_to(state, incident.id)):
        if dispatch.unit not in already:
            dispatch.incident = other.id
    reports = [*other.official.reports, *incident.official.reports]
    other.official.reports = sorted(reports, key=lambda one: one.seq)
    other.first_seq = min(other.first_seq, incident.first_seq)
    if start_order(incident.t0, incident.t0_seq) < start_order(other.t0, other.t0_seq):
        other.t0, other.t0_by, other.t0_seq = incident.t0, incident.t0_by, incident.t0_seq
        other.answered_seq = incident.answered_seq


def told_in(facts: Collection[Fact], same: Collection[str]) -> frozenset[int]:
    """Numbers of the facts told in the withdrawn incidents `same` that are of the one event."""
    own = [fact for fact in facts if fact.incident in same]
    brought = {fact.data["id"] for fact in own if fact.kind == "resource.received"}
    return frozenset(
        fact.seq for fact in own if fact.kind in TOLD or fact.data.get("dispatch") in brought
    )


def led_to(incident: str, withdrawn: Mapping[str, str | None]) -> list[str | None]:
    """The incidents that led the event after it, one after the other; a last None where the last of
    them was no event. `withdrawn`: each incident that was, and which open one it was the same as."""
    found: list[str | None] = []
    here: str | None = incident
    while here is not None and here in withdrawn:
        here = withdrawn[here]
        found.append(here)
    return found
