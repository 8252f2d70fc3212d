"""What people are told of, by its id: a directive, a request for authority, a review, a paging, a step of a matter,
or a campaign that asks for their contacts."""

from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.paging import Paging
from command_center.domain.state.notices.telling import Telling
from command_center.domain.state.review import Review

Subject = Directive | Request | Review | Paging | Campaign | Telling


def subject_of(state: State, ident: str) -> Subject | None:
    """What somebody is told of; None where nothing has this id."""
    known: Subject | None = state.directives.get(ident) or state.requests.get(ident)
    known = known or state.reviews.by_id.get(ident) or state.pagings.get(ident)
    return known or state.campaigns.get(ident) or state.tellings.by_id.get(ident)


def is_open(state: State, subject: Subject) -> bool:
    """Whether somebody still has to be told of it."""
    if isinstance(subject, Review):
        return not subject.signed
    if isinstance(subject, Campaign):
        return subject.until > state.recorded_at
    if isinstance(subject, Telling):
        return telling_open(state, subject)
    return paging_open(state, subject) if isinstance(subject, Paging) else subject.open


def telling_open(state: State, found: Telling) -> bool:
    """While somebody of it still has to be told."""
    return any(still_to_tell(state, found, page.person) for page in found.pages)


def still_to_tell(state: State, found: Telling, person: str) -> bool:
    """Whether somebody still has to be told of a step of a matter: whose turn it is while it is, of a deadline while it
    runs, of a pause while it lasts; whom a template tells, whatever came of it."""
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
    """While somebody has to be told; that of a call for help until the call is over, answered or not."""
    sos = state.sos.get(found.about) if found.kind == "sos" else None
    return paging_open(state, found) or (sos is not None and sos.seq == found.seq)


def paging_open(state: State, found: Paging) -> bool:
    """An evacuation while its incident is open and no later order has paged for it, a call for help until it is
    answered or ended, an alarm while it is active and not acknowledged, a kit until it is there or each of its stores
    has said that it is handed out or cannot be, a break-glass account until it is sealed again."""
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
    dispatch = state.ledger.dispatches.get(found.about)
    if dispatch is None or dispatch.state != "dispatched":
        return False
    return any(line["store"] not in dispatch.handed for line in dispatch.lines)
