"""Verifies that no stored fact was altered, by walking the chain from the first fact to the head."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    LargeBinary,
    cast,
    func,
    select,
)

from command_center.domain.refusal import Phrase
from command_center.store.journal import EMPTY, Head
from command_center.store.journal.attachments import Name, names_in
from command_center.store.journal.canonical import chained, decoded, is_too_deep, rewritten
from command_center.store.schema import facts, heads
from command_center.store.writer import read
from command_center.words.worded_error import Said

CHUNK = 2_000


class BrokenChain(Said):
    """The journal differs from what was written. `seq` is the first fact that shows it, `why` says how, `kept` is the
    head kept elsewhere that shows it, if any.
    """

    def __init__(self, seq: int, why: Phrase, kept: Head | None = None) -> None:
        super().__init__("broken.fact", seq=seq, why=why)
        self.seq = seq
        self.why = why
        self.kept = kept


class Stored(NamedTuple):
    """A fact as stored in the database, with its texts as bytes, even if damaged."""

    seq: int
    body: bytes
    hash: bytes


def verify(
    engine: Engine,
    site: str,
    kept: Head | None = None,
    named: set[Name] | None = None,
    *,
    others: Iterable[Head] = (),
    shortened: list[int] | None = None,
) -> Head:
    """Check every fact of a site against its chain; return the head, to be kept elsewhere.

    The chain itself cannot show that its newest end was cut off, nor that all of it was rewritten; `kept` and
    `others`, heads noted earlier (seq and hash are compared), can. The first that differs is named. Facts appended
    meanwhile are left for the next time. `named` receives the attachments that the facts name, `shortened` the
    numbers of facts nested more deeply than is served. Raises `BrokenChain`.
    """
    at_seq: dict[int, list[Head]] = {}
    for one in (*others, *(() if kept is None else (kept,))):
        at_seq.setdefault(one.seq, []).append(one)
    head, newest = _ends(engine, site)
    at = EMPTY
    for stored in stored_facts(engine, site, head.seq):
        at = advance(site, at, stored)
        if named is not None:
            named.update(names_in(stored.body))
        if shortened is not None and is_too_deep(stored.body):
            shortened.append(stored.seq)
        for one in at_seq.get(at.seq, ()):
            if one.hash != at.hash:
                raise BrokenChain(at.seq, Phrase("broken.other_head"), one)
    if at != head:
        raise BrokenChain(at.seq, Phrase("broken.head_disagrees"))
    if newest > head.seq:
        raise BrokenChain(head.seq + 1, Phrase("broken.past_head", {"head": head.seq}))
    if past := [seq for seq in at_seq if seq > head.seq]:
        first = at_seq[min(past)][0]
        raise BrokenChain(head.seq + 1, Phrase("broken.cut_off", {"head": first.seq}), first)
    return head


def stored_facts(engine: Engine, site: str, until: int) -> Iterator[Stored]:
    """Yield facts 1 to `until` byte for byte, read in chunks; raises `BrokenChain` at a gap."""
    expected = 1
    for after in range(0, until, CHUNK):
        last = min(after + CHUNK, until)
        for stored in read(engine, partial(fetch_facts, site=site, after=after, until=last)):
            if stored.seq != expected:
                raise BrokenChain(expected, Phrase("broken.missing_before", {"next": stored.seq}))
            yield stored
            expected += 1
    if expected <= until:
        raise BrokenChain(expected, Phrase("broken.missing_at_end", {"head": until}))


def fetch_facts(connection: Connection, site: str, after: int, until: int) -> list[Stored]:
    """Return the stored facts with after < seq <= until, as bytes.

    They are not read as text: an altered fact may no longer be text but still has a number.
    """

    def raw(column: Column[str]) -> ColumnElement[bytes]:
        if connection.dialect.name == "postgresql":
            return func.convert_to(column, "UTF8", type_=LargeBinary)
        return cast(column, LargeBinary)

    which = (facts.c.site == site, facts.c.seq > after, facts.c.seq <= until)
    query = select(facts.c.seq, raw(facts.c.body), raw(facts.c.hash)).where(*which)
    return [Stored._make(row) for row in connection.execute(query.order_by(facts.c.seq))]


def _ends(engine: Engine, site: str) -> tuple[Head, int]:
    """The head and the newest stored number, both of one moment."""
    newest = select(func.max(facts.c.seq)).where(facts.c.site == site).scalar_subquery()
    columns = (heads.c.seq, heads.c.hash, heads.c.recorded_at)
    query = select(*columns, newest).where(heads.c.site == site)
    only_facts = select(newest)

    def transaction(connection: Connection) -> tuple[Head, int]:
        row = connection.execute(query).first()
        if row is None:
            return EMPTY, connection.execute(only_facts).scalar() or 0
        return Head(*row[:3]), row[3] or 0

    return read(engine, transaction)


def advance(site: str, at: Head, stored: Stored) -> Head:
    """Return the head after one more fact; raises `BrokenChain` if it does not follow `at`."""
    digest = chained(at.hash, stored.body)
    if digest.encode() != stored.hash:
        raise BrokenChain(stored.seq, Phrase("broken.altered"))
    try:
        fact = decoded(stored.body, digest)
        again = rewritten(fact, stored.body)
    except ValueError as error:
        raise BrokenChain(stored.seq, Phrase("broken.unreadable", {"why": str(error)})) from None
    if again.encode() != stored.body:
        raise BrokenChain(stored.seq, Phrase("broken.not_canonical"))
    if (fact.site, fact.seq) != (site, stored.seq):
        raise BrokenChain(
            stored.seq, Phrase("broken.says_other", {"seq": fact.seq, "site": fact.site})
        )
    if fact.recorded_at < at.recorded_at:
        raise BrokenChain(stored.seq, Phrase("broken.out_of_time"))
    return Head(fact.seq, digest, fact.recorded_at)
