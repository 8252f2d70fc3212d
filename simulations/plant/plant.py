"""The whole plant as one mass balance, advanced in equal explicit steps of simulated time."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from command_center.domain.site.model import Area, Bund, Site
from simulations.parameters import Parameters
from simulations.plant.contents import Contents, move
from simulations.plant.drains import Drains
from simulations.plant.elements import Elements
from simulations.plant.fire import Fire
from simulations.plant.hydraulics import orifice_m3_s, throttled
from simulations.plant.weather import Air
from simulations.scenario import Line, Scenario


class Plant:
    """Tanks, pipes, the leak and its pad, the drains and the pool.

    `advance(t)` makes whole steps of `step_s` up to `t`, so a night does not depend on how often it is called.
    Volumes are m3, flows m3/s; `flow_m3_min` holds the flows of the last step.
    """

    def __init__(
        self,
        site: Site,
        scenario: Scenario,
        parameters: Parameters,
        seed: int,
        step_s: float = 1.0,
    ) -> None:
        self.site, self.scenario, self.parameters = site, scenario, parameters
        self.step_s = step_s
        self._steps = 0
        self.elements = Elements(site, scenario, parameters.physics.remote_valve_travel_s.value)
        self.air = Air(seed, scenario.weather, parameters.physics)
        self.tanks = {
            tank.id: Contents(product=scenario.tanks.get(tank.id, 0.0) * tank.m3_per_m)
            for tank in site.tanks
        }
        self.pad = Contents()
        self.pad_ground = pad_of(site, scenario)
        self.drains = Drains(site, scenario, parameters.physics)
        self.drains_if_open = Drains(site, scenario, parameters.physics, outfall_stays=True)
        """The same water with nobody at the outfall valve; it is in no balance."""
        self.evaporated, self.delivered, self.taken_away = Contents(), Contents(), Contents()
        self.supplied = 0.0
        self.leaked = 0.0
        self.leaking_since: float | None = None
        self.vapour_kg_s = 0.0
        self.covered = False
        self.rigged: set[str] = set()
        self.fed_m3_h: dict[str, float] = {}
        self.fire: Fire | None = None
        self.water_cm: dict[str, float] = {}
        self.without_power: set[str] = set()
        self.flow_m3_min: dict[str, float] = {line.id: 0.0 for line in scenario.lines}
        self._held_at_start = self.held()

    @property
    def time_s(self) -> float:
        """Simulated seconds since the start."""
        return self._steps * self.step_s

    def level_m(self, tank: str) -> float:
        """Level over the tank's floor."""
        return self.tanks[tank].total / self.site.tank_by_id[tank].m3_per_m

    def live_water(self) -> Iterator[Area]:
        """Yield rooms with standing water and live power, which nobody may enter."""
        return (
            self.site.area_by_id[room]
            for room, depth_cm in self.water_cm.items()
            if depth_cm > 0 and room not in self.without_power
        )

    def start_leak(self) -> bool:
        """Open the leak; return False if there is none or it is already open."""
        if self.scenario.leak is None or self.leaking_since is not None:
            return False
        self.leaking_since = self.time_s
        return True

    @property
    def leak_m3_s(self) -> float:
        """The flow through the leak now, m3/s."""
        leak = self.scenario.leak
        if leak is None or self.leaking_since is None:
            return 0.0
        opening = min((self.elements.opening(valve) for valve in leak.upstream), default=1.0)
        hole, pipe = leak.diameter_mm / 1000, leak.pipe_mm / 1000
        head = self.level_m(leak.tank) - leak.height_m
        free = orifice_m3_s(self.parameters.physics, hole, head)
        return free * throttled(hole, pipe, opening)

    def advance(self, until_s: float) -> None:
        """Make every whole step that ends by `until_s`."""
        while (self._steps + 1) * self.step_s <= until_s + 1e-9:
            self._step(self.step_s)
            self._steps += 1

    def _step(self, dt: float) -> None:
        self.air.step(dt)
        self.elements.step(dt)
        for line in self.scenario.lines:
            self.flow_m3_min[line.id] = self._pipe(line, dt) * 60 / dt
        self._feed(dt)
        self._leak(dt)
        self._overfill()
        self._burn(dt)
        self._evaporate(dt)
        spilled = Contents()
        if self.pad_ground is not None:
            move(self.pad, spilled, self.pad.total - self.pad_ground.net_m3)
        for drains, came in ((self.drains_if_open, replace(spilled)), (self.drains, spilled)):
            drains.step(dt, self.elements, self.air.rain_mm_h, came)

    def _pipe(self, line: Line, dt: float) -> float:
        """Move what a line carries in `dt`; answer the m3."""
        if line.rigged and line.id not in self.rigged:
            return 0.0
        if line.pump is not None and not self.elements.running[line.pump]:
            return 0.0
        opening = min((self.elements.opening(v) for v in line.through), default=1.0)
        wanted = line.m3_min / 60 * opening * dt
        if line.target is not None and line.stops_at_m is not None:
            tank = self.site.tank_by_id[line.target]
            room = line.stops_at_m * tank.m3_per_m - self.tanks[line.target].total
            wanted = min(wanted, max(0.0, room))
        if line.source is None:
            assert line.target is not None
            self.tanks[line.target].product += wanted
            self.supplied += wanted
            return wanted
        target = self.tanks[line.target] if line.target is not None else self.delivered
        return move(self.tanks[line.source], target, wanted)

    def _feed(self, dt: float) -> None:
        """What an exercise lets run into tanks, as far as their isolating valves stand open."""
        for tank in self.fed_m3_h:
            fed = self.feeding_m3_h(tank) / 3600 * dt
            self.tanks[tank].product += fed
            self.supplied += fed

    def feeding_m3_h(self, tank: str) -> float:
        """The flow into a tank now, apart from its own lines, m3/h."""
        shutoffs = [v.id for v in self.site.valves if v.isolates == tank and v.kind == "isolation"]
        opening = min((self.elements.opening(v) for v in shutoffs), default=1.0)
        return self.fed_m3_h.get(tank, 0.0) * opening

    def _burn(self, dt: float) -> None:
        """A fire eats what lies on the pad and is fought with water; foam or nothing left ends it."""
        if self.fire is None:
            return
        density = self.parameters.substance.density_kg_m3.value
        gone = min(self.pad.product, self.fire.burns_kg_s / density * dt)
        self.pad.product -= gone
        self.evaporated.product += gone
        if self.covered or (self.leak_m3_s <= 0 and self.pad.product <= 1e-6):
            self.fire = None
        water = 0.0 if self.fire is None else self.fire.water_m3_min(dt)
        self.drains.fire_water_m3_min = self.drains_if_open.fire_water_m3_min = water

    def _leak(self, dt: float) -> None:
        rate = self.leak_m3_s
        if rate > 0 and self.scenario.leak is not None:
            self.leaked += move(self.tanks[self.scenario.leak.tank], self.pad, rate * dt)

    def _overfill(self) -> None:
        """What a tank cannot hold runs into its bund, or to the drains when it has none."""
        for tank in self.site.tanks:
            excess = self.tanks[tank.id].total - tank.height_m * tank.m3_per_m
            if excess > 0:
                move(replace(self.tanks[tank.id]), self.drains_if_open.below(tank), excess)
                move(self.tanks[tank.id], self.drains.below(tank), excess)

    def _evaporate(self, dt: float) -> None:
        """Vapour leaves what is wetted, a film that spreads to the kerb, while product is there.

        Foam on it lets a share through.
        """
        self.vapour_kg_s = 0.0
        if self.pad.product <= 1e-6 or self.pad_ground is None or self.fire is not None:
            return
        substance, physics = self.parameters.substance, self.parameters.physics
        spread = self.pad.total / physics.spill_film_m.value
        area = min(self.pad_ground.width * self.pad_ground.height, spread)
        uncovered = substance.vapour.evaporation_kg_s(area, self.air.wind_m_s)
        self.vapour_kg_s = uncovered * (physics.foam_leaves_share.value if self.covered else 1.0)
        gone = min(self.pad.product, self.vapour_kg_s / substance.density_kg_m3.value * dt)
        self.pad.product -= gone
        self.evaporated.product += gone

    def take_up(self) -> None:
        """Pump what lies on the pad into a tanker, which takes it away."""
        move(self.pad, self.taken_away, self.pad.total)

    def held(self) -> float:
        """The volume of all liquid inside the fence, m3."""
        return sum(t.total for t in self.tanks.values()) + self.pad.total + self.drains.held()

    def balance_error(self) -> float:
        """The error of the liquid balance, m3: inflow less content and outflow. Zero apart from rounding."""
        came = self._held_at_start + self.supplied + self.drains.came
        left = self.delivered.total + self.evaporated.total + self.drains.left()
        left += self.taken_away.total
        return came - self.held() - left

    def losses(self) -> Mapping[str, float]:
        """Return the losses, m3: out of the leak, over the pool's weir, to the river, and the product in that."""
        return {
            "leaked": self.leaked,
            "pool_spilt": self.drains.spilt,
            "river": self.drains.river.total,
            "river_product": self.drains.river.product,
        }

    def volumes(self) -> Mapping[str, float]:
        """Return volumes by place, m3, for tests and inspection."""
        return {
            **{name: tank.total for name, tank in self.tanks.items()},
            "pad": self.pad.total,
            "storm_main": self.drains.main.total,
            "flooded": self.drains.flooded.total,
            "river": self.drains.river.total,
            "pumped_out": self.drains.pumped_out.total,
            **{name: pool.total for name, pool in self.drains.pools.items()},
        }


def pad_of(site: Site, scenario: Scenario) -> Bund | None:
    """The kerbed ground under the leak."""
    if scenario.leak is None:
        return None
    return next(bund for bund in site.bunds if bund.id == scenario.leak.pad)
