"""What people reported: a report from a place, the state of a valve, their own status."""

from dataclasses import dataclass
from typing import Literal

from command_center.domain.payload import Words

ValveState = Literal["open", "shut"]
ResponderStatus = Literal["en_route", "staged", "on_scene", "released"]


@dataclass(frozen=True, slots=True)
class Report:
    """A person's report: from where, when, and by which channel."""

    seq: int
    at: int
    channel: str
    place: str
    text: str | Words
    caller: str | None


@dataclass(frozen=True, slots=True)
class Reported:
    """The last reported state of a valve or pump."""

    state: ValveState
    at: int
    by: str
    seq: int


@dataclass(frozen=True, slots=True)
class Indicated:
    """The state of a valve or pump by the plant's own tag, and since when: open, shut or between."""

    state: str
    at: int


@dataclass(slots=True)
class Responder:
    """The last status that a responder gave, for which incident and place."""

    status: ResponderStatus
    at: int
    incident: str | None
    place: str | None
    confirmed: str = "self"
