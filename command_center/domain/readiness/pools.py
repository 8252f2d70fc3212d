"""Gaps of water: a pool smaller than its units require, or one that nobody would be warned of."""

from collections.abc import Iterator

from typing_extensions import TypedDict

from command_center.domain.site.model import Pool, Site


class SmallPool(TypedDict):
    """A pool that holds less than the plant requires (GB/T 50483-2019); volumes in m3."""

    pool: str
    to_weir_m3: float
    required_m3: float
    lacks_m3: float


def small_pools(site: Site) -> Iterator[SmallPool]:
    """Pools whose volume up to the weir is below the largest requirement of any unit."""
    for pool in site.pools:
        required = pool.required_m3
        if required is not None and required > pool.to_weir_m3:
            yield SmallPool(
                pool=pool.id,
                to_weir_m3=pool.to_weir_m3,
                required_m3=required,
                lacks_m3=required - pool.to_weir_m3,
            )


def pools_without_limits(site: Site) -> Iterator[Pool]:
    """Pools whose level has neither an H nor an HH limit: nothing warns before they run over."""
    for pool in site.pools:
        limits = site.tag_by_id[pool.level].limits
        if limits is None or (limits.h is None and limits.hh is None):
            yield pool


def full_after_min(pool: Pool, level_m3: float) -> float | None:
    """Minutes from the plan's own water on until the weir runs, at this level; None: no design inflow."""
    if pool.design_inflow_m3_min is None:
        return None
    return max(0.0, pool.to_weir_m3 - level_m3) / pool.design_inflow_m3_min
