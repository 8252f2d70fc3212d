"""The cast: whose parts real people play. Virtual people play every other, and none of these."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.drill import NameDrill, the_drill
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import FOR_COORDINATORS
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.state import State


class CastDrill(NameDrill):
    """Sets which people of the roster play their own parts in the drill. `people` replaces the whole cast; `takes`
    adds people and `gives_back` removes people, and the others stay as they are."""

    people: list[str] | None = Field(default=None, max_length=500)
    takes: list[str] = Field(default=[], max_length=500)
    gives_back: list[str] = Field(default=[], max_length=500)


class DrillCast(TypedDict):
    """These parts are played by real people; virtual people play the others, where any do."""

    people: list[str]


@decides("drill.cast", CastDrill, [Role.CONTROLLER], scene=Scene.REALITY)
def cast(state: State, command: CastDrill, ctx: Context) -> Decision:
    """Changes which parts real people play, until the drill ends. A double that is replaced stops at once;
    one that takes a part back goes on from there. Refused in a drill that began with virtual people in
    every part, because its speed may differ from real time.
    """
    found = the_drill(state, command.drill, "planned", "sealed", "running", "paused", "suspended")
    if isinstance(found, Refusal):
        return found
    cast_so_far = set(found.played) & set(ctx.site.person_by_id)
    wanted = cast_so_far if command.people is None else set(command.people)
    people = cast_of(sorted((wanted | set(command.takes)) - set(command.gives_back)), ctx)
    if isinstance(people, Refusal):
        return people
    back = cast_of(command.gives_back, ctx)
    if isinstance(back, Refusal):
        return back
    if people == sorted(found.played):
        return []
    if people and found.live and found.virtual:
        return Refusal("all_virtual", {"drill": found.id})
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


@applies("drill.cast", DrillCast, of_drill=True, readers=FOR_COORDINATORS)
def was_cast(state: State, fact: Fact) -> None:
    """The newest cast replaces the one before."""
    state.drills[fact.drill or ""].played = list(fact.data["people"])
