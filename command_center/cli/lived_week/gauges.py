"""The gauge readings of a tank farm over a week: levels by filling and drawing, gas by day and night.

One plain day repeats and ends where the simulated night begins, so that no level jumps when the simulation takes
over. Alarms are not made here: see `episodes.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from command_center.cli.lived_week.room import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, Room
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Tag, TagKind, Tank
from simulations.scenario import Scenario

Times = NDArray[np.int64]
Values = NDArray[np.float64]
Span = tuple[int, int]

THINNED = (
    (7 * DAY_MS, 25 * HOUR_MS, 10 * MINUTE_MS),
    (25 * HOUR_MS, 65 * MINUTE_MS, 2 * MINUTE_MS),
    (65 * MINUTE_MS, 0, 5 * SECOND_MS),
)
"""From how long ago, until how long ago, how far apart readings are kept (ours): a chart of a week, of a day and
of an hour each have a point where they draw one, and the database stays small."""


@dataclass(frozen=True, slots=True)
class Move:
    """A daily transfer of product between two hours of local time, `m3_h` cubic metres an hour: positive fills the
    tank, negative draws from it.
    """

    begins_h: float
    ends_h: float
    m3_h: float


# Each tank's day ends as it begins. The night's own lines (simulation.yaml) run at the time it begins.
DAY: Mapping[str, Sequence[Move]] = {
    "T201": (Move(1, 2.5, 18), Move(9, 19, -2.7)),
    "T202": (Move(8, 16, -3), Move(17, 18, 24)),
    "T203": (Move(0, 24, -3.6), Move(17, 20.6, 24)),
    "T204": (Move(6, 20, -1), Move(20, 21, 14)),
    "T205": (Move(10, 14, 6), Move(16, 22, -4)),
    "T206": (Move(0, 24, -6), Move(16.2, 21, 30)),
    "T207": (Move(7, 19, -0.75), Move(0.5, 1, 18)),
    "T208": (Move(0, 24, -1.8), Move(11, 12.8, 24)),
}
LEVEL_NOISE_M, GAS_NOISE = 0.0005, 0.15
PUMPED_H, POOL_M3 = 15, 9.0
"""From which hour on the pool is pumped down, for an hour, and how much runs into it in the other 23."""


def lived_readings(
    room: Room, plant: Scenario, apart: Mapping[str, Sequence[Span]]
) -> list[Reading]:
    """Return the thinned readings of every tag, except in the spans where an episode supplies its own (`apart`)."""
    times = np.concatenate(
        [
            np.arange(room.until - since, room.until - until, every, dtype=np.int64)
            for since, until, every in THINNED
        ]
    )
    found: list[Reading] = []
    for tag in room.site.tags:
        values = _values(room, plant, tag, times)
        if values is None:
            continue
        kept = np.ones(len(times), dtype=bool)
        for since, until in apart.get(tag.id, ()):
            kept &= (times < since) | (times >= until)
        shown = np.clip(values, tag.low, tag.high).round(4)
        found += [
            Reading(tag.id, at, value, Quality.GOOD, tag.source)
            for at, value in zip(times[kept].tolist(), shown[kept].tolist(), strict=True)
        ]
    return found


def level_at(room: Room, plant: Scenario, tank: Tank, times: Times) -> Values:
    """The level in metres at these times (UTC epoch ms), without noise."""
    moved = np.zeros(len(times))
    for move in DAY.get(tank.id, ()):
        moved += move.m3_h * (_hours(room, move, times) - _hours(room, move, _end(room)))
    return plant.tanks.get(tank.id, 0.0) + moved / tank.m3_per_m


def _end(room: Room) -> Times:
    return np.array([room.until], dtype=np.int64)


def _hours(room: Room, move: Move, times: Times) -> Values:
    """How many hours of a daily move have passed by each time, counted from the first day."""
    day, hour = _local(room, times)
    return day * (move.ends_h - move.begins_h) + np.clip(hour, move.begins_h, move.ends_h)


def _local(room: Room, times: Times) -> tuple[Values, Values]:
    """The day and the hour by the plant's clock. The week is counted by the offset of its end."""
    offset = datetime.fromtimestamp(room.until / 1000, room.site.zone).utcoffset()
    local = times + (round(offset.total_seconds() * 1000) if offset else 0)
    return (local // DAY_MS).astype(float), (local % DAY_MS) / HOUR_MS


def _values(room: Room, plant: Scenario, tag: Tag, times: Times) -> Values | None:
    """What a tag shows; None for one that nobody models here."""
    chance = room.chance("gauge", tag.id)
    _, hour = _local(room, times)
    tank = next((t for t in room.site.tanks if tag.id in (t.level, *t.inflows, *t.outflows)), None)
    if tank is not None and tag.id == tank.level:
        noise = LEVEL_NOISE_M * chance.standard_normal(len(times))
        return level_at(room, plant, tank, times) + noise
    if tank is not None:
        flow = np.zeros(len(times))
        for move in DAY.get(tank.id, ()):
            if (move.m3_h > 0) == (tag.id in tank.inflows[:1]):
                flow += abs(move.m3_h) * ((hour >= move.begins_h) & (hour < move.ends_h))
        return flow * (1 + 0.01 * chance.standard_normal(len(times)))
    for pool in room.site.pools:
        pumps = {p.running for p in room.site.pumps if p.draws == pool.id}
        pumping = (hour >= PUMPED_H) & (hour < PUMPED_H + 1)
        if tag.id == pool.level:
            rain = _rained_h(hour) - _rained_h(_local(room, _end(room))[1])
            return plant.pools.get(pool.id, 0.0) + POOL_M3 * rain
        if tag.id == pool.inflow:
            return np.where(pumping, 0.0, POOL_M3 / 23)
        if tag.id == pool.pump_out:
            return np.where(pumping, POOL_M3, 0.0)
        if tag.id in pumps:
            return np.where(pumping, 1.0, 0.0)
    if tag.kind is TagKind.GAS:  # a breath of vapour while lorries are unloaded by day
        day = np.exp(-(((hour - 14) / 4) ** 2))
        return np.abs(0.3 + 1.2 * day + GAS_NOISE * chance.standard_normal(len(times)))
    return _weather_or_element(room, plant, tag, hour, chance.standard_normal(len(times)))


def _rained_h(hour: Values) -> Values:
    """How much of a day's water the pool holds: it comes in 23 hours and is pumped out in one."""
    since = (hour - PUMPED_H - 1) % 24
    return np.where(since < 23, since / 23, 24 - since)


def _weather_or_element(
    room: Room, plant: Scenario, tag: Tag, hour: Values, noise: Values
) -> Values | None:
    sea_breeze = np.sin((hour - 9) / 12 * np.pi).clip(0)
    weather = plant.weather
    if tag.kind is TagKind.WIND_SPEED:
        return np.abs(weather.wind_m_s + 1.8 * sea_breeze + 0.3 * noise)
    if tag.kind is TagKind.WIND_FROM:
        return (weather.wind_from_deg - 60 * sea_breeze + 8 * noise) % 360
    if tag.kind is TagKind.RAIN:  # the rain of the night began in the evening
        return weather.rain_mm_h * np.clip((hour - 21) / 2, 0, 1) + np.where(
            hour < 6, weather.rain_mm_h * (1 + 0.1 * noise), 0
        )
    for valve in room.site.valves:
        if valve.position == tag.id:
            return np.full(len(hour), 1.0 if valve.normally == "open" else 0.0)
    for pump in room.site.pumps:
        if pump.running == tag.id:
            return np.full(len(hour), 1.0 if pump.id in plant.running else 0.0)
    return None
