"""The vessels of a plant, which have a level of their own: tanks and pools."""

from command_center.domain.site.model import Pool, Site, Tank

Vessel = Tank | Pool


def vessels(site: Site) -> list[Vessel]:
    """Returns the tanks, then the pools, in the order of the description."""
    return [*site.tanks, *site.pools]


def overflow_level(vessel: Vessel) -> float:
    """Returns the level at which the vessel overflows, in the unit of its gauge: metres for a tank,
    m3 for a pool."""
    return vessel.overflows_at if isinstance(vessel, Tank) else vessel.to_weir_m3


def m3_per_unit(vessel: Vessel) -> float:
    """Returns the cubic metres of content for one unit of the vessel's gauge."""
    return vessel.m3_per_m if isinstance(vessel, Tank) else 1.0
