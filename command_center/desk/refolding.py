"""Refolds the journal without facts that cannot be folded, when the Desk meets one, sets one aside or annuls one."""

from collections.abc import Iterable, Sequence

from command_center.domain.fact import Fact
from command_center.domain.fold import Gap, UnknownFact, apply
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.store.journal import Journal

CHUNK = 5_000
MOST_PASSED = 100
"""So many facts are passed over (ours). Where more fail it is this program that is wrong, and it does not start."""
NO_FAULT = (Gap, UnknownFact, MemoryError)
"""Errors that say nothing of a fact: it came out of order, a newer program wrote it, or this machine is too small."""


class TooManyFail(RuntimeError):
    """More facts fail to fold than may be skipped, so the facts are not to blame."""

    def __init__(self, count: int, last: Fact) -> None:
        super().__init__(f"{count} facts cannot be folded, the last: {last.seq} {last.kind}")


def folded_without(
    site: Site, journal: Journal, until: int, passing: Iterable[int]
) -> tuple[State, dict[int, tuple[Fact, Exception]]]:
    """Return the state after fact `until`, folded from the first fact, and the facts that failed besides `passing`.
    Failed facts are skipped too. A failing fact may have changed half of a state, so the fold restarts after each
    failure. Raises TooManyFail and `NO_FAULT`.
    """
    passed = set(passing)
    failed: dict[int, tuple[Fact, Exception]] = {}
    while True:
        state = State.start(site, passed)
        found = _fold(state, journal, until)
        if found is None:
            return state, failed
        fact, error = found
        failed[fact.seq] = found
        passed.add(fact.seq)
        if len(failed) > MOST_PASSED:
            raise TooManyFail(len(failed), fact) from error


def read_after(journal: Journal, seq: int, most: int) -> Sequence[Fact]:
    """Return the facts after number `seq`, which must exist. Raises Gap if there are none: the journal was longer
    before.
    """
    facts = journal.read(seq, most)
    if not facts:
        raise Gap(f"there is no fact after {seq}")
    return facts


def _fold(state: State, journal: Journal, until: int) -> tuple[Fact, Exception] | None:
    """Fold up to `until`; the first fact that fails with its error."""
    while state.seq < until:
        for fact in read_after(journal, state.seq, min(CHUNK, until - state.seq)):
            try:
                apply(state, fact)
            except NO_FAULT:
                raise
            except Exception as error:
                return fact, error
    return None
