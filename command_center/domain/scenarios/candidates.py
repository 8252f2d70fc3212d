"""Finds what a need of a scenario may be on a given site, in the order of the site file; with the
reason when nothing fits.

Needs chosen before are given by name, because a valve that isolates `source` depends on which tank
`source` is.
"""

from collections.abc import Callable, Mapping
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Any

from command_center.domain.scenarios import needs as kinds
from command_center.domain.scenarios.manning import Manned

if TYPE_CHECKING:
    from command_center.domain.scenarios.needs import Need
    from command_center.domain.site.model import Area, Post, Site

Chosen = Mapping[str, str]
"""The site's id of each need that is settled."""

DOWNWIND_DEG = 45
"""How far off the wind's axis an area still counts as downwind (ours)."""


def candidates(
    need: "Need", site: "Site", chosen: Chosen, manned: Manned, wind_from_deg: int
) -> list[str]:
    """Returns the ids of the site that the need may be, in the order of the site file; empty when
    none fits."""
    look: dict[str, Callable[[], list[str]]] = {
        "tank": lambda: _tanks(need.chosen, site, chosen),
        "pool": lambda: [
            p.id for p in site.pools
            if need.chosen.outfall is None or (p.outfall is not None) == need.chosen.outfall
        ],
        "valve": lambda: _valves(need.chosen, site, chosen),
        "pump": lambda: _pumps(need.chosen, site, chosen),
        "store": lambda: _stores(need.chosen, site),
        "kit": lambda: _kits(need.chosen, site),
        "post": lambda: _posts(need.chosen, site, chosen, manned),
        "team": lambda: _teams(need.chosen, site, chosen),
        "area": lambda: _areas(need.chosen, site, chosen, wind_from_deg),
        "gauge": lambda: _gauges(need.chosen, site, chosen),
        "muster": lambda: [m.id for m in _nearest(site.musters, need.chosen, site, chosen)],
        "outside": lambda: [o.id for o in site.outside if o.kind == need.chosen.kind],
    }  # fmt: skip
    return look[need.which]()


def _tanks(kind: kinds.TankKind, site: "Site", chosen: Chosen) -> list[str]:
    shut = {v.isolates for v in site.valves if v.kind == kind.shut_by}
    found = []
    for tank in site.tanks:
        limits = site.tag_by_id[tank.level].limits
        high = limits is not None and (limits.h is not None or limits.hh is not None)
        if (
            set(kind.classes) <= set(tank.classes)
            and (kind.shut_by is None or tank.id in shut)
            and (kind.fed is None or bool(tank.inflows) == kind.fed)
            and (kind.high_limit is None or high == kind.high_limit)
            and (kind.bunded is None or (tank.bund is not None) == kind.bunded)
            and (kind.spare_for is None or tank.spare_for == chosen[kind.spare_for])
            and (kind.spare_for is not None or tank.spare_for is None)
        ):
            found.append(tank.id)
    return found


def _valves(kind: kinds.ValveKind, site: "Site", chosen: Chosen) -> list[str]:
    pools = {p.id: p.outfall for p in site.pools}
    return [
        v.id
        for v in site.valves
        if kind.kind in (None, v.kind)
        and kind.operation in (None, v.operation)
        and (kind.isolates is None or v.isolates == chosen[kind.isolates])
        and (kind.outfall_of is None or pools[chosen[kind.outfall_of]] == v.id)
    ]


def _pumps(kind: kinds.PumpKind, site: "Site", chosen: Chosen) -> list[str]:
    return [
        p.id
        for p in site.pumps
        if (kind.draws is None or p.draws == chosen[kind.draws])
        and (kind.fire_water is None or (p.draws is None) == kind.fire_water)
    ]


def _stores(kind: kinds.StoreKind, site: "Site") -> list[str]:
    purposes = {r.id: r.purpose for r in site.resources}
    holding = {s.store for s in site.stock if s.quantity > 0 and purposes[s.resource] == kind.holds}
    return [
        s.id
        for s in site.stores
        if (kind.holds is None or s.id in holding) and kind.custody in (None, s.custody.kind)
    ]


def _kits(kind: kinds.KitKind, site: "Site") -> list[str]:
    purposes = {r.id: r.purpose for r in site.resources}
    return [k.id for k in site.kits if kind.holds in {purposes[line.resource] for line in k.lines}]


def _posts(kind: kinds.PostKind, site: "Site", chosen: Chosen, manned: Manned) -> list[str]:
    on_call = {e.post for e in site.roster if e.shift == "always" and not e.on_site}
    over = site.post_by_id[chosen[kind.over]].superior if kind.over else None
    keeper = site.store_by_id[chosen[kind.keeps]].custody.key_post if kind.keeps else None

    def fits(post: "Post") -> bool:
        reached = kind.on_call is True or kind.keeps or kind.over
        return (
            kind.commands in (None, post.commands)
            and kind.duty in (None, post.duty)
            and (kind.in_area is None or post.area == chosen[kind.in_area])
            and (kind.keeps is None or post.id == keeper)
            and (kind.over is None or post.id == over)
            and (kind.on_call is None or (post.id in on_call) == kind.on_call)
            and (bool(reached) or manned.holder_on_site(post.id) is not None)
        )

    found = [post.id for post in site.posts if fits(post)]
    # Who commands is no matter of chance: the first on site that may.
    return found[:1] if kind.commands else found


def _teams(kind: kinds.TeamKind, site: "Site", chosen: Chosen) -> list[str]:
    post = chosen[kind.not_under] if kind.not_under else None
    return [
        team.id
        for team in site.teams
        if kind.duty in (None, site.post_by_id[team.lead].duty)
        and (post is None or post not in superiors(site, team.lead))
    ]


def superiors(site: "Site", post: str) -> list[str]:
    """Returns the posts above a post, the nearest first."""
    found: list[str] = []
    above = site.post_by_id[post].superior
    while above is not None and above not in found:
        found.append(above)
        above = site.post_by_id[above].superior
    return found


def _areas(kind: kinds.AreaKind, site: "Site", chosen: Chosen, wind_from_deg: int) -> list[str]:
    worked = {p.area for p in site.posts if p.duty == kind.duty}
    of = area_of(site, chosen[kind.of]) if kind.of else None
    areas = [
        a
        for a in site.areas
        if a.kind != "outside"
        and kind.kind in (None, a.kind)
        and (kind.of is None or a.id == of)
        and (kind.duty is None or a.id in worked)
    ]
    if kind.downwind_of is not None:
        areas = _downwind(areas, site.places[chosen[kind.downwind_of]][1], wind_from_deg)
    return [a.id for a in _nearest(areas, kind, site, chosen)]


def _downwind(
    areas: list["Area"], from_point: tuple[float, float], wind_from_deg: int
) -> list["Area"]:
    x, y = from_point
    to = (wind_from_deg + 180) % 360

    def off_axis(area: "Area") -> float:
        bearing = degrees(atan2(area.x - x, area.y - y)) % 360
        return abs((bearing - to + 180) % 360 - 180)

    return [a for a in areas if hypot(a.x - x, a.y - y) > 1 and off_axis(a) <= DOWNWIND_DEG]


def _gauges(kind: kinds.GaugeKind, site: "Site", chosen: Chosen) -> list[str]:
    if kind.of is not None:
        vessels = {t.id: t.level for t in site.tanks} | {p.id: p.level for p in site.pools}
        return [vessels[chosen[kind.of]]]
    tags = [t for t in site.tags if kind.kind in (None, t.kind.value)]
    if kind.nearest_to is None:
        return [t.id for t in tags]
    x, y = site.places[chosen[kind.nearest_to]][1]
    placed = [(hypot(t.at[0] - x, t.at[1] - y), index, t.id)
              for index, t in enumerate(tags) if t.at is not None]  # fmt: skip
    return [min(placed)[2]] if placed else []


def _nearest(things: list[Any], kind: Any, site: "Site", chosen: Chosen) -> list[Any]:
    """Returns the nearest thing where the kind requires it (the first of equals), else all of them."""
    if kind.nearest_to is None or not things:
        return things
    x, y = site.places[chosen[kind.nearest_to]][1]
    return [min(things, key=lambda t: hypot(t.x - x, t.y - y))]


def without_time_and_wind(need: "Need") -> "Need":
    """Returns the need without its conditions on time and wind; the need itself where it has none."""
    kind = need.chosen
    if need.which == "area" and kind.downwind_of is not None:
        return need.model_copy(update={"area": kind.model_copy(update={"downwind_of": None})})
    return need


def anytime(manned: Manned, site: "Site") -> Manned:
    """Returns the posts as if everybody on the roster were on site."""
    everybody = {e.post: e.person for e in site.roster}
    return manned.model_copy(update={"holders": everybody, "on_site": sorted(everybody.values())})


def area_of(site: "Site", thing: str) -> str | None:
    """Returns the area to which a thing belongs: by its description, else the area with the nearest
    centre."""
    for found in (site.tank_by_id.get(thing), site.store_by_id.get(thing),
                  site.post_by_id.get(thing)):  # fmt: skip
        if found is not None and found.area is not None:
            return found.area
    if thing in site.area_by_id:
        return thing
    if thing not in site.places:
        return None
    x, y = site.places[thing][1]
    inside = [a for a in site.areas if a.kind != "outside"]
    return min(inside, key=lambda a: hypot(a.x - x, a.y - y)).id if inside else None
