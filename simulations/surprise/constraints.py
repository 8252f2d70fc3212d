"""The rules that reject a draw as a drill, each with the sentence that says why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.observing import commander_of
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import name_of

if TYPE_CHECKING:
    from command_center.domain.site.model import Site

FEWEST_ON_SITE, FEWEST_ANYWHERE = 5, 2
"""With fewer people on the site the real work would have nobody left; a scenario for `anywhere` sends nobody to work
on the plant, and takes one to command and one to be told (ours)."""
FEWEST_SUITS = 2
"""Two go in: with fewer to be had nothing after the cabinet can be drilled."""
NEARLY_FULL, HARD_RAIN_MM_H = 0.9, 30.0
"""A pool this full in rain this hard spills before anybody can have walked to a valve (ours)."""


def objections(plan: DrillPlan, site: "Site", *, anywhere: bool = False) -> list[Phrase]:
    """Return everything against a drawn drill; empty if it can be held."""
    least = FEWEST_ANYWHERE if anywhere else FEWEST_ON_SITE
    return [*_twice(plan), *_people(plan, site, least), *_things(plan, site)]


def _element(broken: Broken) -> str:
    part = broken.chosen
    for name in ("pump", "valve", "gauge", "store", "team", "pool", "post"):
        if hasattr(part, name):
            return str(getattr(part, name))
    raise AssertionError(broken.which)


def _twice(plan: DrillPlan) -> Iterator[Phrase]:
    seen = {
        str(getattr(act.chosen, field))
        for inject in plan.injects
        for act in inject.does
        for field in ("element", "gauge")
        if hasattr(act.chosen, field)
    }
    for broken in plan.broken:
        thing = _element(broken)
        if thing in seen:
            yield Phrase("scenario.broken_twice", {"thing": thing})
        seen.add(thing)


def _people(plan: DrillPlan, site: "Site", least: int) -> Iterator[Phrase]:
    there = plan.manned
    if len(there.on_site) < least:
        yield Phrase("scenario.too_few_people", {"n": len(there.on_site), "least": least})
    commander = commander_of(site, there)
    if commander is None:
        yield Phrase("scenario.nobody_commands")
        return
    dead = {b.dead_number.post for b in plan.broken if b.dead_number}
    if commander in dead:
        name = name_of(site, "post", commander)
        yield Phrase("scenario.commander_cut_off", {"post": name})
    superior = site.post_by_id[commander].superior
    if superior in dead and any(b.missing_authority for b in plan.broken):
        name = name_of(site, "post", superior)
        yield Phrase("scenario.silent_twice", {"post": name})


def _things(plan: DrillPlan, site: "Site") -> Iterator[Phrase]:
    locked = {b.locked_cabinet.store for b in plan.broken if b.locked_cabinet}
    locked |= {b.absent_key_holder.store for b in plan.broken if b.absent_key_holder}
    purposes = {r.id: r.purpose for r in site.resources}
    left = sum(
        line.quantity
        for line in site.stock
        if purposes[line.resource] == "heavy_suit" and line.store not in locked
    )
    needs_entry = any(e.fact.kind.startswith("entry.") for e in plan.expectations)
    if needs_entry and left < FEWEST_SUITS:
        yield Phrase("scenario.no_suits_left", {"n": int(left), "least": FEWEST_SUITS})
    failed = {b.failed_pump.pump for b in plan.broken if b.failed_pump}
    fire_water = {p.id for p in site.pumps if p.draws is None}
    if plan.hazard == "fire" and failed & fire_water:
        yield Phrase("scenario.no_fire_water")
    full = max((b.full_pool.share for b in plan.broken if b.full_pool), default=0.0)
    if full >= NEARLY_FULL and plan.weather.rain_mm_h >= HARD_RAIN_MM_H:
        yield Phrase("scenario.spills_at_once", {"rain": int(plan.weather.rain_mm_h)})
