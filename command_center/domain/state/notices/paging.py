"""The state of a paging: whom to notify of an evacuation, a call for help, an alarm, a kit or a call to
an outside unit, and each attempt."""

from dataclasses import dataclass, field
from typing import Literal

from command_center.domain.state.notices.notice import Notice, Page

Paged = Literal["evacuation", "sos", "alarm", "kit", "break_glass", "outside"]


@dataclass(slots=True)
class Paging:
    """A paging about `about`: an incident with an evacuation, a person who calls for help, an
    alarm, a dispatch, a break-glass account in use, or an outside unit that is called.

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
