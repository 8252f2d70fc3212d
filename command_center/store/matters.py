"""The table of matters, open and ended, with indexed columns. It is derived from facts and can be rebuilt.

Page lists are read from it, so that ended matters need no memory. Times are UTC epoch ms.

Two further tables say who may read what, so that no list parses every matter. A **readership** is what several
matters share: the same readers, in the same area where that counts. There are a few hundred, and
`domain/matters/reading/readers.py` decides once for each whether somebody belongs to it. `matter_people` has a row
for everybody who takes part in a matter.
"""

import hashlib
import json
import threading
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from command_center.domain.fact import Fact
from command_center.domain.journal.set_aside import CHANGES_THE_PAST
from command_center.domain.matters.facts import ended_at, found_at
from command_center.domain.matters.reading.readers import OF_AREA, Reach, may_read
from command_center.store.journal import Journal
from command_center.store.journal.following import Catching, following
from command_center.store.last_in_turn import last_in_turn
from command_center.store.plant.plant_history import set_aside_in
from command_center.store.schema import matter_people, matter_readers, matters, matters_read
from command_center.store.writer import read, write

CHUNK = 1_000
KIND = "matter."
KINDS = (KIND, *sorted(CHANGES_THE_PAST))
TOLD_AS_JSON = ("title", "people", "readers", "history")
FEW = 2_000
"""Matters of one person up to which each is looked up for a list that is narrowed otherwise too (ours)."""
CHANGING = (
    "revision", "title", "state", "place", "area", "category", "last_seq", "last_at", "ended_at", "due_at", "people",
    "readers", "readership", "history",
)  # fmt: skip
"""The columns that a later fact of a matter may change."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of a list of matters; None means any. `person`: only those of which this person is a party. `reach`:
    only those that this reader may read.
    """

    template: str | None = None
    state: str | None = None
    place: str | None = None
    ended: bool | None = None
    person: str | None = None
    reach: Reach | None = None


class MatterTable:
    """The matters of one site. `follow` brings the table up to the journal's head; each query calls it first."""

    def __init__(self, engine: Engine, site: str, journal: Journal) -> None:
        self._engine, self._site, self._journal = engine, site, journal
        self._lock = threading.Lock()
        self._seq = self._mark = 0
        self._aside: Container[int] = ()
        self._aside_until = 0

    def follow(self) -> int:
        """Add what the journal recorded since the last call; return the number of facts about matters. Another
        process may do so at the same time: the one that finds the mark moved continues from there.
        """
        with self._lock:
            count = 0
            if not self._seq:
                self._seq = self._mark = self._marked()
                self._aside_until = max(self._aside_until, self._mark)
            behind = False
            catching = Catching(self._journal, "matters", self._seq)
            while True:
                catching.at(self._seq)
                with last_in_turn() if behind else nullcontext():
                    if behind:
                        facts, upto = following(self._journal, self._seq, KINDS, CHUNK)
                    else:
                        facts = self._journal.read(self._seq, CHUNK)
                        upto = facts[-1].seq if facts else self._seq
                    if not facts:
                        catching.ended(self._seq)
                        return count
                    if any(self._changes_the_past(fact) for fact in facts):
                        self._begin_anew()
                        continue
                    behind = upto - self._seq == CHUNK
                    own = [
                        fact
                        for fact in facts
                        if fact.kind.startswith(KIND) and fact.seq not in self._aside
                    ]
                    if own or behind:
                        count += self._kept(own, upto)
                    else:
                        self._seq = upto

    def rebuild(self) -> int:
        """Rebuild the whole table from the journal; return the number of facts."""
        with self._lock:
            self._begin_anew()
        return self.follow()

    def _changes_the_past(self, fact: Fact) -> bool:
        """Whether the table is still made with what this fact sets aside, or without what it annuls."""
        return fact.kind in CHANGES_THE_PAST and fact.seq > self._aside_until

    def _begin_anew(self) -> None:
        def empty(connection: Connection) -> None:
            for table in (matters, matter_people, matter_readers, matters_read):
                connection.execute(delete(table).where(table.c.site == self._site))

        self._aside_until = self._journal.head().seq
        self._aside = set_aside_in(self._engine, self._site)
        write(self._engine, empty)
        self._seq = self._mark = 0

    def page(self, wanted: Wanted, page: int, size: int) -> tuple[list[Mapping[str, Any]], int]:
        """Return (the rows of a page, the newest opened first; the total number)."""
        self.follow()

        def both(connection: Connection) -> tuple[list[Mapping[str, Any]], int]:
            parts = list(self._parts(connection, wanted))
            total = _total(connection, parts)
            ids = _newest_of(connection, parts, page * size, size)
            query = select(matters).where(matters.c.site == self._site, matters.c.id.in_(ids))
            rows = {row.id: _row(dict(row._mapping)) for row in connection.execute(query)}
            return [rows[one] for one in ids], total

        return read(self._engine, both)

    def count(self, wanted: Wanted) -> int:
        """How many there are, by indexes alone."""
        self.follow()
        return read(
            self._engine,
            lambda connection: _total(connection, self._parts(connection, wanted)),
        )

    def one(self, matter: str) -> Mapping[str, Any] | None:
        """One matter, open or ended; None if there is no such."""
        self.follow()
        query = select(matters).where(matters.c.site == self._site, matters.c.id == matter)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else _row(dict(row._mapping))

    def several(self, idents: Iterable[str]) -> list[Mapping[str, Any]]:
        """Return some matters, open or ended, in no order; unknown ids are left out."""
        self.follow()
        query = select(matters).where(matters.c.site == self._site, matters.c.id.in_(set(idents)))
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [_row(dict(row._mapping)) for row in rows]

    def facts_of(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Fact]]:
        """Return the facts of some rows of this table by matter, each in the journal's order: one query for a
        thousand facts.
        """
        histories: dict[str, list[int]] = {row["id"]: row["history"] for row in rows}
        known = self._journal.numbered(seq for history in histories.values() for seq in history)
        by_seq = {fact.seq: fact for fact in known}
        return {
            ident: [by_seq[seq] for seq in history if seq in by_seq]
            for ident, history in histories.items()
        }

    def _marked(self) -> int:
        query = select(matters_read.c.seq).where(matters_read.c.site == self._site)
        return int(read(self._engine, lambda connection: connection.execute(query).scalar()) or 0)

    def _parts(self, connection: Connection, wanted: Wanted) -> Iterator[Select[Any]]:
        """What is wanted, in parts that have no matter in common: (opened_at, id) of each."""
        narrow = list(self._where(wanted))
        here = and_(matters.c.site == self._site, *narrow)
        everything = select(matters.c.opened_at, matters.c.id).where(here)
        reach, person = wanted.reach, wanted.person
        if reach is None:
            yield everything if person is None else everything.where(self._takes_part(person))
            return
        readable, others = self._readerships(connection, reach)
        of_readable: ColumnElement[bool] = matters.c.readership.in_(readable)
        of_others = matters.c.readership.in_(others)
        if reach.audited:
            of_readable = or_(of_readable, matters.c.template.in_(sorted(reach.audited)))
        if person is not None and person != reach.person:
            reads = or_(of_readable, self._takes_part(reach.person or ""))
            yield everything.where(self._takes_part(person), reads)
            return
        if (readable or reach.audited) and person is None:
            yield everything.where(of_readable)
        if reach.person is None or not (others or person):
            return
        lines = self._lines(reach.person, None if person is not None else others)
        if not narrow:
            yield lines
        elif _few(connection, lines):
            of, same = matter_people.c, here
            joined = and_(matters.c.site == of.site, matters.c.id == of.matter)
            yield lines.join(matters, joined).where(same)
        else:
            part = everything.where(self._takes_part(reach.person))
            yield part if person is not None else part.where(of_others)

    def _readerships(
        self, connection: Connection, reach: Reach
    ) -> tuple[Sequence[str], Sequence[str]]:
        """The readerships that somebody belongs to whatever they take part in, and all others."""
        query = select(matter_readers).where(matter_readers.c.site == self._site)
        nobody = {"people": (), "opener": None, "template": None}
        found: dict[bool, list[str]] = {True: [], False: []}
        for row in connection.execute(query):
            told = {"readers": json.loads(row.readers), "area": row.area}
            found[may_read(told | nobody, reach)].append(row.id)
        return found[True], found[False]

    def _lines(self, person: str, readerships: Sequence[str] | None) -> Select[Any]:
        """(opened_at, id) of what somebody takes part in; of these readerships, None: of all."""
        of = matter_people.c
        found = select(of.opened_at, of.matter.label("id"))
        found = found.where(of.site == self._site, of.person == person)
        return found if readerships is None else found.where(of.readership.in_(readerships))

    def _takes_part(self, person: str) -> ColumnElement[bool]:
        of = matter_people.alias().c
        return exists().where(
            of.site == self._site, of.person == person, of.readership == matters.c.readership,
            of.opened_at == matters.c.opened_at, of.matter == matters.c.id,
        )  # fmt: skip

    def _where(self, wanted: Wanted) -> Iterable[Any]:
        """The conditions of a list, except those for its reader."""
        for name in ("template", "state", "place"):
            value = getattr(wanted, name)
            if value is not None:
                yield matters.c[name] == value
        if wanted.ended is not None:
            yield matters.c.ended_at.is_not(None) if wanted.ended else matters.c.ended_at.is_(None)

    def _kept(self, own: Sequence[Fact], upto: int) -> int:
        """Write a batch that follows `self._seq`; how many facts of matters it had."""
        done = write(self._engine, partial(self._keep, facts=own, since=self._seq, upto=upto))
        self._seq = self._mark = done
        return len(own) if done == upto else 0

    def _keep(self, connection: Connection, facts: Sequence[Fact], since: int, upto: int) -> int:
        """Returns up to which fact the table is now made. Where that is not `upto`, another process was here."""
        here = matters_read.c.site == self._site
        done = connection.execute(select(matters_read.c.seq).where(here).with_for_update()).scalar()
        if done is None:
            connection.execute(insert(matters_read), {"site": self._site, "seq": 0})
            done = 0
        if done > since or done < self._mark:
            return int(done)
        if facts:
            self._keep_matters(connection, facts)
        connection.execute(update(matters_read).where(here).values(seq=upto))
        return upto

    def _keep_matters(self, connection: Connection, facts: Sequence[Fact]) -> None:
        ids = {fact.data["matter"] for fact in facts}
        before = {
            row.id: _row(dict(row._mapping))
            for row in connection.execute(
                select(matters).where(matters.c.site == self._site, matters.c.id.in_(ids))
            )
        }
        rows = {ident: dict(row) for ident, row in before.items()}
        for fact in facts:
            ident = fact.data["matter"]
            if fact.kind == "matter.opened" and ident not in rows:
                rows[ident] = _opened(fact)
            elif ident in rows and rows[ident]["last_seq"] < fact.seq:
                rows[ident] |= _changed(fact) | {"history": [*rows[ident]["history"], fact.seq]}
        for row in rows.values():
            row["readership"] = readership_of(row)
        self._keep_readers(connection, rows.values())
        self._keep_people(connection, before, rows)
        new = [self._told(row) for ident, row in rows.items() if ident not in before]
        changed = [
            {"one": ident} | {name: row[name] for name in CHANGING}
            for ident, row in ((ident, self._told(rows[ident])) for ident in before)
        ]
        if new:
            connection.execute(insert(matters), new)
        if changed:
            one = and_(matters.c.site == self._site, matters.c.id == bindparam("one"))
            values: dict[str, Any] = {name: bindparam(name) for name in CHANGING}
            connection.execute(update(matters).where(one).values(values), changed)

    def _keep_readers(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        wanted = {row["readership"]: row for row in rows}
        table = matter_readers
        query = select(table.c.id).where(table.c.site == self._site, table.c.id.in_(wanted))
        known = set(connection.execute(query).scalars())
        new = [
            {"site": self._site, "id": ident} | _readers(row)
            for ident, row in wanted.items()
            if ident not in known
        ]
        if new:
            connection.execute(insert(table), new)

    def _keep_people(
        self,
        connection: Connection,
        before: Mapping[str, Mapping[str, Any]],
        rows: Mapping[str, Mapping[str, Any]],
    ) -> None:
        table, gone, come = matter_people, [], []
        for ident, row in rows.items():
            were, are = _people(before.get(ident)), _people(row)
            line = {"site": self._site, "opened_at": row["opened_at"], "matter": ident}
            gone += [line | {"person": who, "readership": of} for who, of in sorted(were - are)]
            come += [line | {"person": who, "readership": of} for who, of in sorted(are - were)]
        if gone:
            same = and_(*(column == bindparam(f"of_{column.name}") for column in table.c))
            connection.execute(
                delete(table).where(same),
                [{f"of_{name}": value for name, value in one.items()} for one in gone],
            )
        if come:
            connection.execute(insert(table), come)

    def _told(self, row: Mapping[str, Any]) -> dict[str, Any]:
        told = dict(row) | {"site": self._site}
        for name in TOLD_AS_JSON:
            told[name] = json.dumps(told[name], ensure_ascii=False)
        return told


def readership_of(row: Mapping[str, Any]) -> str:
    """Return the name of the readership of a matter with these `readers` in this `area`."""
    told = json.dumps(_readers(row), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _readers(row: Mapping[str, Any]) -> dict[str, Any]:
    """What `may_read` asks of a matter besides its people; the area only where a word of the readers means it."""
    readers = sorted(set(row["readers"]))
    area = row["area"] if OF_AREA & set(readers) else None
    return {"readers": json.dumps(readers, ensure_ascii=False), "area": area}


def _people(row: Mapping[str, Any] | None) -> set[tuple[str, str]]:
    """Everybody who takes part in a matter, each with its readership."""
    if row is None:
        return set()
    readership = readership_of(row)
    return {(one, readership) for one in (row["opener"], *row["people"])}


def _few(connection: Connection, lines: Select[Any]) -> bool:
    """Whether it is quicker to look at each of these matters than at all that a list is narrowed to."""
    found = select(func.count()).select_from(lines.limit(FEW + 1).subquery())
    return int(connection.execute(found).scalar_one()) <= FEW


def _total(connection: Connection, parts: Iterable[Select[Any]]) -> int:
    counted = (one.with_only_columns(func.count()) for one in parts)
    return sum(int(connection.execute(one).scalar_one()) for one in list(counted))


def _newest_of(
    connection: Connection, parts: Sequence[Select[Any]], skipped: int, most: int
) -> list[str]:
    """The ids of a page: the newest of each part first, and of these the newest."""
    if not parts:
        return []
    firsts = [
        select(one.c.opened_at, one.c.id)
        for part in parts
        for one in [part.order_by(*_newest_first(part)).limit(skipped + most).subquery()]
    ]
    found = union_all(*firsts).subquery()
    query = select(found.c.id).order_by(found.c.opened_at.desc(), found.c.id)
    return list(connection.execute(query.limit(most).offset(skipped)).scalars())


def _newest_first(part: Select[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    opened_at, ident = part.selected_columns
    return opened_at.desc(), ident


def _opened(fact: Fact) -> dict[str, Any]:
    d = fact.data
    return {
        "id": d["matter"], "template": d["template"], "revision": d["revision"],
        "number": d["number"], "title": d["title"], "place": d["place"], "area": d["area"],
        "category": d["category"], "opener": d.get("opener") or fact.speaker or fact.actor,
        "opened_at": found_at(fact), "opened_seq": fact.seq, "ended_at": None, "due_at": None, "people": [],
        "readers": d["readers"], "history": [fact.seq],
        "old_number": d.get("imported", {}).get("old_number"),
    } | _changed(fact)  # fmt: skip


def _changed(fact: Fact) -> dict[str, Any]:
    """What a fact changes in the row of its matter."""
    after = fact.data.get("after", {})
    changed: dict[str, Any] = {"last_seq": fact.seq, "last_at": fact.at}
    if "state" in after:
        changed["state"] = after["state"]
    if "where" in after:
        changed |= after["where"]
    if "due" in after:
        changed["due_at"] = min((due["at"] for due in after["due"]), default=None)
    if "parties" in after:
        people = {one for names in after["parties"].values() for one in names}
        people.update(after.get("holders", ()))
        changed["people"] = sorted(people)
    if fact.kind == "matter.repinned":
        for name in ("readers", "revision", "title"):
            changed[name] = fact.data[name]
    if after.get("ended"):
        changed["ended_at"] = ended_at(fact)
    return changed


def _row(row: dict[str, Any]) -> Mapping[str, Any]:
    row = {str(name): value for name, value in row.items() if name not in ("site", "readership")}
    for name in TOLD_AS_JSON:
        row[name] = json.loads(row[name])
    return row
