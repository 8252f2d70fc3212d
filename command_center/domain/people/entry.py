"""The entry board: two in, two suited standing by, gas measured, and the air left of each pair."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId, PlaceId
from command_center.domain.incidents.measuring.entry_gas import (
    EXPLOSIVE_LEL,
    FRESH_MS,
    entry_gas,
    explosive_at,
)
from command_center.domain.open_incident import open_incident
from command_center.domain.payload import Words
from command_center.domain.people.evacuation import draft_joined
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.speaking import witness
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.entry import Inside
from command_center.domain.text import Reason, Text

TURN_BACK_MPA = 10.0
AIR_L_PER_MIN = 50.0
CYLINDER_L = 6.8
LONGEST_MIN = 20.0
"""docs/domain.md, "Entry board": 27 MPa at entry, turn back at 10 MPa, 50 L/min, 6.8 L: 23 min, capped."""
STANDING_BY = 2
PAIR = 2
"""docs/domain.md, "Entry board": two go in."""
HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


def minutes_of_air(pressure_mpa: float) -> float:
    """Returns the minutes until turn-back at 10 MPa (1 MPa = 10 bar of a 6.8 L cylinder), at most
    20."""
    litres = max(0.0, pressure_mpa - TURN_BACK_MPA) * 10 * CYLINDER_L
    return min(LONGEST_MIN, litres / AIR_L_PER_MIN)


class Ready(Command):
    """Record people as ready for entry: suited, masked, and checked by somebody else (pressure,
    seals, suit).

    `checker` is who checked them; by default the person who gives the command. A pair may check
    each other, each in an entry of their own.
    """

    incident: str = Field(max_length=40)
    persons: list[PersonId] = Field(min_length=1, max_length=20)
    pressure_mpa: float = Field(gt=0, le=35)
    place: PlaceId | None = None
    checker: PersonId | None = None


class GoIn(Command):
    """Record that one person goes in. It needs a reason without a partner and two standing by, without gas measured
    at the source or in the hot zone in the last 30 minutes, and in explosive air."""

    incident: str = Field(max_length=40)
    person: str = Field(max_length=40)
    pressure_mpa: float = Field(gt=0, le=35)
    reason: Reason | None = None


class AtWork(Command):
    """Record that somebody inside begins to work on the element at the source."""

    incident: str = Field(max_length=40)
    person: str = Field(max_length=40)
    element: str | None = Field(default=None, max_length=40)


class ComeOut(Command):
    """Record that somebody has come out of the hot zone."""

    incident: str = Field(max_length=40)
    person: str = Field(max_length=40)


class EntryReady(TypedDict):
    """People are suited at the entry point, and `checker` has checked their pressure and seals."""

    persons: list[str]
    checker: str
    pressure_mpa: float
    place: str | None


class EntryIn(TypedDict):
    """A person went in. `lacked` is what was lacking and wanted the `reason`: `standby` (fewer than
    two stood by), `explosive`, `unmeasured`; empty when nothing was. Version 1 had no `lacked`."""

    person: str
    pressure_mpa: float
    turn_back_at: int
    reason: str | Words | None
    lacked: list[str]


class EntryAtWork(TypedDict):
    """A person inside has begun to work at an element."""

    person: str
    element: str | None


class EntryOut(TypedDict):
    """A person came out."""

    person: str


@decides("entry.ready", Ready, HANDS)
def ready(state: State, command: Ready, ctx: Context) -> Decision:
    """Records who is suited and checked. Each person is on the site's list, is named once, is not
    inside, and was checked by somebody else."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if command.place is not None and command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    persons = list(dict.fromkeys(command.persons))
    for person in persons:
        if person not in ctx.site.person_by_id:
            return Refusal("unknown_person", {"person": person})
        if any(person in one.entry.inside for one in state.open_incidents.values()):
            return Refusal("entry_inside", {"name": ctx.site.person_by_id[person].name})
    checker = command.checker or witness(command, ctx)
    if checker is None:
        return Refusal("entry_checker_needed")
    if checker not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": checker})
    if checker in persons:
        return Refusal("entry_checked_by_oneself", {"name": _name(ctx, checker)})
    data = EntryReady(
        persons=persons, checker=checker, pressure_mpa=command.pressure_mpa, place=command.place
    )
    return [Draft("entry.ready", data, incident.id, caused_by=incident.opened_seq)]


@decides("entry.in", GoIn, HANDS)
def go_in(state: State, command: GoIn, ctx: Context) -> Decision:
    """Records that a checked person enters the hot zone with enough air, while two suited people stand by and gas
    was measured. What is lacking of it needs a reason. Each headcount under way asks for them from now on, wherever
    they came from.
    """
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    entry = incident.entry
    if command.person not in entry.ready:
        return Refusal("entry_not_ready", {"name": _name(ctx, command.person)})
    if command.pressure_mpa <= TURN_BACK_MPA:
        return Refusal("entry_no_air", {"pressure": command.pressure_mpa, "limit": TURN_BACK_MPA})
    lacked = list(_lacking(state, incident, command, ctx))
    if lacked and command.reason is None:
        return lacked[0]
    turn_back = ctx.when(command) + int(minutes_of_air(command.pressure_mpa) * 60_000)
    data = EntryIn(
        person=command.person,
        pressure_mpa=command.pressure_mpa,
        turn_back_at=turn_back,
        reason=command.model_dump()["reason"],
        lacked=[one.code.removeprefix("entry_").removeprefix("no_") for one in lacked],
    )
    gone_in = Draft("entry.in", data, incident.id, entry.ready_seq[command.person])
    return [gone_in, *draft_joined(state, command.person, ctx.when(command))]


def _lacking(state: State, incident: Incident, command: GoIn, ctx: Context) -> Iterator[Refusal]:
    """Yields what an entry lacks, each as the refusal of one without a reason."""
    entry = incident.entry
    name = _name(ctx, command.person)
    if entry.standing_by(command.person) < STANDING_BY:
        needed = STANDING_BY + (1 if entry.inside else PAIR)
        yield Refusal(
            "entry_no_standby", {"ready": len(entry.ready), "needed": needed, "name": name}
        )
    at = ctx.when(command)
    measured = entry_gas(state, ctx.site, incident, at)
    explosive = explosive_at(state, ctx.site, incident, measured)
    if explosive is not None:
        place, value = explosive
        where = ctx.site.places[place][0] if place in ctx.site.places else place
        yield Refusal("entry_explosive", {"place": where, "value": value, "limit": EXPLOSIVE_LEL})
    if not measured or measured[0][1].at + FRESH_MS < at:
        yield Refusal("entry_unmeasured", {"minutes": FRESH_MS // 60_000, "name": name})


@decides("entry.at_work", AtWork, HANDS)
def at_work(state: State, command: AtWork, ctx: Context) -> Decision:
    """Records that somebody inside has begun to work at an element. Refused for a person who is not
    inside."""
    inside = _inside(state, command, ctx)
    if isinstance(inside, Refusal):
        return inside
    if command.element is not None and command.element not in ctx.site.places:
        return Refusal("unknown_element", {"element": command.element})
    data = EntryAtWork(person=command.person, element=command.element)
    return [Draft("entry.at_work", data, command.incident, caused_by=inside.seq)]


@decides("entry.out", ComeOut, HANDS)
def come_out(state: State, command: ComeOut, ctx: Context) -> Decision:
    """Records that a person has left the hot zone."""
    inside = _inside(state, command, ctx)
    if isinstance(inside, Refusal):
        return inside
    return [
        Draft("entry.out", EntryOut(person=command.person), command.incident, caused_by=inside.seq)
    ]


def _inside(state: State, command: AtWork | ComeOut, ctx: Context) -> Inside | Refusal:
    """Returns the entry of a person who is inside in an open incident, or the refusal."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    inside = incident.entry.inside.get(command.person)
    return inside or Refusal("entry_not_inside", {"name": _name(ctx, command.person)})


def _name(ctx: Context, person: str) -> Text | str:
    known = ctx.site.person_by_id.get(person)
    return known.name if known else person


@applies("entry.ready", EntryReady, v=2, readers=EVERYBODY)
def made_ready(state: State, fact: Fact) -> None:
    """Applies the fact: these people stand by until they go in, at the entry point for which they
    were checked last."""
    entry = state.incidents[fact.incident or ""].entry
    for other in (one.entry for one in state.open_incidents.values()):
        if other is not entry:
            other.leave(fact.data["persons"])
    for person in fact.data["persons"]:
        if person not in entry.ready:
            entry.ready.append(person)
        entry.ready_seq[person] = fact.seq
        entry.saw(person, fact.at)
        if checker := fact.data.get("checker"):  # v1 named none
            entry.checked_by[person] = checker


@applies("entry.in", EntryIn, v=2, readers=EVERYBODY)
def went_in(state: State, fact: Fact) -> None:
    """Applies the fact: the person is inside, and their air time runs."""
    entry = state.incidents[fact.incident or ""].entry
    d = fact.data
    for one in state.open_incidents.values():  # journals of before stood one by at several
        one.entry.leave([d["person"]])
    entry.inside[d["person"]] = Inside(
        d["person"], d["pressure_mpa"], fact.at, d["turn_back_at"], seq=fact.seq
    )


@applies("entry.at_work", EntryAtWork, readers=EVERYBODY)
def began_work(state: State, fact: Fact) -> None:
    """Applies the fact: the person is at work at the source."""
    inside = state.incidents[fact.incident or ""].entry.inside
    before = inside[fact.data["person"]]
    inside[before.person] = replace(before, at_work=fact.data["element"] or "")


@applies("entry.out", EntryOut, readers=EVERYBODY)
def came_out(state: State, fact: Fact) -> None:
    """Applies the fact: the person is outside, and is not ready without a new check."""
    entry = state.incidents[fact.incident or ""].entry
    entry.inside.pop(fact.data["person"], None)
    entry.checked_by.pop(fact.data["person"], None)
    entry.saw(fact.data["person"], fact.at)
