"""Evacuation and headcount: the denominator is frozen at the order, and only people count people."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.speaking import speaks_for

if TYPE_CHECKING:
    from command_center.domain.state import State

Account = Literal["checked_in", "assigned", "not_accounted", "missing"]
FIELD = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


@dataclass(slots=True)
class Headcount:
    """Where each of the frozen denominator is; the four states always sum to all of it."""

    zones: list[str]
    ordered_at: int
    ordered_seq: int
    accounts: dict[str, Account] = field(default_factory=dict)

    def count(self, account: Account) -> int:
        """How many stand in one of the four states."""
        return sum(a == account for a in self.accounts.values())

    @property
    def unaccounted(self) -> int:
        """Not accounted for, the missing included."""
        return self.count("not_accounted") + self.count("missing")


class OrderEvacuation(Command):
    """Order areas to be evacuated. It needs no authority."""

    incident: str = Field(max_length=40)
    zones: list[str] = Field(min_length=1, max_length=50)


class CheckIn(Command):
    """A warden's, or one's own, word that somebody is safe at a muster point."""

    person: str = Field(max_length=40)
    muster: str = Field(max_length=40)


class NamePerson(Command):
    """Names a person."""

    person: str = Field(max_length=40)


class EvacuationOrdered(TypedDict):
    """Areas were ordered empty; `people` is the frozen denominator of the headcount."""

    zones: list[str]
    people: list[str]


class CheckedIn(TypedDict):
    """A person is safe at a muster point, by a warden's or their own word."""

    person: str
    muster: str


class PersonNamed(TypedDict):
    """A person was assigned to the response, declared missing, or found."""

    person: str


@decides("evacuation.order", OrderEvacuation, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def order(state: "State", command: OrderEvacuation, ctx: Context) -> Decision:
    """Freeze who was on site; a later order widens the zones, never the denominator."""
    incident = state.incidents.get(command.incident)
    if incident is None or incident.closed_at is not None:
        return Refusal("unknown_incident", {"incident": command.incident})
    for zone in command.zones:
        if zone not in ctx.site.area_by_id:
            return Refusal("unknown_place", {"place": zone})
    before = incident.evacuation
    if before and set(command.zones) <= set(before.zones):
        return Refusal("evacuation_ordered", {"incident": incident.id})
    people = sorted(before.accounts if before else state.roster.on_site)
    data = EvacuationOrdered(zones=command.zones, people=people)
    return [Draft("evacuation.ordered", data, incident.id, caused_by=incident.opened_seq)]


def _evacuating(state: "State", person: str) -> tuple[str, int] | None:
    """The open incident whose headcount holds the person, and its order's seq."""
    for incident in state.incidents.values():
        headcount = incident.evacuation
        if incident.closed_at is None and headcount and person in headcount.accounts:
            return incident.id, headcount.ordered_seq
    return None


def _account(
    state: "State", ctx: Context, person: str, kind: str, data: CheckedIn | PersonNamed
) -> Decision:
    if person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": person})
    found = _evacuating(state, person)
    if found is None:
        return Refusal("no_headcount", {"name": ctx.site.person_by_id[person].name})
    incident, cause = found
    return [Draft(kind, data, incident, caused_by=cause)]


@decides("person.check_in", CheckIn, FIELD)
def check_in(state: "State", command: CheckIn, ctx: Context) -> Decision:
    """A position never checks anybody in; a person does."""
    if command.muster not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.muster})
    data = CheckedIn(person=command.person, muster=command.muster)
    return _account(state, ctx, command.person, "person.checked_in", data)


@decides("person.assign", NamePerson, FIELD)
def assign(state: "State", command: NamePerson, ctx: Context) -> Decision:
    """Working in the response: by the commander's word or one's own."""
    person = ctx.site.person_by_id.get(command.person)
    if person and ctx.actor.role is Role.RESPONDER and not speaks_for(command.person, command, ctx):
        return Refusal("not_yours", {"person": person.name}, status=403)
    data = PersonNamed(person=command.person)
    return _account(state, ctx, command.person, "person.assigned", data)


@decides("person.miss", NamePerson, FIELD)
def miss(state: "State", command: NamePerson, ctx: Context) -> Decision:
    """Only a person declares somebody missing."""
    data = PersonNamed(person=command.person)
    return _account(state, ctx, command.person, "person.missing", data)


@decides("person.find", NamePerson, FIELD)
def find(state: "State", command: NamePerson, ctx: Context) -> Decision:
    """Found, but not yet checked in: back to not accounted until a warden or they say so."""
    found = _evacuating(state, command.person)
    if found:
        headcount = state.incidents[found[0]].evacuation
        if headcount and headcount.accounts[command.person] != "missing":
            name = ctx.site.person_by_id[command.person].name
            return Refusal("not_missing", {"name": name})
    data = PersonNamed(person=command.person)
    return _account(state, ctx, command.person, "person.found", data)


@applies("evacuation.ordered", EvacuationOrdered)
def ordered(state: "State", fact: Fact) -> None:
    """Everybody on site at the order is not accounted for until somebody says otherwise."""
    incident = state.incidents[fact.incident or ""]
    if incident.evacuation is None:
        incident.evacuation = Headcount(list(fact.data["zones"]), fact.at, fact.seq)
        incident.evacuation.accounts = dict.fromkeys(fact.data["people"], "not_accounted")
        return
    known = incident.evacuation.zones
    incident.evacuation.zones = [*known, *(z for z in fact.data["zones"] if z not in known)]


def _set(state: "State", fact: Fact, account: Account) -> None:
    headcount = state.incidents[fact.incident or ""].evacuation
    if headcount is not None:
        headcount.accounts[fact.data["person"]] = account


@applies("person.checked_in", CheckedIn)
def checked_in(state: "State", fact: Fact) -> None:
    """Safe at a muster point."""
    _set(state, fact, "checked_in")


@applies("person.assigned", PersonNamed)
def assigned(state: "State", fact: Fact) -> None:
    """Accounted for as a responder."""
    _set(state, fact, "assigned")


@applies("person.missing", PersonNamed)
def missing(state: "State", fact: Fact) -> None:
    """Declared missing by a person."""
    _set(state, fact, "missing")


@applies("person.found", PersonNamed)
def found(state: "State", fact: Fact) -> None:
    """No longer missing, not yet safe."""
    _set(state, fact, "not_accounted")
