"""What people said: a report, how a valve stands, where they are themselves."""

from dataclasses import dataclass
from typing import Literal

from command_center.domain.payload import Words

ValveState = Literal["open", "shut"]
ResponderStatus = Literal["en_route", "staged", "on_scene", "released"]


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reported, from where, and when."""

    seq: int
    at: int
    channel: str
    place: str
    text: str | Words
    caller: str | None


@dataclass(frozen=True, slots=True)
class Reported:
    """The last state somebody reported of a valve or pump."""

    state: ValveState
    at: int
    by: str
    seq: int


@dataclass(frozen=True, slots=True)
class Indicated:
    """How the plant's own tag shows a valve or pump, and since when: open, shut or between."""

    state: str
    at: int


@dataclass(slots=True)
class Responder:
    """The last status somebody gave, for which incident and place."""

    status: ResponderStatus
    at: int
    incident: str | None
    place: str | None
    confirmed: str = "self"
