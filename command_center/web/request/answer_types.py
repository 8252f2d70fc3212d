"""Answer types shared by several door modules; a type used by one module is defined there.

The doors create them, and OpenAPI describes them from these types. Times are UTC epoch milliseconds.
"""

from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.exercises.drill_rows import DrillRow

Span = tuple[int, int]
"""First and last time."""


class FactorConfirmed(TypedDict):
    """Recovery codes for a lost phone, shown once; each works once."""

    recovery_codes: list[str]


class User(TypedDict):
    """An account of a person."""

    username: str
    role: str
    person: str | None
    disabled: bool
    created_at: int


class Token(TypedDict):
    """A machine's token; its secret is shown once and never stored. `sources` is None if it is valid for all."""

    name: str
    role: str
    person: str | None
    read_only: bool
    topics: list[str] | None
    sources: list[str] | None
    revoked: bool
    created_at: int


class Accounts(TypedDict):
    """Every account and token, the roles possible for a person, and those for tokens."""

    users: list[User]
    tokens: list[Token]
    roles: list[str]
    token_roles: list[str]


class Accepted(TypedDict):
    """The command was carried out and made these facts; `seq` is the last one's number."""

    seq: int
    facts: Sequence[Fact]


class Rejected(TypedDict):
    """An item of a batch that was not taken."""

    index: int
    code: str
    error: str


class Taken(TypedDict):
    """How many items of a batch were taken, and which were not."""

    accepted: int
    rejected: list[Rejected]


class Journal(TypedDict):
    """Facts in order; continue after `next`. `head` is the journal's newest."""

    facts: list[Fact]
    next: int
    head: int


class Photograph(TypedDict):
    """A stored photograph."""

    sha256: str
    type: str
    width: int
    height: int
    size: int


class Evidence(TypedDict):
    """A stored photograph or voice note; `flags` are `old`, `no_camera`, `elsewhere`."""

    sha256: str
    type: str
    flags: list[str]
    size: int


class LegalDuty(TypedDict):
    """The status of the half-yearly legal duty today; days are the site's. `turns` say its status now and later
    (codes: never, uncounted, far, known, due, over).
    """

    last: str | None
    due: str | None
    days_left: int | None
    turns: list[Turn]


class Drills(TypedDict):
    """The drills that this role may see."""

    drills: list[DrillRow]
    legal: LegalDuty


class Mark(TypedDict):
    """An outstanding fact."""

    seq: int
    at: int
    kind: str


class Note(TypedDict):
    """An observer's note; photographs by their SHA-256."""

    seq: int
    at: int
    by: str
    objective: str | None
    rating: str | None
    note: str | Words | None
    photographs: list[str]


class Replay(TypedDict):
    """What can be replayed. `objectives` are a drill's, by id, once it is revealed."""

    id: str
    title: Words
    exercise: bool
    since: int
    until: int
    marks: list[Mark]
    notes: list[Note]
    objectives: dict[str, Any]
