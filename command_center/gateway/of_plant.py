"""What the plant's description requires of its feeds."""

from command_center.domain.site.model import Site
from command_center.domain.site.parts.plant import Tag, TagKind

FIRST_KEPT = frozenset({"contact", TagKind.GAS.value})
"""Kinds of tags that are dropped last when the disk is full."""


def needs_every_change(site: Site) -> frozenset[str]:
    """Return the tags of which no small change may be dropped: levels and flows that the net-loss and lying-gauge
    rules compare (`domain/alarms/loss.py`, `domain/alarms/flat.py`).
    """
    tags: set[str] = set()
    for tank in site.tanks:
        if tank.net_loss or tank.inflows or tank.outflows:
            tags |= {tank.level, *tank.inflows, *tank.outflows}
    for pool in site.pools:
        tags |= {pool.level, *(flow for flow in (pool.inflow, pool.pump_out) if flow)}
    return frozenset(tags)


def is_kept_longest(tag: Tag) -> bool:
    """Whether a tag's values are deleted last: contacts, gas, and every tag with limits."""
    return tag.kind.value in FIRST_KEPT or tag.limits is not None
