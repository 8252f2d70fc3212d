"""Searches the journal for facts by when they happened, oldest first.

Time is not indexed, but recording times never decrease with the numbers: the first and last number are found by
bisection, and between them `search.py` searches.
"""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.store.journal import Journal
from command_center.store.journal.search import WINDOW, Sought, facts_of, numbered
from command_center.store.last_in_turn import last_in_turn
from command_center.store.schema import facts

ENTERED_LATE_MS = 86_400_000
"""What was entered by hand longer after it happened is not found by its time (ours)."""

FEW = 50
"""A step that finds no more costs what the database takes to look through it, and the next one is twice as wide."""
WIDEST = 4_000
"""Facts that are looked through in one step: ten milliseconds of the database."""


def search_span(journal: Journal, sought: Sought, since: int, until: int) -> Iterator[Fact]:
    """Yield the matching facts with since <= at < until (UTC epoch ms), in order of their numbers."""
    first = _first_recorded(journal, since)
    last = _first_recorded(journal, until + ENTERED_LATE_MS)
    wide = WINDOW
    while first < last:
        before = min(first + wide, last)
        stored = numbered(journal.site, sought, first, before)
        with last_in_turn():
            found = facts_of(journal.engine, stored.order_by(facts.c.seq))
        for fact in found:
            if since <= fact.at < until and sought.fits(fact):
                yield fact
        first = before
        wide = WINDOW if len(found) > FEW else min(2 * wide, WIDEST)


def _first_recorded(journal: Journal, at: int) -> int:
    """The number of the first fact recorded at `at` or later; one past the head if none was."""
    low, high = 1, journal.head().seq + 1
    while low < high:
        middle = (low + high) // 2
        found = journal.read(middle - 1, 1)
        if found and found[0].recorded_at < at:
            low = middle + 1
        else:
            high = middle
    return low
