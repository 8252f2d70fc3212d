"""The journal: facts are appended, numbered and chained under the lock of their site's head."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.domain.fact import Fact
from command_center.store.journal.canonical import GENESIS, canonical, chained, decoded, decoded_all
from command_center.store.lease import duties_of, holds
from command_center.store.schema import command_keys, facts, heads
from command_center.store.writer import Prepared, read, write


class Head(NamedTuple):
    """The newest fact: its number, its hash, and when it was recorded. Seq 0 is an empty journal."""

    seq: int
    hash: str
    recorded_at: int


EMPTY = Head(0, GENESIS, 0)

# Built once, and on SQLite bound by its driver: an append gives four of them.
_HEAD = select(heads.c.seq, heads.c.hash, heads.c.recorded_at).where(
    heads.c.site == bindparam("site")
)
_LOCKED_HEAD = Prepared(_HEAD.with_for_update())  # SQLite holds its lock since BEGIN
_MOVE_HEAD = Prepared(
    update(heads)
    .where(heads.c.site == bindparam("own"))
    .values(seq=bindparam("seq"), hash=bindparam("hash"), recorded_at=bindparam("recorded_at"))
)
_KEY = Prepared(
    select(
        command_keys.c.first_seq,
        command_keys.c.last_seq,
        command_keys.c.fingerprint,
        command_keys.c.refusal,
    ).where(command_keys.c.site == bindparam("site"), command_keys.c.key == bindparam("key"))
)
_NEXT = Prepared(
    select(facts.c.body, facts.c.hash)
    .where(
        facts.c.site == bindparam("site"),
        facts.c.seq > bindparam("after"),
        facts.c.seq <= bindparam("last"),
    )
    .order_by(facts.c.seq)
)
_INSERT_FACTS = Prepared(insert(facts))
_INSERT_KEY = Prepared(insert(command_keys))

CHANGES_OF_ACCOUNTS = "account-change "
"""Begins the keys that are never forgotten: what they stand for may be told at any later start."""
TOGETHER = 1_000
"""Facts that are asked for by their numbers in one query (ours)."""
FORGOTTEN_AT_ONCE = 2_000
"""Keys of one transaction: some ten milliseconds, so that no command waits for tidying."""
_OLD_KEYS = (
    select(command_keys.c.key)
    .where(
        command_keys.c.site == bindparam("own"),
        command_keys.c.used_at < bindparam("before"),
        ~command_keys.c.key.startswith(CHANGES_OF_ACCOUNTS),
    )
    .limit(FORGOTTEN_AT_ONCE)
)
_FORGET_KEYS = delete(command_keys).where(
    command_keys.c.site == bindparam("own"), command_keys.c.key.in_(_OLD_KEYS)
)


class KeyUse(NamedTuple):
    """What an idempotency key was used for; `last_seq < first_seq` if it made no fact.

    `refusal` is the answer if the command was refused (`store/journal/refusals.py`), else None.
    """

    first_seq: int
    last_seq: int
    fingerprint: str
    refusal: str | None = None


class HeadMoved(Exception):
    """Another process appended first: fold up to `head` and decide again."""

    def __init__(self, head: Head) -> None:
        super().__init__(f"the journal's head is at {head.seq}")
        self.head = head


class KeyTaken(Exception):
    """The same command was already decided; `use` gives its result."""

    def __init__(self, use: KeyUse) -> None:
        super().__init__(f"this idempotency key made the facts {use.first_seq} to {use.last_seq}")
        self.use = use


class KeyReused(Exception):
    """The key was already used for a different command, by the sender's mistake."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the idempotency key {key!r} was already used for another command")
        self.key = key


class TermLost(Exception):
    """The lease term of this decision has ended: another process has taken over the duties."""

    def __init__(self, term: int) -> None:
        super().__init__(f"term {term} of the duties is over")
        self.term = term


class Given(NamedTuple):
    """What is to be appended, and on which conditions: see `Journal.append`."""

    new: Sequence[Fact]
    expected: int
    key: str | None
    fingerprint: str | None
    refusal: str | None
    term: int | None


class Journal:
    """One site's facts. `clock_now` gives UTC epoch ms and stamps `recorded_at`."""

    def __init__(self, engine: Engine, site: str, clock_now: Callable[[], int]) -> None:
        self.engine = engine
        self.site = site
        self._clock_now = clock_now

    def append(
        self,
        new: Sequence[Fact],
        *,
        expected: int,
        key: str | None = None,
        fingerprint: str | None = None,
        refusal: str | None = None,
        term: int | None = None,
    ) -> list[Fact]:
        """Make `new` durable and return it as every reader will read it.

        The facts' own `seq`, `recorded_at` and `hash` are ignored: they are numbered from `expected`, the head on
        which the decision was made, and stamped with one time that never decreases. `key` is the command's
        idempotency key and `fingerprint` identifies the command; an empty `new` with a key records the key. `refusal`
        is stored with the key of a refused command, whose facts record the attempt. `term` is the duties lease's
        term, for the leader's decisions.

        Raises `KeyTaken` or `KeyReused` (checked first: a repeated command must not be decided again), `HeadMoved`,
        `TermLost`; ValueError for a fact that JSON or this site cannot hold. After an OperationalError of the
        database the outcome is unknown: read, then decide.
        """
        given = Given(new, expected, key, fingerprint, refusal, term)
        self._check(given)
        return write(
            self.engine,
            lambda connection: self._append(connection, self._lock_head(connection), given),
        )

    @property
    def holds_turns(self) -> bool:
        """Whether `turn` is available; it is not with SQLite, whose transactions belong to one thread."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def turn(self) -> "Iterator[Turn]":
        """Hold the head for the block: nobody else appends, so a decision made in it is not too late. Waiting
        processes get it in order. Commits at the end, unless the block raises.
        """
        with self.engine.begin() as connection:
            yield Turn(self, connection, self._lock_head(connection))

    def _check(self, given: "Given") -> None:
        if given.key is not None and given.fingerprint is None:
            raise ValueError("an idempotency key needs the fingerprint of its command")
        if any(fact.site != self.site for fact in given.new):
            raise ValueError(f"a fact of another site in the journal of {self.site}")

    def _append(self, connection: Connection, head: Head, given: "Given") -> list[Fact]:
        new, expected, key, fingerprint, refusal, term = given
        if key is not None and (use := self._use_of(connection, key)) is not None:
            raise KeyTaken(use) if use.fingerprint == fingerprint else KeyReused(key)
        if head.seq != expected:
            raise HeadMoved(head)
        if term is not None and not holds(connection, duties_of(self.site), term):
            raise TermLost(term)
        stored = self._write(connection, head, new)
        if key is not None:
            use = KeyUse(head.seq + 1, head.seq + len(stored), fingerprint or "", refusal)
            used = {"site": self.site, "key": key, "used_at": self._clock_now()}
            _INSERT_KEY.run(connection, {**used, **use._asdict()})
        return stored

    def head(self) -> Head:
        """The newest fact's number, hash and time of recording."""
        own = {"site": self.site}
        row = read(self.engine, lambda connection: connection.execute(_HEAD, own).first())
        return EMPTY if row is None else Head._make(row)

    def read(self, after: int, limit: int) -> list[Fact]:
        """Return the facts after number `after`, in order, at most `limit`."""
        return read(self.engine, lambda connection: self._read(connection, after, limit))

    def _read(self, connection: Connection, after: int, limit: int) -> list[Fact]:
        # Numbers have no gaps, so the limit is a bound. (With LIMIT, PostgreSQL sorts the whole rest
        # while its statistics are young: measured 25 ms instead of 1 for the next 1,000.)
        which = {"site": self.site, "after": after, "last": after + limit}
        return decoded_all((body, digest) for body, digest in _NEXT.rows(connection, which))

    def numbered(self, numbers: Iterable[int]) -> list[Fact]:
        """Return the facts with these numbers in the journal's order, each once: one query for a thousand of them."""
        wanted = sorted(set(numbers))
        found: list[Fact] = []
        for begin in range(0, len(wanted), TOGETHER):
            some = partial(self._numbered, numbers=wanted[begin : begin + TOGETHER])
            found += read(self.engine, some)
        return found

    def _numbered(self, connection: Connection, numbers: Sequence[int]) -> list[Fact]:
        which = (facts.c.site == self.site, facts.c.seq.in_(numbers))
        query = select(facts.c.body, facts.c.hash).where(*which).order_by(facts.c.seq)
        return decoded_all(connection.execute(query).all())

    def use_of(self, key: str) -> KeyUse | None:
        """Return what was recorded under an idempotency key; None if it is new."""
        return read(self.engine, lambda connection: self._use_of(connection, key))

    def forget_keys(self, before: int) -> bool:
        """Delete some of the idempotency keys used before that time (UTC epoch ms): repeating such a command then
        executes it again. Return whether there may be more of them.
        """
        which = {"own": self.site, "before": before}
        forgotten = write(self.engine, lambda connection: connection.execute(_FORGET_KEYS, which))
        return bool(forgotten.rowcount == FORGOTTEN_AT_ONCE)

    def facts_of_key(self, key: str) -> list[Fact]:
        """The facts made under an idempotency key; none if it is new or made none."""
        use = self.use_of(key)
        return [] if use is None else self.facts_of(use)

    def facts_of(self, use: KeyUse) -> list[Fact]:
        """Return the facts that a key's command made."""
        if use.last_seq < use.first_seq:
            return []
        return self.read(use.first_seq - 1, use.last_seq - use.first_seq + 1)

    def _lock_head(self, connection: Connection) -> Head:
        own = {"site": self.site}
        found = _LOCKED_HEAD.rows(connection, own)
        if not found:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            first = dialect.insert(heads).values(site=self.site, **EMPTY._asdict())
            connection.execute(first.on_conflict_do_nothing())
            found = _LOCKED_HEAD.rows(connection, own)
        return Head._make(found[0])

    def _use_of(self, connection: Connection, key: str) -> KeyUse | None:
        found = _KEY.rows(connection, {"site": self.site, "key": key})
        return KeyUse._make(found[0]) if found else None

    def _write(self, connection: Connection, head: Head, new: Sequence[Fact]) -> list[Fact]:
        rows, moved = self._chained(head, new)
        if rows:
            self._keep(connection, rows, moved)
        return [decoded(row["body"], row["hash"]) for row in rows]

    def _keep(self, connection: Connection, rows: Sequence[dict[str, Any]], moved: Head) -> None:
        _INSERT_FACTS.run(connection, *rows)
        _MOVE_HEAD.run(connection, {"own": self.site, **moved._asdict()})

    def _chained(self, head: Head, new: Sequence[Fact]) -> tuple[list[dict[str, Any]], Head]:
        """The rows of facts that follow `head`, and the head after them."""
        recorded_at = max(self._clock_now(), head.recorded_at)
        digest = head.hash
        rows: list[dict[str, Any]] = []
        for seq, fact in enumerate(new, head.seq + 1):
            body = canonical(fact, seq=seq, recorded_at=recorded_at)
            digest = chained(digest, body)
            rows.append({"site": self.site, "seq": seq, "body": body, "hash": digest})
        return rows, Head(head.seq + len(rows), digest, recorded_at)


class Turn:
    """The journal while its head is held (`Journal.turn`): read further, then append."""

    def __init__(self, journal: Journal, connection: Connection, head: Head) -> None:
        self._journal = journal
        self._connection = connection
        self._head = head

    def read(self, after: int, limit: int) -> list[Fact]:
        """As `Journal.read`."""
        if after >= self._head.seq:
            return []
        return self._journal._read(self._connection, after, limit)

    def append(self, given: Given) -> list[Fact]:
        """Append as `Journal.append` does, durable when the turn has ended; once in a turn."""
        self._journal._check(given)
        return self._journal._append(self._connection, self._head, given)
