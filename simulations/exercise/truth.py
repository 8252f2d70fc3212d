"""Builds the true (hidden) state of a drill plan: levels, weather, the leak, what is broken.

None of it is on the board. The drill shows whether the crew notices, and at what cost; the site file and reality stay
unchanged.
"""

from collections.abc import Iterator
from typing import NamedTuple

from command_center.domain.scenarios.acts import Leak as LeakAct
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.site.model import Site
from simulations.people.truth import Truth
from simulations.scenario import Leak, Scenario, Silence, Weather

ALWAYS_S = 86_400.0
NOZZLE_M = 0.7
"""Height of a hole above the tank's floor where the site's own simulation says none (assumption)."""
PIPE_MM = 80.0
"""Bore of the pipe with the hole, likewise (assumption)."""


class ExerciseTruth(NamedTuple):
    """The scenario of this exercise, the changes to its people, and the elements broken from the start."""

    scenario: Scenario
    people: Truth
    failed: frozenset[str]
    stuck: dict[str, float]


def truth_of(site: Site, scenario: Scenario, plan: DrillPlan) -> ExerciseTruth:
    """Return the true state of one exercise: the scenario with the plan's own weather, leak and times."""
    weather = Weather(**plan.weather.model_dump())
    changed: dict[str, object] = {
        "weather": weather, "leak": leak_of(site, scenario, plan) or scenario.leak,
        "tanks": dict(scenario.tanks), "pools": dict(scenario.pools), "silent": [],
    }  # fmt: skip
    tanks, pools, silent = dict(scenario.tanks), dict(scenario.pools), []
    for level in plan.levels:
        if level.vessel in site.tank_by_id:
            tanks[level.vessel] = level.share * site.tank_by_id[level.vessel].height_m
        else:
            pools[level.vessel] = level.share * _to_weir(site, level.vessel)
    for broken in plan.broken:
        if broken.full_pool is not None:
            pools[broken.full_pool.pool] = broken.full_pool.share * _to_weir(
                site, broken.full_pool.pool
            )
        if broken.silent_gauge is not None:
            silent.append(Silence(tag=broken.silent_gauge.gauge, from_s=0, to_s=ALWAYS_S))
    changed |= {"tanks": tanks, "pools": pools, "silent": silent}
    changed["people"] = scenario.people.model_copy(update=_people(scenario, plan))
    return ExerciseTruth(
        scenario.model_copy(update=changed),
        _truth(plan),
        frozenset(b.failed_pump.pump for b in plan.broken if b.failed_pump),
        {b.stuck_valve.valve: b.stuck_valve.times_longer for b in plan.broken if b.stuck_valve},
    )


def _to_weir(site: Site, pool: str) -> float:
    return next(p.to_weir_m3 for p in site.pools if p.id == pool)


def _people(scenario: Scenario, plan: DrillPlan) -> dict[str, object]:
    """The simulated people: nobody answers a dead number, and patrols report only by the plan."""
    dead = {plan.manned.holders.get(b.dead_number.post) for b in plan.broken if b.dead_number}
    numbers = {who: own for who, own in scenario.people.numbers.items() if who not in dead}
    reports = any(a.call and a.call.channel == "patrol" for i in plan.injects for a in i.does)
    return {"numbers": numbers, **({"patrol": None} if reports else {})}


def _truth(plan: DrillPlan) -> Truth:
    holders = plan.manned.holders
    away, locked = set(), set()
    for broken in plan.broken:
        if broken.locked_cabinet is not None:
            locked.add(broken.locked_cabinet.store)
        if broken.absent_key_holder is not None:
            away.add(holders.get(broken.absent_key_holder.post))
    return Truth(
        manned=plan.manned,
        away=frozenset(p for p in away if p is not None),
        locked=frozenset(locked),
        authority={
            b.missing_authority.team: b.missing_authority
            for b in plan.broken
            if b.missing_authority
        },
    )


def leaks(plan: DrillPlan) -> Iterator[LeakAct]:
    """The leaks of a plan, in the order of its injects."""
    return (act.leak for inject in plan.injects for act in inject.does if act.leak is not None)


def leak_of(site: Site, scenario: Scenario, plan: DrillPlan) -> Leak | None:
    """Return the plan's first leak; one known to the site's own simulation keeps its place and pad. The plant can
    have one leak: a second one is reported as not carried out, as is one with no bund to run into.
    """
    act = next(leaks(plan), None)
    if act is None:
        return None
    own = scenario.leak
    if own is not None and (own.element, own.tank) == (act.at, act.tank):
        return own.model_copy(update={"diameter_mm": act.hole_mm})
    tank = site.tank_by_id[act.tank]
    pad = tank.spills_to or tank.bund or (own.pad if own is not None else _first_bund(site))
    if pad is None:
        return None
    return Leak.model_construct(
        element=act.at, tank=act.tank, diameter_mm=act.hole_mm, height_m=NOZZLE_M,
        pipe_mm=max(PIPE_MM, act.hole_mm), upstream=_upstream(site, act), pad=pad,
    )  # fmt: skip


def _first_bund(site: Site) -> str | None:
    return site.bunds[0].id if site.bunds else None


def _upstream(site: Site, act: LeakAct) -> list[str]:
    """The valves between tank and hole: none for the shell itself, only the root valve for a hole
    in the body of another."""
    if act.at == act.tank:
        return []
    own = [v for v in site.valves if v.isolates == act.tank and v.id != act.at]
    at_valve = any(v.id == act.at for v in site.valves)
    return [v.id for v in own if v.kind == "root" or (v.kind == "isolation" and not at_valve)]
