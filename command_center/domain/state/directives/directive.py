"""The state of directives: one instruction to one recipient, followed until it is verified; with
indexes, so that the cost of one does not grow with the others."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from typing_extensions import TypedDict

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


class AttachedPiece(TypedDict):
    """A photograph or voice note of the work: its SHA-256, media type, and the flags of its camera."""

    sha256: str
    type: str
    flags: list[str]


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
    attached: list[AttachedPiece] = field(default_factory=list)
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

    @property
    def awaited_by(self) -> int | None:
        """Returns by when (UTC epoch ms) it must be acknowledged, then done; None afterwards."""
        if self.state == "issued":
            return self.ack_by
        return self.due_at if self.state in ("acknowledged", "in_progress") else None


_NONE: dict[str, Directive] = {}
_NUMBER = attrgetter("number")
Timed = dict[str, tuple[int, int]]
"""Directives that wait to be acknowledged or done, by id: by when (UTC epoch ms), and the number."""


@dataclass(slots=True)
class Filed:
    """The directives of one incident, filed by what is asked of all of them: those that wait to be
    acknowledged or done, by category and urgency; those reported done; those refused; those of each
    step of the plan, in the order of issue; and those of which a person was notified or that they
    acknowledged."""

    waiting: dict[CategoryName, dict[UrgencyName, Timed]] = field(default_factory=dict)
    done: dict[str, Directive] = field(default_factory=dict)
    refused: dict[str, Directive] = field(default_factory=dict)
    of_step: dict[str, list[Directive]] = field(default_factory=dict)
    known_to: dict[str, dict[str, Directive]] = field(default_factory=dict)

    def file(self, directive: Directive) -> None:
        """Files a directive by its state and its times as they are now."""
        ident, state = directive.id, directive.state
        of_category = self.waiting.setdefault(directive.category, {})
        waiting = of_category.setdefault(directive.urgency, {})
        by = directive.awaited_by
        if by is not None:
            waiting[ident] = by, directive.number
        else:
            waiting.pop(ident, None)
        self.done.pop(ident, None)
        self.refused.pop(ident, None)
        if state == "done":
            self.done[ident] = directive
        elif state == "refused":
            self.refused[ident] = directive

    def judged_singly(self) -> Iterator[Directive]:
        """Yields the directives reported done or refused, in the order of issue: what waits of them
        depends on more than their times."""
        yield from sorted((*self.done.values(), *self.refused.values()), key=_NUMBER)


_NOTHING_FILED = Filed()


@dataclass(slots=True)
class InHand:
    """Indexes of open directives by recipient and by incident, and all that an incident ever had.

    The facts of directives keep them up to date, in the order of issue.
    """

    by_person: dict[str, dict[str, Directive]] = field(default_factory=dict)
    by_incident: dict[str, dict[str, Directive]] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)
    filed: dict[str, Filed] = field(default_factory=dict)

    def issued(self, directive: Directive) -> None:
        """Adds a directive to the indexes."""
        self.given.setdefault(directive.incident, []).append(directive.id)
        self.by_incident.setdefault(directive.incident, {})[directive.id] = directive
        if directive.to_person is not None:
            self.by_person.setdefault(directive.to_person, {})[directive.id] = directive
        filed = self.filed.setdefault(directive.incident, Filed())
        if directive.step is not None:
            filed.of_step.setdefault(directive.step, []).append(directive)
        filed.file(directive)

    def moved(self, directive: Directive) -> None:
        """Files a directive anew whose state or times have changed."""
        self.filed[directive.incident].file(directive)

    def heard(self, directive: Directive, person: str) -> None:
        """Files that a person was notified of a directive, or has acknowledged it."""
        self.filed[directive.incident].known_to.setdefault(person, {})[directive.id] = directive

    def ended(self, directive: Directive) -> None:
        """Removes from the indexes a directive that nobody must carry out or verify any more."""
        self.moved(directive)
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

    def filed_of(self, incident: str) -> Filed:
        """Returns the directives of an incident as they are filed."""
        return self.filed.get(incident, _NOTHING_FILED)
