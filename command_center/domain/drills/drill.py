"""A drill as the board knows it: what was planned and sealed, its phase, its clock, its spans."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from command_center.domain.drills.exercise_clock import ExerciseClock
from command_center.domain.payload import Words
from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.registry import Command

if TYPE_CHECKING:
    from command_center.domain.state import State

Phase = Literal["planned", "sealed", "running", "paused", "suspended", "ended"]
LIVE: frozenset[str] = frozenset({"running", "paused", "suspended"})
"""Phases in which the drill's twin is on the board."""

DrillId = Field(pattern=r"^DRL-[0-9]{1,9}$", max_length=20)


@dataclass(slots=True)
class Span:
    """A time (real UTC epoch ms) in which the exercise clock stood still, and why."""

    kind: Literal["paused", "suspended", "outage"]
    since: int
    until: int | None = None
    reason: str | Words | None = None


@dataclass(slots=True)
class Inject:
    """What became of one inject. `planned` and `at` are exercise time, UTC epoch ms."""

    id: str
    state: Literal["fired", "held", "skipped", "added"]
    planned: int | None
    at: int
    seq: int


@dataclass(slots=True)
class Expectation:
    """An expected action: `by` (exercise time) is its end; `matched` the fact that met it."""

    id: str
    inject: str | None
    words: Words
    opened: int
    by: int
    state: Literal["open", "met", "late", "missed", "moot"] = "open"
    matched: int | None = None


@dataclass(slots=True)
class Drill:
    """Everything the board holds about one drill. Times are real UTC epoch ms.

    What it will do is not here: until the end only the commitment is.
    """

    id: str
    name: Words
    planned_at: int
    planned_by: str
    unannounced: bool
    in_plant: bool
    safety_officer: str | None
    phase: Phase = "planned"
    commitment: str | None = None
    generator: str | None = None
    clock: ExerciseClock | None = None
    virtual: bool = False
    site_version: int | None = None
    started_at: int | None = None
    started_seq: int | None = None
    ended_at: int | None = None
    revealed: bool = False
    withdrew: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    injects: dict[str, Inject] = field(default_factory=dict)
    expectations: dict[str, Expectation] = field(default_factory=dict)
    notes: list[int] = field(default_factory=list)

    @property
    def live(self) -> bool:
        """Whether its twin is on the board."""
        return self.phase in LIVE

    def exercise_at(self, real_ms: int) -> int:
        """What the exercise clock shows at a real time; before the start, the real time."""
        return real_ms if self.clock is None else self.clock.at(real_ms)

    def saw(self, exercise_ms: int) -> None:
        """Something happened in it: its clock will not go back behind that."""
        if self.clock is not None:
            self.clock.newest_ms = max(self.clock.newest_ms, exercise_ms)


class NameDrill(Command):
    """Names a drill."""

    drill: str = DrillId


def the_drill(state: "State", drill: str, *phases: Phase) -> Drill | Refusal:
    """The drill if it is in one of `phases`, else the refusal that says what it is instead."""
    found = state.drills.get(drill)
    if found is None:
        return Refusal("unknown_drill", {"drill": drill})
    if found.phase not in phases:
        return drill_is(found)
    return found


def drill_is(drill: Drill) -> Refusal:
    """The refusal that says in which phase a drill is."""
    return Refusal(
        "drill_phase", {"drill": drill.id, "phase": Phrase(f"phrase.drill_{drill.phase}")}
    )


def live_drill(state: "State") -> Drill | None:
    """The drill whose twin is on the board; there is never more than one."""
    return next((drill for drill in state.drills.values() if drill.live), None)
