"""One drill being played: the night of its plan, run by the exercise clock, and its output."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from simulations.doors.located import Located
from simulations.exercise.night import ExerciseNight
from simulations.intent import Answer, Spoken
from simulations.life import TICK_S, Life, Told
from simulations.parameters import parameters
from simulations.scenario import Scenario
from simulations.view import News


class Playing:
    """Everything of a played drill except its doors. `began_ms` is its clock at the start; a tick is a fifth of a
    second of the real clock, so `speed` fifths of the exercise's.

    Same plan, same rows and answers at the same ticks give the same commands and readings.
    """

    def __init__(
        self,
        site: Site,
        scenario: Scenario,
        plan: DrillPlan,
        drill: str,
        began_ms: int,
        speed: float = 1.0,
    ) -> None:
        self.drill, self.plan, self.began_ms = drill, plan, began_ms
        self.night = ExerciseNight(site, scenario, parameters(), plan, began_ms)
        self.life = Life(self.night, speed, began_ms, exercise=True)
        self.site, self._located = site, Located()
        self._tick_ms = TICK_S * 1000 * speed

    def due(self, exercise_ms: int) -> int:
        """Return the tick that the exercise clock has reached."""
        return int((exercise_ms - self.began_ms) / self._tick_ms)

    def told(
        self,
        news: Sequence[News],
        answers: Mapping[str, Answer],
        injects: Iterable[tuple[str, int]],
        played: frozenset[str] = frozenset(),
    ) -> Told:
        """Return the input of the next tick. `injects` happened, at their exercise times; real
        people play `played`.
        """
        tick = self.life.tick + 1
        now_ms = self.began_ms + tick * self._tick_ms
        return Told(
            tick,
            rows=self.night.view.changes(news),
            answers=answers,
            cast=sorted(played) if played != self.night.played else None,
            fired=[i for i, at in injects if at <= now_ms and i not in self.night.acts.fired],
        )

    def live(self, told: Told) -> list[Spoken]:
        """Run one tick; return what people said in it."""
        return self.life.live(told)

    def readings(self) -> list[dict[str, Any]]:
        """Return the sensors' new readings, under the exercise's own tags."""
        samples, self.night.samples = self.night.samples, []
        return [
            {
                "tag": in_drill(self.drill, s.tag),
                "ts": self.life.at_ms(s.t_s),
                "value": s.value,
                "quality": s.quality,
            }
            for s in samples
        ]

    def positions(self) -> list[dict[str, Any]]:
        """Return the positions to report now, under the exercise's own names."""
        t_s, sent = self.life.t_s, []
        for person, place in self._located.moved(self.night.shift.positions(), t_s):
            lat, lon = to_wgs84(self.site.anchor, *place)
            name = in_drill(self.drill, person)
            sent.append({"person": name, "ts": self.life.at_ms(t_s), "lat": lat, "lon": lon})
        return sent
