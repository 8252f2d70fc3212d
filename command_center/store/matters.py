"""The table of matters: open and ended ones, by indexed columns. It is made of facts and can be made again.

What a page lists comes from here, so that ended matters need no place in memory. Times are UTC epoch ms.
"""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from command_center.domain.fact import Fact
from command_center.domain.matters.posts import AREA_HEADS
from command_center.domain.matters.reading import AREA, Reach
from command_center.store.journal import Journal
from command_center.store.schema import matters
from command_center.store.writer import read, write

CHUNK = 5_000
KIND = "matter."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matters a list is to have; None: any. `person`: only those of which this person is a party. `reach`: only
    those that this reader may read."""

    template: str | None = None
    state: str | None = None
    place: str | None = None
    ended: bool | None = None
    person: str | None = None
    reach: Reach | None = None


class MatterTable:
    """The matters of one site. `follow` brings the table up to the journal's head; each question does it first."""

    def __init__(self, engine: Engine, site: str, journal: Journal) -> None:
        self._engine, self._site, self._journal = engine, site, journal
        self._lock = threading.Lock()
        self._seq: int | None = None

    def follow(self) -> int:
        """Write what the journal tells since the last time; returns how many facts of matters that were. Two processes
        may do it at once: the later fact of a matter wins."""
        with self._lock:
            if self._seq is None:
                self._seq = self._newest()
            count = 0
            while facts := self._journal.read(self._seq, CHUNK):
                own = [fact for fact in facts if fact.kind.startswith(KIND)]
                if own:
                    write(self._engine, lambda connection, own=own: self._keep(connection, own))  # type: ignore[misc]
                count += len(own)
                self._seq = facts[-1].seq
            return count

    def rebuild(self) -> int:
        """Make the whole table again from the journal; returns of how many facts."""
        with self._lock:
            gone = delete(matters).where(matters.c.site == self._site)
            write(self._engine, lambda connection: connection.execute(gone))
            self._seq = 0
        return self.follow()

    def page(self, wanted: Wanted, page: int, size: int) -> tuple[list[Mapping[str, Any]], int]:
        """(the rows of a page, the newest opened first; how many there are)."""
        self.follow()
        where = and_(*self._where(wanted))
        listed: Select[Any] = (
            select(matters).where(where).order_by(matters.c.opened_at.desc(), matters.c.id)
            .limit(size).offset(page * size)
        )  # fmt: skip
        counted = select(func.count()).select_from(matters).where(where)

        def both(connection: Connection) -> tuple[list[Mapping[str, Any]], int]:
            rows = [_row(dict(row._mapping)) for row in connection.execute(listed)]
            return rows, int(connection.execute(counted).scalar_one())

        return read(self._engine, both)

    def one(self, matter: str) -> Mapping[str, Any] | None:
        """One matter, open or ended; None if there is no such."""
        self.follow()
        query = select(matters).where(matters.c.site == self._site, matters.c.id == matter)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else _row(dict(row._mapping))

    def _newest(self) -> int:
        query = select(func.max(matters.c.last_seq)).where(matters.c.site == self._site)
        return int(read(self._engine, lambda connection: connection.execute(query).scalar()) or 0)

    def _where(self, wanted: Wanted) -> Iterable[Any]:
        yield matters.c.site == self._site
        for name in ("template", "state", "place"):
            value = getattr(wanted, name)
            if value is not None:
                yield matters.c[name] == value
        if wanted.ended is not None:
            yield matters.c.ended_at.is_not(None) if wanted.ended else matters.c.ended_at.is_(None)
        if wanted.person is not None:
            yield takes_part(wanted.person)
        if wanted.reach is not None:
            yield readable(wanted.reach)

    def _keep(self, connection: Connection, facts: Iterable[Fact]) -> None:
        for fact in facts:
            told = fact.data
            key = and_(matters.c.site == self._site, matters.c.id == told["matter"])
            if fact.kind == "matter.opened":
                known = connection.execute(select(matters.c.id).where(key)).first()
                if known is None:
                    connection.execute(insert(matters), self._opened(fact))
                continue
            kept = connection.execute(
                select(matters.c.history, matters.c.last_seq).where(key)
            ).first()
            if kept is not None and kept.last_seq < fact.seq:
                history = json.dumps([*json.loads(kept.history), fact.seq])
                connection.execute(
                    update(matters).where(key), _changed(fact) | {"history": history}
                )

    def _opened(self, fact: Fact) -> dict[str, Any]:
        d = fact.data
        return {
            "site": self._site, "id": d["matter"], "template": d["template"], "revision": d["revision"],
            "number": d["number"], "title": json.dumps(d["title"], ensure_ascii=False),
            "place": d["place"], "area": d["area"], "category": d["category"],
            "opener": d.get("opener") or fact.speaker or fact.actor, "opened_at": fact.at, "opened_seq": fact.seq,
            "people": "[]", "readers": json.dumps(d["readers"]), "due_at": None,
            "history": json.dumps([fact.seq]),
        } | _changed(fact)  # fmt: skip


def takes_part(person: str, of: Any = matters.c) -> ColumnElement[bool]:
    """Whether somebody is the opener or one of the people. `of` are the columns of a table of matters."""
    return or_(of.opener == person, of.people.contains(f'"{person}"', autoescape=True))


def readable(reach: Reach, of: Any = matters.c) -> ColumnElement[bool]:
    """What `may_read` says, as the database asks it. `of` as for `takes_part`."""

    def names(word: str) -> ColumnElement[bool]:
        named: ColumnElement[bool] = of.readers.contains(f'"{word}"', autoescape=True)
        return named

    ways = [names(word) for word in sorted(reach.words)]
    if reach.audited:
        ways.append(of.template.in_(sorted(reach.audited)))
    if reach.areas:
        ways.append(and_(names(AREA), of.area.in_(sorted(reach.areas))))
    if reach.headed:
        heads = or_(*(names(word) for word in sorted(AREA_HEADS)))
        ways.append(and_(heads, of.area.in_(sorted(reach.headed))))
    if reach.person is not None:
        ways.append(takes_part(reach.person, of))
    return or_(*ways) if ways else false()


def _changed(fact: Fact) -> dict[str, Any]:
    """What a fact changes in the row of its matter."""
    after = fact.data.get("after", {})
    changed: dict[str, Any] = {"last_seq": fact.seq, "last_at": fact.at}
    if "state" in after:
        changed["state"] = after["state"]
    if "due" in after:
        changed["due_at"] = min((due["at"] for due in after["due"]), default=None)
    if "parties" in after:
        people = {one for names in after["parties"].values() for one in names}
        people.update(after.get("holders", ()))
        changed["people"] = json.dumps(sorted(people), ensure_ascii=False)
    if fact.kind == "matter.repinned":
        changed["readers"] = json.dumps(fact.data["readers"])
        changed["revision"] = fact.data["revision"]
        changed["title"] = json.dumps(fact.data["title"], ensure_ascii=False)
    if after.get("ended"):
        changed["ended_at"] = fact.at
    return changed


def _row(row: dict[str, Any]) -> Mapping[str, Any]:
    row = {str(name): value for name, value in row.items() if name != "site"}
    for name in ("title", "people", "readers", "history"):
        row[name] = json.loads(row[name])
    return row
