"""A virtual double acts for a person only while that person is absent.

Whoever signs in as a person, or gives a command as one, stops that person's double until they
leave: they say so, or none of their sessions and tokens is left. In a drill the cast decides, so
acting as a person there adds them to the cast. Meanwhile the Desk refuses the double's commands. A
report entered for a speaker on the radio stops only the double of whoever enters it.
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
    """Names the person whose double is meant; by default the actor. Only a controller, who sees who
    is in the room, may name another."""

    person: PersonId | None = None


class DoubleStoodDown(TypedDict):
    """The person is present: their virtual double does nothing from now on. `by` is sign_in or act."""

    person: str
    by: str


class DoubleResumed(TypedDict):
    """The person has left: their virtual double acts for them again. `by` is leave or
    session_ended."""

    person: str
    by: str


def is_played(state: State, ctx: Context, person: str | None) -> bool:
    """Returns whether a person plays their own part: by the cast in a drill, by being present in
    reality."""
    if ctx.exercise is not None:
        return person in ctx.exercise.played
    return person in state.stood_down


def refused_to_double(state: State, ctx: Context, command: Command) -> Refusal | None:
    """Refuses the command of a virtual person whose real person is present."""
    if ctx.actor.kind is not ActorKind.VIRTUAL:
        return None
    for person in (ctx.actor.person, command.speaker):
        if is_played(state, ctx, person):
            known = ctx.site.person_by_id.get(person or "")
            return Refusal("double_stands_down", {"name": known.name if known else person})
    return None


def stood_down_by_acting(state: State, ctx: Context, kind: str) -> list[Draft]:
    """Returns the fact that a person is present, when they first give a command as themselves; else
    empty."""
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
    """Stops a person's virtual double: at the person's own sign-in, or by a controller for somebody
    who is present without a screen."""
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
    """Lets a virtual double act for a person again: by the person when they leave, by a controller,
    or by the duties once the person has no session or token left."""
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
    """Applies the fact: the double does nothing until the person has left."""
    known = StoodDown(fact.at, fact.data["by"], fact.seq)
    state.stood_down.setdefault(fact.data["person"], known)


@applies("double.resumed", DoubleResumed, readers=EVERYBODY)
def resumed(state: State, fact: Fact) -> None:
    """Applies the fact: the double acts again, from the present state of the board."""
    state.stood_down.pop(fact.data["person"], None)
