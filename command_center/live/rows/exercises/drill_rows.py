"""Rows of topic `drill`: the exercise in progress, and for its directing staff the progress of its plan."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Literal, cast

from typing_extensions import TypedDict

from command_center.domain.drills.counting import Lack, lacks
from command_center.domain.drills.script_verdicts import expectation_turns, inject_turns
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.readers import COORDINATORS, DIRECTION, EVERYBODY, Roles
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill, Phase
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.parts import Remark
from command_center.live.rows.row import Row


class ClockSeen(TypedDict):
    """The exercise clock: at real time `real_at` it showed `exercise_at`; since then it runs at `speed` times real
    time, if it `runs`.
    """

    real_at: int
    exercise_at: int
    speed: float
    runs: bool


class SpanSeen(TypedDict):
    """A span (real UTC epoch ms) in which the exercise clock stood still, and why."""

    kind: Literal["paused", "suspended", "outage"]
    since: int
    until: int | None
    reason: Remark | None


class DrillRow(TypedDict):
    """A drill as everybody may see it once it has begun. Times are real UTC epoch ms, except `exercise_from`, the
    exercise time at its start. `lacks`: why an ended drill does not count as a legally required drill (empty: it
    counts).
    """

    id: str
    name: Words
    phase: Phase
    unannounced: bool
    in_plant: bool
    safety_officer: str | None
    planned_at: int
    planned_by: str
    commitment: str | None
    generator: str | None
    virtual: bool
    played: list[str]
    site_version: int | None
    started_at: int | None
    exercise_from: int | None
    ended_at: int | None
    revealed: bool
    clock: ClockSeen | None
    spans: list[SpanSeen]
    lacks: list[Lack] | None


class InjectSeen(TypedDict):
    """The outcome of an inject. `planned` and `at` are exercise time. `turns` say how its time compares with the
    plan.
    """

    id: str
    state: Literal["fired", "held", "skipped", "added"]
    planned: int | None
    at: int
    seq: int
    words: Words | None
    turns: list[Turn]


class ExpectationSeen(TypedDict):
    """An expected action, due between `opened` and `by` (exercise time). `turns` give its status by the exercise
    clock.
    """

    id: str
    inject: str | None
    words: Words
    opened: int
    by: int
    state: Literal["open", "met", "late", "missed", "moot", "not_reached"]
    matched: int | None
    took_ms: int | None
    settled_seq: int | None
    turns: list[Turn]


class DirectionRow(TypedDict):
    """The progress of a drill's plan, for its directing staff. `notes` are the numbers of the observers' facts; `log`
    is the review's.
    """

    id: str
    phase: Phase
    injects: dict[str, InjectSeen]
    expectations: dict[str, ExpectationSeen]
    notes: list[int]
    log: Literal["open", "frozen", "signed"]


BEGUN = frozenset({"running", "paused", "suspended", "ended"})


def once_begun(roles: Roles) -> Callable[[Row], Roles]:
    """Return a drill row's readers: these roles once it has begun; before that only those who prepare it."""

    def judged(row: Row) -> Roles:
        return roles if row.get("phase") in BEGUN else COORDINATORS

    begun = "everybody" if roles == EVERYBODY else ", ".join(sorted(roles))
    judged.__doc__ = f"{begun} once it has begun; until then {', '.join(sorted(COORDINATORS))}"
    return judged


DRILL = RowKind("drill", "", DrillRow, readers=once_begun(EVERYBODY))
DIRECTED = RowKind("drill", ":direction", DirectionRow, readers=once_begun(DIRECTION))
OF_A_DRILL = (
    "drill.*", "expectation.*", "observation.*", "plant.onset",
    "inject.fired", "inject.held", "inject.skipped", "inject.added",
)  # fmt: skip


@DRILL.moved_by(*OF_A_DRILL)
@DIRECTED.moved_by(*OF_A_DRILL)
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the drill that the fact belongs to."""
    return (fact.drill,) if fact.drill else ()


@DRILL.moved_by("review.*", "finding.*", "action.*")
@DIRECTED.moved_by("review.*", "finding.*", "action.*")
def reviewed(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the drill whose review changed: its log opens or closes, and whether the drill counts."""
    return (fact.drill,) if fact.drill else ()


@DRILL.moved_by("clock.stepped")
@DIRECTED.moved_by("clock.stepped")
def all_of_them(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return all drills: exercise clocks go on although the wall clock jumped."""
    return seen.state.drills


@DRILL.listed
@DIRECTED.listed
def every_drill(seen: Seen) -> Iterable[str]:
    """The keys of all drills."""
    return seen.state.drills


@DRILL.made
def drill_row(seen: Seen, key: str) -> DrillRow | None:
    """Return the row of one drill; while it runs, its clock goes on from `exercise_at` at real time `real_at`."""
    found = seen.state.drills.get(key)
    return None if found is None else _public(seen.state, found)


@DIRECTED.made
def direction_row(seen: Seen, key: str) -> DirectionRow | None:
    """The row of a drill for those who direct it."""
    found = seen.state.drills.get(key)
    return None if found is None else _directed(seen.state, found)


def _public(state: State, found: Drill) -> DrillRow:
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
        "clock": None
        if clock is None
        else {
            "real_at": clock.real_ms,
            "exercise_at": clock.exercise_ms,
            "speed": clock.speed,
            "runs": clock.runs,
        },
        "spans": [cast(SpanSeen, asdict(span)) for span in found.spans],
        "lacks": lacks(state, found) if found.phase == "ended" else None,
    }


def _directed(state: State, found: Drill) -> DirectionRow:
    review = state.reviews.by_id.get(found.id)
    frozen = review is not None and review.frozen_seq is not None
    return {
        "id": found.id,
        "phase": found.phase,
        "injects": {
            key: cast(InjectSeen, asdict(one) | {"turns": inject_turns(one)})
            for key, one in found.injects.items()
        },
        "expectations": {
            key: cast(
                ExpectationSeen, asdict(one) | {"turns": expectation_turns(one.state, one.by)}
            )
            for key, one in found.expectations.items()
        },
        "notes": found.notes,
        "log": "signed" if review is not None and review.signed else "frozen" if frozen else "open",
    }
