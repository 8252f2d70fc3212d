"""The lineage of improvement actions as rows (finding -> action -> drill -> pass): where each came from, which drills
carried it as a mandatory inject, what was observed, and what a person recorded about it.
"""

from collections.abc import Iterator
from typing import Any

from command_center.domain.reviews.lateness import action_standing
from command_center.domain.scenarios.draw_bias import Shown, shown
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill
from command_center.domain.state.review import Action, Review
from command_center.reports.plan_rows import action_row, finding_row
from command_center.reports.sources import Sources


def lineage(sources: Sources, state: State, action: Action, now: int) -> dict[str, Any]:
    """Return one action with its origin and every drill revealed since."""
    review = state.reviews.by_id[action.review]
    return {
        "id": action.id,
        "standing": action_standing(action, now),
        "review": _review_row(review),
        "finding": finding_row(state.reviews.findings[action.finding]),
        "action": action_row(action),
        "drills": list(_looks(sources, state, action)),
    }


def tested(sources: Sources, state: State, drill: Drill) -> list[dict[str, Any]]:
    """Return the earlier actions that a drill had to observe, what it showed of each, and those it
    could not observe.
    """
    sealed = sources.sealed(drill)
    if sealed is None:
        return []
    found = []
    for one in shown(sealed.plan, drill.expectations):
        action = state.reviews.actions.get(one.action)
        if action is not None:
            found.append(action_row(action) | {"look": _asked(sources, drill, action, one)})
    for left in sealed.plan.untested:
        action = state.reviews.actions.get(left.action)
        if action is not None:
            look = _look(sources, drill, action) | {"why": left.why.as_row()}
            found.append(action_row(action) | {"look": look})
    return found


def _looks(sources: Sources, state: State, action: Action) -> Iterator[dict[str, Any]]:
    """Each drill that planned it, could not, or was said to have seen it; the oldest first."""
    for drill in state.drills.values():
        sealed = sources.sealed(drill)
        known = {drill_id for drill_id, _, _ in action.observed}
        plan = sealed.plan if sealed else None
        asked = (
            [s for s in shown(plan, drill.expectations) if s.action == action.id] if plan else []
        )
        left = [u.why for u in plan.untested if u.action == action.id] if plan else []
        if asked:
            yield _asked(sources, drill, action, asked[0])
        elif left:
            yield _look(sources, drill, action) | {"why": left[0].as_row()}
        elif drill.id in known:
            yield _look(sources, drill, action)


def _asked(sources: Sources, drill: Drill, action: Action, one: Shown) -> dict[str, Any]:
    inject, expected = drill.injects.get(one.inject), drill.expectations.get(one.expectation)
    fired = inject is not None and inject.state == "fired"
    return _look(sources, drill, action) | {
        "inject": one.inject,
        "asked_at": inject.at - drill.began_exercise_ms if inject and fired else None,
        "asked_seq": inject.seq if inject and fired else None,
        "skipped_seq": inject.seq if inject and inject.state == "skipped" else None,
        "expectation": one.expectation,
        "state": expected.state if expected else None,
        "took_ms": expected.took_ms if expected else None,
        "result": one.result,
        "fact": one.fact,
        "settled_seq": expected.settled_seq if expected else None,
    }


def _look(sources: Sources, drill: Drill, action: Action) -> dict[str, Any]:
    """What is the same of every drill: its name, and what people put on record of the action there."""
    return {
        "drill": drill.id,
        "title": drill.name,
        "ended_at": drill.ended_at,
        "inject": None,
        "result": None,
        "why": None,
        "observed": [
            _observed(sources, passed, seq)
            for drill_id, passed, seq in action.observed
            if drill_id == drill.id
        ],
    }


def _observed(sources: Sources, passed: bool, seq: int) -> dict[str, Any]:
    fact = sources.fact(seq)
    return {
        "passed": passed,
        "seq": seq,
        "at": fact.at if fact else None,
        "by": (fact.speaker or fact.actor) if fact else None,
        "facts": list(fact.data["facts"]) if fact else [],
    }


def _review_row(review: Review) -> dict[str, Any]:
    return {
        "id": review.id,
        "title": review.title,
        "subject": review.subject,
        "exercise": review.exercise,
        "ended_at": review.ended_at,
    }
