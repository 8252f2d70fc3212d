"""Merges two incidents that are one event: what passes from the withdrawn one to the other.

Its alarms, its outside calls and what those units brought, its official reports, and the earlier
start of both pass on; nothing else. The fold, the screens and the record of response times all use
these rules.
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
    """Yields the alarms that belong to the incident."""
    return (alarm for alarm in state.alarms.values() if alarm.incident == incident)


def deliveries_to(state: State, incident: str) -> Iterator[Dispatch]:
    """Yields what outside units brought to the incident; what left the plant's own stores does not
    pass on."""
    dispatches = state.ledger.dispatches.values()
    return (one for one in dispatches if one.incident == incident and one.unit is not None)


def start_order(t0: int, t0_seq: int | None) -> tuple[int, float]:
    """Returns the sort key by which the start of the event is chosen: the first alarm or report; of
    two at the same ms the one recorded first; either before an opening by hand."""
    return t0, inf if t0_seq is None else t0_seq


def carry_over(state: State, incident: Incident, other: Incident, alarms: Iterable[str]) -> None:
    """Moves alarms, calls, deliveries and the earlier start from a withdrawn incident to the other:
    one event has one clock, and a unit that was called for it came once."""
    for alarm in alarms:
        state.alarms[alarm].incident = other.id
    for unit, call in incident.calls.items():
        own = other.calls.get(unit)
        other.calls[unit] = own.joined(call) if own is not None else replace(call)
    already = {one.unit for one in deliveries_to(state, other.id)}
    for dispatch in list(deliveries_to(state, incident.id)):
        if dispatch.unit not in already:
            dispatch.incident = other.id
    reports = [*other.official.reports, *incident.official.reports]
    other.official.reports = sorted(reports, key=lambda one: one.seq)
    other.first_seq = min(other.first_seq, incident.first_seq)
    if start_order(incident.t0, incident.t0_seq) < start_order(other.t0, other.t0_seq):
        other.t0, other.t0_by, other.t0_seq = incident.t0, incident.t0_by, incident.t0_seq
        other.answered_seq = incident.answered_seq


def facts_of_same_event(facts: Collection[Fact], same: Collection[str]) -> frozenset[int]:
    """Returns the numbers of facts in the withdrawn incidents `same` that belong to the one event."""
    own = [fact for fact in facts if fact.incident in same]
    brought = {fact.data["id"] for fact in own if fact.kind == "resource.received"}
    return frozenset(
        fact.seq for fact in own if fact.kind in TOLD or fact.data.get("dispatch") in brought
    )


def successors_of(incident: str, withdrawn: Mapping[str, str | None]) -> list[str | None]:
    """Returns the incidents that took over the event after this one, in order; a last None means
    that the last of them was no event. `withdrawn` maps each withdrawn incident to the open one
    that was the same event."""
    found: list[str | None] = []
    here: str | None = incident
    while here is not None and here in withdrawn:
        here = withdrawn[here]
        found.append(here)
    return found
