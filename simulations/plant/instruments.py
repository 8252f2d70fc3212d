"""The plant's sensors: period, noise, quality, and silent ones."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from numpy.random import Generator

from command_center.domain.air.plume import Plume
from command_center.domain.site.model import Point, Site, Tag, TagKind
from simulations.chance import stream
from simulations.plant import dispersion
from simulations.plant.plant import Plant


class Sample(NamedTuple):
    """One reading: `t_s` in simulated seconds, `value` in the tag's unit."""

    tag: str
    t_s: float
    value: float
    quality: str


@dataclass(slots=True)
class Fault:
    """A sensor fault in an exercise: silent, frozen, or offset.

    A frozen sensor stays at the true value when it froze, plus `offset`.
    """

    kind: str
    offset: float = 0.0
    shown: float | None = None

    def value(self, measured: float) -> float | None:
        """Return the value that the instrument sends for a measured one; None if it sends nothing."""
        if self.kind == "silent":
            return None
        if self.kind == "frozen":
            self.shown = measured + self.offset if self.shown is None else self.shown
            return self.shown
        return measured + self.offset


@dataclass(slots=True)
class _Sensor:
    tag: Tag
    measure: Callable[[], float]
    noise: Callable[[float], float]
    resolution: float
    chance: Generator
    due_s: float
    lag_s: float
    shown: float | None = None

    def follow(self) -> float:
        """What the sensor has caught up with: a first-order lag, none for most kinds."""
        now = self.measure()
        if self.shown is None or self.lag_s == 0:
            self.shown = now
        else:
            keep = math.exp(-self.tag.period_s / self.lag_s)
            self.shown = now + (self.shown - now) * keep
        return self.shown


def ppm_at(plant: Plant, point: Point) -> float:
    """Return the vapour at a point of the plan, from the pad, in the current wind."""
    pad = plant.pad_ground
    if pad is None:
        return 0.0
    toward = math.radians(plant.air.wind_from_deg + 180)
    east, north = point[0] - pad.x, point[1] - pad.y
    plume = Plume(
        plant.vapour_kg_s,
        max(pad.width, pad.height),
        plant.air.wind_m_s,
        plant.air.wind_from_deg,
        plant.air.stability,
    )
    return dispersion.ppm_at(
        plant.parameters.substance.vapour,
        plume,
        downwind_m=east * math.sin(toward) + north * math.cos(toward),
        crosswind_m=east * math.cos(toward) - north * math.sin(toward),
    )


class Instruments:
    """The sensor layer: it reads the plant, never the reverse."""

    def __init__(self, site: Site, plant: Plant, seed: int) -> None:
        self._plant = plant
        self.faults: dict[str, Fault] = {}
        self._silent = [(s.tag, s.from_s, s.to_s) for s in plant.scenario.silent]
        signals = _signals(site, plant)
        self._sensors = [
            self._sensor(tag, signals[tag.id], number, seed)
            for number, tag in enumerate(site.tags)
            if tag.id in signals
        ]

    def sample(self) -> Iterator[Sample]:
        """Yield every reading due at the plant's time."""
        now = self._plant.time_s
        for sensor in self._sensors:
            if now + 1e-9 < sensor.due_s:
                continue
            tag = sensor.tag
            sensor.due_s += tag.period_s * max(
                1, math.floor((now - sensor.due_s) / tag.period_s) + 1
            )
            follows = sensor.follow()
            noise = sensor.noise(follows) * float(sensor.chance.standard_normal())
            if any(name == tag.id and since <= now < until for name, since, until in self._silent):
                continue
            fault = self.faults.get(tag.id)
            sent = follows + noise if fault is None else fault.value(follows + noise)
            if sent is None:
                continue
            measured = sent
            value = min(tag.high, max(tag.low, measured))
            value = round(round(value / sensor.resolution) * sensor.resolution, 6)
            yield Sample(tag.id, now, value, "good" if tag.measures(measured) else "uncertain")

    def _sensor(self, tag: Tag, measure: Callable[[], float], number: int, seed: int) -> _Sensor:
        physics = self._plant.parameters.physics
        level = physics.volume_noise_m3.value if tag.unit == "m3" else physics.level_noise_m.value
        noise: Callable[[float], float] = {
            TagKind.LEVEL: lambda _value: level,
            TagKind.FLOW: lambda value: abs(value) * physics.flow_noise_share.value,
            TagKind.GAS: lambda value: abs(value) * physics.gas_noise_share.value,
        }.get(tag.kind, lambda _value: 0.0)
        resolution = 0.01 if tag.unit == "m3" or tag.kind is TagKind.GAS else 0.0001
        chance = stream(seed, "sensor", str(number))
        lag_s = physics.gas_lag_s.value if tag.kind is TagKind.GAS else 0.0
        due_s = float(chance.random()) * tag.period_s
        return _Sensor(tag, measure, noise, resolution, chance, due_s, lag_s)


def _signals(site: Site, plant: Plant) -> dict[str, Callable[[], float]]:
    """What each tag of the site measures. A tag whose truth nobody models has no sensor."""
    signals: dict[str, Callable[[], float]] = {}
    for tank in site.tanks:
        signals[tank.level] = lambda t=tank.id: plant.level_m(t)  # type: ignore[misc]
    for meter in (m for tank in site.tanks for m in (*tank.inflows, *tank.outflows)):
        signals[meter] = lambda m=meter: _metered_m3_h(plant, m)  # type: ignore[misc]
    for tank in site.tanks:
        for first in tank.inflows[:1]:
            own = signals[first]
            signals[first] = lambda t=tank.id, own=own: own() + plant.feeding_m3_h(t)  # type: ignore[misc]
    for pool in site.pools:
        signals[pool.level] = lambda p=pool.id: plant.drains.pools[p].total  # type: ignore[misc]
        if pool.inflow is not None:
            signals[pool.inflow] = lambda: plant.drains.pool_inflow_m3_min * 60
        if pool.pump_out is not None:
            signals[pool.pump_out] = lambda: sum(plant.drains.pumped_m3_min.values()) * 60
    for element in (*site.valves, *site.pumps):
        tag = getattr(element, "position", None) or getattr(element, "running", None)
        if tag is not None:
            signals[tag] = lambda e=element.id: plant.elements.state(e)  # type: ignore[misc]
    for store in site.stores:
        if store.custody.sensor is not None:
            signals[store.custody.sensor] = lambda: 0.0
    for tag_ in site.tags:
        _by_kind(tag_, plant, signals)
    return signals


def _metered_m3_h(plant: Plant, meter: str) -> float:
    """The sum of every line that runs through a meter."""
    return 60 * sum(plant.flow_m3_min[x.id] for x in plant.scenario.lines if meter in x.flows)


def _by_kind(tag: Tag, plant: Plant, signals: dict[str, Callable[[], float]]) -> None:
    substance = plant.parameters.substance
    lel_ppm = substance.lel_ppm.value
    mg_per_ppm = substance.molar_mass.value / (0.082057 * substance.temperature_k.value)
    if tag.kind is TagKind.WIND_SPEED:
        signals[tag.id] = lambda: plant.air.wind_m_s
    elif tag.kind is TagKind.WIND_FROM:
        signals[tag.id] = lambda: plant.air.wind_from_deg
    elif tag.kind is TagKind.RAIN:
        signals[tag.id] = lambda: plant.air.rain_mm_h
    elif tag.kind is TagKind.GAS and tag.at is not None:
        at, factor = tag.at, {"%LEL": 100 / lel_ppm, "mg/m3": mg_per_ppm}.get(tag.unit, 1.0)
        signals[tag.id] = lambda: ppm_at(plant, at) * factor
