"""Lists what can happen to an open matter now, by anybody: every move from its state with the
people who may make it, every awaited signature, and what prevents them."""

from collections.abc import Iterator
from dataclasses import dataclass

from command_center.domain.matters.moving.make_move import hindered
from command_center.domain.matters.parties.addressees import may_act
from command_center.domain.matters.parties.signatures import waiting
from command_center.domain.matters.playing.play import Play, titled
from command_center.domain.matters.reading.in_the_way import ASKED_BY_THE_FORM, SAID
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.parties import DUTY
from command_center.domain.text import Text


@dataclass(frozen=True, slots=True)
class Hand:
    """One move, or one signature before it by the party `signs`. `clockwork`: a timed rule makes
    the move. `why`: what prevents it now, apart from what the form of the move asks for."""

    move: str
    title: Text | str
    to: Text | str
    signs: Text | str | None
    people: tuple[str, ...]
    clockwork: bool
    why: Refusal | None


def hands_of(play: Play) -> Iterator[Hand]:
    """Yields the moves in the template's order, each after the signatures that it waits for."""
    template = play.template
    for name, move in template.moves_from(play.matter.state).items():
        title, to = titled(template, name), titled(template, move.to)
        for party in waiting(play, name):
            people = tuple(may_act(play, party, name)[0])
            yield Hand(name, title, to, titled(template, party), people, clockwork=False, why=None)
        makers = [one for party in move.by if party != DUTY for one in may_act(play, party)[0]]
        why = hindered(play, name, move, SAID)
        if why is not None and why.code in ASKED_BY_THE_FORM - {"move_condition"}:
            why = None
        people = tuple(dict.fromkeys(makers))
        yield Hand(name, title, to, None, people, clockwork=DUTY in move.by, why=why)
