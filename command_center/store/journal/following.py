"""Continues through the journal for facts of some kinds, for tables derived from facts to catch up."""

from collections.abc import Sequence

from sqlalchemy import or_

from command_center import log
from command_center.domain.fact import Fact
from command_center.store.journal import Journal
from command_center.store.journal.search import begins_with, facts_of
from command_center.store.schema import facts

SAID_EVERY = 50_000
"""Facts between two lines of the log (ours): half a million take a minute or two."""
_log = log.get(__name__)


class Catching:
    """A table that catches up with a long journal: the log says how far it is, every so many facts, and the end."""

    def __init__(self, journal: Journal, table: str, begun: int) -> None:
        self._journal, self._table = journal, table
        self._begun = self._said = begun

    def at(self, seq: int) -> None:
        """The table is made up to this fact."""
        if seq < self._said:  # it began anew
            self._said = seq
            self._begun = min(self._begun, seq)
        if seq - self._said >= SAID_EVERY:
            self._said = seq
            of = self._journal.head().seq
            _log.info("a table follows the journal", table=self._table, fact=seq, of=of)

    def ended(self, seq: int) -> None:
        """Nothing is left to read."""
        if seq - self._begun >= SAID_EVERY:
            _log.info("a table has caught up with the journal", table=self._table, fact=seq)


def following(
    journal: Journal, after: int, kinds: Sequence[str], limit: int
) -> tuple[list[Fact], int]:
    """Return (facts, the number up to which they were searched), within the `limit` numbers that follow `after`.

    `kinds` are prefixes of the wanted kinds. Before the journal's end the database filters out the others, except the
    last one: half a million facts are not decoded for ten thousand of them. At the journal's end all are returned.
    Raises the database's errors.
    """
    last = after + limit
    wanted = or_(facts.c.seq == last, *(begins_with(kind) for kind in kinds))
    here = (facts.c.site == journal.site, facts.c.seq > after, facts.c.seq <= last)
    stored = facts.select().where(*here, wanted).order_by(facts.c.seq)
    found = facts_of(journal.engine, stored)
    if not found or found[-1].seq != last:
        found = journal.read(after, limit)
    return found, found[-1].seq if found else after
