"""Results of a model for an incident. They are shown beside the measurements and are none."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.open_incident import open_incident
from command_center.domain.readers import FOR_DIRECTION_IN_EXERCISES
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State


class ReportModel(Command):
    """Record the result of a model run. `overflow_if_open`: contaminated water would be outside
    now, had the storm valve `element` stayed open."""

    incident: str = Field(max_length=40)
    what: Literal["overflow_if_open"]
    element: str = Field(max_length=40)
    model: str = Field(min_length=1, max_length=60)
    run: str = Field(min_length=1, max_length=60)


class ModelComputed(TypedDict):
    """The output of a model, with the id of its run."""

    what: str
    element: str
    model: str
    run: str


@decides("model.report", ReportModel, [Role.GATEWAY])
def report(state: State, command: ReportModel, ctx: Context) -> Decision:
    """Records the result of a model for an open incident and a valve of the plant."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if command.element not in ctx.site.valve_by_id:
        return Refusal("unknown_element", {"element": command.element})
    payload = ModelComputed(
        what=command.what, element=command.element, model=command.model, run=command.run
    )
    return [Draft("model.computed", payload, incident.id)]


@applies("model.computed", ModelComputed, readers=FOR_DIRECTION_IN_EXERCISES)
def computed(state: State, fact: Fact) -> None:
    """Changes nothing on the board; the review reads the fact where it compares times."""
