"""The source of an incident: what people report of it, and what the plant itself confirms."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides

if TYPE_CHECKING:
    from command_center.domain.state import State

SourceState = Literal["leaking", "isolated"]


@dataclass(slots=True)
class Source:
    """Two separate truths: `reported` by a person, `confirmed` by measurement of `tank`."""

    tank: str | None = None
    reported: str | None = None
    reported_at: int | None = None
    reported_by: str | None = None
    confirmed: str | None = None
    confirmed_at: int | None = None

    @property
    def isolated(self) -> bool:
        """Isolated for good: by the plant where it can tell, else by a person's word."""
        word = self.confirmed if self.tank is not None else self.reported
        return word == "isolated"

    @property
    def contradicted(self) -> bool:
        """Somebody says isolated while the plant still loses content."""
        return self.reported == "isolated" and self.confirmed == "leaking"


class ReportSource(Command):
    """A person says the source leaks or is isolated."""

    incident: str = Field(max_length=40)
    state: SourceState


class SourceSaid(TypedDict):
    """The source's state, by a person's word or by the plant's measurement."""

    state: str


@decides("source.report", ReportSource, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def report(state: "State", command: ReportSource, ctx: Context) -> Decision:
    """A report moves no valve and closes no incident that the plant can judge."""
    incident = state.incidents.get(command.incident)
    if incident is None:
        return Refusal("unknown_incident", {"incident": command.incident})
    data = SourceSaid(state=command.state)
    return [Draft("source.reported", data, incident.id, caused_by=incident.opened_seq)]


@decides("plant.confirm", ReportSource, [Role.DUTY])
def confirm(state: "State", command: ReportSource, ctx: Context) -> Decision:
    """The plant's own balance says so; repeated confirmations are not recorded."""
    incident = state.incidents.get(command.incident)
    if incident is None or incident.source.confirmed == command.state:
        return []
    data = SourceSaid(state=command.state)
    return [Draft("plant.confirmed", data, incident.id, caused_by=incident.opened_seq)]


@applies("source.reported", SourceSaid)
def reported(state: "State", fact: Fact) -> None:
    """Kept beside what the plant confirms."""
    source = state.incidents[fact.incident or ""].source
    source.reported = fact.data["state"]
    source.reported_at = fact.at
    source.reported_by = fact.speaker or fact.actor


@applies("plant.confirmed", SourceSaid)
def confirmed(state: "State", fact: Fact) -> None:
    """Stands until the plant says otherwise."""
    source = state.incidents[fact.incident or ""].source
    source.confirmed = fact.data["state"]
    source.confirmed_at = fact.at
