"""The histories ("stories") of matters with indexed columns, their points, and the events that hazards may have
pointed to.

The figures of the past are computed from them (`command_center/analysis/`). The tables are derived from facts and can
be rebuilt; each query first reads what the journal has recorded since the last one. Times are UTC epoch ms.
"""

import json
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from copy import copy
from dataclasses import asdict, fields
from functools import partial
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import Connection, Engine, Row, and_, delete, func, insert, or_, select

from command_center.domain.fact import Fact
from command_center.domain.matters.reading.story import (
    Deadline,
    Missed,
    Scored,
    Story,
    begun,
    followed,
    scored,
)
from command_center.store.journal import Journal
from command_center.store.journal.following import Catching, following
from command_center.store.last_in_turn import last_in_turn
from command_center.store.schema import (
    matter_events,
    matter_points,
    matter_stories,
    matter_stories_read,
)
from command_center.store.stories.happened import KINDS, Happened, event_of, is_told
from command_center.store.stories.listed import DAY_MS, HOUR_MS, Listed, fits
from command_center.store.stories.windows import (
    Codes,
    Key,
    Window,
    WordsOf,
    code_of,
    passes,
    selected,
)
from command_center.store.writer import read, read_pages, write

CHUNK = 1_000
PAGE = 2_000
"""Most rows of a list (ours)."""


_of_journals: WeakKeyDictionary[Journal, "Stories"] = WeakKeyDictionary()


def stories_of(journal: Journal) -> "Stories":
    """Return the histories of a journal's site: one object for all callers, so that each fact is followed once. They
    use a journal object of their own, so that its end does not depend on the caller's.
    """
    known = _of_journals.get(journal)
    if known is None:
        known = _of_journals[journal] = Stories(journal.engine, journal.site, copy(journal))
    return known


class Stories:
    """The stories of one site."""

    def __init__(self, engine: Engine, site: str, journal: Journal) -> None:
        self._engine, self._site, self._journal = engine, site, journal
        self._lock = threading.Lock()
        self._seq = self._mark = 0
        self._codes: dict[str, tuple[int, set[str]]] = {}
        self._bytewise = "BINARY" if engine.dialect.name == "sqlite" else "C"

    def follow(self) -> int:
        """Add what the journal recorded since the last call; return up to which fact. Another process may do so at
        the same time: the one that finds the mark moved reads it and continues from there.
        """
        with self._lock:
            if not self._seq:
                self._seq = self._mark = self._marked()
            behind = False
            catching = Catching(self._journal, "stories", self._seq)
            while True:
                catching.at(self._seq)
                with last_in_turn() if behind else nullcontext():
                    facts, upto = self._next(behind=behind)
                if upto == self._seq:
                    catching.ended(upto)
                    return upto
                behind = upto - self._seq == CHUNK
                own = [fact for fact in facts if fact.drill is None and is_told(fact)]
                if own or behind:
                    keep = partial(self._keep, facts=own, upto=upto)
                    self._seq = self._mark = write(self._engine, keep)
                else:  # what no table is made of need not be written down
                    self._seq = upto

    def _next(self, *, behind: bool) -> tuple[list[Fact], int]:
        if behind:
            return following(self._journal, self._seq, KINDS, CHUNK)
        facts = self._journal.read(self._seq, CHUNK)
        return facts, facts[-1].seq if facts else self._seq

    def _marked(self) -> int:
        mark = matter_stories_read
        query = select(mark.c.seq).where(mark.c.site == self._site)
        return int(read(self._engine, lambda connection: connection.execute(query).scalar()) or 0)

    def rebuild(self) -> int:
        """Rebuild the tables from the journal; return up to which fact."""

        def empty(connection: Connection) -> None:
            for table in (matter_stories, matter_points, matter_events, matter_stories_read):
                connection.execute(delete(table).where(table.c.site == self._site))

        with self._lock:
            write(self._engine, empty)
            self._seq = self._mark = 0
            self._codes.clear()
        return self.follow()

    def alive(self, templates: Sequence[str], since: int, until: int) -> list[Story]:
        """Return the histories that were open during a span: opened before its end, not ended before its start."""
        table = matter_stories
        where = and_(
            table.c.site == self._site,
            table.c.template.in_(templates),
            table.c.opened_at < until,
            or_(table.c.ended_at.is_(None), table.c.ended_at >= since),
        )
        return self._stories(where)

    def ended(self, templates: Sequence[str], since: int, until: int) -> list[Story]:
        """Return the histories that ended in a span."""
        table = matter_stories
        where = and_(
            table.c.site == self._site,
            table.c.template.in_(templates),
            table.c.ended_at >= since,
            table.c.ended_at < until,
        )
        return self._stories(where)

    def counted(
        self, templates: Sequence[str], since: int, until: int, shift: int | None = None
    ) -> list[tuple[str | None, str | None, int, int]]:
        """Return (area, category, hour, number opened in it) of a span. `shift` is the plant's UTC offset in ms;
        without it hours are not distinguished. Imported matters, whose hour is unknown, are left out of counts by
        hour.
        """
        self.follow()
        table = matter_stories
        local = table.c.opened_at + (shift or 0)
        # Integer division is not the same word in both databases; the remainder is.
        of_day = (local % DAY_MS - local % HOUR_MS).label("of_day")
        groups = [table.c.area, table.c.category, *([] if shift is None else [of_day])]
        query = (
            select(*groups, func.count())
            .where(
                table.c.site == self._site,
                table.c.template.in_(templates),
                table.c.opened_at >= since,
                table.c.opened_at < until,
                *([] if shift is None else [table.c.old_number.is_(None)]),
            )
            .group_by(*groups)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        hours = (0 if shift is None else int(row[2]) // HOUR_MS for row in rows)
        return [(row[0], row[1], hour, int(row[-1])) for row, hour in zip(rows, hours, strict=True)]

    def points(self, account: str, periods: Sequence[str]) -> list[tuple[Scored, str]]:
        """Return the entries of an account in some periods, each with the template of its matter."""
        self.follow()
        table, stories = matter_points, matter_stories
        of_matter = and_(stories.c.site == table.c.site, stories.c.matter == table.c.matter)
        query = (
            select(table, stories.c.template)
            .join(stories, of_matter)
            .where(
                table.c.site == self._site,
                table.c.account == account,
                table.c.period.in_(periods),
            )
            .order_by(table.c.seq, table.c.line)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [(_scored(row), str(row.template)) for row in rows]

    def points_of(self, matter: str) -> list[Scored]:
        """Return the points that one matter added to accounts."""
        self.follow()
        table = matter_points
        query = select(table).where(table.c.site == self._site, table.c.matter == matter)
        query = query.order_by(table.c.seq, table.c.line)
        return [_scored(row) for row in read(self._engine, lambda c: c.execute(query).all())]

    def happened(self, since: int, until: int) -> list[Happened]:
        """Return the grave alarms, incidents and expiries of a span."""
        self.follow()
        table = matter_events
        query = select(table).where(
            table.c.site == self._site, table.c.at >= since, table.c.at < until
        ).order_by(table.c.seq)  # fmt: skip
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [Happened(row.seq, row.kind, row.id, row.at, row.about) for row in rows]

    def templates(self) -> list[str]:
        """Return every template that ever had a matter: one index look-up for each template, not for each matter."""
        self.follow()
        table = matter_stories
        here = table.c.site == self._site

        def all_of_them(connection: Connection) -> list[str]:
            found: list[str] = []
            while True:
                last = found[-1] if found else ""
                query = select(func.min(table.c.template)).where(here, table.c.template > last)
                following = connection.execute(query).scalar()
                if following is None:
                    return found
                found.append(str(following))

        return read(self._engine, all_of_them)

    def listed(self, wanted: Listed, most: int = PAGE) -> tuple[list[Story], int]:
        """Return (the newest that match, at most so many; how many match)."""
        self.follow()
        where = fits(self._site, wanted)
        return self._stories(where, most), self._counted(where)

    def window(self, wanted: Listed, window: Window, words: WordsOf) -> list[tuple[Story, Key]]:
        """Return the histories of a window, each with its place in the order. For a list in order of deadlines,
        `MatterTable.follow` must be called first.
        """
        codes = self._called(window, words)
        where = and_(fits(self._site, wanted), passes(window, codes))
        found: list[tuple[Story, Key]] = []

        def take(rows: Sequence[Row[Any]]) -> None:
            found.extend((_story(row), (row.order_key, row.opened_at, row.matter)) for row in rows)

        read_pages(self._engine, selected(where, window, codes, self._bytewise), take)
        return found

    def count(self, wanted: Listed, window: Window, words: WordsOf) -> int:
        """Return the length of a window's whole list."""
        codes = self._called(window, words)
        return self._counted(and_(fits(self._site, wanted), passes(window, codes)))

    def changed(self, since: int, most: int) -> list[str]:
        """Return the matters that have a later fact than this one, at most so many."""
        self.follow()
        where = fits(self._site, Listed(changed_since=since))
        query = select(matter_stories.c.matter).where(where).limit(most)
        return list(read(self._engine, lambda connection: connection.execute(query).scalars()))

    def first_opened(self) -> int | None:
        """Return when the oldest matter was opened; None if there is none."""
        self.follow()
        query = select(func.min(matter_stories.c.opened_at)).where(
            matter_stories.c.site == self._site
        )
        return read(self._engine, lambda connection: connection.execute(query).scalar())

    def _counted(self, where: Any) -> int:
        counted = select(func.count()).select_from(matter_stories).where(where)
        return read(self._engine, lambda c: int(c.execute(counted).scalar_one()))

    def _called(self, window: Window, words: WordsOf) -> Codes:
        self.follow()
        return {
            name: {code: words(name, code) for code in self._codes_of(name)}
            for name in window.coded()
        }

    def _codes_of(self, name: str) -> set[str]:
        """Every code that a column has had. Only what changed since the last time is looked at."""
        upto, known = self._codes.get(name, (-1, set()))
        if upto < self._seq:
            seq = self._seq
            where = fits(self._site, Listed(changed_since=upto))
            query = select(code_of(name)).where(where).distinct()
            found = read(self._engine, lambda c: list(c.execute(query).scalars()))
            known = known | set(found)
            self._codes[name] = seq, known
        return known

    def one(self, matter: str) -> Story | None:
        """One story; None if there is none."""
        found = self._stories(
            and_(matter_stories.c.site == self._site, matter_stories.c.matter == matter)
        )
        return found[0] if found else None

    def _stories(self, where: Any, most: int | None = None) -> list[Story]:
        """Read page by page: a year of stories delays nobody who waits for the database."""
        self.follow()
        table = matter_stories
        query = select(table).where(where).order_by(table.c.opened_at.desc(), table.c.matter)
        query = query if most is None else query.limit(most)
        found: list[Story] = []
        read_pages(self._engine, query, lambda rows: found.extend(map(_story, rows)))
        return found

    def _keep(self, connection: Connection, facts: Sequence[Fact], upto: int) -> int:
        """Write the facts that were told since the mark, up to number `upto`; returns up to which fact the tables are
        now made. Where that is not `upto`, another process was here."""
        mark = matter_stories_read
        here = mark.c.site == self._site
        known = connection.execute(select(mark.c.seq).where(here).with_for_update()).scalar()
        if known is None:
            connection.execute(insert(mark), {"site": self._site, "seq": 0})
        done = int(known or 0)
        if done != self._mark:
            return done
        self._keep_stories(connection, [one for one in facts if one.kind.startswith(KINDS[0])])
        events = [event for fact in facts if (event := event_of(fact)) is not None]
        if events:
            rows = [{"site": self._site} | asdict(event) for event in events]
            connection.execute(insert(matter_events), rows)
        connection.execute(mark.update().where(here).values(seq=upto))
        return upto

    def _keep_stories(self, connection: Connection, facts: Sequence[Fact]) -> None:
        table = matter_stories
        ids = {fact.data["matter"] for fact in facts if fact.kind != "matter.opened"}
        stories = {
            row.matter: _story(row)
            for row in connection.execute(
                select(table).where(table.c.site == self._site, table.c.matter.in_(ids))
            )
        }
        known, entries = set(stories), []
        for fact in facts:
            matter = fact.data["matter"]
            if fact.kind == "matter.opened":
                stories.setdefault(matter, begun(fact))
            elif matter in stories:
                stories[matter] = followed(stories[matter], fact)
            entries += [
                {"site": self._site, "line": line} | asdict(one)
                for line, one in enumerate(scored(fact))
            ]
        changed = known & {fact.data["matter"] for fact in facts}
        if changed:
            connection.execute(
                delete(table).where(table.c.site == self._site, table.c.matter.in_(changed))
            )
        if stories:
            connection.execute(insert(table), [self._row(one) for one in stories.values()])
        if entries:
            connection.execute(insert(matter_points), entries)

    def _row(self, one: Story) -> dict[str, Any]:
        row: dict[str, Any] = {"site": self._site} | asdict(one)
        row["missed_at"] = min(
            [each.at for each in one.missed] + [each.at for each in one.due], default=None
        )
        for name in ("title", "due", "missed", "holders", "people", "readers"):
            row[name] = json.dumps(row[name], ensure_ascii=False)
        return row


def _scored(row: Row[Any]) -> Scored:
    return Scored(row.seq, row.at, row.matter, row.account, row.subject, row.why, row.n, row.period)


def _list(text: str) -> list[Any]:
    found: list[Any] = [] if text == "[]" else orjson.loads(text)
    return found


_OF_STORY = itemgetter(*(matter_stories.c.keys().index(one.name) for one in fields(Story)))
"""The columns of a row in the order of a story's fields, taken from each row at once and not by name."""


def _story(row: Row[Any]) -> Story:
    """The story of a whole row of the table."""
    (
        matter, template, number, title, *others, due, missed, holders, people, readers, old_number
    ) = _OF_STORY(row)  # fmt: skip
    values: list[Any] = [
        matter, template, number, orjson.loads(title), *others,
        tuple(Deadline(**one) for one in _list(due)),
        tuple(Missed(**one) for one in _list(missed)),
        tuple(_list(holders)), tuple(_list(people)), tuple(_list(readers)), old_number,
    ]  # fmt: skip
    return Story(*values)
