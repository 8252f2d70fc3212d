"""What is true in a drill: the plant's own truth with a plan's start, weather and broken elements.

The site file is never touched: what the board believes and what is so may differ, and the drill
shows whether anybody finds out. What the virtual plant cannot yet play by itself stands in `Truth`
by name, for whoever runs the drill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from command_center.domain.scenarios import broken
from command_center.domain.scenarios.acts import Leak as LeakAct
from command_center.domain.scenarios.plan import DrillPlan
from simulations.scenario import Leak, Scenario, Silence, Weather

if TYPE_CHECKING:
    from command_center.domain.site.model import Bund, Site, Tank

HOLE_ABOVE_FLOOR_M, PIPE_MM = 0.70, 80.0
"""Where a hole lies and how wide its pipe is when the plant's own truth knows none (assumption)."""
TO_THE_END_S = 86_400.0
BY_PLANT = frozenset({"leak", "message", "call"})
"""Acts that the virtual plant plays, or that are only words."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What virtual plant and people live by in a drill, and what they do not know how to play.

    `leaks_at_s` starts `scenario.leak`. `locked`: stores found locked whatever the board says;
    `away`: the post that keeps a store and is not there; `withheld`: authority that is not given;
    `failed`, `stuck`: pumps that do not start, valves that take so many times longer.
    `not_played`: kinds of acts that need a hand.
    """

    scenario: Scenario
    leaks_at_s: int | None
    locked: frozenset[str]
    away: Mapping[str, str]
    withheld: tuple[broken.MissingAuthority, ...]
    failed: frozenset[str]
    stuck: Mapping[str, float]
    not_played: frozenset[str]


def truth_of(plan: DrillPlan, site: "Site", own: Scenario) -> Truth:
    """The truth of a drill on a site; `own` is the plant's (`simulation.yaml`)."""
    leak, at_s = _leak(plan, site, own)
    elements = [b.chosen for b in plan.broken]
    dead = {plan.manned.holders.get(b.post) for b in elements if isinstance(b, broken.DeadNumber)}
    numbers = {
        person: [] if person in dead else answered
        for person, answered in own.people.numbers.items()
    }
    silent = [
        Silence(tag=b.gauge, from_s=0, to_s=TO_THE_END_S)
        for b in elements
        if isinstance(b, broken.SilentGauge)
    ]
    failed = frozenset(b.pump for b in elements if isinstance(b, broken.FailedPump))
    levels = {level.vessel: level.share for level in plan.levels}
    tanks = {t.id: levels[t.id] * t.height_m for t in site.tanks if t.id in levels}
    pools = {p.id: levels[p.id] * p.to_weir_m3 for p in site.pools if p.id in levels}
    pools |= {
        b.pool: b.share * next(p.to_weir_m3 for p in site.pools if p.id == b.pool)
        for b in elements
        if isinstance(b, broken.FullPool)
    }
    weather = plan.weather
    changes = {
        "starts_at": plan.manned.time,
        "weather": Weather(
            wind_from_deg=weather.wind_from_deg,
            wind_m_s=weather.wind_m_s,
            rain_mm_h=weather.rain_mm_h,
            stability=weather.stability,
        ),
        "tanks": own.tanks | tanks,
        "pools": own.pools | pools,
        "running": [pump for pump in own.running if pump not in failed],
        "leak": leak,
        "silent": silent,
        "people": own.people.model_copy(update={"numbers": numbers}),
    }
    acts = {act.which for inject in plan.injects for act in inject.does}
    return Truth(
        scenario=own.model_copy(update=changes),
        leaks_at_s=at_s,
        locked=frozenset(b.store for b in elements if isinstance(b, broken.LockedCabinet)),
        away={b.store: b.post for b in elements if isinstance(b, broken.AbsentKeyHolder)},
        withheld=tuple(b for b in elements if isinstance(b, broken.MissingAuthority)),
        failed=failed,
        stuck={b.valve: b.times_longer for b in elements if isinstance(b, broken.StuckValve)},
        not_played=frozenset(acts - BY_PLANT),
    )


def _leak(plan: DrillPlan, site: "Site", own: Scenario) -> tuple[Leak | None, int | None]:
    """The first leak that comes at a time of its own: the virtual plant has one hole."""
    for inject in plan.injects:
        for act in inject.does:
            if act.leak is not None and inject.at is not None:
                return _hole(act.leak, site, own), inject.at.s
    return None, None


def _hole(act: LeakAct, site: "Site", own: Scenario) -> Leak | None:
    """The hole as the plant knows it; where it knows another, the tank's own valves stop it."""
    known = own.leak
    if known is not None and (known.element, known.tank) == (act.at, act.tank):
        return known.model_copy(update={"diameter_mm": act.hole_mm})
    tank = site.tank_by_id[act.tank]
    valves = [v for v in site.valves if v.isolates == tank.id]
    upstream = [v.id for v in valves if v.kind == "root"] or [v.id for v in valves]
    pad = _pad(site, tank, act.at)
    if not upstream or pad is None:
        return None
    return Leak(
        element=act.at,
        tank=tank.id,
        diameter_mm=act.hole_mm,
        height_m=HOLE_ABOVE_FLOOR_M,
        pipe_mm=PIPE_MM,
        upstream=upstream,
        pad=pad,
    )


def _pad(site: "Site", tank: "Tank", element: str) -> str | None:
    """What catches it: what the site says, else the nearest kerb or bund."""
    if tank.spills_to is not None:
        return tank.spills_to
    x, y = site.places[element][1]

    def away_m(bund: "Bund") -> float:
        return hypot(bund.x - x, bund.y - y)

    return min(site.bunds, key=away_m).id if site.bunds else tank.bund
