"""The physical onset of an event in the exercise's plant, from which detection time is measured.

Only the controllers know it until the end of the drill. For a real incident nobody knows it.
"""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.drill import NameDrill, the_drill
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.state.state import State


class Onset(NameDrill):
    """Record that an inject which has happened starts an event at an element of the plant."""

    inject: str = Field(min_length=1, max_length=60)
    element: str = Field(max_length=40)


class PlantOnset(TypedDict):
    """A leak, fire or overfill started at the element at the time of the inject."""

    inject: str
    element: str


@decides("plant.onset", Onset, [Role.DUTY], scene=Scene.REALITY)
def onset(state: State, command: Onset, ctx: Context) -> Decision:
    """Records that an inject started an event at an element, once for each element, at the exercise
    time of the inject."""
    found = the_drill(state, command.drill, "running", "paused")
    if isinstance(found, Refusal):
        return found
    inject = found.injects.get(command.inject)
    if inject is None or command.element in found.onsets:
        return []
    payload = PlantOnset(inject=command.inject, element=command.element)
    return [Draft("plant.onset", payload, at=inject.at, drill=found.id)]


@applies("plant.onset", PlantOnset, of_drill=True, readers=FOR_DIRECTION)
def began(state: State, fact: Fact) -> None:
    """Applies the fact: keeps the element at which the event started."""
    state.drills[fact.drill or ""].onsets.append(fact.data["element"])
