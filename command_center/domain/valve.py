"""What people say of a hand valve. Reported is not confirmed: only the plant confirms."""

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


@dataclass(frozen=True, slots=True)
class Reported:
    """The last state somebody reported of a valve or pump."""

    state: str
    at: int
    by: str
    seq: int


class ReportValve(Command):
    """Somebody at the valve says how it stands."""

    incident: str | None = Field(default=None, max_length=40)
    element: str = Field(max_length=40)
    state: Literal["open", "shut"]


class ValveReported(TypedDict):
    """A person reported a valve open or shut; no flow follows from it."""

    element: str
    state: str


@decides("valve.report", ReportValve, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def report(state: "State", command: ReportValve, ctx: Context) -> Decision:
    """Known elements only; the incident, if named, must exist."""
    known = {v.id for v in ctx.site.valves} | {p.id for p in ctx.site.pumps}
    if command.element not in known:
        return Refusal("unknown_element", {"element": command.element})
    if command.incident is not None and command.incident not in state.incidents:
        return Refusal("unknown_incident", {"incident": command.incident})
    data = ValveReported(element=command.element, state=command.state)
    return [Draft("valve.reported", data, command.incident)]


@applies("valve.reported", ValveReported)
def reported(state: "State", fact: Fact) -> None:
    """The latest word; a report on a source's isolation is noted at the incident too."""
    by = fact.speaker or fact.actor
    state.valves[fact.data["element"]] = Reported(fact.data["state"], fact.at, by, fact.seq)
