"""One simulated night: plant, instruments, people and commander, advanced together."""

from command_center.domain.site.model import Site
from simulations.commander import VirtualCommander
from simulations.intent import Spoken
from simulations.parameters import Parameters
from simulations.people.crew import Crew
from simulations.people.shift import NightShift
from simulations.people.truth import AS_ON_THE_BOARD, Truth
from simulations.plant.instruments import Instruments, Sample
from simulations.plant.plant import Plant
from simulations.scenario import Scenario
from simulations.view import LEAK_ASKED, PEOPLE, TICKED, View


class Night:
    """The whole simulation except its doors. Time is an argument; the seed decides the rest.

    `step` advances to `t_s` simulated seconds at `now_ms` of the board's clock, and returns what was said; `played`
    are the parts that real people play; `mustered` were on site when the night began; `samples` collects sensor
    readings until they are taken.
    """

    def __init__(
        self,
        site: Site,
        scenario: Scenario,
        parameters: Parameters,
        seed: int,
        now_ms: int,
        truth: Truth = AS_ON_THE_BOARD,
    ) -> None:
        self.plant = Plant(site, scenario, parameters, seed)
        self.crew = Crew(site, scenario, parameters, self.plant, seed, truth)
        self.crew.muster(now_ms)
        self.shift = NightShift(self.crew)
        self.mustered = frozenset(self.shift.positions())
        self.commander = VirtualCommander(self.crew)
        self.samples: list[Sample] = []
        self.instruments = Instruments(site, self.plant, seed)
        self._began_ms = now_ms
        self._asked: set[int] = set()
        self.played: frozenset[str] = frozenset()

    @property
    def view(self) -> View:
        """The board as the people see it; the caller keeps it up to date."""
        return self.crew.view

    def cast(self, played: frozenset[str]) -> None:
        """Set the parts that real people play; virtual people play all others."""
        commanded = self.crew.commanded_by_a_person
        self.played = played
        for person in self.crew.cast(played):
            self.shift.given_back(person)
        if commanded and not self.crew.commanded_by_a_person:
            self.commander.given_back()

    def fire(self, inject: str) -> None:
        """Raise ValueError: a night without a drill has no injects."""
        raise ValueError(f"no drill has an inject {inject} here")

    def step(self, t_s: float, now_ms: int) -> list[Spoken]:
        """Advances the night to `t_s` seconds; returns what people said."""
        while self.plant.time_s + self.plant.step_s <= t_s + 1e-9:
            self.plant.advance(self.plant.time_s + self.plant.step_s)
            self.samples += self.instruments.sample()
        self.view.now_ms = now_ms
        self.crew.t_s = t_s
        self._answer_the_button()
        self._see_who_is_there()
        self.commander.step()
        return self.shift.step(t_s)

    def _see_who_is_there(self) -> None:
        """Whoever is there themselves, by the board, is played by nobody else."""
        people = self.view.of(PEOPLE)
        here = frozenset(who for who, row in people.items() if row["stood_down_at"] is not None)
        if here != self.played:
            self.cast(here)

    def _answer_the_button(self) -> None:
        """Somebody asked for the leak at the board: a plant that is simulated obliges."""
        for fact in self.view.of(TICKED).values():
            if fact["kind"] == LEAK_ASKED and fact["seq"] not in self._asked:
                self._asked.add(fact["seq"])
                tank = fact["data"].get("tank")
                leak = self.plant.scenario.leak
                if fact["at"] >= self._began_ms and leak and tank in (None, leak.tank):
                    self.plant.start_leak()
