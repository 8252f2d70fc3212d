"""The board as facts up to a moment give it: what a form of that moment is filled from."""

from collections.abc import Callable, Iterable

from command_center.domain.fact import Fact
from command_center.domain.fold import apply
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.store.journal import Journal, steps


def board_before(
    journal: Journal, site: Site, is_later: Callable[[Fact], bool], passing: Iterable[int] = ()
) -> State:
    """The whole state, folded from the first fact up to the first that `is_later`, `passing` over what is set aside."""
    state = State.start(site, passing)
    for page in steps(journal, 0):
        for fact in page:
            if is_later(fact):
                return state
            apply(state, fact)
    return state
