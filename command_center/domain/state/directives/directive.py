"""A directive: one instruction to one recipient, followed until it is verified; and the open ones by whom and what they
concern, so that a long night costs no more than an open one."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

from command_center.domain.payload import Words
from command_center.domain.state.notices.notice import Notice, Page, Rung

DirectiveState = Literal[
    "issued",
    "acknowledged",
    "in_progress",
    "done",
    "verified",
    "refused",
    "withdrawn",
    "superseded",
]
UrgencyName = Literal["life_safety", "urgent", "normal", "routine"]
CategoryName = Literal["people", "source", "water", "outside", "property"]

ENDED = frozenset({"refused", "verified", "withdrawn", "superseded"})


@dataclass(slots=True)
class Directive:
    """The state of one directive. Times are UTC epoch ms; `percent` is how far its recipient last said it was.

    `number` is what the command page calls it by in its incident, as long as it is on the lists of open ones.
    `ladder` is its frozen chain, counted from `paged_from`; `taken` what became of each step,
    `pages` whom to tell, `notices` each attempt at it. An old one has no chain and pages nobody.
    """

    id: str
    incident: str
    text: Words
    to_post: str | None
    to_person: str | None
    urgency: UrgencyName
    category: CategoryName
    place: str | None
    step: str | None
    kit: str | None
    acts_on: list[str]
    evacuates: list[str]
    mobilises: str | None
    issuer: str
    issued_at: int
    issued_seq: int
    ack_by: int
    due_at: int
    state: DirectiveState = "issued"
    percent: int = 0
    note: str | Words | None = None
    evidence: str | None = None
    reason: str | Words | None = None
    returned: bool = False
    acknowledged_at: int | None = None
    started_at: int | None = None
    done_at: int | None = None
    ended_at: int | None = None
    ack_late: bool = False
    via: str = "screen"
    speaker: str | None = None
    supersedes: str | None = None
    refused_by: str | None = None
    acknowledged_by: str | None = None
    paged_from: int | None = None
    ladder: list[Rung] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)
    exhausted_at: int | None = None
    history: list[int] = field(default_factory=list)
    number: int = 0

    @property
    def progress(self) -> int:
        """How far it is, in per cent: all of it once it is said to be done."""
        return 100 if self.done_at is not None else self.percent

    @property
    def open(self) -> bool:
        """Still somebody's to do or to verify."""
        return self.state not in ENDED


_NONE: dict[str, Directive] = {}


@dataclass(slots=True)
class InHand:
    """The open directives of each recipient and incident, and every one an incident ever had.

    Kept by the fold of the directives' own facts, in the order of their issue.
    """

    by_person: dict[str, dict[str, Directive]] = field(default_factory=dict)
    by_incident: dict[str, dict[str, Directive]] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)

    def issued(self, directive: Directive) -> None:
        """Adds a directive to the indexes."""
        self.given.setdefault(directive.incident, []).append(directive.id)
        self.by_incident.setdefault(directive.incident, {})[directive.id] = directive
        if directive.to_person is not None:
            self.by_person.setdefault(directive.to_person, {})[directive.id] = directive

    def ended(self, directive: Directive) -> None:
        """Removes a directive that nobody has to carry out or verify any more."""
        for keyed, key in (
            (self.by_incident, directive.incident),
            (self.by_person, directive.to_person or ""),
        ):
            left = keyed.get(key, {})
            left.pop(directive.id, None)
            if not left:
                keyed.pop(key, None)

    def of_person(self, person: str | None) -> Collection[Directive]:
        """The open directives that a person must act on."""
        return self.by_person.get(person or "", _NONE).values()

    def of_incident(self, incident: str) -> Collection[Directive]:
        """The open directives of an incident."""
        return self.by_incident.get(incident, _NONE).values()
