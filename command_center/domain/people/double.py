"""A virtual double acts for a person only while that person is not there.

Whoever signs in as a person, or gives a command as one, stands that person's double down until they
leave: they say so, or none of their sessions and tokens is left. In a drill the cast says who plays
whom, so acting as a person there casts them. The Desk refuses what a double says meanwhile. A word
taken down from the radio stands nobody's double down: whoever enters it is there, its speaker is not.
"""

from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.cast import DrillCast
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.people.stood_down import StoodDown

By = Literal["sign_in", "act", "leave", "session_ended"]
HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)
"""Who acts as a person; who may only look or administers is not there to act."""
OWN = ("double.stand_down", "double.resume")


class NameDouble(Command):
    """Whose double; left out, one's own. Another's only by a controller, who sees who is in the room."""

    person: PersonId | None = None


class DoubleStoodDown(TypedDict):
    """The person is there: their virtual double does and says nothing from now on. `by` sign_in or act."""

    person: str
    by: str


class DoubleResumed(TypedDict):
    """The person has left: their virtual double acts for them again. `by` leave, or session_ended."""

    person: str
    by: str


def is_played(state: State, ctx: Context, person: str | None) -> bool:
    """Whether a person takes this part themselves: by the cast in a drill, by being there in reality."""
    if ctx.exercise is not None:
        return person in ctx.exercise.played
    return person in state.stood_down


def stands_still(state: State, ctx: Context, command: Command) -> Refusal | None:
    """The refusal of what a virtual person says for somebody who is there."""
    if ctx.actor.kind is not ActorKind.VIRTUAL:
        return None
    for person in (ctx.actor.person, command.speaker):
        if is_played(state, ctx, person):
            known = ctx.site.person_by_id.get(person or "")
            return Refusal("double_stands_down", {"name": known.name if known else person})
    return None


def stood_down_by_acting(state: State, ctx: Context, kind: str) -> list[Draft]:
    """The fact that a person is there, when they give a command as themselves for the first time."""
    person = ctx.actor.person
    if ctx.actor.kind is not ActorKind.HUMAN or person is None or kind in OWN:
        return []
    if ctx.by_door:  # its door may give it for somebody who is not at this screen
        return []
    if ctx.actor.role not in HANDS:  # who only looks or administers is not there to act
        return []
    if person not in ctx.site.person_by_id or is_played(state, ctx, person):
        return []
    if not ctx.has_double(person):
        return []
    if ctx.exercise is None:
        return [Draft("double.stood_down", DoubleStoodDown(person=person, by="act"), at=ctx.now)]
    if ctx.exercise.virtual:  # nobody keeps up with its speed: no part of it can be taken over
        return []
    people = sorted({*ctx.exercise.played, person})
    return [Draft("drill.cast", DrillCast(people=people), at=ctx.recorded_at, drill=ctx.drill)]


@decides("double.stand_down", NameDouble, HANDS, scene=Scene.REALITY)
def stand_down(state: State, command: NameDouble, ctx: Context) -> Decision:
    """A person's virtual double stops acting: by the person's own sign-in, or by a controller for somebody
    who is present without a screen.
    """
    person = _person(command, ctx)
    if isinstance(person, Refusal):
        return person
    if person in state.stood_down:
        return []
    if not ctx.has_double(person):
        return Refusal("no_double", {"name": ctx.site.person_by_id[person].name})
    return [Draft("double.stood_down", DoubleStoodDown(person=person, by="sign_in"), at=ctx.now)]


@decides("double.resume", NameDouble, (*HANDS, Role.DUTY), scene=Scene.REALITY)
def resume(state: State, command: NameDouble, ctx: Context) -> Decision:
    """Lets a virtual double act for a person again: by the person when they leave, by a controller, or by the
    duties once the person has no session and no token left.
    """
    person = _person(command, ctx)
    if isinstance(person, Refusal):
        return person
    known = state.stood_down.get(person)
    if known is None:
        return []
    by: By = "session_ended" if ctx.actor.role is Role.DUTY else "leave"
    data = DoubleResumed(person=person, by=by)
    return [Draft("double.resumed", data, caused_by=known.seq, at=ctx.now)]


def _person(command: NameDouble, ctx: Context) -> str | Refusal:
    person = command.person or ctx.actor.person
    if person is None or person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": person or "?"})
    if person != ctx.actor.person and ctx.actor.role not in (Role.CONTROLLER, Role.DUTY):
        return Refusal("not_yours", {"person": ctx.site.person_by_id[person].name}, status=403)
    return person


@applies("double.stood_down", DoubleStoodDown, readers=EVERYBODY)
def stood_down(state: State, fact: Fact) -> None:
    """The double does nothing until the person has left."""
    known = StoodDown(fact.at, fact.data["by"], fact.seq)
    state.stood_down.setdefault(fact.data["person"], known)


@applies("double.resumed", DoubleResumed, readers=EVERYBODY)
def resumed(state: State, fact: Fact) -> None:
    """The double goes on from what the board shows."""
    state.stood_down.pop(fact.data["person"], None)
