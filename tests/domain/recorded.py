"""What is proposed, decided and folded by the domain's own rules: a Desk without its journal."""

from collections.abc import Iterable

from command_center.domain.actor import DUTY_ACTOR, Actor, Via
from command_center.domain.alarms.watch import AlarmWatch, Proposal
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.fold import apply
from command_center.domain.reading import Reading
from command_center.domain.refusal import Refusal
from command_center.domain.registry import COMMANDS, Context
from command_center.domain.site.model import Site
from command_center.domain.state import State


class Watched:
    """A watch whose proposals are carried out at once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.state = State.start(site)
        self.watch = AlarmWatch(site)
        self.facts: list[Fact] = []

    def observe(self, readings: Iterable[Reading]) -> None:
        """Readings, and no look at them yet."""
        for reading in readings:
            self.watch.observe(reading)

    def look(self, now: int) -> list[Fact]:
        """One beat: what is due, decided and recorded. A proposal that changes nothing fails."""
        before = len(self.facts)
        for proposal in self.watch.due(now, self.state.alarms):
            self.carry_out(proposal, now)
        return self.facts[before:]

    def carry_out(self, proposal: Proposal, now: int, actor: Actor = DUTY_ACTOR) -> None:
        """Decide one command and fold what comes of it."""
        kind, data = proposal
        spec = COMMANDS[kind]
        context = Context(now, actor, self.site)
        decision = spec.decide(self.state, spec.model.model_validate(data), context)
        assert not isinstance(decision, Refusal), decision
        assert decision, f"{proposal} changes nothing"
        for draft in decision:
            fact = Fact(
                seq=self.state.seq + 1,
                site=self.site.id,
                at=now,
                at_basis=AtBasis.OBSERVED,
                recorded_at=now,
                actor=actor.id,
                actor_kind=actor.kind,
                via=Via.SCREEN,
                kind=draft.kind,
                v=1,
                data=draft.data,
                incident=draft.incident,
                caused_by=draft.caused_by,
            )
            apply(self.state, fact)
            self.facts.append(fact)

    def steps(self, by_ms: int, now: int) -> None:
        """The wall clock is set at `now` (by the new clock): the watch begins anew, and the fact is recorded."""
        self.watch.restart()
        self.carry_out(("clock.step", {"by_ms": by_ms}), now)

    def active(self) -> set[str]:
        """The alarms on record as active."""
        return {alarm.id for alarm in self.state.alarms.values() if alarm.active}
