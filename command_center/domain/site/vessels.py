"""Everything with a level of its own: tanks and pools."""

from command_center.domain.site.model import Pool, Site, Tank

Vessel = Tank | Pool


def vessels(site: Site) -> list[Vessel]:
    """Tanks, then pools, in the order of the description."""
    return [*site.tanks, *site.pools]


def overflow_level(vessel: Vessel) -> float:
    """The level at which it runs over, in the unit of its gauge: metres of a tank, m3 of a pool."""
    return vessel.overflows_at if isinstance(vessel, Tank) else vessel.to_weir_m3


def m3_per_unit(vessel: Vessel) -> float:
    """Cubic metres of content for one unit of its gauge."""
    return vessel.m3_per_m if isinstance(vessel, Tank) else 1.0
