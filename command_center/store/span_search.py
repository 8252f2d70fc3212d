"""Looking through the journal for facts by when they happened, oldest first.

There is no index by time, but times of recording never decrease with the numbers: the first and the
last number to look at are found by halving, and between them the search is `search.py`'s own.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from command_center.domain.fact import Fact
from command_center.store.canonical import decoded_all
from command_center.store.journal import Journal
from command_center.store.schema import facts
from command_center.store.search import WINDOW, Sought
from command_center.store.writer import read

ENTERED_LATE_MS = 86_400_000
"""What was entered by hand longer after it happened is not found by its time (ours)."""


def search_span(journal: Journal, sought: Sought, since: int, until: int) -> Iterator[Fact]:
    """The facts that fit with since <= at < until (UTC epoch ms), in order of their numbers."""
    first = _first_recorded(journal, since)
    last = _first_recorded(journal, until + ENTERED_LATE_MS)
    for start in range(first, last, WINDOW):
        for fact in _window(journal, sought, start, min(start + WINDOW, last)):
            if since <= fact.at < until and sought.fits(fact):
                yield fact


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


def _window(journal: Journal, sought: Sought, first: int, before: int) -> list[Fact]:
    numbered = (facts.c.site == journal.site, facts.c.seq >= first, facts.c.seq < before)
    query = select(facts.c.body, facts.c.hash).where(*numbered, *sought.may_fit())

    def work(connection: Connection) -> list[Fact]:
        rows = connection.execute(query.order_by(facts.c.seq))
        return decoded_all((row.body, row.hash) for row in rows)

    return read(journal.engine, work)
