"""The level of an incident, on which authority depends."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.open_incident import NameIncident, open_incident
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.state import State


class SetLevel(NameIncident):
    """Raise or lower the level of an incident."""

    level: str = Field(max_length=40)


class IncidentLevelled(TypedDict):
    """The level of an incident changed."""

    level: str
    before: str


@decides("incident.level", SetLevel, [Role.COMMANDER])
def set_level(state: State, command: SetLevel, ctx: Context) -> Decision:
    """Sets the level of an incident to one of the site's levels. Only its commander may do so,
    because authority depends on the level."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    if command.level not in {known.id for known in ctx.site.levels}:
        return Refusal("unknown_level", {"level": command.level})
    if command.level == incident.level:
        return Refusal("level_unchanged", {"level": command.level})
    data = IncidentLevelled(level=command.level, before=incident.level)
    return [Draft("incident.levelled", data, incident.id, caused_by=incident.opened_seq)]


@applies("incident.levelled", IncidentLevelled, readers=EVERYBODY)
def levelled(state: State, fact: Fact) -> None:
    """Applies the fact: the incident has this level."""
    state.incidents[fact.incident or ""].level = fact.data["level"]
