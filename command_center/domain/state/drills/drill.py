"""A drill as the board knows it: what was planned and sealed, its phase, its clock, its spans."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Literal

from command_center.domain.payload import Words
from command_center.domain.state.drills.exercise_clock import ExerciseClock

Phase = Literal["planned", "sealed", "running", "paused", "suspended", "ended"]
InjectState = Literal["fired", "held", "skipped", "added"]
ExpectationState = Literal["to_come", "open", "met", "late", "missed", "moot", "not_reached"]
"""`to_come`: its inject has not happened. No `Expectation` is: such a one stands in the plan alone."""
LIVE: frozenset[str] = frozenset({"running", "paused", "suspended"})
"""Phases in which the drill's twin is on the board."""


@dataclass(slots=True)
class Span:
    """A time (real UTC epoch ms) in which the exercise clock stood still, and why."""

    kind: Literal["paused", "suspended", "outage"]
    since: int
    until: int | None = None
    reason: str | Words | None = None


@dataclass(slots=True)
class Inject:
    """What became of one inject. `planned` and `at` are exercise time, UTC epoch ms. Of one that was added
    `words` are what the players were told; those of the plan's stand in the plan."""

    id: str
    state: InjectState
    planned: int | None
    at: int
    seq: int
    words: Words | None = None


@dataclass(slots=True)
class Expectation:
    """An expected action: `by` (exercise time) is its end; `matched` the fact that met it, and
    `settled_seq` the one that says how it came out. `not_reached`: the drill ended before its time was up."""

    id: str
    inject: str | None
    words: Words
    opened: int
    by: int
    state: ExpectationState = "open"
    matched: int | None = None
    took_ms: int | None = None
    settled_seq: int | None = None


@dataclass(slots=True)
class Observed:
    """What an observer noted, by the fact `seq`. `replaces` is the note that this one changes and
    `replaced_by` the one that changed it; `late`: changed after the log was frozen, for this `reason`."""

    seq: int
    by: str
    actor: str
    at: int
    objective: str
    rating: str
    note: str | Words | None
    evidence: str | None
    photographs: list[str]
    replaces: int | None = None
    replaced_by: int | None = None
    late: bool = False
    reason: str | Words | None = None


@dataclass(slots=True)
class Drill:
    """Everything the board holds about one drill. Times are real UTC epoch ms.

    What it will do is not here: until the end only the commitment is. `photographs` are by SHA-256,
    with the fact that says so. `own` are the facts of its course, in order: what may be said to have been
    seen in it. `window` is the programme's that it was drawn for. `observed` are the observers' notes by
    fact, and `commanders` the people (no virtual ones) who held command in it. Once it is revealed, `tested`
    says which expectation asked for which open action, and `mandatory` which injects had to happen, with
    their words (None: what was sealed is no plan that this program reads).
    """

    id: str
    name: Words
    planned_at: int
    planned_by: str
    unannounced: bool
    in_plant: bool
    safety_officer: str | None
    window: str | None = None
    phase: Phase = "planned"
    commitment: str | None = None
    generator: str | None = None
    clock: ExerciseClock | None = None
    virtual: bool = False
    real_phones: bool = False
    played: list[str] = field(default_factory=list)
    site_version: int | None = None
    started_at: int | None = None
    began_exercise_ms: int = 0
    started_seq: int | None = None
    ended_at: int | None = None
    revealed_seq: int | None = None
    withdrew: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    injects: dict[str, Inject] = field(default_factory=dict)
    expectations: dict[str, Expectation] = field(default_factory=dict)
    onsets: list[str] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    observed: dict[int, Observed] = field(default_factory=dict)
    commanders: list[str] = field(default_factory=list)
    mandatory: dict[str, Words] | None = None
    tested: dict[str, str] = field(default_factory=dict)
    photographs: dict[str, int] = field(default_factory=dict)
    own: "array[int]" = field(default_factory=lambda: array("q"))

    @property
    def revealed(self) -> bool:
        """Whether what was sealed is everybody's to read."""
        return self.revealed_seq is not None

    @property
    def live(self) -> bool:
        """Whether the drill is on the board now."""
        return self.phase in LIVE

    def has(self, seq: int) -> bool:
        """Whether the fact of this number belongs to the drill."""
        at = bisect_left(self.own, seq)
        return at < len(self.own) and self.own[at] == seq

    def exercise_at(self, real_ms: int) -> int:
        """What the exercise clock shows at a real time; before the start, the real time."""
        return real_ms if self.clock is None else self.clock.at(real_ms)

    def saw(self, exercise_ms: int) -> None:
        """Something happened in it: its clock will not go back behind that."""
        if self.clock is not None:
            self.clock.newest_ms = max(self.clock.newest_ms, exercise_ms)
