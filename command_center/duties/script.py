"""The script of a running drill: which injects are due, which actions are expected, and whether the facts show them.

It is evaluated anew at every beat and keeps only the facts read: a process that takes over reads them again and
reaches the same result. All times are exercise time, so a pause shifts nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from command_center import log
from command_center.domain.alarms.watch import Proposal
from command_center.domain.fact import Fact
from command_center.domain.fold import apply
from command_center.domain.registry import FACTS
from command_center.domain.scenarios.conditions import Condition
from command_center.domain.scenarios.scenario import Expectation as Expected
from command_center.domain.scenarios.scenario import Inject
from command_center.domain.scenarios.sealed import SealedContent, content_of
from command_center.domain.scenarios.watching import Seen, holds_at, meant, outcome, seen
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill, Expectation
from command_center.domain.state.drills.drill import Inject as Happened
from command_center.store.sealed import SealedDrills

FactsAfter = Callable[[int], Sequence[Fact]]
"""The journal's facts that follow a number, in order; some of them, if there are many."""

Begins = Callable[[str], State]
"""The state before the journal's first fact, on the plant as it is described in a drill."""

_log = log.get(__name__)

HAPPENED = frozenset({"fired", "added"})

AGAIN_AT_ONCE = 2_000
"""So many facts are folded again in one look at the clocks (ours: as many as a replay folds before others
get their turn)."""


class Script:
    """Compares one drill's plan with what has happened in it."""

    def __init__(self, content: SealedContent, drill: Drill, facts_after: FactsAfter) -> None:
        self._plan = content.plan
        self._drill = drill.id
        self._read_to = drill.started_seq or 0
        self._facts_after = facts_after
        self._seen: list[Seen] = []
        self._seqs: dict[int, int] = {}
        self._meant: dict[str, tuple[int, list[Seen]]] = {}
        """By expectation: how many of the facts were looked at, and those that it waits for."""
        self._holds: dict[str, tuple[int, float | None]] = {}
        """By inject: of how many facts, and when its condition holds by them."""
        self._twin: State | None = None

    def read(self, drill: Drill, twin: State) -> None:
        """Read what has happened in the drill so far."""
        self._twin = twin
        self._read(twin, drill.began_exercise_ms)

    def due(self, drill: Drill, now: int) -> Iterator[Proposal]:
        """Yield what to submit at exercise time `now`, by the facts read."""
        began = drill.began_exercise_ms
        elapsed = (now - began) / 1000
        if elapsed > self._plan.max_s:
            yield "drill.end", {"drill": self._drill}
            return
        yield from self._injects(drill, began, elapsed)
        yield from self._expectations(drill, began, elapsed)

    def over(self, drill: Drill) -> Iterator[Proposal]:
        """Yield the outcomes of expectations still open when the drill ended. Facts that came after the last beat
        count too: their twin state has left the board but is remembered here.
        """
        began = drill.began_exercise_ms
        if self._twin is not None:
            self._read(self._twin, began)
        elapsed = (drill.exercise_at(drill.ended_at or 0) - began) / 1000
        for expected in self._plan.expectations:
            known, inject = drill.expectations.get(expected.id), drill.injects.get(expected.inject)
            if known is not None and inject is not None and known.state in ("open", "missed"):
                yield from self._settlement_of(expected, known, inject, began, elapsed, ended=True)

    def relive(self, fact: Fact, drill: Drill, state: State) -> bool:
        """Replay one fact of the journal on the `state` before it; return whether it ended the drill."""
        if fact.kind == "drill.ended" and fact.drill == self._drill:
            return True
        apply(state, fact)
        twin = state.twins.get(self._drill)
        if twin is not None and fact.drill == self._drill and not FACTS[fact.kind].of_drill:
            self._credit(fact, twin, drill.began_exercise_ms)
        return False

    def _credit(self, fact: Fact, twin: State, began: int) -> None:
        credited = seen(fact, twin, began)
        self._seqs[id(credited)] = fact.seq
        self._seen.append(credited)

    def _read(self, twin: State, began: int) -> None:
        while facts := self._facts_after(self._read_to):
            for fact in facts:
                if fact.drill == self._drill and not FACTS[fact.kind].of_drill:
                    self._credit(fact, twin, began)
            self._read_to = facts[-1].seq

    def _injects(self, drill: Drill, began: int, elapsed: float) -> Iterator[Proposal]:
        for inject in self._plan.injects:
            if (known := drill.injects.get(inject.id)) is not None:
                if known.state in HAPPENED:
                    yield from self._onsets(inject, drill)
                continue
            data = {"drill": self._drill, "inject": inject.id}
            if inject.at is not None and elapsed >= inject.at.s:
                yield "inject.fire", data | {"planned": began + inject.at.s * 1000}
            elif inject.when is not None:
                at_s = self._holds_at(inject.id, inject.when)
                if at_s is not None and elapsed >= at_s:
                    yield "inject.fire", data

    def _holds_at(self, inject: str, condition: Condition) -> float | None:
        """When an inject's condition holds; asked again only after a fact."""
        known = self._holds.get(inject)
        if known is None or known[0] != len(self._seen):
            known = self._holds[inject] = len(self._seen), holds_at(condition, self._seen)
        return known[1]

    def _meant_by(self, expected: Expected) -> list[Seen]:
        """The facts that an expectation waits for; each fact is looked at once."""
        read, found = self._meant.get(expected.id, (0, []))
        found += [one for one in self._seen[read:] if meant(expected, one)]
        self._meant[expected.id] = len(self._seen), found
        return found

    def _onsets(self, inject: Inject, drill: Drill) -> Iterator[Proposal]:
        """Where something of the plant begins with an inject."""
        for act in inject.does:
            for element in (
                act.leak and act.leak.at,
                act.fire and act.fire.at,
                act.inflow and act.inflow.into,
            ):
                if element is not None and element not in drill.onsets:
                    data = {"drill": self._drill, "inject": inject.id, "element": element}
                    yield "plant.onset", data

    def _expectations(self, drill: Drill, began: int, elapsed: float) -> Iterator[Proposal]:
        for expected in self._plan.expectations:
            inject = drill.injects.get(expected.inject)
            if inject is None or inject.state not in HAPPENED:
                continue
            data = {"drill": self._drill, "expectation": expected.id}
            known = drill.expectations.get(expected.id)
            if known is None:
                text = expected.text.model_dump()
                by = inject.at + expected.by_s * 1000
                yield "expectation.open", data | {"inject": inject.id, "text": text, "by": by}
            elif known.state in ("open", "missed"):
                yield from self._settlement_of(expected, known, inject, began, elapsed, ended=False)

    def _settlement_of(
        self, expected: Expected, known: Expectation, inject: Happened, began: int, elapsed: float,
        *, ended: bool,
    ) -> Iterator[Proposal]:  # fmt: skip
        found = outcome(
            expected, self._meant_by(expected), (inject.at - began) / 1000, elapsed, ended=ended
        )
        if found.state not in ("open", known.state):
            yield (
                "expectation.settle",
                {
                    "drill": self._drill,
                    "expectation": expected.id,
                    "state": found.state,
                    "matched": self._seqs[id(found.by)] if found.by is not None else None,
                    "took_ms": None if found.took_s is None else round(found.took_s * 1000),
                },
            )


@dataclass(slots=True)
class _Ended:
    """What this process knows of a drill that has ended, but for its reveal.

    One that it never saw live, whose twin is gone with its end, is lived through once more from the
    journal's first fact: `before` is the state before the fact that follows `read_to`, None once all is read.
    """

    script: Script | None
    before: State | None = None
    read_to: int = 0

    def read_on(self, drill: Drill, facts_after: FactsAfter, most: int) -> int:
        """Read `most` facts more, or those that are left; how many that was."""
        script, state, read = self.script, self.before, 0
        if script is None or state is None:
            return 0
        while read < most:
            facts = facts_after(self.read_to)[: most - read]
            for fact in facts:
                if script.relive(fact, drill, state):
                    facts = ()
                    break
                self.read_to, read = fact.seq, read + 1
            if not facts:
                self.before = None
                break
        return read


class Scripts:
    """Finds the script of the running drill, starts hidden drills, and reveals finished ones.

    `at_once` facts of a finished drill are reread in one look, the others in later looks, so that no alarm waits.
    """

    def __init__(
        self,
        sealed: SealedDrills,
        facts_after: FactsAfter,
        begins: Begins,
        at_once: int = AGAIN_AT_ONCE,
    ) -> None:
        self._sealed = sealed
        self._facts_after = facts_after
        self._begins = begins
        self._at_once = at_once
        self._script: tuple[str, Script | None] | None = None
        self._ended: dict[str, _Ended] = {}
        self._starts: dict[str, int] = {}

    def of(self, drill: Drill) -> Script | None:
        """Return the script of a drill; None if it was not sealed here."""
        if self._script is None or self._script[0] != drill.id:
            self._script = (drill.id, self._made(drill))
        return self._script[1]

    def _made(self, drill: Drill) -> Script | None:
        kept = self._sealed.of(drill.commitment)
        content = content_of(kept and kept.content)
        if kept is not None and content is None:
            _log.error("what was sealed of a drill cannot be read", drill=drill.id)
        return None if content is None else Script(content, drill, self._facts_after)

    def others(self, state: State, now: int) -> Iterator[Proposal]:
        """Yield hidden starts whose time has come (repeated later while something holds them) and reveals of finished
        drills. A drill in which people move in the plant never starts by itself: the safety officer must check first,
        and the controller confirms that with the start.
        """
        left = self._at_once
        for drill in state.drills.values():
            if drill.phase == "sealed" and not (drill.in_plant or state.twins):
                if now >= self._start_of(drill) and now >= self._starts[drill.id]:
                    self._starts[drill.id] = now + RETRY_MS
                    yield "drill.start", {"drill": drill.id}
            elif drill.phase == "ended" and drill.revealed:
                self._ended.pop(drill.id, None)
            elif drill.phase == "ended":
                ended = self._known_of(drill)
                try:
                    left -= ended.read_on(drill, self._facts_after, left)
                except Exception:
                    del self._ended[
                        drill.id
                    ]  # half a fact may have been lived through: from the start again
                    raise
                if ended.before is not None:
                    continue  # what came of it is not known yet
                yield from self._over(drill, ended.script)
                kept = self._sealed.of(drill.commitment)
                if kept is not None:
                    yield "drill.reveal", {"drill": drill.id, **kept._asdict()}

    def _known_of(self, drill: Drill) -> _Ended:
        """All that happened in a drill that has ended, if it was followed here; else what was read of it again."""
        if drill.id not in self._ended:
            if self._script is not None and self._script[0] == drill.id:
                self._ended[drill.id] = _Ended(self._script[1])
            else:
                script = self._made(drill)
                before = None if script is None else self._begins(drill.id)
                self._ended[drill.id] = _Ended(script, before)
        return self._ended[drill.id]

    def _over(self, drill: Drill, followed: Script | None) -> Iterator[Proposal]:
        """What was expected in a drill that has ended, also for a process that never saw it live. Where
        nothing was sealed here that says what would have met it: missed, or not reached if it had time left."""
        if followed is not None:
            yield from followed.over(drill)
            return
        ended_at = drill.exercise_at(drill.ended_at or 0)
        for expected in drill.expectations.values():
            if expected.state == "open":
                state = "missed" if ended_at > expected.by else "not_reached"
                settled = {"drill": drill.id, "expectation": expected.id, "state": state}
                yield "expectation.settle", settled

    def _start_of(self, drill: Drill) -> float:
        """When it starts by itself; never, for one that the controller starts."""
        if drill.id not in self._starts:
            kept = self._sealed.of(drill.commitment)
            content = content_of(kept and kept.content)
            hidden = content.starts_at if content is not None else 0
            self._starts[drill.id] = hidden if hidden > drill.planned_at else NEVER
        return self._starts[drill.id]


RETRY_MS = 300_000
"""How long a hidden start waits after a hold, which is a fact each time (ours)."""
NEVER = 2**53
