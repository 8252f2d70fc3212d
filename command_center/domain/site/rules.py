"""What no single part can see: a gauge longer than its tank, steps in a circle, an hour unmanned."""

from collections.abc import Iterator
from datetime import time
from typing import TYPE_CHECKING

from command_center.domain.site.references import Broken

if TYPE_CHECKING:
    from command_center.domain.site.model import Plan, Site

SLACK = 1.01
"""A gauge may be ranged one per cent over the shell; ten or a thousand times is a wrong unit."""


def broken_rules(site: "Site") -> Iterator[Broken]:
    """Every rule a site with sound references still breaks."""
    yield from _gauges(site)
    yield from _unmanned(site)
    for index, plan in enumerate(site.plans):
        yield from _circles(plan, index)


def _gauges(site: "Site") -> Iterator[Broken]:
    where = {tag.id: index for index, tag in enumerate(site.tags)}
    for tank in site.tanks:
        tag = site.tag_by_id[tank.level]
        if tag.high > tank.height_m * SLACK:
            details = {"tag": tag.id, "high": tag.high, "tank": tank.id, "height": tank.height_m}
            yield Broken(("tags", where[tag.id], "high"), "gauge_over_tank", details)


def _unmanned(site: "Site") -> Iterator[Broken]:
    if not site.shifts:
        return
    for minute in range(24 * 60):
        local = time(minute // 60, minute % 60)
        if not any(shift.covers(local) for shift in site.shifts):
            yield Broken(("shifts",), "unmanned", {"time": local.strftime("%H:%M")})
            return


def _circles(plan: "Plan", number: int) -> Iterator[Broken]:
    waits = {step.id: step.requires for step in plan.steps}
    done: set[str] = set()
    while ready := {s for s, w in waits.items() if s not in done and done.issuperset(w)}:
        done |= ready
    for index, step in enumerate(plan.steps):
        if step.id not in done:
            path = ("plans", number, "steps", index, "requires")
            yield Broken(path, "circle", {"step": step.id})
