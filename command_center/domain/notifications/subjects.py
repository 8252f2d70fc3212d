"""The subjects of notices, by id: a directive, a request for authority, a review, a paging, a step
of a matter, or a campaign to verify contacts."""

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.paging import Paging
from command_center.domain.state.notices.telling import Telling
from command_center.domain.state.review import Review

Subject = Directive | Request | Review | Paging | Campaign | Telling


def subject_of(state: State, ident: str) -> Subject | None:
    """Returns the subject with this id; None where there is none."""
    known: Subject | None = state.directives.get(ident) or state.requests.get(ident)
    known = known or state.reviews.by_id.get(ident) or state.pagings.get(ident)
    return known or state.campaigns.get(ident) or state.tellings.by_id.get(ident)


def is_open(state: State, subject: Subject) -> bool:
    """Returns whether somebody still has to be notified of the subject."""
    if isinstance(subject, Review):
        return not subject.signed
    if isinstance(subject, Campaign):
        return subject.until > state.recorded_at
    if isinstance(subject, Telling):
        return telling_open(state, subject)
    return paging_open(state, subject) if isinstance(subject, Paging) else subject.open


def telling_open(state: State, found: Telling) -> bool:
    """Returns whether somebody of a matter's notices still has to be notified."""
    return any(still_to_tell(state, found, page.person) for page in found.pages)


def still_to_tell(state: State, found: Telling, person: str) -> bool:
    """Returns whether a person still has to be notified of a step of a matter: while it is their
    turn, while a deadline runs, while a pause lasts; a person whom a template notifies, always."""
    why = found.why[person]
    matter = state.matters.open.get(found.about)
    if why == "told":
        return True
    if matter is None:
        return False
    if why in ("soon", "late"):
        return any(due["of"] == found.of for due in matter.due)
    if why == "paused":
        return matter.state == found.state
    return matter.state == found.state and person in matter.holders


def paging_shown(state: State, found: Paging) -> bool:
    """Returns whether the paging is shown: while somebody has to be notified; for a call for help
    until it is ended, answered or not."""
    sos = state.sos.get(found.about) if found.kind == "sos" else None
    return paging_open(state, found) or (sos is not None and sos.seq == found.seq)


def paging_open(state: State, found: Paging) -> bool:
    """Returns whether the paging is open. An evacuation is open while its incident is and no later
    order has paged for it; a call for help until it is answered or ended; an alarm while it is
    active and not acknowledged; a kit until it is there or each of its stores has reported that
    it is handed out or cannot be; a break-glass account until it is sealed again; an outside unit
    until it has answered or come."""
    if found.kind == "evacuation":
        incident = state.open_incidents.get(found.about)
        headcount = incident.evacuation if incident is not None else None
        return headcount is not None and headcount.paged_seq == found.seq
    if found.kind == "sos":
        sos = state.sos.get(found.about)
        return sos is not None and sos.seq == found.seq and sos.answered_at is None
    if found.kind == "alarm":
        alarm = state.alarms.get(found.about)
        standing = alarm is not None and alarm.paged_seq == found.seq
        return standing and alarm is not None and alarm.active and not alarm.acknowledged
    if found.kind == "break_glass":
        seal = state.break_glass.get(found.about)
        return seal is not None and seal.opened_at == found.at
    if found.kind == "outside":
        incident = state.open_incidents.get(found.incident or "")
        call = incident.calls.get(found.about) if incident is not None else None
        waits = call is not None and call.seq == found.seq
        return waits and call is not None and (call.answered_at or call.arrived_at) is None
    dispatch = state.ledger.dispatches.get(found.about)
    if dispatch is None or dispatch.state != "dispatched":
        return False
    return any(line["store"] not in dispatch.handed for line in dispatch.lines)
