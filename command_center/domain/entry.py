"""The entry board: two in, two suited standing by, and the air each pair has left."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides

if TYPE_CHECKING:
    from command_center.domain.state import State

TURN_BACK_MPA = 10.0
AIR_L_PER_MIN = 50.0
CYLINDER_L = 6.8
LONGEST_MIN = 20.0
"""DOMAIN, "Entry board": 27 MPa at entry, turn back at 10 MPa, 50 L/min, 6.8 L: 23 min, capped."""
STANDING_BY = 2
HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


def minutes_of_air(pressure_mpa: float) -> float:
    """Minutes until turn-back at 10 MPa (1 MPa = 10 bar of a 6.8 L cylinder), capped at 20."""
    litres = max(0.0, pressure_mpa - TURN_BACK_MPA) * 10 * CYLINDER_L
    return min(LONGEST_MIN, litres / AIR_L_PER_MIN)


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody in the hot zone; they must turn back at `turn_back_at` (UTC epoch ms)."""

    person: str
    pressure_mpa: float
    since: int
    turn_back_at: int
    at_work: str | None = None


@dataclass(slots=True)
class Entry:
    """Who is checked and ready, and who is inside."""

    ready: list[str] = field(default_factory=list)
    inside: dict[str, Inside] = field(default_factory=dict)


class Ready(Command):
    """Suited, masked and checked by somebody else."""

    incident: str = Field(max_length=40)
    persons: list[str] = Field(min_length=1, max_length=20)
    pressure_mpa: float = Field(gt=0, le=35)
    place: str | None = Field(default=None, max_length=40)


class GoIn(Command):
    """One person goes in. Without two standing by it wants a reason."""

    incident: str = Field(max_length=40)
    person: str = Field(max_length=40)
    pressure_mpa: float = Field(gt=0, le=35)
    reason: str | None = Field(default=None, min_length=3, max_length=200)


class AtWork(Command):
    """The first hand on the element at the source."""

    incident: str = Field(max_length=40)
    person: str = Field(max_length=40)
    element: str | None = Field(default=None, max_length=40)


class ComeOut(Command):
    """Out of the hot zone."""

    incident: str = Field(max_length=40)
    person: str = Field(max_length=40)


class EntryReady(TypedDict):
    """People are suited and checked at the entry point."""

    persons: list[str]
    pressure_mpa: float
    place: str | None


class EntryIn(TypedDict):
    """A person went in; `reason` when fewer than two stood by."""

    person: str
    pressure_mpa: float
    turn_back_at: int
    reason: str | None


class EntryAtWork(TypedDict):
    """A person inside has begun to work at an element."""

    person: str
    element: str | None


class EntryOut(TypedDict):
    """A person came out."""

    person: str


def _incident(state: "State", incident: str) -> Entry | Refusal:
    found = state.incidents.get(incident)
    if found is None or found.closed_at is not None:
        return Refusal("unknown_incident", {"incident": incident})
    return found.entry


@decides("entry.ready", Ready, HANDS)
def ready(state: "State", command: Ready, ctx: Context) -> Decision:
    """Everybody named is on the site's list."""
    entry = _incident(state, command.incident)
    if isinstance(entry, Refusal):
        return entry
    for person in command.persons:
        if person not in ctx.site.person_by_id:
            return Refusal("unknown_person", {"person": person})
    data = EntryReady(
        persons=command.persons, pressure_mpa=command.pressure_mpa, place=command.place
    )
    return [Draft("entry.ready", data, command.incident)]


@decides("entry.in", GoIn, HANDS)
def go_in(state: "State", command: GoIn, ctx: Context) -> Decision:
    """Checked first, with enough air, and two suited people standing by."""
    entry = _incident(state, command.incident)
    if isinstance(entry, Refusal):
        return entry
    if command.person not in entry.ready:
        person = ctx.site.person_by_id.get(command.person)
        return Refusal("entry_not_ready", {"name": person.name if person else command.person})
    if command.pressure_mpa <= TURN_BACK_MPA:
        return Refusal("entry_no_air", {"pressure": command.pressure_mpa, "limit": TURN_BACK_MPA})
    standing_by = [p for p in entry.ready if p != command.person]
    if len(standing_by) < STANDING_BY and command.reason is None:
        return Refusal("entry_no_standby", {"count": len(standing_by)})
    turn_back = ctx.now + int(minutes_of_air(command.pressure_mpa) * 60_000)
    data = EntryIn(
        person=command.person,
        pressure_mpa=command.pressure_mpa,
        turn_back_at=turn_back,
        reason=command.reason,
    )
    return [Draft("entry.in", data, command.incident)]


@decides("entry.at_work", AtWork, HANDS)
def at_work(state: "State", command: AtWork, ctx: Context) -> Decision:
    """Only somebody inside can be at work there."""
    entry = _incident(state, command.incident)
    if isinstance(entry, Refusal):
        return entry
    if command.person not in entry.inside:
        return Refusal("entry_not_inside", {"person": command.person})
    data = EntryAtWork(person=command.person, element=command.element)
    return [Draft("entry.at_work", data, command.incident)]


@decides("entry.out", ComeOut, HANDS)
def come_out(state: "State", command: ComeOut, ctx: Context) -> Decision:
    """Out once."""
    entry = _incident(state, command.incident)
    if isinstance(entry, Refusal):
        return entry
    if command.person not in entry.inside:
        return Refusal("entry_not_inside", {"person": command.person})
    return [Draft("entry.out", EntryOut(person=command.person), command.incident)]


@applies("entry.ready", EntryReady)
def made_ready(state: "State", fact: Fact) -> None:
    """They count as standing by until they go in."""
    entry = state.incidents[fact.incident or ""].entry
    entry.ready += [p for p in fact.data["persons"] if p not in entry.ready]


@applies("entry.in", EntryIn)
def went_in(state: "State", fact: Fact) -> None:
    """Inside, with the clock running."""
    entry = state.incidents[fact.incident or ""].entry
    d = fact.data
    entry.ready = [p for p in entry.ready if p != d["person"]]
    entry.inside[d["person"]] = Inside(d["person"], d["pressure_mpa"], fact.at, d["turn_back_at"])


@applies("entry.at_work", EntryAtWork)
def began_work(state: "State", fact: Fact) -> None:
    """At the source."""
    inside = state.incidents[fact.incident or ""].entry.inside
    before = inside[fact.data["person"]]
    inside[before.person] = Inside(
        before.person,
        before.pressure_mpa,
        before.since,
        before.turn_back_at,
        fact.data["element"] or "",
    )


@applies("entry.out", EntryOut)
def came_out(state: "State", fact: Fact) -> None:
    """Out, and no longer ready without a new check."""
    state.incidents[fact.incident or ""].entry.inside.pop(fact.data["person"], None)
