"""The state of a request for authority: who was asked for what, and the answer."""

from dataclasses import dataclass, field
from typing import Literal

from command_center.domain.payload import Words
from command_center.domain.state.notices.notice import Notice, Page

RequestState = Literal["asked", "granted", "denied", "emergency"]


@dataclass(slots=True)
class Request:
    """A request for authority. Times are UTC epoch ms. `wait_from` is when it was first refused, or
    asked for where nothing was refused: the wait runs from there to the answer. `by_asker`: the
    asker has also entered the answer."""

    id: str
    incident: str
    capability: str
    scope: str
    target: str
    post: str
    person: str
    by: str
    asked_at: int
    seq: int
    wait_from: int
    state: RequestState = "asked"
    answered_at: int | None = None
    reason: str | Words | None = None
    by_asker: bool = False
    pages: list[Page] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Returns whether nobody has answered, and nobody has acted without an answer."""
        return self.state == "asked"
