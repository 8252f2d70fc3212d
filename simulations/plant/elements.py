"""The true positions of the plant's valves and pumps, whatever anybody reports."""

from command_center.domain.site.model import Site
from simulations.scenario import Scenario


class Elements:
    """Positions of valves (0 shut .. 1 open) and whether pumps run.

    A remote valve travels to its commanded position; a hand valve moves only by `turn`.

    An exercise may break some: `failed` pumps do not run; `stuck` valves do not move from the desk and take so many
    times longer by hand; `passing` ones let a share through when shut; `unpowered` ones answer no command.
    """

    def __init__(self, site: Site, scenario: Scenario, travel_s: float) -> None:
        self._normal = {v.id: 1.0 if v.normally == "open" else 0.0 for v in site.valves}
        self.remote = {v.id for v in site.valves if v.operation == "remote"}
        self.position = dict(self._normal)
        self.running = {p.id: p.id in scenario.running for p in site.pumps}
        tanks = {tank.id for tank in site.tanks}
        self._feeding = {p.id for p in site.pumps if p.draws in tanks}
        self._starts_with = scenario.starts_with
        self._named = scenario.in_emergency
        self._commanded: dict[str, float] = {}
        self._per_s = 1 / travel_s
        self.failed: set[str] = set()
        self.stuck: dict[str, float] = {}
        self.passing: dict[str, float] = {}
        self.unpowered: set[str] = set()

    def step(self, dt_s: float) -> None:
        """Let remote valves travel for `dt_s` seconds."""
        for valve, wanted in list(self._commanded.items()):
            if valve in self.stuck or valve in self.unpowered:
                continue
            here, reach = self.position[valve], self._per_s * dt_s
            if abs(wanted - here) <= reach:
                self.position[valve] = wanted
                del self._commanded[valve]
            else:
                self.position[valve] = here + (reach if wanted > here else -reach)
        for pump, valves in self._starts_with.items():
            if any(self.position[valve] > 0 for valve in valves):
                self.run(pump, runs=True)

    def command(self, element: str, wanted: float) -> None:
        """Operate from the control room: a pump at once, a remote valve after its travel.

        Raises ValueError for a hand valve, which cannot be operated from a desk.
        """
        if element in self.running:
            self.run(element, runs=wanted >= 0.5)
        elif element in self.remote:
            self._commanded[element] = wanted
        else:
            raise ValueError(f"{element} has no drive: only a person at it can turn it")

    def turn(self, element: str, position: float) -> None:
        """Set an element by hand, on the spot."""
        if element in self.running:
            self.run(element, runs=position >= 0.5)
        else:
            self._commanded.pop(element, None)
            self.position[element] = min(1.0, max(0.0, position))

    def run(self, pump: str, *, runs: bool) -> None:
        """Start or stop a pump; one that has failed or has no power does not start."""
        self.running[pump] = runs and pump not in self.failed and pump not in self.unpowered

    def opening(self, valve: str) -> float:
        """Return how far it is open to the flow: a passing valve never shuts tight."""
        return max(self.position[valve], self.passing.get(valve, 0.0))

    def by_hand(self, element: str) -> float:
        """Return how many times longer than usual it takes by hand."""
        return self.stuck.get(element, 1.0)

    def state(self, element: str) -> float:
        """Return a valve's position, or 1 for a running pump."""
        if element in self.running:
            return 1.0 if self.running[element] else 0.0
        return self.position[element]

    def away_from_normal(self, valve: str) -> float:
        """How far a valve is from its normal position (0..1)."""
        return abs(self.position[valve] - self._normal[valve])

    def in_emergency(self, element: str) -> float:
        """Return an element's emergency position: as the scenario says, else away from normal.

        A pump that draws from a tank is stopped, even if it already stopped by itself; of the others, running ones
        are stopped and stopped ones started.
        """
        if element in self._named:
            return self._named[element]
        if element in self._feeding:
            return 0.0
        if element in self.running:
            return 0.0 if self.running[element] else 1.0
        return 1.0 - self._normal[element]
