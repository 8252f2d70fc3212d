"""What a drill was to show, and what its observers noted, with their photographs."""

from typing import Any

from command_center.domain.state.drill import Drill
from command_center.domain.timing.record import Record
from command_center.reports.sources import Sources


def objectives(sources: Sources, drill: Drill | None) -> list[dict[str, Any]]:
    """The objectives of a drill that is revealed, in their order; none of an incident."""
    sealed = sources.sealed(drill) if drill is not None else None
    known = sealed.plan.objectives if sealed else []
    return [{"id": one.id, "text": one.text.as_row()} for one in known]


def observations(record: Record) -> list[dict[str, Any]]:
    """Every note as it was made; `photographs` are SHA-256 that `/drills/ID/photographs` gives."""
    return [
        {
            "objective": fact.data["objective"],
            "rating": fact.data["rating"],
            "note": fact.data["note"],
            "evidence": fact.data["evidence"],
            "photographs": fact.data.get("photographs", []),
            "at": fact.at,
            "by": fact.speaker or fact.actor,
            "seq": fact.seq,
        }
        for fact in record.of_kind("observation.noted")
    ]
