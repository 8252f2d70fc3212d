"""The state of matters: hazards, permits, duties, violations and whatever else a template
describes.

Everything here was decided once and recorded in a fact. Nothing here reads a template, so an old
journal replays to the same state whatever became of its templates. Times are UTC epoch ms.
"""

import re
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
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Told(TypedDict):
    """A person who is notified of a matter, and for which post."""

    person: str
    post: str | None


class StandIn(TypedDict):
    """`people` stand in for a party, a post or a superior. `why` is the reason: the plant has no
    such post (`no_post`), nobody holds it (`vacant`), its holder must not act (`barred`), or
    nobody is above the holder (`top`). `by` is the step of the plant's rule `fallback` that
    found them; it is `own` where they are notified of their own matter."""

    party: str
    why: Literal["no_post", "vacant", "barred", "top"]
    by: str
    people: list[str]


class DueStep(TypedDict):
    """One step of a deadline's escalation: from `at` on these people are to be notified."""

    step: str
    at: int
    to: list[Told]


class Due(TypedDict):
    """One deadline of a matter. `of` is the move or the measurement that meets it, `since` when it
    began. It is blue from `since`, yellow from `yellow`, red from `red`. `steps` says who is
    notified when. `late` is the timed move that is made when it is over, or at `late_at` where
    something may still be done late."""

    of: str
    since: int
    at: int
    yellow: int
    red: int
    steps: list[DueStep]
    late: NotRequired[str]
    late_at: NotRequired[int]


def gone_at(due: Due) -> int:
    """Returns when the timed move that follows a deadline is made (UTC epoch ms)."""
    return due.get("late_at", due["at"])


class Points(TypedDict):
    """One entry of an account of points. `subject` is the person or the company. `period` is the
    period in which it counts (a year, a month), which ends at `until`. `balance` is the balance
    after it. `bans` is what the subject is banned from after it: gate, permit."""

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
    """A signature: who signed, as which party, for which move, and the SHA-256 of the signed
    content."""

    move: str
    party: str
    person: str
    at: int
    seq: int
    proof: str
    content: str


@dataclass(slots=True)
class Matter:
    """One open matter. `revision` is the SHA-256 of the template's text to which it is pinned;
    `version` counts its facts: an offline step names the version on which it was done. `kind` is
    the kind of work or matter: the library template of which its own is a copy, or its own.

    `parties` are the people of each party, `holders` those whose turn it is. `readers` are the
    template's words for who may read it: parties, area, and names of roles. `inside` maps the
    people who went in to since when. `tools` counts the tools that each took in. `signatures` are
    those of the move that waits for them. `history` are the numbers of its facts; `written` says at
    which version each field was last written. `met` are the other matters that count for a duty,
    `met_at` the places where they were done. `again` is the duty or round of which this is a second
    inspection, `spot` the place where it must be made, `sample` the codes of the points drawn for
    it. `began_at` is when its period of validity first began. `stand_ins` says for which parties
    whose turn it is somebody stands in, `nobody` for which there is nobody, `unheard` which steps
    of its deadlines reached nobody (`OF/STEP`).

    Ordered values are tuples, because several matters share the same one, and an empty one costs no
    memory.
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
    """The short records of ended matters by id. There are far more of these than of anything else,
    so each is packed into a few bytes that the garbage collector does not visit."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._words: list[str] = []
        self._ranks: dict[str, int] = {}

    def put(self, stub: Stub) -> None:
        """Stores a short record."""
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
    """The keys of everything that was ever used as evidence (`picture_key`), sorted in small parts:
    eight bytes each instead of eighty."""

    def __init__(self) -> None:
        self._parts: dict[int, array[int]] = {}

    def add(self, key: int) -> None:
        """Stores a key."""
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
    """The balance of an account of points for one subject, in the period `period`, which ends at
    `until`."""

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
        """Returns the balance at `now`; a new period begins with `starts`."""
        return self.starts if self.until is not None and now >= self.until else self.balance


@dataclass(frozen=True, slots=True)
class Rollout:
    """Where a module is in force by its roll-out, the matter `matter`: in these areas, None for the
    whole plant, from `since` on (UTC epoch ms; None: always)."""

    matter: str
    areas: tuple[str, ...] | None
    since: int | None
    champion: str | None


@dataclass(frozen=True, slots=True)
class Draw:
    """The points of an ended round that were drawn for a second inspection: their codes, drawn by
    the hash of the fact that ended it at `at` (UTC epoch ms). `revision`, `opener` and `fields`
    are those of the round. Neither its opener nor those who walked it (`walked`) may make the
    second inspection."""

    matter: str
    revision: str
    opener: str
    sample: tuple[str, ...]
    fields: Mapping[str, Any]
    at: int
    walked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A matter of `template` that the fact `seq` of another matter had to open at `at` (UTC epoch
    ms) and could not. `title` is the title of such matters; `number` and `readers` are those of
    the matter whose step it was; `why` is the refusal. `people` are those of its parties then."""

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
    """The plate of a blind-plate permit: `what` is done with it (set, remove), on which pipe,
    where, and its number. `began_at` is when the work began (UTC epoch ms). `void`: the permit
    was refused or withdrawn before that."""

    what: Any
    pipe: Any
    place: str | None
    plate: Any
    began_at: int | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class Admitted:
    """A contractor's person whom the plant admitted: by which revision of the form, for which
    company, and until which day (ISO)."""

    revision: str
    person: str
    company: str
    until: str


@dataclass(slots=True)
class Matters:
    """All matters of a plant. `numbers` is the last running number of each series, `seen` when and
    by which matter a repetition key was used, `made` which matter a plan opened for which period
    and subject. `certificates` are the open ones of each person, `inside` says in which matter
    somebody is inside, `impaired` which matters put a piece of equipment out of service,
    `once_impaired` what ever was. `pictures` are the keys of all photographs, voice notes and
    signatures ever used as evidence. `rollouts` says by template where it is in force. `draws`
    are the rounds with points drawn for a second inspection that nobody was given yet.
    `not_opened` is what steps had to open and could not, until somebody deals with it. `unheld`
    are the open matters that nobody holds, or of which a deadline reached nobody. `plates` are
    those of ended blind-plate permits, `admitted` the admissions of contractors in force, both
    by matter; `admits`: somebody was ever admitted so. `working` are the open matters whose work
    goes on, `lately` all open ones in the order of their last change."""

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
        """Returns what a person or company is banned from: gate or permit -> the account that bans
        them."""
        found: dict[str, str] = {}
        for account, balances in self.accounts.items():
            known = balances.get(subject)
            for door in known.bans if known is not None else ():
                found.setdefault(door, account)
        return found

    def known_as(self, ident: str) -> str:
        """Returns the id under which a matter is kept, for an id as a client wrote it: a UUID is one in any case, and
        is kept in small letters. One that an older release kept in capitals stays known by them."""
        if ident in self.open or ident in self.ended:
            return ident
        return ident.lower() if UUID.fullmatch(ident) else ident

    def number_of(self, matter: str) -> str | None:
        """Returns the number by which people know a matter, open or ended; None for an unknown one."""
        known = self.open.get(matter) or self.ended.get(matter)
        return (known.number or None) if known is not None else None

    @property
    def live(self) -> "list[Matter]":
        """Returns the live matters, in the order of their opening: those whose work goes on now."""
        return sorted((self.open[one] for one in self.working), key=lambda one: one.opened_seq)

    def touch(self, matter: Matter, seq: int) -> None:
        """Records that an open matter was changed by the fact `seq`."""
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
        """Yields the open matters that changed after the fact `seq`, the last changed first."""
        for ident in reversed(self.lately):
            known = self.open[ident]
            if known.last_seq <= seq:
                return
            yield known


KEY = 7
"""So many bytes tell the pictures of a plant apart: of a million, two are alike once in 100,000 plants."""


def picture_key(sha256: str) -> int:
    """Returns the key under which a piece of evidence is remembered as used."""
    return int.from_bytes(blake2b(sha256.encode(), digest_size=KEY).digest(), "big")


def pictures_in(value: Any) -> list[str]:
    """Returns the SHA-256 of every piece of evidence that a value names, at any depth."""
    if isinstance(value, dict):
        own = value.get("sha256")
        found = [own] if isinstance(own, str) else []
        return found + [one for part in value.values() for one in pictures_in(part)]
    if isinstance(value, list):
        return [one for part in value for one in ([part] if _is_hash(part) else pictures_in(part))]
    return []


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")
