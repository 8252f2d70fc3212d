"""The cast of a drill: the people whose parts are played by the real persons. Virtual people play
all other parts."""

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
    """Set which people of the roster play their own parts in the drill. `people` replaces the whole
    cast; `takes` adds people and `gives_back` removes people, and the others stay as they are."""

    people: list[str] | None = Field(default=None, max_length=500)
    takes: list[str] = Field(default=[], max_length=500)
    gives_back: list[str] = Field(default=[], max_length=500)


class DrillCast(TypedDict):
    """Real people play these parts from now on; virtual people play the others, if the drill has
    virtual people."""

    people: list[str]


@decides("drill.cast", CastDrill, [Role.CONTROLLER], scene=Scene.REALITY)
def cast(state: State, command: CastDrill, ctx: Context) -> Decision:
    """Changes which parts real people play, until the drill ends. A virtual person whose part is
    taken over stops at once; one whose part is given back goes on from there. Refused in a drill
    that began with virtual people in every part, because its speed may differ from real time."""
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
    """Returns these persons in order, each once; a refusal that names the first whom the site does
    not have. If a duty gave the command, unknown persons are left out, so that somebody who has
    left since holds no drill up."""
    known = ctx.site.person_by_id
    if ctx.actor.kind is ActorKind.DUTY:
        people = [one for one in people if one in known]
    unknown = next((one for one in people if one not in known), None)
    if unknown is not None:
        return Refusal("unknown_person", {"person": unknown})
    return sorted(set(people))


@applies("drill.cast", DrillCast, of_drill=True, readers=FOR_COORDINATORS)
def was_cast(state: State, fact: Fact) -> None:
    """Applies the fact: the new cast replaces the one before."""
    state.drills[fact.drill or ""].played = list(fact.data["people"])
