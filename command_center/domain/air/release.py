"""Estimates how much vapour an incident's spill gives off, from what the board itself knows.

It uses the unexplained loss that the net-loss alarm measured, its onset, whether it has stopped,
the kerbed ground that catches the spill, and the wind. It does not know covers, clean-up or what
has run past the kerb, and assumes none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from command_center.domain.air.vapour import Vapour
from command_center.domain.site.model import Site, Tank
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.incidents.incident import Incident

POOL_DEPTH_M = 0.01
"""How deep a pool lies that nothing holds: 1 cm (EPA 550-B-99-009, as recalled)."""
NOTHING_M3 = 0.001


@dataclass(frozen=True, slots=True)
class Spill:
    """A spill: its place in plan metres, whether it still leaks, the loss per minute and in total
    (m3), and the ground that it wets (area in m2, width in m)."""

    at: tuple[float, float]
    leaking: bool
    loss_m3_min: float
    lost_m3: float
    area_m2: float
    width_m: float


def vapour_of(site: Site, tank: Tank) -> Vapour | None:
    """Returns the vapour properties of a tank's content; None if the site file does not know its
    substance."""
    found = site.substance_by_id.get(tank.substance or "")
    if found is None:
        return None
    return Vapour(found.molar_mass, found.vapour_pressure_mmhg, found.temperature_c + 273.15)


def spill_of(
    site: Site, tank: Tank, incident: Incident, alarms: Mapping[str, Alarm], now: int
) -> Spill | None:
    """Returns what the incident's tank has lost by `now` (UTC epoch ms); None where no loss was
    measured.

    The rate is the one that the alarm was raised with (mm/min). A pool spreads to a depth of
    `POOL_DEPTH_M`, but not beyond the kerb of the ground that the site file names for it.
    """
    alarm = alarms.get(f"{tank.level}:NETLOSS")
    if alarm is None or alarm.value >= 0:
        return None
    if not alarm.active and (alarm.returned_at or 0) < incident.t0:
        return None  # of another day
    until = now if alarm.active else min(now, alarm.returned_at or now)
    loss = -alarm.value / 1000 * tank.m3_per_m
    lost = loss * max(0, until - alarm.onset) / 60_000
    if lost < NOTHING_M3:
        return None
    spread = lost / POOL_DEPTH_M
    pad = next((bund for bund in site.bunds if bund.id == tank.spills_to), None)
    if pad is None:
        return Spill((tank.x, tank.y), alarm.active, loss, lost, spread, spread**0.5)
    area = min(spread, pad.width * pad.height)
    width = min(area**0.5, max(pad.width, pad.height))
    return Spill((pad.x, pad.y), alarm.active, loss, lost, area, width)
