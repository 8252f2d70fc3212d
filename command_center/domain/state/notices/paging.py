"""The state of a paging: whom to notify of an evacuation, a call for help, an alarm or a kit, and
each attempt."""

from dataclasses import dataclass, field
from typing import Literal

from command_center.domain.state.notices.notice import Notice, Page

Paged = Literal["evacuation", "sos", "alarm", "kit", "break_glass"]


@dataclass(slots=True)
class Paging:
    """A paging about `about`: an incident with an evacuation, a person who calls for help, an
    alarm, a dispatch, or a break-glass account in use.

    `at` is UTC epoch ms.
    """

    id: str
    kind: Paged
    about: str
    incident: str | None
    at: int
    seq: int
    pages: list[Page] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)

    def page_of(self, person: str) -> Page | None:
        """Returns the page of a person; each person has one."""
        return next((page for page in self.pages if page.person == person), None)
