"""The data of the plant that every signed-in client gets once: `GET /api/v1/site`.

It has everything of the site file that a screen draws or names, in the same words, and the plan as
GeoJSON. It leaves out what is not for everybody: telephone numbers of people, the roster and gate
records (the board says who holds what now and next) and stock (the board says what can be had now).
"""

from typing import Any

from command_center.domain.site.lacks import lacks
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.map.geojson import DECIMALS, geojson
from command_center.domain.site.map.way_out import own_muster
from command_center.domain.site.model import Site
from command_center.domain.site.opens_at import place_of_tag, plan_at, unplanned_tanks
from command_center.domain.site.parts.plan import Step
from command_center.domain.verdicts.freshness import ages_of_source, ages_of_tag
from command_center.domain.verdicts.inject_nears import INJECT_NEARS
from command_center.domain.verdicts.last_days import last_day_turns, review_turns
from command_center.domain.verdicts.position_ages import POSITION_AGES
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

SHOWN = {
    "id", "name", "simulated", "time_zone", "language", "anchor", "width", "height", "levels",
    "areas", "roads", "waters", "musters", "gates", "measuring_points", "bunds", "sources", "tags",
    "substances", "tanks", "pools",
    "valves", "pumps", "stores", "resources", "kits", "posts", "shifts", "teams", "outside",
    "plans", "workforce", "authority", "timing_targets", "gas_limits", "roll_call_every", "fallback",
    "rationalisations",
}  # fmt: skip
"""Fields of `Site` shown as they are in the file."""


def public_site(site: Site) -> dict[str, Any]:
    """Returns the site as plain JSON: local metres as in the file, `places` and `geojson` in
    WGS-84.

    It adds to the file's fields: a tank's `m3_per_m`, a pool's `required_m3`, every place's
    position, and of each area the `muster` point that is nearest by the roads. It adds as turns
    (`domain/verdicts/turns.py`): how a reading ages, a tag's `ages` by
    their quality and a source's `ages`, counted from the last reading; how an `agreement` nears its
    end, when a plan's `review` is due, how a position ages, and how a planned inject of a drill
    approaches (`inject_nears`).
    """
    view = site.model_dump(mode="json", include=SHOWN)
    for shown, tank in zip(view["tanks"], site.tanks, strict=True):
        shown["m3_per_m"] = round(tank.m3_per_m, 3)
    for shown, pool in zip(view["pools"], site.pools, strict=True):
        shown["required_m3"] = pool.required_m3
    for shown, tag in zip(view["tags"], site.tags, strict=True):
        shown["ages"] = ages_of_tag(tag.period_s)
    periods: dict[str, list[float]] = {}
    for tag in site.tags:
        periods.setdefault(tag.source, []).append(tag.period_s)
    for shown in view["sources"]:
        shown["ages"] = ages_of_source(periods[shown["id"]]) if shown["id"] in periods else []
    for shown, unit in zip(view["outside"], site.outside, strict=True):
        if unit.agreement_expires is not None:
            shown["agreement"] = last_day_turns(unit.agreement_expires, site.zone, "warn")
    for shown, plan in zip(view["plans"], site.plans, strict=True):
        shown["review"] = review_turns(plan.reviewed, site.zone)
    view["position_ages"] = POSITION_AGES
    view["inject_nears"] = INJECT_NEARS
    for shown, tag in zip(view["tags"], site.tags, strict=True):
        shown["opens"] = _opens(site, tag.id)
    for shown, plan in zip(view["plans"], site.plans, strict=True):
        for step, told in zip(plan.steps, shown["steps"], strict=True):
            told["turns"] = step_turns(step)
    view["lacks"] = lacks(site)
    view["unplanned"] = [tank.id for tank in unplanned_tanks(site)]
    for shown, area in zip(view["areas"], site.areas, strict=True):
        nearest = own_muster(site, area)
        shown["muster"] = None if nearest is None else nearest._asdict()
    view["people"] = [
        {
            "id": p.id,
            "name": p.name.as_row(),
            "employer": p.employer,
            "company": p.company,
            "home": p.home,
        }
        for p in site.person_by_id.values()
    ]
    view["places"] = {
        ident: {"name": name.as_row(), "x": x, "y": y, **_position(site, x, y)}
        for ident, (name, (x, y)) in site.places.items()
    }
    view["bounds"] = {
        "south_west": _position(site, 0, 0),
        "north_east": _position(site, site.width, site.height),
    }
    view["geojson"] = geojson(site)
    return view


def _opens(site: Site, tag: str) -> dict[str, str | None]:
    place = place_of_tag(site, tag)
    plan = plan_at(site, place) if place else None
    return {"place": place, "plan": plan.id if plan else None}


def _position(site: Site, x: float, y: float) -> dict[str, float]:
    lat, lon = to_wgs84(site.anchor, x, y)
    return {"lat": round(lat, DECIMALS), "lon": round(lon, DECIMALS)}


def step_turns(step: Step) -> list[Turn]:
    """Returns the turns of a step until it is issued: `to_come`, `to_give`, `overdue`. Times are ms
    since the incident began."""
    return turns_of(
        [
            (ALWAYS, "plain", "to_come"),
            (step.at_s * 1000, "warn", "to_give"),
            (step.due_s * 1000 + 1, "urgent", "overdue"),
        ]
    )
