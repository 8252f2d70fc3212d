"""The status of a responder in the response. They or the radio report it; it is never inferred."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId, PlaceId
from command_center.domain.open_incident import open_incident
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.speaking import speaks_for
from command_center.domain.state import State
from command_center.domain.state.reports import Responder


class GiveStatus(Command):
    """Report a status: en route, staged, on scene or released. `person` defaults to the speaker or
    oneself."""

    incident: str | None = Field(default=None, max_length=40)
    person: PersonId | None = None
    status: Literal["en_route", "staged", "on_scene", "released"]
    place: PlaceId | None = None
    team: str | None = Field(default=None, max_length=40)


class StatusGiven(TypedDict):
    """A person or team has this status in the response, by their own report, the radio's or a
    geofence's."""

    person: str
    status: str
    place: str | None
    team: str | None
    confirmed: str


GIVERS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER, Role.GATEWAY)


@decides("responder.status", GiveStatus, GIVERS)
def give(state: State, command: GiveStatus, ctx: Context) -> Decision:
    """Sets a responder's status: one's own, another's by radio, or by the geofence. The geofence
    may only report that somebody who was on the way is staged or on scene at a place."""
    person = command.person or command.speaker or ctx.actor.person
    if person is None or person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": person or "?"})
    name = ctx.site.person_by_id[person].name
    fenced = ctx.actor.role is Role.GATEWAY
    if fenced:
        known = state.responders.get(person)
        arrives = command.status in ("staged", "on_scene") and command.place is not None
        if not arrives or known is None or known.status not in ("en_route", "staged"):
            return Refusal("fence_cannot_know", {"name": name})
    elif not speaks_for(person, command, ctx):
        return Refusal("not_yours", {"person": name}, status=403)
    if command.place is not None and command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    if command.team is not None and command.team not in ctx.site.team_by_id:
        return Refusal("unknown_team", {"team": command.team})
    own = ctx.actor.person == person
    data = StatusGiven(
        person=person,
        status=command.status,
        place=command.place,
        team=command.team,
        confirmed="geofence" if fenced else "self" if own else "radio",
    )
    if command.incident is None:
        return [Draft("responder.status", data)]
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    sent_by = _sent_by(state, person, incident.id, ctx.when(command))
    return [Draft("responder.status", data, incident.id, sent_by or incident.opened_seq)]


def _sent_by(state: State, person: str, incident: str, at: int) -> int | None:
    """Returns the newest directive that had been given to the person by then and is still theirs to
    do."""
    given = [
        d.issued_seq
        for d in state.in_hand.of_person(person)
        if d.incident == incident and d.issued_at <= at
    ]
    return max(given, default=None)


@applies("responder.status", StatusGiven, v=2, readers=EVERYBODY)
def given(state: State, fact: Fact) -> None:
    """Applies the fact: the latest report holds; a late entry does not undo a newer one."""
    d = fact.data
    before = state.responders.get(d["person"])
    if before is not None and fact.at < before.at:
        return
    confirmed = d.get("confirmed", "self")  # v1 said nothing of it
    state.responders[d["person"]] = Responder(
        d["status"], fact.at, fact.incident, d["place"], confirmed
    )
