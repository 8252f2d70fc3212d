"""The state of notices about matters: whom to notify of a step of a matter, and each attempt. They
have no rows of their own, because a matter has its own readers."""

from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.payload import Words
from command_center.domain.state.notices.notice import Notice, Page

Why = Literal["turn", "told", "soon", "late", "paused"]
"""It is their turn; the template tells them; a deadline of theirs turned yellow; a deadline is over; live work was
paused."""
MatterPaged = Literal["matter", "matter_late", "matter_paused"]
KIND_OF: dict[Why, MatterPaged] = {
    "turn": "matter", "told": "matter", "soon": "matter", "late": "matter_late", "paused": "matter_paused",
}  # fmt: skip
KEPT_MS = 48 * 3_600_000
"""For how long what became of a telling is taken up (ours): no notice of one is sent after a day."""


class PagedOf(TypedDict):
    """A person to be notified of a step of a matter, for which post, and why."""

    person: str
    post: str | None
    why: Why


@dataclass(slots=True)
class Telling:
    """Whom to notify of a step of the matter `about`. `state` is the matter's state after it, `of`
    the deadline that it is about. `at` is UTC epoch ms."""

    id: str
    kind: MatterPaged
    about: str
    at: int
    seq: int
    state: str
    number: str
    title: Words | None
    of: str | None = None
    pages: list[Page] = field(default_factory=list)
    why: dict[str, Why] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    incident: str | None = None


@dataclass(slots=True)
class Tellings:
    """All notices about matters of the last two days by id, the oldest first, and for each matter
    those that may still have to be sent."""

    by_id: dict[str, Telling] = field(default_factory=dict)
    unsent: dict[str, list[Telling]] = field(default_factory=dict)
