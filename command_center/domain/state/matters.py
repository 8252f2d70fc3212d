"""Matters: hazards, permits, duties, violations and whatever else a template describes, as the fold keeps them.

Everything here was decided once and carried by a fact. Nothing here reads a template, so an old journal
replays to the same state whatever became of its templates. Times are UTC epoch ms.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from struct import Struct
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from command_center.domain.payload import Words

Colour = Literal["blue", "yellow", "red"]


class Told(TypedDict):
    """Somebody who is told of a matter, and for which post."""

    person: str
    post: str | None


class StandIn(TypedDict):
    """`people` stand in for a party, a post or a superior. `why` is the reason: the plant has no such post
    (`no_post`), nobody holds it (`vacant`), its holder must not act (`barred`), or nobody is above the holder
    (`top`). `by` is the step of the plant's rule `fallback` that found them; `own` is set where they are told of
    their own matter."""

    party: str
    why: Literal["no_post", "vacant", "barred", "top"]
    by: str
    people: list[str]


class DueStep(TypedDict):
    """One step of a deadline's escalation: from `at` on these people are to be told."""

    step: str
    at: int
    to: list[Told]


class Due(TypedDict):
    """One deadline of a matter. `of` is the move or the measurement that meets it, `since` when it began. It is blue
    from `since`, yellow from `yellow`, red from `red`. `steps` says who is told when. `late` is the move that the
    clockwork makes when it is over, or at `late_at` where something may still be done late."""

    of: str
    since: int
    at: int
    yellow: int
    red: int
    steps: list[DueStep]
    late: NotRequired[str]
    late_at: NotRequired[int]


def gone_at(due: Due) -> int:
    """When the move that follows a deadline is made (UTC epoch ms)."""
    return due.get("late_at", due["at"])


class Points(TypedDict):
    """One entry of an account. `subject` is the person or the company. `period` is what it counts in (a year, a
    month), and over at `until`. `balance` is what stands after it. `bans` are the doors that are closed after it:
    gate, permit."""

    account: str
    subject: str
    why: str
    n: float
    period: str
    until: int | None
    starts: float
    balance: float
    bans: list[str]


class Signature(TypedDict):
    """Who signed, as which party, for which move, and the SHA-256 of what they signed."""

    move: str
    party: str
    person: str
    at: int
    seq: int
    proof: str
    content: str


@dataclass(slots=True)
class Matter:
    """One open matter. `revision` is the SHA-256 of the template's text that it is pinned to; `version` counts its
    facts: what was done offline names the version that it was done on. `kind` is what work or matter it is: the
    template of the library that its own is a copy of, or its own.

    `parties` are the people of each party, `holders` those whose turn it is. `readers` are the words of the template
    for who may read it: parties, area, and names of roles. `inside` are the people who went in, since when.
    `tools` is what they took in with them. `signatures` are those of the move that waits for them. `history` are the
    numbers of its facts, `written` says at which version each field was written last.
    `met` are the other matters that count for a duty, `met_at` the places where they were done.
    `again` is the duty or round of which this is a second inspection, `spot` the place where it must be made, `sample`
    the codes of the points that were drawn for it.
    `began_at` is the first time that its period of validity ran from.
    `stand_ins` says for which parties of whom it is the turn somebody stands in, `nobody` for which there is nobody,
    `unheard` which steps of its deadlines told nobody (`OF/STEP`).

    What has an order is a tuple: several matters have the same one, and an empty one costs nothing.
    """

    id: str
    template: str
    revision: str
    title: Words
    number: str
    state: str
    opener: str
    opened_at: int
    opened_seq: int
    last_seq: int
    last_at: int
    kind: str = ""
    place: str | None = None
    area: str | None = None
    category: str | None = None
    version: int = 0
    live: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    parties: dict[str, tuple[str, ...]] = field(default_factory=dict)
    holders: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    due: tuple[Due, ...] = ()
    fired: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    inside: dict[str, int] = field(default_factory=dict)
    tools: dict[str, float] = field(default_factory=dict)
    began_at: int | None = None
    valid_until: int | None = None
    entered_state_at: int = 0
    paused_because: str | None = None
    impairs: tuple[str, ...] = ()
    certifies: str | None = None
    plan: str | None = None
    period: str | None = None
    subject: str | None = None
    repeats: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    met_at: tuple[str, ...] = ()
    again: str | None = None
    spot: str | None = None
    sample: tuple[str, ...] = ()
    history: tuple[int, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    nobody: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stub:
    """What is left of an ended matter in memory. `seq` is the fact that ended it, `opened_seq` the one that opened it.
    Everything else is in its facts and in the table of matters."""

    id: str
    template: str
    revision: str
    state: str
    opener: str
    seq: int
    ended_at: int
    number: str = ""
    opened_seq: int = 0


class Ended(Mapping[str, Stub]):
    """The stubs of ended matters by their ids. There are many more of these than of all else, so each is kept as a
    few bytes, and nothing that looks for garbage looks at them."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._words: list[str] = []
        self._ranks: dict[str, int] = {}

    def put(self, stub: Stub) -> None:
        """Keep a stub."""
        words = (stub.template, stub.revision, stub.state, stub.opener)
        ranks = (self._rank(word) for word in words)
        self._kept[stub.id] = (
            STUB.pack(stub.seq, stub.ended_at, stub.opened_seq, *ranks) + stub.number.encode()
        )

    def _rank(self, word: str) -> int:
        found = self._ranks.setdefault(word, len(self._words))
        if found == len(self._words):
            self._words.append(word)
        return found

    def __getitem__(self, ident: str) -> Stub:
        kept = self._kept[ident]
        seq, ended_at, opened_seq, *ranks = STUB.unpack_from(kept)
        template, revision, state, opener = (self._words[rank] for rank in ranks)
        number = kept[STUB.size :].decode()
        return Stub(ident, template, revision, state, opener, seq, ended_at, number, opened_seq)

    def __contains__(self, ident: object) -> bool:
        return ident in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


STUB = Struct("<qqqIIII")
"""The numbers of a stub and the ranks of its words, before its own number."""


class Pictures:
    """The keys of everything that ever proved something (`picture_key`), sorted in parts of some dozens: eight bytes
    each instead of eighty."""

    def __init__(self) -> None:
        self._parts: dict[int, array[int]] = {}

    def add(self, key: int) -> None:
        """Remember a key."""
        part = self._parts.setdefault(key % PARTS, array("Q"))
        at = bisect_left(part, key)
        if at == len(part) or part[at] != key:
            part.insert(at, key)

    def __contains__(self, key: int) -> bool:
        part = self._parts.get(key % PARTS, ())
        at = bisect_left(part, key)
        return at < len(part) and part[at] == key

    def __len__(self) -> int:
        return sum(map(len, self._parts.values()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pictures) and self._parts == other._parts

    __hash__ = None  # type: ignore[assignment]  # it changes


PARTS = 4_096


@dataclass(slots=True)
class Balance:
    """How an account stands for one subject: of the period `period`, which is over at `until`."""

    starts: float
    balance: float
    period: str
    until: int | None
    bans: list[str] = field(default_factory=list)
    entries: dict[str, float] = field(default_factory=dict)
    """What each matter and move entered (`MATTER/MOVE`), so that an overturned one is taken out again."""
    since: int = 0
    """When the first entry was made (UTC epoch ms)."""
    last_at: int = 0
    """When the last entry was made (UTC epoch ms)."""
    before: tuple[str, float, int] | None = None
    """The last period before this one in which something was entered, what stood at its end, and how many entries it
    had."""

    def at(self, now: int) -> float:
        """What stands at `now`: a new period begins with `starts`."""
        return self.starts if self.until is not None and now >= self.until else self.balance


@dataclass(frozen=True, slots=True)
class Rollout:
    """Where a module is in force by its roll-out, the matter `matter`: in these areas, None for the whole plant, from
    `since` on (UTC epoch ms; None: since ever)."""

    matter: str
    areas: tuple[str, ...] | None
    since: int | None
    champion: str | None


@dataclass(frozen=True, slots=True)
class Draw:
    """Points of a round that ended and are to be inspected again: their codes, drawn by the hash of the fact that
    ended it at `at` (UTC epoch ms). `revision`, `opener` and `fields` are those of the round. Who opened it does not
    inspect it again, nor do those who walked it (`walked`)."""

    matter: str
    revision: str
    opener: str
    sample: tuple[str, ...]
    fields: Mapping[str, Any]
    at: int
    walked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A matter of `template` that the fact `seq` of another one was to open at `at` (UTC epoch ms) and could not.
    `title` is how such matters are called, `number` and `readers` are those of the matter whose step it was, `why` is
    the refusal. `people` are those of its parties then."""

    key: str
    matter: str
    number: str
    template: str
    title: Words
    why: Mapping[str, Any]
    readers: tuple[str, ...]
    at: int
    seq: int
    people: frozenset[str] = frozenset()


DRAWN_FOR_MS = 30 * 86_400_000
"""For how long somebody is sought who can inspect drawn points again (ours): what is found later says nothing of the
round any more."""


@dataclass(frozen=True, slots=True)
class Plate:
    """The plate of a blind-plate permit: `what` is done with it (set, remove), on which pipe, where, and its number.
    `began_at` is when the work on it began (UTC epoch ms). `void`: the permit was refused or withdrawn before that."""

    what: Any
    pipe: Any
    place: str | None
    plate: Any
    began_at: int | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class Admitted:
    """A contractor's person whom the plant let in: by which revision of the form, for which company, and to which day
    (ISO)."""

    revision: str
    person: str
    company: str
    until: str


@dataclass(slots=True)
class Matters:
    """All matters of a plant. `numbers` is the last running number of each series, `seen` when and as which matter
    a repetition key was used, `made` which matter a plan opened for which period and whom. `certificates` are the open
    ones of each person, `inside` says in which matter somebody is inside, `impaired` which
    matters put an equipment out of service, `once_impaired` what ever was. `pictures` are the keys of all photographs,
    voice notes and signatures that ever proved something. `rollouts` says by template where it is in force. `draws` are
    the rounds of which points were drawn and nobody was asked yet to inspect them again. `not_opened` is what steps
    were to open and could not, until somebody deals with it. `unheld` are the open matters that nobody holds, or of
    which a deadline told nobody. `plates` are those of blind-plate permits that have ended, `admitted` the entries of
    contractors that stand, both by matter; `admits`: somebody was ever admitted so. `working` are the open
    matters whose work goes on, `lately` all open ones in the order of their last change."""

    open: dict[str, Matter] = field(default_factory=dict)
    ended: Ended = field(default_factory=Ended)
    numbers: dict[str, int] = field(default_factory=dict)
    seen: dict[str, dict[str, int]] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, dict[str, Balance]] = field(default_factory=dict)
    certificates: dict[str, list[str]] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    impaired: dict[str, list[str]] = field(default_factory=dict)
    once_impaired: dict[str, None] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=Pictures)
    rollouts: dict[str, Rollout] = field(default_factory=dict)
    draws: dict[str, Draw] = field(default_factory=dict)
    not_opened: dict[str, Lacking] = field(default_factory=dict)
    unheld: dict[str, None] = field(default_factory=dict)
    plates: dict[str, Plate] = field(default_factory=dict)
    admitted: dict[str, Admitted] = field(default_factory=dict)
    admits: bool = False
    working: dict[str, None] = field(default_factory=dict)
    lately: dict[str, None] = field(default_factory=dict)
    changed: int = 0

    def bans(self, subject: str) -> dict[str, str]:
        """The doors that are closed to a person or company: door -> the account that closes it."""
        found: dict[str, str] = {}
        for account, balances in self.accounts.items():
            known = balances.get(subject)
            for door in known.bans if known is not None else ():
                found.setdefault(door, account)
        return found

    def number_of(self, matter: str) -> str | None:
        """The number by which people know a matter, open or ended; None of one that never was."""
        known = self.open.get(matter) or self.ended.get(matter)
        return (known.number or None) if known is not None else None

    @property
    def live(self) -> "list[Matter]":
        """The matters whose work goes on now, in the order of their opening: a permit that is open."""
        return sorted((self.open[one] for one in self.working), key=lambda one: one.opened_seq)

    def touch(self, matter: Matter, seq: int) -> None:
        """An open matter changed by the fact `seq`."""
        matter.last_seq = seq
        self.lately.pop(matter.id, None)
        self.lately[matter.id] = None
        if matter.live:
            self.working[matter.id] = None
        else:
            self.working.pop(matter.id, None)

    def remove(self, matter: Matter) -> None:
        """Removes an open matter from the indexes."""
        for known in (self.open, self.lately, self.working):
            known.pop(matter.id, None)

    def changed_after(self, seq: int) -> "Iterator[Matter]":
        """The open matters that changed after the fact `seq`, the last one first."""
        for ident in reversed(self.lately):
            known = self.open[ident]
            if known.last_seq <= seq:
                return
            yield known


KEY = 7
"""So many bytes tell the pictures of a plant apart: of a million, two are alike once in 100,000 plants."""


def picture_key(sha256: str) -> int:
    """Under which a kept thing is remembered as used."""
    return int.from_bytes(blake2b(sha256.encode(), digest_size=KEY).digest(), "big")


def pictures_in(value: Any) -> list[str]:
    """The SHA-256 of every kept thing that a value names, at any depth."""
    if isinstance(value, dict):
        own = value.get("sha256")
        found = [own] if isinstance(own, str) else []
        return found + [one for part in value.values() for one in pictures_in(part)]
    if isinstance(value, list):
        return [one for part in value for one in ([part] if _is_hash(part) else pictures_in(part))]
    return []


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")
