"""Searches the journal backwards for facts of a kind, an incident, or about something.

Only the facts' numbers are indexed: a journal grows for years and is searched rarely. Its stored bytes are canonical,
so the database itself can skip what cannot match. A call examines at most `MOST_LOOKED_AT` facts and says where to
continue.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, or_, select

from command_center.domain.fact import Fact, mentions
from command_center.store.journal import Journal
from command_center.store.journal.canonical import decoded_all
from command_center.store.last_in_turn import last_in_turn
from command_center.store.schema import facts
from command_center.store.writer import read

WINDOW = 500
"""Facts the database looks through in one step: last in turn, and SQLite's one thread is free between two."""

MOST_LOOKED_AT = 100_000


@dataclass(frozen=True, slots=True)
class Sought:
    """The conditions for a fact; None means any.

    `kind` is a whole kind or an area of kinds (`alarm` finds `alarm.raised`), `about` the id of anything a fact may
    name, `drill` the drill it belongs to.
    """

    kind: str | None = None
    incident: str | None = None
    about: str | None = None
    drill: str | None = None

    def fits(self, fact: Fact) -> bool:
        """Whether `fact` matches the search."""
        return (
            (self.kind is None or fact.kind == self.kind or fact.kind.startswith(f"{self.kind}."))
            and (self.incident is None or fact.incident == self.incident)
            and (self.about is None or mentions(fact, self.about))
            and (self.drill is None or fact.drill == self.drill)
        )

    def may_fit(self) -> list[ColumnElement[bool]]:
        """Return SQL conditions that every matching fact meets, so that the rest is not even decoded."""
        held: list[ColumnElement[bool]] = []
        if self.kind is not None:
            start = f'"kind":"{_inner(self.kind)}'
            held.append(or_(_has(f'{start}"'), _has(f"{start}.")))
        if self.incident is not None:
            held.append(_has(f'"incident":"{_inner(self.incident)}"'))
        if self.drill is not None:
            held.append(_has(f'"drill":"{_inner(self.drill)}"'))
        if self.about is not None:
            held.append(_has(f'"{_inner(self.about)}'))
        return held


@dataclass(frozen=True, slots=True)
class Found:
    """The facts found, newest first, and the number before which to continue; None at the end."""

    facts: list[Fact]
    before: int | None


def search(
    engine: Engine,
    site: str,
    sought: Sought,
    *,
    before: int,
    limit: int,
    seen: Callable[[Fact], bool] = lambda fact: True,
) -> Found:
    """Return the newest `limit` facts of `site` that match, that the reader may see (`seen`), and that are numbered
    below `before`.

    Facts the reader may not see are not counted: not even the place where the search ends reveals them.
    """
    found: list[Fact] = []
    lowest = max(1, before - MOST_LOOKED_AT)
    while before > lowest and len(found) < limit:
        after = max(lowest, before - WINDOW)
        newest = numbered(site, sought, after, before).order_by(facts.c.seq.desc())
        with last_in_turn():
            read_now = facts_of(engine, newest.limit(limit - len(found)))
            full = len(read_now) == limit - len(found)
            found += [fact for fact in read_now if sought.fits(fact) and seen(fact)]
        before = read_now[-1].seq if full else after
    return Found(found, before if before > 1 else None)


def numbered(site: str, sought: Sought, first: int, before: int) -> Select[Any]:
    """Return a query for stored facts with first <= number < before that may match."""
    here = and_(facts.c.site == site, facts.c.seq >= first, facts.c.seq < before)
    return select(facts.c.body, facts.c.hash).where(here, *sought.may_fit())


def facts_of(engine: Engine, stored: Select[Any]) -> list[Fact]:
    """Run a query made by `numbered` and decode the facts."""

    def transaction(connection: Connection) -> list[Fact]:
        return decoded_all((row.body, row.hash) for row in connection.execute(stored))

    return read(engine, transaction)


def begins_with(kind: str) -> ColumnElement[bool]:
    """Return a condition that a stored fact's kind begins so. A fact that only quotes such a kind may match too."""
    return _has(f'"kind":"{_inner(kind)}')


def _has(text: str) -> ColumnElement[bool]:
    return facts.c.body.contains(text, autoescape=True)


def _inner(text: str) -> str:
    """`text` as it stands between the quotes of canonical JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


# Searches the journal for facts by when they happened, oldest first. Time is not indexed, but
# recording times never decrease with the numbers: the first and last number are found by
# bisection, and what lies between them is searched.

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
