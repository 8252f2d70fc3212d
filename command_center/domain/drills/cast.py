"""The cast: whose parts real people play. Virtual people play every other, and none of these."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.drill import NameDrill, the_drill
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.state import State


class CastDrill(NameDrill):
    """Whose parts real people play in the drill, all of them (persons of the roster)."""

    people: list[str] = Field(max_length=500)


class DrillCast(TypedDict):
    """These parts are played by real people; virtual people play the others, where any do."""

    people: list[str]


@decides("drill.cast", CastDrill, [Role.CONTROLLER], scene=Scene.REALITY)
def cast(state: State, command: CastDrill, ctx: Context) -> Decision:
    """Before the start: whoever is in the midst of a part cannot be exchanged for another."""
    found = the_drill(state, command.drill, "planned", "sealed")
    if isinstance(found, Refusal):
        return found
    people = cast_of(command.people, ctx)
    if isinstance(people, Refusal):
        return people
    if people == found.played:
        return []
    return [Draft("drill.cast", DrillCast(people=people), drill=found.id)]


def cast_of(people: list[str], ctx: Context) -> list[str] | Refusal:
    """These persons in order, each once; refused with the first that the site does not have. The duties
    leave such a one out: who has left since a window was prepared holds no drill up."""
    known = ctx.site.person_by_id
    if ctx.actor.kind is ActorKind.DUTY:
        people = [one for one in people if one in known]
    unknown = next((one for one in people if one not in known), None)
    if unknown is not None:
        return Refusal("unknown_person", {"person": unknown})
    return sorted(set(people))


@applies("drill.cast", DrillCast, of_drill=True)
def was_cast(state: State, fact: Fact) -> None:
    """The newest list is the cast."""
    state.drills[fact.drill or ""].played = list(fact.data["people"])
