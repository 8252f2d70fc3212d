"""The state of a call for help."""

from dataclasses import dataclass

from command_center.domain.payload import Words


@dataclass(slots=True)
class Sos:
    """A standing call for help. Times are UTC epoch ms: `at` when it was pressed or spoken,
    `arrived_at` when the server received it, if that was later."""

    person: str
    at: int
    seq: int
    place: str | None
    note: str | Words | None
    arrived_at: int | None = None
    answered_at: int | None = None
    answered_by: str | None = None
