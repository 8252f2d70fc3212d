"""Where a responder stands in the response: a fact they or the radio give, never inferred."""

from dataclasses import dataclass
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


@dataclass(slots=True)
class Responder:
    """The last status somebody gave, for which incident and place."""

    status: str
    at: int
    incident: str | None
    place: str | None


class GiveStatus(Command):
    """En route, staged, on scene or released; `person` defaults to the speaker or oneself."""

    incident: str | None = Field(default=None, max_length=40)
    person: str | None = Field(default=None, max_length=40)
    status: Literal["en_route", "staged", "on_scene", "released"]
    place: str | None = Field(default=None, max_length=40)
    team: str | None = Field(default=None, max_length=40)


class StatusGiven(TypedDict):
    """A person or team said where it stands in the response."""

    person: str
    status: str
    place: str | None
    team: str | None


@decides("responder.status", GiveStatus, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def give(state: "State", command: GiveStatus, ctx: Context) -> Decision:
    """One's own status, or another's by radio."""
    person = command.person or command.speaker or ctx.actor.person
    if person is None or person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": person or "?"})
    if not speaks_for(person, command, ctx):
        return Refusal("not_yours", {"person": ctx.site.person_by_id[person].name}, status=403)
    if command.place is not None and command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    if command.incident is not None and command.incident not in state.incidents:
        return Refusal("unknown_incident", {"incident": command.incident})
    data = StatusGiven(person=person, status=command.status, place=command.place, team=command.team)
    return [Draft("responder.status", data, command.incident)]


@applies("responder.status", StatusGiven)
def given(state: "State", fact: Fact) -> None:
    """The latest word stands."""
    d = fact.data
    state.responders[d["person"]] = Responder(d["status"], fact.at, fact.incident, d["place"])
