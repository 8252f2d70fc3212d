"""Keeps what a step of a matter had to open and could not, until somebody deals with it.

A move opens a matter of another template, a wrong answer opens a hazard, an accepted duty is
inspected a second time. The template may be withdrawn, not in force there, or need a field that
nobody filled. The step is made all the same; its fact lists under `not_opened` what is missing and
why. It is a readiness gap until somebody has opened it by hand, or states why it is not needed
(`matter.settle`).
"""

from collections.abc import Iterable, Sequence

from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.matters.commands import HANDS, SettleMatter
from command_center.domain.matters.facts import NotOpened
from command_center.domain.matters.opening.open_matter import title_of
from command_center.domain.matters.parties.parties import acts_as
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.payload import Words
from command_center.domain.readers import MATTER_READERS
from command_center.domain.refusal import Decision, Refusal, as_plain
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.state import State

Followed = Draft | NotOpened
"""What a step has as its consequence: the fact of a matter that it opens, or what it could not open."""
LEAD = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR})
"""Who may settle what a matter could not open without being one of its parties."""
AGAIN: Words = {"zh": "复查", "en": "Second inspection"}


def refused(play: Play, template: str, why: Refusal, title: Words | None = None) -> NotOpened:
    """The record of a matter that a step should have opened but could not."""
    pinned = play.shelf.newest(template)
    named = title or (Words(zh=template, en=template) if pinned is None else title_of(pinned))
    return NotOpened(template=template, title=named, why=as_plain(why))


def withdrawn(play: Play, template: str) -> NotOpened:
    """Returns the record of what a step could not open because its template is no longer in use."""
    return refused(play, template, Refusal("no_such_template", {"template": template}))


def facts_of(found: Iterable[Followed]) -> list[Draft]:
    """The draft facts among the results of a step."""
    return [one for one in found if isinstance(one, Draft)]


def refused_of(found: Iterable[Followed]) -> list[NotOpened]:
    """The matters that a step should have opened but could not."""
    return [one for one in found if not isinstance(one, Draft)]


class MatterSettled(TypedDict):
    """Somebody dealt with what the steps of a matter could not open, and stated how. `not_opened`
    are their keys."""

    matter: str
    not_opened: Sequence[str]
    reason: str | Words
    readers: list[str]


@decides("matter.settle", SettleMatter, [*HANDS, Role.ADMINISTRATOR], scene=Scene.REALITY)
def settle(state: State, command: SettleMatter, ctx: Context) -> Decision:
    """Records that somebody dealt with everything that the steps of a matter could not open: opened
    it by hand, or stated why it is not needed. The matter may have ended."""
    ident = state.matters.known_as(command.matter)
    keys = [one.key for one in state.matters.not_opened.values() if one.matter == ident]
    if not keys:
        return Refusal("nothing_to_settle", {"matter": command.matter})
    known = state.matters.open.get(ident)
    if not _may_settle(state, ident, keys, ctx):
        return Refusal(
            "not_a_party", {"number": state.matters.not_opened[keys[0]].number}, status=403
        )
    reason = command.model_dump()["reason"]
    readers = list(state.matters.not_opened[keys[0]].readers if known is None else known.readers)
    data = MatterSettled(matter=ident, not_opened=keys, reason=reason, readers=readers)
    return [Draft("matter.settled", data)]


def _may_settle(state: State, matter: str, keys: Sequence[str], ctx: Context) -> bool:
    """Returns whether the actor may settle what was not opened: a party of the matter, then or now,
    or a leader."""
    if ctx.actor.role in LEAD:
        return True
    who = ctx.actor.person
    if any(who in state.matters.not_opened[one].people for one in keys):
        return True
    play = looked_up(state, matter, ctx, ctx.now)
    return isinstance(play, Play) and acts_as(play, who, play.template.parties) is not None


@applies("matter.settled", MatterSettled, readers=MATTER_READERS)
def settled(state: State, fact: Fact) -> None:
    """Applies the fact: the matters that could not be opened need no more attention."""
    for key in fact.data["not_opened"]:
        state.matters.not_opened.pop(key, None)
    known = state.matters.open.get(fact.data["matter"])
    if known is not None:
        known.history = (*known.history, fact.seq)
        state.matters.touch(known, fact.seq)
    state.matters.changed = fact.seq
