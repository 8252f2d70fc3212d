"""What a drill was to show, and what its observers noted, with their photographs."""

from collections.abc import Mapping
from typing import Any

from command_center.domain.state.drills.drill import Drill, Observed
from command_center.domain.state.review import Review
from command_center.reports.sources import Sources


def objectives(sources: Sources, drill: Drill | None) -> list[dict[str, Any]]:
    """The objectives of a drill that is revealed, in their order; none of an incident."""
    sealed = sources.sealed(drill) if drill is not None else None
    known = sealed.plan.objectives if sealed else []
    return [{"id": one.id, "text": one.text.as_row()} for one in known]


def observations(drill: Drill | None, review: Review | None) -> list[dict[str, Any]]:
    """Every note as it reads now, in the order of the log; `photographs` are SHA-256 that
    `/drills/ID/photographs` gives. `was` are the ratings it had before, oldest first; `late`: changed after
    the log was frozen. A note that came after the freeze (older journals have such) is not part of it."""
    frozen = review.frozen_seq if review else None
    known = drill.observed if drill is not None else {}
    return [
        {
            "objective": one.objective,
            "rating": one.rating,
            "note": one.note,
            "evidence": one.evidence,
            "photographs": one.photographs,
            "at": one.at,
            "by": one.by,
            "seq": one.seq,
            "late": one.late,
            "reason": one.reason,
            "was": [
                {"seq": before.seq, "objective": before.objective, "rating": before.rating}
                for before in _before(known, one)
            ],
        }
        for one in known.values()
        if one.replaced_by is None and (frozen is None or one.late or one.seq <= frozen)
    ]


def _before(known: Mapping[int, Observed], one: Observed) -> list[Observed]:
    found: list[Observed] = []
    while one.replaces is not None:
        one = known[one.replaces]
        found.insert(0, one)
    return found
