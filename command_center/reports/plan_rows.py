"""Findings and improvement actions as rows."""

from typing import Any

from command_center.domain.reviews.gravity import finding_sign
from command_center.domain.reviews.lateness import action_turns
from command_center.domain.state.review import Action, Finding


def finding_row(found: Finding) -> dict[str, Any]:
    """Return a finding's row; cause and severity are None until a person gives them."""
    return {
        "id": found.id,
        "review": found.review,
        "nature": found.nature,
        "text": found.text,
        "facts": found.facts,
        "problem": found.problem,
        "cause": found.cause,
        "severity": found.severity,
        "sign": finding_sign(found),
        "rated_by": found.rated_by,
        "at": found.at,
        "by": found.by,
        "seq": found.seq,
        "late": found.late,
        "rectified_by": found.rectified,
    }


def action_row(action: Action) -> dict[str, Any]:
    """Return an action with its lineage: finding, action, the drills that observed it, the pass.
    `turns`: its status.
    """
    return {
        "id": action.id,
        "review": action.review,
        "finding": action.finding,
        "text": action.text,
        "owner": action.owner,
        "due_at": action.due_at,
        "proof": action.proof,
        "done_at": action.done_at,
        "state": action.state,
        "turns": action_turns(action),
        "observed": [
            {"drill": drill, "passed": passed, "seq": seq} for drill, passed, seq in action.observed
        ],
        "closed_at": action.closed_at,
        "at": action.at,
        "by": action.by,
        "seq": action.seq,
        "history": action.history,
    }
