"""Where a responder stands in the response: a fact they or the radio give, never inferred."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.speaking import speaks_for
from command_center.domain.standing import open_incident
from command_center.domain.state import State
from command_center.domain.state.said import Responder


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
def give(state: State, command: GiveStatus, ctx: Context) -> Decision:
    """One's own status, or another's by radio."""
    person = command.person or command.speaker or ctx.actor.person
    if person is None or person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": person or "?"})
    if not speaks_for(person, command, ctx):
        return Refusal("not_yours", {"person": ctx.site.person_by_id[person].name}, status=403)
    if command.place is not None and command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    if command.team is not None and command.team not in ctx.site.team_by_id:
        return Refusal("unknown_team", {"team": command.team})
    data = StatusGiven(person=person, status=command.status, place=command.place, team=command.team)
    if command.incident is None:
        return [Draft("responder.status", data)]
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    sent_by = _sent_by(state, person, incident.id, ctx.when(command))
    return [Draft("responder.status", data, incident.id, sent_by or incident.opened_seq)]


def _sent_by(state: State, person: str, incident: str, at: int) -> int | None:
    """The newest directive that had been given to the person by then and is still theirs to do."""
    given = [
        d.issued_seq
        for d in state.in_hand.of_person(person)
        if d.incident == incident and d.issued_at <= at
    ]
    return max(given, default=None)


@applies("responder.status", StatusGiven)
def given(state: State, fact: Fact) -> None:
    """The latest word stands; one typed in late does not undo a newer one."""
    d = fact.data
    before = state.responders.get(d["person"])
    if before is not None and fact.at < before.at:
        return
    state.responders[d["person"]] = Responder(d["status"], fact.at, fact.incident, d["place"])
