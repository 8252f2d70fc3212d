"""Plays a matter of an unpublished template from its opening on a scratch state (a dry run). The
rules decide and the facts are folded as at the Desk, but nothing is kept.

The scratch state has the plant, the holders of posts, presence, live work, certificates, points and
roll-outs as they are now. It has no other matters, so a repetition is seen only among the matters
that the play opened. Pictures, voice notes and signatures count as given. Times are UTC epoch ms.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.deciding import decided
from command_center.domain.fact import Fact
from command_center.domain.fold import apply
from command_center.domain.journal.recording import complete
from command_center.domain.matters.deadlines import next_moment
from command_center.domain.matters.moving.watching import proposals
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.refusal import Refusal
from command_center.domain.registry import COMMANDS, Context
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Balance, Matter, Matters
from command_center.domain.template_language.shelf import TemplateShelf

STEPS = (
    "matter.open", "matter.fill", "matter.move", "matter.sign", "matter.measure", "matter.enter", "matter.leave",
    "matter.correct", "matter.sign_on_the_spot",
)  # fmt: skip
"""What a person may do in a dry play: all that a person does with a matter."""
MOST_STEPS = 60
"""Steps of one play (ours): the longest way of the library has some thirty."""
MOST_FACTS = 400
"""Facts of one play, those of the clockwork too (ours)."""
LONGEST_WAIT_MS = 400 * 86_400_000
"""How long a play may wait at once: the longest span that a template may ask for."""
PLAYER = "dry-play"
ON_THE_SPOT = "matter.sign_on_the_spot"
"""A signature by PIN or badge: its door checks the proof, and in a play it counts as given."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a dry play: the person `by` gives a command with its data; or `wait_ms` pass, in
    which timed rules act."""

    by: str | None = None
    command: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    wait_ms: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """The result of a step, at `at`: the facts of the person and then of the timed rules, or the
    refusal. `wrong` lists the fields of a command that could not be read."""

    step: Step
    at: int
    facts: tuple[Fact, ...] = ()
    refusal: Refusal | None = None
    wrong: tuple[ErrorDetails, ...] = ()


class TooMuch(Exception):
    """Raised when a dry play makes more facts than are allowed."""


def scratch_of(state: State) -> State:
    """Returns a scratch state beside the real one, with only what decisions about a matter read. It
    shares nothing that can change the real one. It is kept small because others wait while it is
    made."""
    real = state.matters
    certificates = {one for ids in real.certificates.values() for one in ids}
    seen = [one for one in real.open.values() if one.live or one.id in certificates]
    return State(
        plant=state.plant.kept(),
        roster=deepcopy(state.roster),
        delegations=deepcopy(state.delegations),
        pages_off=deepcopy(state.pages_off),
        matters=Matters(
            open={one.id: _copy_of_matter(one) for one in seen},
            working=dict(real.working),
            lately={one.id: None for one in seen},
            accounts={
                name: {subject: _balance(one) for subject, one in balances.items()}
                for name, balances in real.accounts.items()
            },
            certificates={person: list(ids) for person, ids in real.certificates.items()},
            inside=dict(real.inside),
            impaired=deepcopy(real.impaired),
            rollouts=dict(real.rollouts),
        ),
    )


def _balance(one: Balance) -> Balance:
    return replace(one, bans=list(one.bans), entries=dict(one.entries))


def _copy_of_matter(one: Matter) -> Matter:
    """Returns a copy of a matter that shares nothing which the original changes in place."""
    return replace(
        one, fields=dict(one.fields), parties=dict(one.parties), inside=dict(one.inside), tools=dict(one.tools),
        written=dict(one.written),
    )  # fmt: skip


class DryPlay:
    """One dry play on the state `scratch` with the templates of `shelf`, beginning at `now` (UTC
    epoch ms)."""

    def __init__(self, scratch: State, site: Site, shelf: TemplateShelf, now: int) -> None:
        self.state, self.site, self.shelf, self.now = scratch, site, shelf, now
        self._before = frozenset(scratch.matters.open)
        self._facts = 0

    @property
    def matter(self) -> str | None:
        """Returns the id of the first matter that the play opened; None before."""
        opened = [*self.state.matters.open, *self.state.matters.ended]
        return next((one for one in opened if one not in self._before), None)

    def context(self, person: str | None) -> Context:
        """Returns the context of a command that this person gives; without a person, of the duties."""
        actor = Actor(PLAYER, Role.RESPONDER, person=person) if person else DUTY_ACTOR
        return Context(self.now, actor, self.site, templates=self.shelf)

    def play(self, person: str | None = None) -> Play | None:
        """Returns the open matter as the rules see it; None before it is opened and after it has
        ended."""
        if self.matter is None:
            return None
        found = looked_up(self.state, self.matter, self.context(person), self.now)
        return found if isinstance(found, Play) else None

    def take(self, step: Step) -> Happened:
        """Takes one step and returns its result. Raises `TooMuch` when the play does not end."""
        if step.command is None:
            return Happened(step, self.now, tuple(self._wait(step.wait_ms)))
        begun = self.now
        spec = COMMANDS[step.command]
        try:
            command = spec.model.model_validate(step.data)
        except ValidationError as error:
            return Happened(step, begun, wrong=tuple(error.errors(include_url=False)))
        if getattr(command, "matter", None) in self._before:
            return Happened(step, begun, refusal=Refusal("not_in_this_play"))
        made = self._given(
            spec.kind, step.data, self.context(None if step.command == ON_THE_SPOT else step.by)
        )
        if isinstance(made, Refusal):
            return Happened(step, begun, refusal=made)
        return Happened(step, begun, (*made, *self._beats()))

    def _given(self, kind: str, data: Mapping[str, Any], ctx: Context) -> Refusal | Sequence[Fact]:
        """Decides and folds one command, as the Desk does, but without the journal."""
        spec = COMMANDS[kind]
        command = spec.model.model_validate(data)
        decision = decided(self.state, spec, command, ctx)
        if isinstance(decision, Refusal):
            return decision
        made: list[Fact] = []
        for draft in decision:
            fact = replace(complete(draft, command, ctx), seq=self.state.seq + 1)
            self._facts += 1
            if self._facts > MOST_FACTS:
                raise TooMuch
            apply(self.state, fact)
            made.append(fact)
        return made

    def _own(self) -> list[str]:
        return [one for one in self.state.matters.open if one not in self._before]

    def _wait(self, ms: int) -> Iterator[Fact]:
        """Lets time pass, from one moment at which a timed rule is due to the next; yields the
        facts made."""
        until = self.now + ms
        while True:
            moments = [
                at
                for one in self._own()
                if (at := next_moment(self.state.matters.open[one], self.now)) is not None
            ]
            self.now = min([*moments, until])
            yield from self._beats()
            if self.now >= until:
                return

    def _beats(self) -> Iterator[Fact]:
        """Yields the facts that timed rules make for the play's matters at `now`, until none is
        due."""
        for ident in self._own():
            while ident in self.state.matters.open:
                made = self._beat(ident)
                if not made:
                    break
                yield from made

    def _beat(self, ident: str) -> list[Fact]:
        ctx = self.context(None)
        play = looked_up(self.state, ident, ctx, self.now)
        for kind, data in proposals(play) if isinstance(play, Play) else ():
            made = self._given(kind, data, ctx)
            if not isinstance(made, Refusal) and made:
                return list(made)
        return []
