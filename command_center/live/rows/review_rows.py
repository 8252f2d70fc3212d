"""Rows of topic `review`: the clock of every review that is not signed yet, and how much there is of all."""

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.review import Done
from command_center.live.rows.reach_rows import attempts
from command_center.live.rows.row import Row

COUNT = "count"
"""The row that moves with anything of any review, the signed ones too."""


def review_row(state: State, site: Site, key: str) -> Row | None:
    """What the wall and the list need of a running review: its steps, when each is due, what is late.

    A signed one has left the board; `GET /api/v1/reviews` has them all.
    """
    if key == COUNT:
        return _count(state)
    found = state.reviews.running.get(key)
    if found is None:
        return None
    step = found.next_step
    return {
        "id": found.id,
        "subject": found.subject,
        "exercise": found.exercise,
        "title": found.title,
        "ended_at": found.ended_at,
        "due": found.due,
        "done": {name: _done(done) for name, done in found.done.items()},
        "met_at": found.meeting.at if found.meeting else None,
        "signatures": {by: done.at for by, done in found.signatures.items()},
        "lapsed": [one.signer for one in found.lapsed.values()],
        "next": step,
        "next_due_at": found.due[step] if step else None,
        "overdue": found.overdue_seq is not None,
        "attempts": attempts(found),
        "unreached": step is not None and found.unreached(step),
        "seq": state.reviews.newest_fact_of(found),
        "findings": len(found.findings),
        "open_actions": sum(a.closed_at is None for a in state.reviews.actions_of(found)),
    }


def _count(state: State) -> Row:
    actions = state.reviews.actions.values()
    return {
        "id": COUNT,
        "reviews": len(state.reviews.by_id),
        "actions": len(actions),
        "open_actions": sum(action.closed_at is None for action in actions),
        "seq": state.reviews.moved_seq,
    }


def _done(done: Done) -> Row:
    return {"at": done.at, "by": done.by, "seq": done.seq}
