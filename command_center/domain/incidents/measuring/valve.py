"""People's reports on the state of valves. A report is not a confirmation: only the plant confirms."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import ElementId
from command_center.domain.open_incident import open_incident
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.reports import Reported


class ReportValve(Command):
    """Report the state of a valve, by somebody who is at it."""

    incident: str | None = Field(default=None, max_length=40)
    element: ElementId
    state: Literal["open", "shut"]


class ValveReported(TypedDict):
    """A person reported a valve open or shut. No flow is derived from it."""

    element: str
    state: str


@decides("valve.report", ReportValve, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def report(state: State, command: ReportValve, ctx: Context) -> Decision:
    """Records a person's report on the state of a valve or pump of the plant."""
    if command.element not in ctx.site.valve_by_id and command.element not in ctx.site.pump_by_id:
        return Refusal("unknown_element", {"element": command.element})
    data = ValveReported(element=command.element, state=command.state)
    if command.incident is None:
        return [Draft("valve.reported", data)]
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    return [Draft("valve.reported", data, incident.id, caused_by=incident.opened_seq)]


@applies("valve.reported", ValveReported, readers=EVERYBODY)
def reported(state: State, fact: Fact) -> None:
    """Applies the fact: keeps the latest report; a late entry does not undo a newer one."""
    before = state.valves.get(fact.data["element"])
    if before is not None and fact.at < before.at:
        return
    by = fact.speaker or fact.actor
    state.valves[fact.data["element"]] = Reported(fact.data["state"], fact.at, by, fact.seq)
