"""Proposes the H and HH limits of a level, from the time that people need to react.

HH lies so far below the overflow that the fastest filling needs the minutes to shut and divert to
get there. H lies as far below HH again, so that whoever is warned by it can act before HH (API 2350
asks for a response time before the level at which a tank overflows; that H gets the same time again
is ours). A proposal changes nothing: a person accepts it, and until then the gap stays.
"""

from math import floor
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from command_center.domain.site.model import Site, Tank
from command_center.domain.site.vessels import Vessel, m3_per_unit, overflow_level

DECIMALS = {"m": 2, "m3": 0}
Why = Literal["no_time", "no_rate", "too_fast"]
"""Why nothing can be proposed: nobody said how long it takes to shut and divert, or how fast it fills; or it fills so
fast that no limit warns in time."""


class ProposedLimits(TypedDict):
    """The limits `h` and `hh` in the level's unit, proposed from the minutes `needed_min`, the
    fastest filling `rate_m3_min`, and the level at which the vessel overflows. `why` says why
    there is no proposal."""

    needed_min: float | None
    rate_m3_min: float | None
    overflow: float
    h: NotRequired[float]
    hh: NotRequired[float]
    why: NotRequired[Why]


def fastest_m3_min(site: Site, vessel: Vessel) -> float | None:
    """Returns the fastest filling in m3/min: what the plant states, else the upper ends of the
    inflow meters' ranges; None if unknown."""
    if not isinstance(vessel, Tank):
        return vessel.design_inflow_m3_min
    if vessel.fill_m3_h is not None:
        return vessel.fill_m3_h / 60
    ends = [site.tag_by_id[tag].high for tag in vessel.inflows]
    return sum(ends) / 60 if ends else None


def proposed_limits(site: Site, vessel: Vessel) -> ProposedLimits:
    """Returns the proposed limits of a vessel, or why nothing can be proposed."""
    tag = site.tag_by_id[vessel.level]
    needed, rate = vessel.shut_and_divert_min, fastest_m3_min(site, vessel)
    told = ProposedLimits(needed_min=needed, rate_m3_min=rate, overflow=overflow_level(vessel))
    if needed is None:
        return {**told, "why": "no_time"}
    if rate is None:
        return {**told, "why": "no_rate"}
    rise = needed * rate / m3_per_unit(vessel)
    top = min(told["overflow"], tag.high)
    hh, h = _down(top - rise, tag.unit), _down(top - 2 * rise, tag.unit)
    least = max([tag.low, *(one for one in _lower(site, vessel) if one is not None)])
    if h <= least:
        return {**told, "why": "too_fast"}
    return {**told, "h": h, "hh": hh}


def _lower(site: Site, vessel: Vessel) -> list[float | None]:
    limits = site.tag_by_id[vessel.level].limits
    return [] if limits is None else [limits.ll, limits.l]


def _down(value: float, unit: str) -> float:
    scale = 10.0 ** DECIMALS.get(unit, 2)
    return floor(value * scale + 1e-9) / scale
