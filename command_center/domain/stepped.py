"""Adjusts what is in progress when the wall clock jumps, so that every wait and deadline keeps its
length. The facts keep the times with which they were recorded."""

from collections.abc import Iterable
from dataclasses import replace

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.notices.notice import Notice


def shift_open_times(state: State, by_ms: int) -> None:
    """Moves the times of open incidents, open directives, people inside, open requests, delegations
    and interim measures by `by_ms`, the jump of the wall clock."""
    for incident in state.open_incidents.values():
        _incident(incident, by_ms)
        for directive in state.in_hand.of_incident(incident.id):
            _directive(directive, by_ms)
            state.in_hand.moved(directive)
    for lent in state.delegations.values():
        if lent.in_force():
            lent.at, lent.until = lent.at + by_ms, lent.until + by_ms
    for measure in state.interims.values():
        measure.at, measure.until = measure.at + by_ms, measure.until + by_ms


def _incident(incident: Incident, by_ms: int) -> None:
    incident.t0 += by_ms
    incident.opened_at += by_ms
    if incident.commander_since is not None:
        incident.commander_since += by_ms
    for name in ("located_at", "reported_at", "confirmed_at"):
        at = getattr(incident.source, name)
        if at is not None:
            setattr(incident.source, name, at + by_ms)
    incident.official.reports = [
        replace(one, at=one.at + by_ms) for one in incident.official.reports
    ]
    for person, one in list(incident.entry.inside.items()):
        moved = replace(one, since=one.since + by_ms, turn_back_at=one.turn_back_at + by_ms)
        incident.entry.inside[person] = moved
    incident.entry.seen_at = {who: at + by_ms for who, at in incident.entry.seen_at.items()}
    gas = incident.measurements.gas
    for place, values in gas.items():
        gas[place] = [
            value._replace(at=value.at + by_ms, counts_from=value.counts_from + by_ms)
            for value in values
        ]
    for request in incident.requests.values():
        request.asked_at += by_ms
        request.wait_from += by_ms
        if request.answered_at is not None:
            request.answered_at += by_ms
        _notices(request.notices.values(), by_ms)


def _directive(directive: Directive, by_ms: int) -> None:
    directive.issued_at += by_ms
    directive.ack_by += by_ms
    directive.due_at += by_ms
    for name in ("paged_from", "acknowledged_at", "started_at", "done_at", "exhausted_at"):
        at = getattr(directive, name)
        if at is not None:
            setattr(directive, name, at + by_ms)
    for taken in directive.taken.values():
        taken["at"] += by_ms
    directive.pages = [replace(page, at=page.at + by_ms) for page in directive.pages]
    _notices(directive.notices.values(), by_ms)


def _notices(notices: Iterable[Notice], by_ms: int) -> None:
    for notice in notices:
        notice.sent_at += by_ms
        for name in ("delivered_at", "read_at", "failed_at"):
            at = getattr(notice, name)
            if at is not None:
                setattr(notice, name, at + by_ms)
