"""SOS: somebody is in danger. It is always real, needs no authority and no incident, and comes
before everything else."""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.journal.causality import BACK_MS
from command_center.domain.journal.recording import AT_ONCE_MS
from command_center.domain.notifications.paged import PagedTo, rescuers
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.speaking import speaks_for
from command_center.domain.state import State
from command_center.domain.state.people.sos import Sos
from command_center.domain.text import Note, Reason

WHOEVER = (Role.COMMANDER, Role.CONTROLLER, Role.EVALUATOR, Role.RESPONDER)
"""Everybody who may be out on the plant; a wall has no person, and nobody's word to give."""
HEARERS = (Role.COMMANDER, Role.CONTROLLER)


class CallSos(Command):
    """Call for help: for oneself, or for a speaker on the radio; with the place, if known."""

    place: str | None = Field(default=None, max_length=40)
    note: Note | None = None


class NameSos(Command):
    """Names the person who called for help."""

    person: str = Field(max_length=64)


class EndSos(NameSos):
    """End a person's call for help, with how it ended."""

    reason: Reason


class SosCalled(TypedDict):
    """A person called for help. It is always real: an exercise's call comes only by inject. `paged`
    lists who is notified (older facts page nobody)."""

    person: str
    place: str | None
    note: str | Words | None
    paged: NotRequired[list[PagedTo]]


class SosNamed(TypedDict):
    """Somebody has heard a call for help and says so."""

    person: str


class SosEnded(TypedDict):
    """A call for help is over, and how."""

    person: str
    reason: str | Words


def calls_for_help(sos: Sos) -> bool:
    """Returns whether the call must still sound: nobody has answered it yet."""
    return sos.answered_at is None


@decides("person.sos", CallSos, WHOEVER, scene=Scene.REALITY, whenever=True)
def call(state: State, command: CallSos, ctx: Context) -> Decision:
    """Calls for help; anybody may. While a call stands, another press records nothing. A phone
    sends it with the time at which it was pressed, however long it had no connection: a wrong
    clock or an old time is never refused."""
    person = command.speaker or ctx.actor.person
    if person is None or person not in ctx.site.person_by_id:
        return Refusal("sos_who")
    if command.place is not None and command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    if person in state.sos:
        return []
    data = SosCalled(
        person=person,
        place=command.place,
        note=command.model_dump()["note"],
        paged=rescuers(state, ctx.site, person),
    )
    earliest = ctx.now - BACK_MS
    at = earliest if command.at is not None and command.at < earliest else None
    return [Draft("person.sos", data, at=at)]


@decides("person.sos_answer", NameSos, HEARERS, scene=Scene.REALITY)
def answer(state: State, command: NameSos, ctx: Context) -> Decision:
    """Answers a call for help, which the caller's phone shows. The call stays first on every screen
    until it is ended."""
    found = state.sos.get(command.person)
    if found is None:
        return Refusal("no_sos")
    if not calls_for_help(found):
        return []
    data = SosNamed(person=command.person)
    return [Draft("person.sos_answered", data, caused_by=found.seq)]


@decides("person.sos_end", EndSos, WHOEVER, scene=Scene.REALITY)
def end(state: State, command: EndSos, ctx: Context) -> Decision:
    """Ends a call for help, with a reason: by the caller, or by somebody who answers calls."""
    found = state.sos.get(command.person)
    if found is None:
        return Refusal("no_sos")
    if ctx.actor.role not in HEARERS and not speaks_for(command.person, command, ctx):
        name = ctx.site.person_by_id[command.person].name
        return Refusal("not_yours", {"person": name}, status=403)
    data = SosEnded(person=command.person, reason=command.model_dump()["reason"])
    return [Draft("person.sos_ended", data, caused_by=found.seq)]


@applies("person.sos", SosCalled, readers=EVERYBODY)
def called(state: State, fact: Fact) -> None:
    """Applies the fact: the call stands first on every screen."""
    d = fact.data
    arrived = fact.recorded_at if fact.recorded_at - fact.at > AT_ONCE_MS else None
    known = None if fact.exercise else arrived
    state.sos[d["person"]] = Sos(d["person"], fact.at, fact.seq, d["place"], d["note"], known)


@applies("person.sos_answered", SosNamed, readers=EVERYBODY)
def answered(state: State, fact: Fact) -> None:
    """Applies the fact: the call is answered."""
    found = state.sos[fact.data["person"]]
    found.answered_at = fact.at
    found.answered_by = fact.speaker or fact.actor


@applies("person.sos_ended", SosEnded, readers=EVERYBODY)
def ended(state: State, fact: Fact) -> None:
    """Applies the fact: the call for help has ended."""
    state.sos.pop(fact.data["person"], None)
