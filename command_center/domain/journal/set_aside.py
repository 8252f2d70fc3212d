"""Sets aside facts that cannot be applied, by a fact, so that every process, snapshot and later
version skips the same ones.

A fact is never deleted, and one that this program cannot apply would keep the plant from starting.
The duty names it (`journal.set_aside`) with the error. Two administrators can annul that; then it
is applied again.
"""

from dataclasses import replace

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumber
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.passed_over import PassedOver
from command_center.domain.text import Reason, kept

CHANGES_THE_PAST = frozenset({"journal.set_aside", "journal.annulled"})
"""After these every fact is folded anew."""


class SetAside(Command):
    """Set aside the fact of this number, because it cannot be applied."""

    fact: FactNumber
    of: str = Field(max_length=60)
    why: str = Field(max_length=200)


class FactSetAside(TypedDict):
    """The fact of this number and kind cannot be applied, and is skipped from now on; `why` names
    the error."""

    fact: int
    of: str
    why: str


@decides("journal.set_aside", SetAside, [Role.DUTY], scene=Scene.REALITY)
def set_aside(state: State, command: SetAside, ctx: Context) -> Decision:
    """Records, once, that a fact is set aside."""
    if command.fact in state.passed_over or command.fact > state.seq:
        return []
    data = FactSetAside(fact=command.fact, of=command.of, why=command.why)
    return [Draft("journal.set_aside", data, caused_by=command.fact)]


@applies("journal.set_aside", FactSetAside, readers=EVERYBODY)
def was_set_aside(state: State, fact: Fact) -> None:
    """Applies the fact: the named fact is skipped until this is annulled."""
    told = fact.data
    state.passed_over[told["fact"]] = PassedOver(told["fact"], told["of"], told["why"], fact.at)


class Annul(Command):
    """Annul a setting aside, so that the fact is applied again. Two administrators give this
    command, one after the other, each signed in with an account; a token that one of them made
    does not count as a second one."""

    fact: FactNumber
    reason: Reason


class AnnulmentAsked(TypedDict):
    """An administrator asks that the fact of this number is applied again; a second one must agree."""

    fact: int
    reason: Words | str


class Annulled(TypedDict):
    """The fact of this number is applied again, as two administrators decided."""

    fact: int
    reason: Words | str


@decides("journal.annul", Annul, [Role.ADMINISTRATOR], scene=Scene.REALITY)
def annul(state: State, command: Annul, ctx: Context) -> Decision:
    """Records the first administrator's request; when another one agrees, the fact is applied
    again."""
    if ctx.actor.by_token:
        return Refusal("own_account", {"fact": command.fact})
    found = state.passed_over.get(command.fact)
    if found is None:
        return Refusal("not_set_aside", {"fact": command.fact})
    who = ctx.actor.person or ctx.actor.id
    if found.asked_by is None:
        asked = AnnulmentAsked(fact=command.fact, reason=kept(command.reason))
        return [Draft("journal.annulment_asked", asked)]
    if found.asked_by == who:
        return Refusal("second_administrator", {"fact": command.fact})
    return [Draft("journal.annulled", Annulled(fact=command.fact, reason=kept(command.reason)))]


@applies("journal.annulment_asked", AnnulmentAsked, readers=EVERYBODY)
def annulment_asked(state: State, fact: Fact) -> None:
    """Applies the fact: the request is kept, and a second person must agree to it."""
    found = state.passed_over.get(fact.data["fact"])
    if found is not None:
        state.passed_over[found.fact] = replace(found, asked_by=fact.actor)


@applies("journal.annulled", Annulled, readers=EVERYBODY)
def annulled(state: State, fact: Fact) -> None:
    """Applies the fact: the fact that was set aside counts again."""
    state.passed_over.pop(fact.data["fact"], None)
