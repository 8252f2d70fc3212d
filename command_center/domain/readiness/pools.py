"""Readiness gaps of pools and tanks: a pool that is smaller than required, or a level without alarm
limits."""

from math import floor

from typing_extensions import TypedDict

from command_center.domain.readiness.proposed_limits import ProposedLimits, proposed_limits
from command_center.domain.site.model import Pool, Site
from command_center.domain.site.vessels import Vessel


class SmallPool(TypedDict):
    """A pool that holds less than required (GB/T 50483-2019). Volumes are in m3; `inflow_m3_min` is
    the plan's own inflow, None where the site states none."""

    pool: str
    level: str
    to_weir_m3: float
    required_m3: float
    lacks_m3: float
    inflow_m3_min: float | None


class NoLimits(TypedDict):
    """A tank or pool whose `level` has neither an H nor an HH limit, so nothing warns before it
    overflows. `proposed` are the limits that follow from the time to shut and divert."""

    pool: str
    level: str
    unit: str
    proposed: ProposedLimits


def small_pool(pool: Pool) -> SmallPool | None:
    """Returns what a pool lacks, if its volume up to the weir is below the largest requirement of
    any unit; else None."""
    required = pool.required_m3
    if required is None or required <= pool.to_weir_m3:
        return None
    return SmallPool(
        pool=pool.id,
        level=pool.level,
        to_weir_m3=pool.to_weir_m3,
        required_m3=required,
        lacks_m3=required - pool.to_weir_m3,
        inflow_m3_min=pool.design_inflow_m3_min,
    )


def no_limits(site: Site, vessel: Vessel) -> NoLimits | None:
    """Returns a tank or pool whose level has no alarm limit; None if it has one."""
    tag = site.tag_by_id[vessel.level]
    if tag.limits is not None and not (tag.limits.h is None and tag.limits.hh is None):
        return None
    return NoLimits(
        pool=vessel.id,
        level=vessel.level,
        unit=tag.unit,
        proposed=proposed_limits(site, vessel),
    )


def full_after_min(pool: Pool, level_m3: float) -> int | None:
    """Returns the whole minutes until the weir overflows at this level and the design inflow,
    rounded down so that it never promises too much time; None without a design inflow."""
    if pool.design_inflow_m3_min is None:
        return None
    return floor(max(0.0, pool.to_weir_m3 - level_m3) / pool.design_inflow_m3_min)
