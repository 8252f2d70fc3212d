"""When the clock of a drill stood still, and how far the wall clock jumped in between.

Facts of a drill carry exercise time, which stands still while the drill is paused, suspended, or no
process runs it: every interval is net, and its standstills are shown separately. Nothing is taken
out of a real incident, because reality does not wait.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from command_center.domain.fact import AtBasis, Fact
from command_center.domain.state.drills.exercise_clock import ExerciseClock

Why = Literal["paused", "suspended", "outage"]
STOPS: dict[str, Why] = {"drill.paused": "paused", "drill.suspended": "suspended"}


@dataclass(frozen=True, slots=True)
class Standstill:
    """A standstill: at exercise time `at` (ms) the clock stood still for `ms` of real time."""

    why: Why
    at: int
    ms: int


class Stopped:
    """The times at which the exercise clock of one record stood still."""

    def __init__(self, facts: Iterable[Fact] = (), drill: str | None = None) -> None:
        self._spans = list(_standstills(facts)) if drill else []

    def apart(self, since: int, until: int) -> dict[Why, int]:
        """Returns how many ms of real time stood still between two moments of exercise time, by
        reason."""
        found: dict[Why, int] = {"paused": 0, "suspended": 0, "outage": 0}
        for span in self._spans:
            if since <= span.at < until:
                found[span.why] += span.ms
        return found


def _standstills(facts: Iterable[Fact]) -> Iterator[Standstill]:
    """Yields the standstills from the drill's own facts, whose `at` is already exercise time
    (`in_exercise_time`)."""
    since: Fact | None = None
    for fact in facts:
        if fact.kind in STOPS or fact.kind in ("drill.resumed", "drill.ended"):
            if since is not None:
                ms = fact.recorded_at - since.recorded_at
                yield Standstill(STOPS[since.kind], since.at, ms)
            since = fact if fact.kind in STOPS else None
        elif fact.kind == "drill.interrupted":
            yield Standstill("outage", fact.at, fact.data["until"] - fact.data["since"])


def in_exercise_time(facts: Iterable[Fact], drill: str) -> list[Fact]:
    """Returns the facts in exercise time. Facts about the drill itself get the exercise clock's
    time, and facts in the drill get it also as their time of recording, so that neither a pause
    nor another hour counts as a late entry."""
    told: list[Fact] = []
    clock: ExerciseClock | None = None
    for fact in facts:
        if clock is not None and fact.kind == "clock.stepped":
            clock.stepped(fact.data["by_ms"])
        if fact.drill != drill or not fact.kind.startswith("drill."):
            own = clock if fact.drill == drill else None
            told.append(fact if own is None else _recorded_by(own, fact))
            continue
        at = fact.data.get("exercise_at", fact.at)
        if fact.kind == "drill.started":
            clock = ExerciseClock(fact.recorded_at, at, fact.data["speed"])
        elif clock is not None:
            at = _moved(clock, fact, at)
        told.append(replace(fact, at=at))
    return told


def _moved(clock: ExerciseClock, fact: Fact, at: int) -> int:
    """Stops, starts or corrects the exercise clock by a fact of the drill; returns the fact's
    exercise time in ms."""
    if fact.kind in STOPS:
        clock.stop(fact.recorded_at)
    elif fact.kind == "drill.resumed":
        clock.go(fact.recorded_at)
    elif fact.kind == "drill.interrupted":
        at = clock.at(fact.data["since"])
        clock.lost(fact.data["until"] - fact.data["since"])
    return at


def _recorded_by(clock: ExerciseClock, fact: Fact) -> Fact:
    recorded = max(fact.at, clock.at(fact.recorded_at))
    return fact if recorded == fact.recorded_at else replace(fact, recorded_at=recorded)


def even(facts: Iterable[Fact]) -> list[Fact]:
    """Returns the facts as on a clock that never jumped after the first of them: what was recorded
    after a step of the wall clock is moved back by it, so that no duration contains one.

    A time that was entered later belongs to the wall clock of its own moment: only the steps before
    that count.
    """
    told = list(facts)
    steps = [f for f in told if f.kind == "clock.stepped"]
    return [_even(fact, steps) for fact in told] if steps else told


def _even(fact: Fact, steps: list[Fact]) -> Fact:
    late = fact.at_basis is AtBasis.BACKDATED
    before = [step for step in steps if step.seq <= fact.seq]
    by = sum(int(step.data["by_ms"]) for step in before if not (late and fact.at < step.at))
    recorded = fact.recorded_at - sum(int(step.data["by_ms"]) for step in before)
    return replace(fact, at=fact.at - by, recorded_at=recorded) if before else fact
