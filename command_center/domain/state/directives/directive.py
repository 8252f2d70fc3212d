"""The state of directives: one instruction to one recipient, followed until it is verified; with
indexes of the open ones, so that the cost does not grow with closed ones."""

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
    "ended",
]
UrgencyName = Literal["life_safety", "urgent", "normal", "routine"]
CategoryName = Literal["people", "source", "water", "outside", "property"]

ENDED = frozenset({"refused", "verified", "withdrawn", "superseded", "ended"})


@dataclass(slots=True)
class Directive:
    """One directive. Times are UTC epoch ms; `percent` is the progress that its recipient last
    reported.

    `number` is its number on the command page within its incident, while it is open. `ladder` is
    its frozen escalation chain, counted from `paged_from`; `taken` is what became of each step,
    `pages` whom to notify, `notices` each attempt. An old directive has no chain and pages nobody.
    `reached` is how far one was followed that `ended` because its incident was closed.
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
    reached: DirectiveState | None = None
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
        """Returns the progress in per cent: 100 once it is reported done."""
        return 100 if self.done_at is not None else self.percent

    @property
    def open(self) -> bool:
        """Returns whether somebody must still do or verify it."""
        return self.state not in ENDED


_NONE: dict[str, Directive] = {}


@dataclass(slots=True)
class InHand:
    """Indexes of open directives by recipient and by incident, and all that an incident ever had.

    The facts of directives keep them up to date, in the order of issue.
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
        """Removes from the indexes a directive that nobody must carry out or verify any more."""
        for keyed, key in (
            (self.by_incident, directive.incident),
            (self.by_person, directive.to_person or ""),
        ):
            left = keyed.get(key, {})
            left.pop(directive.id, None)
            if not left:
                keyed.pop(key, None)

    def of_person(self, person: str | None) -> Collection[Directive]:
        """Returns the open directives that a person must act on."""
        return self.by_person.get(person or "", _NONE).values()

    def of_incident(self, incident: str) -> Collection[Directive]:
        """Returns the open directives of an incident."""
        return self.by_incident.get(incident, _NONE).values()
