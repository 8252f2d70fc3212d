"""Rows of topic `directives`."""

from command_center.domain.directives.disputed import disputes
from command_center.domain.incidents.on_board import on_board
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.directive import Directive
from command_center.live.rows.names import person_name
from command_center.live.rows.reach_rows import attempts, chain, next_step
from command_center.live.rows.row import Row


def directive_row(state: State, site: Site, key: str) -> Row | None:
    """One directive with its recipient's name and whether they have another on their hands."""
    found = state.directives.get(key)
    if found is None or not (found.open or on_board(state, found.incident)):
        return None
    return {
        "id": found.id,
        "incident": found.incident,
        "text": found.text,
        "to": {
            "post": found.to_post,
            "person": found.to_person,
            "name": person_name(site, found.to_person),
        },
        "urgency": found.urgency,
        "category": found.category,
        "place": found.place,
        "step": found.step,
        "kit": found.kit,
        "acts_on": found.acts_on,
        "evacuates": found.evacuates,
        "state": found.state,
        "disputed": disputes(state, site, found),
        "progress": found.progress,
        "note": found.note,
        "evidence": found.evidence,
        "reason": found.reason,
        "returned": found.returned,
        "issuer": found.issuer,
        "issued_at": found.issued_at,
        "ack_by": found.ack_by,
        "due_at": found.due_at,
        "acknowledged_at": found.acknowledged_at,
        "started_at": found.started_at,
        "done_at": found.done_at,
        "ended_at": found.ended_at,
        "ack_late": found.ack_late,
        "via": found.via,
        "speaker": found.speaker,
        "conflict": _conflict(state, found),
        "supersedes": found.supersedes,
        "acknowledged_by": found.acknowledged_by,
        "attempts": attempts(found),
        "chain": chain(found, site),
        "next_step": next_step(found) if found.open else None,
        "exhausted_at": found.exhausted_at,
    }


def _conflict(state: State, found: Directive) -> bool:
    """Another open directive is on the same person's hands; neither hides the other."""
    if not found.open or found.to_person is None:
        return False
    return len(state.in_hand.of_person(found.to_person)) > 1
