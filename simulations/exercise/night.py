"""A drill as a simulated night: plant, people and commander in the plan's true state; injects act on them."""

from datetime import datetime, timedelta

from command_center.domain.people.roster import manning
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.site.model import Site
from simulations.exercise.acts import Acts
from simulations.exercise.hands import Hands
from simulations.exercise.trained import Trained
from simulations.exercise.truth import truth_of
from simulations.intent import Spoken
from simulations.night import Night
from simulations.parameters import Parameters
from simulations.scenario import Scenario


class ExerciseNight(Night):
    """A night of the plan's seed, started at `now_ms` of the exercise clock; real players take parts only once they
    are `cast`.
    """

    def __init__(
        self,
        site: Site,
        scenario: Scenario,
        parameters: Parameters,
        plan: DrillPlan,
        now_ms: int,
    ) -> None:
        truth = truth_of(site, scenario, plan)
        super().__init__(site, truth.scenario, parameters, plan.seed, now_ms, truth.people)
        self._plan, self._relieved = plan, False
        self._hands = Hands(self)
        self.plant.elements.failed |= truth.failed
        self.plant.elements.stuck |= truth.stuck
        for pump in truth.failed:
            self.plant.elements.run(pump, runs=False)
        self.acts = Acts(self, plan)
        self.commander.hazard = plan.hazard
        self._trained = Trained(self.crew, self.commander, plan)

    def step(self, t_s: float, now_ms: int) -> list[Spoken]:
        """Advance the night, with players' reports and shift changes applied first; return what was said."""
        self._hands.look()
        self._relieve(t_s)
        return super().step(t_s, now_ms)

    def _see_who_is_there(self) -> None:
        """Does nothing: in a drill the cast says who is there, with each tick."""

    def _relieve(self, t_s: float) -> None:
        """At the change of shift those who come, and are there already, hold the posts."""
        manned = self._plan.manned
        if self._relieved or manned.changes_to is None or t_s < (manned.changes_at_s or 0):
            return
        self._relieved = True
        self.crew.relieve(manning(self.crew.site, manned.changes_to)["holders"])

    def fire(self, inject: str) -> None:
        """Apply an inject fired in the drill."""
        if inject not in self.acts.fired:
            self._trained.fired(inject)
        self.acts.fire(inject)


def begins_at(site: Site, plan: DrillPlan, real_ms: int) -> int:
    """Return the exercise clock at the start (UTC epoch ms): the plan's hour in plant time, the last one before the
    real time, so that no reading comes from the future.
    """
    local = datetime.fromtimestamp(real_ms / 1000, site.zone)
    hour, minute = map(int, plan.manned.time.split(":"))
    begins = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if begins > local:
        begins -= timedelta(days=1)
    return round(begins.timestamp() * 1000)
