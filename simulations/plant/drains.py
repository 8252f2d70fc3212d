"""The water paths of rain, curtain water and spills: bunds, diversion, pool, weir, storm main, river."""

from command_center.domain.site.model import Pool, Site, Tank
from simulations.parameters import Physics
from simulations.plant.contents import Contents, move
from simulations.plant.elements import Elements
from simulations.plant.hydraulics import weir_m3_s
from simulations.scenario import Drainage, Scenario

M2_PER_HA = 10_000


class Drains:
    """The water side of the plant.

    The diversion sends the yard's water to the storm main in its normal position, and to the pool as far as it has
    moved from it. The pool overflows its weir into the storm main; the main runs to the river while the outfall valve
    is open, backs up while it is shut, and floods the yard when full. With `outfall_stays` open it models the same
    night without anybody operating that valve.
    """

    def __init__(
        self, site: Site, scenario: Scenario, physics: Physics, *, outfall_stays: bool = False
    ) -> None:
        self._outfall_stays = outfall_stays
        self._site, self._scenario, self._physics = site, scenario, physics
        self.pools = {p.id: Contents(water=scenario.pools.get(p.id, 0.0)) for p in site.pools}
        pad = scenario.leak.pad if scenario.leak is not None else None
        self._bunds = [b for b in site.bunds if b.id != pad]
        self.bunds = {b.id: Contents() for b in self._bunds}
        self.main, self.flooded = Contents(), Contents()
        self.river, self.pumped_out = Contents(), Contents()
        self.ground = Contents()
        self.came = self.spilt = 0.0
        self.fire_water_m3_min = 0.0
        self.pool_inflow_m3_min = 0.0
        self.pool_spill_m3_min = 0.0
        self.pumped_m3_min: dict[str, float] = dict.fromkeys(scenario.pool_pumps, 0.0)

    def below(self, tank: Tank) -> Contents:
        """Return the contents of the place that catches a tank's overflow."""
        return self.bunds.get(tank.bund, self.ground) if tank.bund is not None else self.ground

    def step(self, dt: float, elements: Elements, rain_mm_h: float, spilled: Contents) -> None:
        """Advance one step; `spilled` is what the pad could not hold."""
        drain = self._scenario.drainage
        if drain is None:
            move(spilled, self.ground, spilled.total)
            return
        yard = Contents()
        move(spilled, yard, spilled.total)
        self._wet(yard, drain, elements, rain_mm_h, dt)
        yard.water += self.fire_water_m3_min / 60 * dt
        self.came += self.fire_water_m3_min / 60 * dt
        self._drain_bunds(yard, elements, dt)
        share = elements.away_from_normal(drain.diversion)
        pool = self.pools[drain.pool]
        arrived = move(yard, pool, share * yard.total)
        self.pool_inflow_m3_min = arrived * 60 / dt
        move(yard, self.main, yard.total)
        self._pool(next(p for p in self._site.pools if p.id == drain.pool), elements, dt)
        self._main(drain, elements, dt)

    def _wet(
        self, yard: Contents, drain: Drainage, elements: Elements, rain_mm_h: float, dt: float
    ) -> None:
        """Rain on the catchment and into the bunds; water of every curtain that runs."""
        fallen = rain_mm_h / 1000 * drain.catchment_ha * M2_PER_HA * drain.runoff * dt / 3600
        curtain = sum(
            m3_min / 60 * elements.state(element) * dt
            for element, m3_min in self._scenario.curtains.items()
        )
        yard.water += fallen + curtain
        self.came += fallen + curtain
        if drain.bunds_take_rain:
            for bund in self._bunds:
                caught = rain_mm_h / 1000 * bund.width * bund.height * dt / 3600
                self.bunds[bund.id].water += caught
                self.came += caught

    def _drain_bunds(self, yard: Contents, elements: Elements, dt: float) -> None:
        """An open drain valve empties its bund; what stands above the wall runs over it."""
        for valve in self._site.valves:
            if valve.drains is not None and valve.drains in self.bunds:
                stands = self.bunds[valve.drains]
                rate = self._physics.storm_main_drains_per_s.value * elements.opening(valve.id)
                move(stands, yard, min(1.0, rate * dt) * stands.total)
        for bund in self._bunds:
            move(self.bunds[bund.id], yard, self.bunds[bund.id].total - bund.net_m3)

    def _pool(self, pool: Pool, elements: Elements, dt: float) -> None:
        """Pump out, then spill what stands above the weir."""
        contents = self.pools[pool.id]
        for pump, m3_min in self._scenario.pool_pumps.items():
            wanted = m3_min / 60 * elements.state(pump) * dt
            self.pumped_m3_min[pump] = move(contents, self.pumped_out, wanted) * 60 / dt
        head = (contents.total - pool.to_weir_m3) / (pool.width * pool.height)
        rate = weir_m3_s(self._physics, self._physics.weir_width_m.value, head)
        above = max(0.0, contents.total - pool.to_weir_m3)
        spilt = move(contents, self.main, min(rate * dt, above))
        self.spilt += spilt
        self.pool_spill_m3_min = spilt * 60 / dt

    def _main(self, drain: Drainage, elements: Elements, dt: float) -> None:
        """To the river as far as the outfall valve is open; above its volume, onto the yard."""
        opening = 1.0 if self._outfall_stays else elements.opening(drain.outfall)
        rate = self._physics.storm_main_drains_per_s.value * opening
        move(self.main, self.river, min(1.0, rate * dt) * self.main.total)
        move(self.main, self.flooded, self.main.total - drain.storm_main_m3)

    def held(self) -> float:
        """Water and product standing in bunds, pools, storm main and on the yard, m3."""
        places = [*self.pools.values(), *self.bunds.values(), self.main, self.flooded, self.ground]
        return sum(place.total for place in places)

    def left(self) -> float:
        """The volume that ran to the river or was pumped out, m3."""
        return self.river.total + self.pumped_out.total
