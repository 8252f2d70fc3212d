"""The source of an incident: what people report about it, and what the plant itself confirms."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.open_incident import open_incident
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Tank
from command_center.domain.state import State
from command_center.domain.state.incidents.source import SourceState


class ReportSource(Command):
    """Report that the source leaks or is isolated."""

    incident: str = Field(max_length=40)
    state: SourceState


class SourceSaid(TypedDict):
    """The state of the source, by a person's report or by the plant's measurement."""

    state: str


def loss_alarm(tank: Tank) -> str:
    """Returns the id of the net-loss alarm of a tank."""
    return f"{tank.level}:NETLOSS"


def loses(state: State, tank: Tank) -> bool:
    """Returns whether the plant's own balance measures a loss of this tank now."""
    alarm = state.alarms.get(loss_alarm(tank))
    return alarm is not None and alarm.active


@decides("source.report", ReportSource, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def report(state: State, command: ReportSource, ctx: Context) -> Decision:
    """Records a person's report on the source. It changes no valve, and does not let an incident
    close where the plant's measurements can judge the source."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    data = SourceSaid(state=command.state)
    return [Draft("source.reported", data, incident.id, caused_by=incident.opened_seq)]


@decides("plant.confirm", ReportSource, [Role.DUTY])
def confirm(state: State, command: ReportSource, ctx: Context) -> Decision:
    """Records that the plant's own balance shows the source leaking or isolated. A repetition records
    nothing.
    """
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal) or incident.source.confirmed == command.state:
        return []
    data = SourceSaid(state=command.state)
    return [Draft("plant.confirmed", data, incident.id, caused_by=incident.opened_seq)]


@applies("source.reported", SourceSaid, readers=EVERYBODY)
def reported(state: State, fact: Fact) -> None:
    """Applies the fact: keeps the report beside what the plant confirms; a late entry does not undo
    a newer one."""
    source = state.incidents[fact.incident or ""].source
    if fact.at < (source.reported_at or 0):
        return
    source.reported = fact.data["state"]
    source.reported_at = fact.at
    source.reported_by = fact.speaker or fact.actor


@applies("plant.confirmed", SourceSaid, readers=EVERYBODY)
def confirmed(state: State, fact: Fact) -> None:
    """Applies the fact: keeps what the plant's measurement confirms about the source."""
    source = state.incidents[fact.incident or ""].source
    source.confirmed = fact.data["state"]
    source.confirmed_at = fact.at
