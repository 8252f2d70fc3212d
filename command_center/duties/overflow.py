"""Detects by their own gauges which pools have begun or stopped overflowing their weir."""

from collections.abc import Callable, Iterator

from command_center.domain.alarms.watch import Proposal
from command_center.domain.site.model import Site
from command_center.domain.state import State

CEASED = 0.99
"""Below this share of the weir's volume it has ceased (ours): waves do not make ten overflows."""


def overflows(
    state: State, site: Site, value_of: Callable[[str], float | None]
) -> Iterator[Proposal]:
    """Yield commands for changed overflows; `value_of` gives the last good reading of a tag."""
    for pool in site.pools:
        value = value_of(pool.level)
        if value is None:
            continue
        spills = pool.id in state.overflowing
        if not spills and value >= pool.to_weir_m3:
            yield "plant.overflow", {"element": pool.id, "value": value, "over": True}
        elif spills and value < pool.to_weir_m3 * CEASED:
            yield "plant.overflow", {"element": pool.id, "value": value, "over": False}
