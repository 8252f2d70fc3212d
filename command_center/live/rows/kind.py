"""Kinds of rows: each is declared once, with its topic, keys, type, readers, movers and maker.

    SOS = RowKind("people", "sos:", SosRow, readers=EVERYBODY)

    @SOS.moved_by("person.sos", "person.sos_answered", "person.sos_ended")
    def caller(fact, seen): return (fact.data["person"],)

    @SOS.listed
    def callers(seen): return seen.state.sos

    @SOS.made
    def sos_row(seen, person) -> SosRow | None: ...

The board, the audiences, OpenAPI, AsyncAPI, `/help/rows.md` and the types of the scripts follow from it.
A module that declares kinds is imported by `every.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY, NOBODY, Roles
from command_center.domain.reading import Position
from command_center.domain.registry import FACTS
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.gate_presence import GatePresence
from command_center.live.rows.described import Described
from command_center.live.rows.row import Change, Row

AREA, EVERY, STEPPED = ".*", "*", "clock.stepped"
ONLY = ("",)
"""The names of a kind of one row."""

Masks = Callable[[str, str], str | None]
"""(person, version of an address) -> the address without most of it, to tell one from another; None where it was
erased, or nobody may see it."""


def no_masks(person: str, version: str) -> None:
    """Return no masked address: boards of the past never show what an address was then."""
    return


@dataclass(frozen=True, slots=True)
class VisitorSaid:
    """Who a visitor is, as the gate desk recorded it; None for a name that was erased or never given."""

    name: str | None = None
    company: str | None = None
    plate: str | None = None
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class Doorway:
    """Gate data beside the facts: `gates` holds who passed where, `said_of` who visitors are."""

    gates: GatePresence = field(default_factory=GatePresence)
    said_of: Callable[[str], VisitorSaid] = lambda visitor: VisitorSaid()


@dataclass(frozen=True, slots=True)
class Seen:
    """The inputs for making a row: the state, its plant, and where people are.

    `masks` distinguishes addresses without revealing them. `door` holds who passed which gate; it is empty for drills
    and the past. `batch` is how many facts were folded since rows were last made.
    """

    state: State
    site: Site
    positions: Mapping[str, Position] = field(default_factory=dict)
    batch: int = 1
    masks: Masks = no_masks
    door: Doorway = field(default_factory=Doorway)


R = TypeVar("R")
Names = Iterable[str]
Describer = Callable[[Described, Seen], Names | None]
Mover = Callable[[Fact, Seen], Names]
Lister = Callable[[Seen], Names]
Made = Callable[[Seen, str], R | None]
M = TypeVar("M", bound=Mover)
D = TypeVar("D", bound=Describer)
L = TypeVar("L", bound=Lister)


class RowKind(Generic[R]):
    """One kind of row.

    `key` says which keys of the topic belong to this kind: `"sos:"` those with that prefix, `":direction"` those with
    that suffix, `"count"` that key alone, and `""` every other. The rest of a key is the row's name. `row` is a
    TypedDict. `readers` are the roles that may see a row, or a function of the row that returns them. A row of a
    `located` kind also changes with the position of the person it is named after. Rows of a `timed` kind show times
    that a step of the wall clock moves: every listed one is then made again. `moved` describes in words what changes
    rows that are made of neither the state nor readings. Raises ValueError if another kind has these keys.
    """

    def __init__(
        self,
        topic: str,
        key: str,
        row: type[R],
        *,
        readers: Roles | Callable[[Row], Roles],
        located: bool = False,
        timed: bool = False,
        moved: str = "",
    ) -> None:
        self.topic, self.key, self.row = topic, key, row
        self.single = bool(key) and ":" not in key
        """Whether there is one row of it."""
        self._begins, self._ends = (key, "") if not key.startswith(":") else ("", key)
        self.located, self.moved = located, moved
        self.readers = readers
        self.fixed = readers if isinstance(readers, frozenset) else None
        """The readers of every row of it, where the row has no say."""
        self.moves: list[tuple[tuple[str, ...], Mover]] = []
        if timed:
            self.moved_by(STEPPED)(lambda _, seen: self.lister(seen) if self.lister else ())
        self.made_from: frozenset[str] | None = None
        self.describer: Describer | None = None
        self.maker: Made[R] | None = None
        self.lister: Lister | None = (lambda _seen: ONLY) if self.single and not moved else None
        TOPICS.setdefault(topic, _Topic()).add(self)
        KINDS.append(self)

    @property
    def pattern(self) -> str:
        """The pattern of its keys, such as `sos:*`."""
        return self.key_of("*")

    def key_of(self, name: str) -> str:
        """Return the key of the row with this name."""
        return self.key if self.single else f"{self._begins}{name}{self._ends}"

    def name_of(self, key: str) -> str:
        """Return the name of the row under this key."""
        return "" if self.single else key.removeprefix(self._begins).removesuffix(self._ends)

    def readers_of(self, row: Row) -> Roles:
        """The roles that may see this row."""
        return self.readers if isinstance(self.readers, frozenset) else self.readers(row)

    def change(self, name: str, row: R | None) -> Change:
        """Return the change that puts the row of that name; a row of None removes it."""
        told: Any = row
        return self.topic, self.key_of(name), told

    def moved_by(self, *facts: str) -> Callable[[M], M]:
        """Decorate a function that names the rows that such facts may change: kinds of facts, an area (`"alarm.*"`),
        or all (`"*"`). Too many names cost a comparison each; a missing name leaves a wrong screen.
        """

        def declare(mover: M) -> M:
            self.moves.append((facts, mover))
            return mover

        return declare

    def described(self, *fields: str) -> Callable[[D], D]:
        """Decorate a function that names the rows that may change with the plant description; None means any.
        `fields` are the site fields from which the rows, or their list, are made: changes of other fields change no
        row. For a removed name the maker returns None. A kind without this is remade as a whole; it is for kinds with
        thousands of rows.
        """

        def declare(describer: D) -> D:
            self.made_from, self.describer = frozenset(fields), describer
            return describer

        return declare

    def named_anew(self, change: Described, seen: Seen) -> Names | None:
        """Return the rows that may differ under the changed plant description; None means any of them."""
        if self.made_from is None or self.describer is None:
            return None
        if self.made_from.isdisjoint(change.fields):
            return ()
        return self.describer(change, seen)

    def listed(self, lister: L) -> L:
        """Decorate a function that names every possible row, for a starting board."""
        self.lister = lister
        return lister

    def made(self, maker: Made[R]) -> Made[R]:
        """Decorate a function that makes the row of a name, or None where there is none."""
        self.maker = maker
        return maker

    def make(self, seen: Seen, name: str) -> R | None:
        """Return the row with this name, or None. Raises LookupError if no maker is declared."""
        if self.maker is None:
            raise LookupError(f"no function makes rows {self.topic}/{self.pattern}")
        return self.maker(seen, name)


class _Topic:
    """The kinds of one topic, by which of its keys they have."""

    def __init__(self) -> None:
        self.parts: dict[str, RowKind[Any]] = {}
        self.alone: RowKind[Any] | None = None
        """The kind that has every key of the topic, if one has."""

    def add(self, kind: RowKind[Any]) -> None:
        if kind.key in self.parts:
            raise ValueError(f"rows {kind.topic}/{kind.pattern} are declared twice")
        self.parts[kind.key] = kind
        self.alone = kind if len(self.parts) == 1 and kind.key == "" else None

    def of(self, key: str) -> RowKind[Any] | None:
        if self.alone is not None:
            return self.alone
        parts = self.parts
        if (single := parts.get(key)) is not None and key:
            return single
        head, colon, _ = key.partition(":")
        if colon:
            if (begun := parts.get(head + colon)) is not None:
                return begun
            if (ended := parts.get(":" + key.rpartition(":")[2])) is not None:
                return ended
        return parts.get("")


KINDS: list[RowKind[Any]] = []
"""Every kind that a module has declared."""
TOPICS: dict[str, _Topic] = {}
"""Topics that have rows."""


def kind_of(topic: str, key: str) -> RowKind[Any] | None:
    """Return the kind of the row at a topic and key; None if no kind is declared."""
    found = TOPICS.get(topic)
    return None if found is None else found.of(key)


def shown_name(topic: str, key: str) -> str:
    """Return what everybody may know of a failing row: its place, or only its kind if not everybody may see it."""
    kind = kind_of(topic.rpartition("/")[2], key)
    if kind is None or kind.fixed == EVERYBODY or kind is TOPICS["ticker"].alone:
        return f"{topic}/{key}"
    return f"{topic}/{kind.pattern}"


def readers(topic: str, key: str, row: Row) -> Roles:
    """Return the roles that may see this row of a plain topic. An undeclared row is seen by nobody."""
    found = TOPICS.get(topic)
    kind = None if found is None else found.alone or found.of(key)
    if kind is None:
        return NOBODY
    return kind.readers_of(row) if kind.fixed is None else kind.fixed


@cache
def movers(fact: str) -> tuple[tuple[RowKind[Any], Mover], ...]:
    """Return the kinds of rows that a kind of fact changes, each with the function that names the rows."""
    return tuple(
        (kind, mover) for kind in KINDS for facts, mover in kind.moves if fact in covered(facts)
    )


@cache
def covered(patterns: tuple[str, ...]) -> frozenset[str]:
    """Return the kinds of facts that match the patterns. Raises LookupError for a pattern that matches none."""
    found: set[str] = set()
    for pattern in patterns:
        if pattern == EVERY:
            kinds = set(FACTS)
        elif pattern.endswith(AREA):
            kinds = {kind for kind in FACTS if kind.startswith(pattern.removesuffix("*"))}
        else:
            kinds = {pattern} & FACTS.keys()
        if not kinds:
            raise LookupError(f"rows are moved by {pattern}, but there is no such fact")
        found |= kinds
    return frozenset(found)


def row_of(seen: Seen, topic: str, key: str) -> Row | None:
    """Return the row of a topic and key, made from the current state."""
    kind = kind_of(topic, key)
    if kind is None:
        return None
    made: Row | None = kind.make(seen, kind.name_of(key))
    return made


def listed(seen: Seen) -> Iterator[tuple[RowKind[Any], str]]:
    """Yield every possible row of a board by kind and name, except those that only facts and readings bring."""
    for kind in KINDS:
        if kind.lister is not None:
            for name in kind.lister(seen):
                yield kind, name
