"""A whole scenario at a real desk without a server: its injects by its own script, its expectations at the end."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.watching import Outcome, Seen, holds_at, outcome, seen
from simulations.exercise.night import ExerciseNight
from simulations.parameters import parameters
from simulations.scenarios import library
from simulations.surprise import played
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo


class ScriptedBoard(RealBoard):
    """The plan's injects fire at their second or when their condition on the facts holds."""

    step_s = 1.0

    def __init__(self, scenario: str | DrillPlan, seed: int, folder: Path) -> None:
        site, own = demo()
        plan = scenario
        if isinstance(plan, str):
            made = played(library()[plan], site, seed)
            assert isinstance(made, DrillPlan)
            plan = made
        self.plan = plan
        self.fired: dict[str, float] = {}
        self._seen: list[Seen] = []
        self.began_ms = 0
        at_its_hour = own.model_copy(update={"starts_at": plan.manned.time})
        super().__init__(site, at_its_hour, seed, folder)
        self.night: ExerciseNight = ExerciseNight(site, own, parameters(), plan, self.began_ms)

    def _heard(self, facts: Any, state: Any) -> None:
        super()._heard(facts, state)
        self._seen += [seen(fact, state, self.began_ms) for fact in facts]

    def play(self, without: Collection[str] = ()) -> dict[str, Outcome]:
        """Until every expectation but those `without` has been answered, or to the scenario's end; answers
        how each whose inject was fired came out."""
        while self.t_s < self.plan.max_s:
            self.fire_what_is_due()
            self.run(self.t_s + 5.0)
            found = self.outcomes()
            waited = {e.id for e in self.plan.expectations} - set(without)
            if all(e in found and found[e].by is not None for e in waited):
                break
        return self.outcomes()

    def fire_what_is_due(self) -> None:
        """Every inject whose time or condition has come."""
        for inject in self.plan.injects:
            due: float | None = inject.at.s if inject.at is not None else None
            if inject.when is not None:
                due = holds_at(inject.when, self._seen)
            if inject.id not in self.fired and due is not None and self.t_s >= due:
                self.fired[inject.id] = self.t_s
                self.night.fire(inject.id)

    def outcomes(self) -> dict[str, Outcome]:
        """How each expectation whose inject was fired stands."""
        return {
            e.id: outcome(e, self._seen, self.fired[e.inject], self.t_s, ended=True)
            for e in self.plan.expectations
            if e.inject in self.fired
        }
