"""Rows of topic `drill`: that an exercise runs, and for its direction what became of its plan."""

from collections.abc import Iterator
from dataclasses import asdict

from command_center.domain.drills.counting import lacks
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.drill import Drill
from command_center.live.rows.row import Row

DIRECTION = ":direction"
"""Ends the key of the row that only controllers and evaluators see."""


def drill_keys(drill: str) -> Iterator[str]:
    """The rows a drill has."""
    yield drill
    yield drill + DIRECTION


def drill_row(state: State, site: Site, key: str) -> Row | None:
    """One drill; its clock goes on from `exercise_at` at real time `real_at` while it runs. `lacks`: why
    one that has ended does not count for the law (none: it counts)."""
    found = state.drills.get(key.removesuffix(DIRECTION))
    if found is None:
        return None
    return _directed(state, found) if key.endswith(DIRECTION) else _public(state, found)


def _public(state: State, found: Drill) -> Row:
    clock = found.clock
    return {
        "id": found.id,
        "name": found.name,
        "phase": found.phase,
        "unannounced": found.unannounced,
        "in_plant": found.in_plant,
        "safety_officer": found.safety_officer,
        "planned_at": found.planned_at,
        "planned_by": found.planned_by,
        "commitment": found.commitment,
        "generator": found.generator,
        "virtual": found.virtual,
        "played": found.played,
        "site_version": found.site_version,
        "started_at": found.started_at,
        "exercise_from": found.began_exercise_ms if found.started_at is not None else None,
        "ended_at": found.ended_at,
        "revealed": found.revealed,
        "clock": clock
        and {
            "real_at": clock.real_ms,
            "exercise_at": clock.exercise_ms,
            "speed": clock.speed,
            "runs": clock.runs,
        },
        "spans": [asdict(span) for span in found.spans],
        "lacks": lacks(state, found) if found.phase == "ended" else None,
    }


def _directed(state: State, found: Drill) -> Row:
    review = state.reviews.by_id.get(found.id)
    frozen = review is not None and review.frozen_seq is not None
    return {
        "id": found.id,
        "phase": found.phase,
        "injects": {key: asdict(one) for key, one in found.injects.items()},
        "expectations": {key: asdict(one) for key, one in found.expectations.items()},
        "notes": found.notes,
        "log": "signed" if review is not None and review.signed else "frozen" if frozen else "open",
    }
