"""Matters: hazards, permits, duties, violations and whatever else a template describes, as the fold keeps them.

Everything here was decided once and carried by a fact. Nothing here reads a template, so an old journal
replays to the same state whatever became of its templates. Times are UTC epoch ms.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from command_center.domain.payload import Words

Colour = Literal["blue", "yellow", "red"]


class Told(TypedDict):
    """Somebody who is told of a matter, and for which post."""

    person: str
    post: str | None


class DueStep(TypedDict):
    """One step of a deadline's escalation: from `at` on these people are to be told."""

    step: str
    at: int
    to: list[Told]


class Due(TypedDict):
    """One deadline of a matter. `of` is the move or the measurement that meets it, `since` when it began. It is blue
    from `since`, yellow from `yellow`, red from `red`. `steps` says who is told when. When it is over, `late` is
    the move that the clockwork makes."""

    of: str
    since: int
    at: int
    yellow: int
    red: int
    steps: list[DueStep]
    late: NotRequired[str]


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
    `met` are the other matters that count for a duty.
    `began_at` is the first time that its period of validity ran from.
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
    parties: dict[str, list[str]] = field(default_factory=dict)
    holders: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    fired: list[str] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    inside: dict[str, int] = field(default_factory=dict)
    tools: dict[str, float] = field(default_factory=dict)
    began_at: int | None = None
    valid_until: int | None = None
    entered_state_at: int = 0
    paused_because: str | None = None
    impairs: list[str] = field(default_factory=list)
    certifies: str | None = None
    plan: str | None = None
    period: str | None = None
    subject: str | None = None
    repeats: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    history: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stub:
    """What is left of an ended matter in memory. Everything else is in its facts and in the table of matters."""

    id: str
    template: str
    revision: str
    state: str
    opener: str
    seq: int
    ended_at: int
    number: str = ""


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


@dataclass(slots=True)
class Matters:
    """All matters of a plant. `numbers` is the last running number of each series, `seen` when and as which matter
    a repetition key was used, `made` which matter a plan opened for which period and whom. `certificates` are the open
    ones of each person, `inside` says in which matter somebody is inside, `impaired` which
    matters put an equipment out of service, `once_impaired` what ever was. `pictures` are the keys of all photographs,
    voice notes and signatures that ever proved something. `rollouts` says by template where it is in force."""

    open: dict[str, Matter] = field(default_factory=dict)
    ended: dict[str, Stub] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    seen: dict[str, dict[str, int]] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, dict[str, Balance]] = field(default_factory=dict)
    certificates: dict[str, list[str]] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    impaired: dict[str, list[str]] = field(default_factory=dict)
    once_impaired: dict[str, None] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    rollouts: dict[str, Rollout] = field(default_factory=dict)
    changed: int = 0

    def bans(self, subject: str) -> dict[str, str]:
        """The doors that are closed to a person or company: door -> the account that closes it."""
        found: dict[str, str] = {}
        for account, balances in self.accounts.items():
            known = balances.get(subject)
            for door in known.bans if known is not None else ():
                found.setdefault(door, account)
        return found

    @property
    def live(self) -> "list[Matter]":
        """The matters whose work goes on now: a permit that is open."""
        return [one for one in self.open.values() if one.live]


KEY = 16
"""So many hex digits of a SHA-256 tell the pictures of a plant apart."""


def picture_key(sha256: str) -> str:
    """Under which a kept thing is remembered as used."""
    return sha256[:KEY]


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
