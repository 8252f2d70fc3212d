"""The source of an incident: what people report of it, and what the plant itself confirms."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.standing import open_incident

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
        """Isolated for good: by the plant once it has measured a loss, else by a person's word.

        A later word that it leaks again stands against either.
        """
        return (self.confirmed or self.reported) == "isolated" and not self._leaks_again

    @property
    def contradicted(self) -> bool:
        """Somebody says isolated while the plant still loses content, or leaking after it ceased."""
        denied = self.reported == "isolated" and self.confirmed == "leaking"
        return denied or (self.confirmed == "isolated" and self._leaks_again)

    @property
    def _leaks_again(self) -> bool:
        said = self.reported_at or 0
        return self.reported == "leaking" and said > (self.confirmed_at or 0)


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
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    data = SourceSaid(state=command.state)
    return [Draft("source.reported", data, incident.id, caused_by=incident.opened_seq)]


@decides("plant.confirm", ReportSource, [Role.DUTY])
def confirm(state: "State", command: ReportSource, ctx: Context) -> Decision:
    """The plant's own balance says so; repeated confirmations are not recorded."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal) or incident.source.confirmed == command.state:
        return []
    data = SourceSaid(state=command.state)
    return [Draft("plant.confirmed", data, incident.id, caused_by=incident.opened_seq)]


@applies("source.reported", SourceSaid)
def reported(state: "State", fact: Fact) -> None:
    """Kept beside what the plant confirms; one typed in late does not undo a newer one."""
    source = state.incidents[fact.incident or ""].source
    if fact.at < (source.reported_at or 0):
        return
    source.reported = fact.data["state"]
    source.reported_at = fact.at
    source.reported_by = fact.speaker or fact.actor


@applies("plant.confirmed", SourceSaid)
def confirmed(state: "State", fact: Fact) -> None:
    """Stands until the plant says otherwise."""
    source = state.incidents[fact.incident or ""].source
    source.confirmed = fact.data["state"]
    source.confirmed_at = fact.at
