"""Reads large parts of the journal in steps, at low priority."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.store.journal.journal import Journal
from command_center.store.last_in_turn import STEP, last_in_turn


def steps(journal: Journal, after: int, upto: int | None = None) -> Iterator[list[Fact]]:
    """Yield the facts with after < number <= `upto` (None: the head), in order, a few at a time. The caller's work on
    each batch counts as part of its step.
    """
    while upto is None or after < upto:
        with last_in_turn():
            count = STEP if upto is None else min(STEP, upto - after)
            page = journal.read(after, count)
            if not page:
                return
            yield page
        after = page[-1].seq
