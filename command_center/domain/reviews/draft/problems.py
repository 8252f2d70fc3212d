"""Problems found by themselves, in the order people work through them."""

from collections.abc import Callable, Iterator

from command_center.domain.reviews.draft.acknowledging import late_acknowledgements, refusals
from command_center.domain.reviews.draft.authority import beyond_authority
from command_center.domain.reviews.draft.contacts import dead_contacts, exhausted
from command_center.domain.reviews.draft.contradiction import contradictions
from command_center.domain.reviews.draft.kits import locked, shortages
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import FoundProblem
from command_center.domain.reviews.draft.unmet import unmet
from command_center.domain.reviews.draft.water import water
from command_center.domain.timing.record import Record

FINDERS: tuple[Callable[[Record, Names], Iterator[FoundProblem]], ...] = (
    dead_contacts,
    exhausted,
    locked,
    beyond_authority,
    water,
    late_acknowledgements,
    refusals,
    shortages,
    contradictions,
    unmet,
)


def problems(record: Record, names: Names) -> list[FoundProblem]:
    """All problems of the record; `kind` is a word of `problem_kind.KIND`."""
    return [problem for find in FINDERS for problem in find(record, names)]
