"""Applies facts in order to a state. A decision is made once; its facts can be applied any number
of times (replay)."""

from collections.abc import Iterable

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.fact import Fact
from command_center.domain.matters.fold import number_is_given
from command_center.domain.registry import FACTS, FOLLOWING, FactSpec
from command_center.domain.state import State

AFTERWARDS = frozenset({"review", "finding", "action"})
"""Areas whose facts stand in a drill's log and are none of its course: what people say of it later."""


class UnknownFact(LookupError):
    """Raised when the journal holds a fact that this release does not know, because a newer release
    wrote it."""

    def __init__(self, seq: int, kind: str) -> None:
        super().__init__(f"fact {seq} is of unknown kind {kind}: update this program")
        self.seq = seq
        self.kind = kind


class Gap(LookupError):
    """Raised when facts did not arrive in order; the reader must go back to the journal."""


def apply(state: State, fact: Fact) -> None:
    """Applies one fact to the state.

    Raises `Gap` when it does not follow the last one and `UnknownFact` for an undeclared kind.
    """
    if fact.seq != state.seq + 1:
        raise Gap(f"fact {fact.seq} does not follow {state.seq}")
    if fact.seq in state.passing:
        if fact.kind == "matter.opened":
            number_is_given(state, fact)
        _passed(state, fact)
        return
    spec = FACTS.get(fact.kind)
    if spec is None:
        raise UnknownFact(fact.seq, fact.kind)
    spec.apply(_board_of(state, spec, fact), fact)
    for follow in FOLLOWING.get(fact.kind, ()):
        follow(state, fact)
    if fact.drill is not None:
        drill = state.drills[fact.drill]
        if not spec.of_drill:
            drill.saw(fact.at)
        if drill.started_seq is not None and fact.kind.partition(".")[0] not in AFTERWARDS:
            drill.own.append(fact.seq)
    _passed(state, fact)


def apply_without_matters(state: State, fact: Fact) -> None:
    """Applies one fact, but skips facts of matters. For readers that need no matters, such as the
    twin of a drill; matters are most of a journal."""
    if not fact.kind.startswith("matter."):
        apply(state, fact)
        return
    if fact.seq != state.seq + 1:
        raise Gap(f"fact {fact.seq} does not follow {state.seq}")
    _passed(state, fact)


def _passed(state: State, fact: Fact) -> None:
    state.seq = fact.seq
    state.times.append(fact.at)
    state.recorded_at = fact.recorded_at


def _board_of(state: State, spec: FactSpec, fact: Fact) -> State:
    """Returns the state that a fact changes: the drill's twin for what happens in a drill, else the
    given state."""
    return state if fact.drill is None or spec.of_drill else state.twins[fact.drill]


def replay(state: State, facts: Iterable[Fact]) -> State:
    """Applies many facts; returns the same state for convenience."""
    for fact in facts:
        apply(state, fact)
    return state
