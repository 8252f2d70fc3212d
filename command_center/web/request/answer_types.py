"""Types of answers that several modules of doors share; a type that one module answers stands beside its door.

The doors make them, and OpenAPI describes them by these. Times are UTC epoch milliseconds.
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
    """Codes for a lost phone, shown once; each works once."""

    recovery_codes: list[str]


class User(TypedDict):
    """An account of a person."""

    username: str
    role: str
    person: str | None
    disabled: bool
    created_at: int


class Token(TypedDict):
    """A token of a machine; its secret is told once and kept nowhere. `sources` is none for one that speaks for all."""

    name: str
    role: str
    person: str | None
    read_only: bool
    topics: list[str] | None
    sources: list[str] | None
    revoked: bool
    created_at: int


class Accounts(TypedDict):
    """Every account and token, the roles that a person may have, and those of tokens."""

    users: list[User]
    tokens: list[Token]
    roles: list[str]
    token_roles: list[str]


class Accepted(TypedDict):
    """A command was carried out: the facts it made, the last of which is `seq`."""

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
    """Facts in order; go on after `next`. `head` is the journal's newest."""

    facts: list[Fact]
    next: int
    head: int


class Photograph(TypedDict):
    """A photograph as it is kept."""

    sha256: str
    type: str
    width: int
    height: int
    size: int


class Evidence(TypedDict):
    """A photograph or voice note as it is kept; `flags` are `old`, `no_camera`, `elsewhere`."""

    sha256: str
    type: str
    flags: list[str]
    size: int


class LegalDuty(TypedDict):
    """How the half-yearly duty stands today; days are the site's. `turns` say how it stands and will (codes:
    never, uncounted, far, known, due, over)."""

    last: str | None
    due: str | None
    days_left: int | None
    turns: list[Turn]


class Drills(TypedDict):
    """The drills this role may know of."""

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
    """What can be looked at again. `objectives` are a drill's, by id, once it is revealed."""

    id: str
    title: Words
    exercise: bool
    since: int
    until: int
    marks: list[Mark]
    notes: list[Note]
    objectives: dict[str, Any]
