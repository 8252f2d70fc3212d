"""Lists what prevents the moves of an open matter now: the moves from its state that cannot be
made, each with its refusal. It is the same for every reader, because it does not ask whose move
it is."""

from collections.abc import Iterator
from typing import NamedTuple

from command_center.domain.matters.moving.make_move import hindered
from command_center.domain.matters.playing.play import Play, looked_up, titled
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.state import State
from command_center.domain.template_language.parties import DUTY
from command_center.domain.text import Text

ASKED_BY_THE_FORM = frozenset({"matter_incomplete", "move_condition", "reason_needed"})
"""Refusals that hinder nobody: whoever makes the move fills in what is missing, or it is another case's move."""
SAID = "–"
"""Stands for the reason that whoever makes the move will give."""


class Hindrance(NamedTuple):
    """A move that cannot be made now: its name, its title in its template, and the refusal."""

    move: str
    title: Text | str
    why: Refusal


def in_the_way(state: State, matter: str, ctx: Context) -> list[Hindrance]:
    """Returns the moves of an open matter that cannot be made at `ctx.now`; empty where it has
    ended or its template is lost."""
    play = looked_up(state, matter, ctx, ctx.now)
    return [] if isinstance(play, Refusal) else list(_hindrances(play))


def _hindrances(play: Play) -> Iterator[Hindrance]:
    for name, move in play.template.moves_from(play.matter.state).items():
        if list(move.by) == [DUTY]:
            continue
        why = hindered(play, name, move, SAID)
        if why is not None and why.code not in ASKED_BY_THE_FORM:
            yield Hindrance(name, titled(play.template, name), why)
