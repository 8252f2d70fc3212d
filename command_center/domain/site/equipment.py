"""The equipment of a plant that can be out of service, as readiness knows it by name."""

from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import Placed

IN_STORE = "@"
"""Stands between a resource and its store in the name of a ledger line: `suit@hall`."""


def is_equipment(site: Site, name: str) -> bool:
    """Returns whether this names a pump, valve, tank, pool, gauge, measuring point, kit, a resource
    of the ledger, or one line of it (`RESOURCE@STORE`)."""
    resource, at, store = name.partition(IN_STORE)
    if at:
        return (resource, store) in site.stock_by_line
    known = (
        site.pump_by_id, site.valve_by_id, site.tank_by_id, site.tag_by_id, site.kit_by_id, site.resource_by_id,
    )  # fmt: skip
    if any(name in one for one in known):
        return True
    return any(name == one.id for one in (*site.pools, *site.measuring_points))


def equipment_names(site: Site) -> list[str]:
    """Returns the names of all equipment except single ledger lines, for suggesting what was
    probably meant."""
    placed: list[Placed] = [
        *site.pumps,
        *site.valves,
        *site.tanks,
        *site.pools,
        *site.measuring_points,
    ]
    named = [one.id for one in placed]
    named += [one.id for one in site.tags]
    named += [one.id for one in site.kits]
    return named + [one.id for one in site.resources]
