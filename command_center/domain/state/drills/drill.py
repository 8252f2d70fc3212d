"""The state of a drill: what was planned and sealed, its phase, its clock, and the spans in which
it stood still."""

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
    """A span of real time (UTC epoch ms) in which the exercise clock stood still, and why."""

    kind: Literal["paused", "suspended", "outage"]
    since: int
    until: int | None = None
    reason: str | Words | None = None


@dataclass(slots=True)
class Inject:
    """What became of one inject. `planned` and `at` are exercise time (UTC epoch ms). `words` is
    what the players were told by an added inject; the texts of planned ones are in the plan."""

    id: str
    state: InjectState
    planned: int | None
    at: int
    seq: int
    words: Words | None = None


@dataclass(slots=True)
class Expectation:
    """An expected action. `by` is its deadline (exercise time); `matched` is the fact that met it,
    `settled_seq` the fact that records the result. `not_reached`: the drill ended before its
    time was up."""

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
    """An evaluator's observation, recorded by the fact `seq`. `replaces` is the observation that it
    changes, `replaced_by` the one that changed it. `late`: changed after the log was frozen, for
    this `reason`."""

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
    """Everything the board knows about one drill. Times are real UTC epoch ms.

    It does not hold what will happen in the drill: until the end only the commitment. `photographs`
    maps SHA-256 to the fact that records it. `own` are the numbers of the drill's own facts, in
    order: only these may be cited as observed in it. `window` is the programme's window for which
    it was drawn. `observed` are the evaluators' observations by fact, `commanders` the people (no
    virtual ones) who held command in it. Once the drill is revealed, `tested` says which
    expectation tested which open action, and `mandatory` which injects had to happen, with their
    texts (None: the sealed content is no plan that this program reads).
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
        """Returns whether the sealed content is public."""
        return self.revealed_seq is not None

    @property
    def live(self) -> bool:
        """Returns whether the drill is on the board now."""
        return self.phase in LIVE

    def has(self, seq: int) -> bool:
        """Returns whether the fact of this number belongs to the drill."""
        at = bisect_left(self.own, seq)
        return at < len(self.own) and self.own[at] == seq

    def exercise_at(self, real_ms: int) -> int:
        """Returns what the exercise clock shows at a real time; before the start, the real time."""
        return real_ms if self.clock is None else self.clock.at(real_ms)

    def saw(self, exercise_ms: int) -> None:
        """Records the exercise time of an event: the exercise clock never goes back before it."""
        if self.clock is not None:
            self.clock.newest_ms = max(self.clock.newest_ms, exercise_ms)
