"""Permits whose work is going on or paused: their end, the age of the last gas test, the attendant, and who is
inside. Times are UTC epoch ms.
"""

from dataclasses import dataclass
from typing import Any

from command_center.domain.matters.deadlines import worst
from command_center.domain.matters.reading.standing import PAUSED
from command_center.domain.payload import Words
from command_center.domain.state import State
from command_center.domain.state.matters import Colour, Matter

GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Permit:
    """One permit. `gas_at` is the time of the last gas test, `over` lists its readings outside the limits, and
    `paused` gives the reason why the work is paused.
    """

    id: str
    number: str
    template: str
    title: Words
    place: str | None
    area: str | None
    live: bool
    paused: str | None
    valid_until: int | None
    gas_at: int | None
    over: tuple[str, ...]
    guardians: tuple[str, ...]
    inside: int
    colour: Colour | None


def permits(state: State, now: int) -> list[Permit]:
    """Return every permit that is live or paused, the earliest to end first."""
    found = [
        _permit(one, now)
        for one in state.matters.open.values()
        if one.live or (one.state == PAUSED and one.began_at is not None)
    ]
    return sorted(found, key=lambda one: (one.valid_until or 2**53, one.number))


def _permit(one: Matter, now: int) -> Permit:
    last = _last_measured(one)
    return Permit(
        id=one.id, number=one.number, template=one.template, title=one.title, place=one.place,
        area=one.area, live=one.live, paused=None if one.live else one.paused_because or PAUSED,
        valid_until=one.valid_until, gas_at=None if last is None else last["at"],
        over=() if last is None else tuple(last["over"]),
        guardians=tuple(one.parties.get(GUARDIAN, ())), inside=len(one.inside),
        colour=worst(one, now),
    )  # fmt: skip


def _last_measured(one: Matter) -> dict[str, Any] | None:
    measured = [
        line
        for value in one.fields.values()
        if isinstance(value, list)
        for line in value
        if isinstance(line, dict) and "over" in line
    ]
    return max(measured, key=lambda line: int(line["at"]), default=None)
