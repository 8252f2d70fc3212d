"""Moves a matter to the newest revision of its template. A person does so after seeing what
changes."""

from dataclasses import dataclass, replace

from command_center.domain.fact import Draft
from command_center.domain.matters.commands import HANDS, RepinMatter
from command_center.domain.matters.consequences import arrival, live_states
from command_center.domain.matters.facts import Repinned
from command_center.domain.matters.opening.open_matter import title_of
from command_center.domain.matters.parties.parties import concerned
from command_center.domain.matters.playing.play import Play, found, moved_on
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State


@dataclass(frozen=True, slots=True)
class Preview:
    """What another revision would change for one matter: fields that are added and lost (a lost one
    keeps its value in the journal), moves that are added and lost in its state, and whether its
    state exists there."""

    revision: str
    state_exists: bool
    fields_new: list[str]
    fields_lost: list[str]
    moves_new: list[str]
    moves_lost: list[str]


def preview(play: Play) -> Preview | None:
    """Returns the preview for the newest revision; None where the matter has it, or the template is
    retired."""
    newest = play.shelf.newest(play.matter.template)
    if newest is None or newest.sha256 == play.matter.revision:
        return None
    old, new, state = play.template, newest.template, play.matter.state
    was, will = old.moves_from(state), new.moves_from(state)
    return Preview(
        newest.sha256,
        state in new.states,
        [name for name in new.fields if name not in old.fields],
        [name for name in old.fields if name not in new.fields and name in play.matter.fields],
        [name for name in will if name not in was],
        [name for name in was if name not in will],
    )


@decides("matter.repin", RepinMatter, HANDS, scene=Scene.REALITY)
def repin(state: State, command: RepinMatter, ctx: Context) -> Decision:
    """Moves a matter to the previewed revision. Refused while its work goes on, and where its state
    no longer exists."""
    play = found(state, command, ctx)
    if isinstance(play, Refusal):
        return play
    if play.who is None or not any(play.who in people for people in concerned(play).values()):
        return Refusal("not_a_party", {"number": play.matter.number}, status=403)
    shown = preview(play)
    if shown is None or shown.revision != command.revision:
        return Refusal("not_that_revision", {"number": play.matter.number})
    if play.matter.live or play.matter.inside:
        return Refusal("live_stays_pinned", {"number": play.matter.number})
    if not shown.state_exists:
        return Refusal("state_gone", {"number": play.matter.number})
    newest = play.shelf.pinned(command.revision)
    assert newest is not None
    if play.matter.state in live_states(newest.template):
        return Refusal("live_stays_pinned", {"number": play.matter.number})
    refusal = moved_on(play, command)
    if refusal is not None:
        return refusal
    matter = replace(play.matter, signatures=(), revision=newest.sha256)
    after = arrival(replace(play, pinned=newest, matter=matter))
    after.pop("seen", None)
    data = Repinned(
        matter=play.matter.id, revision=newest.sha256, title=title_of(newest),
        readers=list(newest.template.readers), after=after,
    )  # fmt: skip
    return [Draft("matter.repinned", data, caused_by=play.matter.last_seq)]
