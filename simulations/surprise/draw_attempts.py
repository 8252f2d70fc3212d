"""The draw of a drill: hazard x place x time x weather x broken elements, repeated until it is valid.

One seed gives a fixed sequence of attempts, each with random streams of its own. The first without objections is the
drill; the earlier ones are kept with their objections.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, get_args

from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.bias import UNBIASED, Bias
from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.manning import Manned, hour_in, manned, shift_of
from command_center.domain.scenarios.observing import Observation, observation
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Setting, Unresolvable, resolve, version_of
from command_center.domain.scenarios.scenario import LevelAt, ShiftKind
from simulations.surprise.breaking import breakable
from simulations.surprise.constraints import objections
from simulations.surprise.lots import Lots
from simulations.surprise.playing import jitter
from simulations.surprise.testing import testing
from simulations.surprise.weather import drawn_weather

if TYPE_CHECKING:
    from command_center.domain.scenarios.needs import Need
    from command_center.domain.scenarios.scenario import Scenario
    from command_center.domain.site.model import Site

GENERATOR = "surprise/1"
"""Goes up with any change that lets an old seed give another drill."""
MOST_ATTEMPTS = 24
NUMBERS_OF_BROKEN = (0, 1, 1, 2, 2, 2, 3, 3)
"""How many elements are broken, each as often as it stands here (ours): mostly two."""
LEVEL_MOVES = 0.02
"""How far a level at the start may lie from what the scenario says (ours)."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A rejected draw: what it was, and everything against it."""

    attempt: int
    scenario: str
    shift: str
    weather: str
    why: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A valid drill, and the rejected draws before it."""

    plan: DrillPlan
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class NoDrill:
    """No attempt gave a valid drill; holds the reasons of each."""

    rejected: tuple[Rejected, ...]


def draw(
    site: "Site",
    scenarios: Mapping[str, "Scenario"],
    seed: int,
    bias: Bias = UNBIASED,
    *,
    site_version: str | None = None,
    only: str | None = None,
    shift: ShiftKind | None = None,
    hour: time | None = None,
    generator: str = GENERATOR,
) -> Drawn | NoDrill:
    """Return the drill of a seed: the same site, scenarios, seed and bias give the same bytes. `generator` is
    recorded in the plan.

    `only`, `shift` and `hour` restrict the draw to what a programme has chosen already. Scenarios without `varies`
    are never drawn, those for `anywhere` only where no other can be.
    """
    able = [s for s in scenarios.values() if s.varies and only in (None, s.id)]
    version = site_version or version_of(site)
    rejected: list[Rejected] = []
    for anywhere in (False, True):
        some = [s for s in able if s.anywhere is anywhere]
        draws = _Draws(site, some, seed, bias, version, shift, hour, generator)
        for attempt in range(MOST_ATTEMPTS if some else 0):
            outcome = draws.attempt(attempt)
            if isinstance(outcome, DrillPlan):
                return Drawn(outcome, tuple(rejected))
            rejected.append(outcome)
    return NoDrill(tuple(rejected))


class _Draws:
    """The attempts at drawing a plan from one seed."""

    def __init__(
        self,
        site: "Site",
        scenarios: Sequence["Scenario"],
        seed: int,
        bias: Bias,
        version: str,
        shift: ShiftKind | None,
        hour: time | None,
        generator: str,
    ) -> None:
        self._site, self._seed, self._bias, self._version = site, seed, bias, version
        self._hour, self._generator = hour, generator
        times: dict[ShiftKind, Manned | None] = {
            kind: manned(site, kind) for kind in get_args(ShiftKind)
        }
        counts = {k: self._observable(there) for k, there in times.items() if there is not None}
        shows = [
            (scenario, kind)
            for scenario in scenarios
            for kind in (scenario.varies.shifts if scenario.varies else [])
            if kind in counts and shift in (None, kind)
        ]
        most = max((counts[kind] for _, kind in shows), default=0)
        # A mandatory inject is worth more than variety: only times at which most of them work.
        self._shows = [(s, kind) for s, kind in shows if counts[kind] == most]

    def _observable(self, there: Manned) -> int:
        return sum(
            isinstance(observation(action, self._site, there, 1, 0), Observation)
            for action in self._bias.open_actions
        )

    def attempt(self, number: int) -> DrillPlan | Rejected:
        """Draws one plan, or says why the draw is rejected."""
        lots = Lots(self._seed, "attempt", str(number))
        if not self._shows:
            return Rejected(number, "", "", "", (Phrase("scenario.no_time_fits"),))
        scenarios = list({s.id: s for s, _ in self._shows}.values())
        scenario = lots.weighed(
            scenarios, [self._bias.weight("hazard", s.hazard) for s in scenarios]
        )
        kinds = [kind for s, kind in self._shows if s.id == scenario.id]
        shift = lots.weighed(kinds, [self._bias.weight("shift", kind) for kind in kinds])
        assert scenario.varies is not None
        weather_kind = lots.pick(scenario.varies.weather)
        weather = drawn_weather(weather_kind, shift, lots)
        hours = shift_of(self._site, shift)
        drawn_hour = hour_in(hours, lots.share()) if hours is not None else None
        hour = self._hour or drawn_hour
        picks = Lots(self._seed, "places", str(number))

        def pick(need: "Need", ids: Sequence[str]) -> str:
            return picks.pick(ids)

        plan = resolve(
            scenario,
            self._site,
            Setting(shift, hour, weather, weather_kind),
            pick,
            jitter(self._seed, str(number)),
            seed=self._seed,
            generator=self._generator,
            site_version=self._version,
        )
        if isinstance(plan, Unresolvable):
            why = tuple(lacking.why for lacking in plan.lacking)
            return Rejected(number, scenario.id, shift, weather_kind, why)
        plan = self._levelled(plan, number)
        plan = self._broken(plan, number)
        against = objections(plan, self._site, anywhere=scenario.anywhere)
        if against:
            return Rejected(number, scenario.id, shift, weather_kind, tuple(against))
        lots = Lots(self._seed, "actions", str(number))
        return testing(plan, self._site, self._bias.open_actions, lots)

    def _levelled(self, plan: DrillPlan, number: int) -> DrillPlan:
        lots = Lots(self._seed, "levels", str(number))
        levels = [
            LevelAt(
                vessel=level.vessel,
                share=round(
                    min(0.95, max(0.02, level.share + (2 * lots.share() - 1) * LEVEL_MOVES)), 2
                ),
            )
            for level in plan.levels
        ]
        return plan.model_copy(update={"levels": levels})

    def _broken(self, plan: DrillPlan, number: int) -> DrillPlan:
        lots = Lots(self._seed, "broken", str(number))
        possible = {k: v for k, v in breakable(self._site, plan.manned).items() if v}
        drawn: list[Broken] = []
        for _ in range(lots.pick(NUMBERS_OF_BROKEN)):
            kinds = [kind for kind in possible if kind not in {b.which for b in drawn}]
            if not kinds:
                break
            kind = lots.weighed(kinds, [self._bias.weight_of_broken(k) for k in kinds])
            drawn.append(lots.pick(possible[kind]))
        full = {b.full_pool.pool: b.full_pool.share for b in drawn if b.full_pool}
        levels = [
            level.model_copy(update={"share": full.get(level.vessel, level.share)})
            for level in plan.levels
        ]
        return plan.model_copy(update={"broken": [*plan.broken, *drawn], "levels": levels})
