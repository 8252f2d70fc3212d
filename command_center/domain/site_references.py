"""Which ids of a site name nothing, and which are taken twice."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from command_center.domain.site import Site

Problem = tuple[str, str]


def dangling_references(site: "Site") -> list[Problem]:
    """Every broken reference as (dotted path into the file, sentence)."""
    return [*_duplicates(site), *_unknown(site)]


def _duplicates(site: "Site") -> Iterator[Problem]:
    for name in (
        "levels", "areas", "roads", "musters", "gates", "bunds", "tags", "tanks", "pools",
        "valves", "pumps", "stores", "resources", "kits", "posts", "people", "shifts", "teams",
        "outside", "plans",
    ):  # fmt: skip
        parts = getattr(site, name)
        counts = Counter(p.id for p in parts)
        for index, part in enumerate(parts):
            if counts[part.id] > 1:
                yield f"{name}.{index}.id", f"{part.id} is used {counts[part.id]} times"
    where = Counter(
        p.id
        for name in ("areas", "tanks", "pools", "valves", "pumps", "stores", "musters", "gates")
        for p in getattr(site, name)
    )
    for place, count in where.items():
        if count > 1 and not any(
            sum(p.id == place for p in getattr(site, n)) > 1
            for n in ("areas", "tanks", "pools", "valves", "pumps", "stores", "musters", "gates")
        ):
            yield "site", f"{place} names two places of different kinds"


def _unknown(site: "Site") -> Iterator[Problem]:
    ids = {
        name: {p.id for p in getattr(site, name)}
        for name in (
            "levels", "areas", "bunds", "tags", "tanks", "valves", "stores", "resources", "kits",
            "posts", "people", "shifts", "teams", "outside", "pumps", "pools", "musters", "gates",
        )
    }  # fmt: skip
    places = set().union(
        *(ids[n] for n in ("areas", "tanks", "pools", "valves", "pumps", "stores", "musters", "gates"))
    )

    def check(path: str, kind: str, value: str | None) -> Iterator[Problem]:
        if value is not None and value not in ids[kind]:
            yield path, f"{value} is not one of the site's {kind}"

    for i, tank in enumerate(site.tanks):
        yield from check(f"tanks.{i}.level", "tags", tank.level)
        yield from check(f"tanks.{i}.area", "areas", tank.area)
        yield from check(f"tanks.{i}.bund", "bunds", tank.bund)
        for key, tags in (("inflows", tank.inflows), ("outflows", tank.outflows)):
            for j, tag in enumerate(tags):
                yield from check(f"tanks.{i}.{key}.{j}", "tags", tag)
    for i, pool in enumerate(site.pools):
        for key in ("level", "inflow", "pump_out"):
            yield from check(f"pools.{i}.{key}", "tags", getattr(pool, key))
        yield from check(f"pools.{i}.outfall", "valves", pool.outfall)
    for i, valve in enumerate(site.valves):
        yield from check(f"valves.{i}.position", "tags", valve.position)
        yield from check(f"valves.{i}.isolates", "tanks", valve.isolates)
    for i, pump in enumerate(site.pumps):
        yield from check(f"pumps.{i}.running", "tags", pump.running)
    for i, store in enumerate(site.stores):
        yield from check(f"stores.{i}.area", "areas", store.area)
        yield from check(f"stores.{i}.custody.key_post", "posts", store.custody.key_post)
        yield from check(f"stores.{i}.custody.sensor", "tags", store.custody.sensor)
    for i, stock in enumerate(site.stock):
        yield from check(f"stock.{i}.resource", "resources", stock.resource)
        yield from check(f"stock.{i}.store", "stores", stock.store)
    for i, kit in enumerate(site.kits):
        for j, line in enumerate(kit.lines):
            yield from check(f"kits.{i}.lines.{j}.resource", "resources", line.resource)
    for i, post in enumerate(site.posts):
        yield from check(f"posts.{i}.area", "areas", post.area)
        yield from check(f"posts.{i}.deputy", "posts", post.deputy)
        yield from check(f"posts.{i}.superior", "posts", post.superior)
    for i, person in enumerate(site.people):
        yield from check(f"people.{i}.home", "areas", person.home)
    for i, entry in enumerate(site.roster):
        yield from check(f"roster.{i}.post", "posts", entry.post)
        yield from check(f"roster.{i}.person", "people", entry.person)
        if entry.shift != "always":
            yield from check(f"roster.{i}.shift", "shifts", entry.shift)
    for i, presence in enumerate(site.presence):
        yield from check(f"presence.{i}.shift", "shifts", presence.shift)
        for j, who in enumerate(presence.people):
            yield from check(f"presence.{i}.people.{j}", "people", who)
    for i, team in enumerate(site.teams):
        yield from check(f"teams.{i}.area", "areas", team.area)
        yield from check(f"teams.{i}.lead", "posts", team.lead)
        for j, who in enumerate(team.members):
            yield from check(f"teams.{i}.members.{j}", "people", who)
    for i, unit in enumerate(site.outside):
        for j, line in enumerate(unit.brings):
            yield from check(f"outside.{i}.brings.{j}.resource", "resources", line.resource)
    for i, grant in enumerate(site.authority):
        yield from check(f"authority.{i}.post", "posts", grant.post)
        yield from check(f"authority.{i}.from_level", "levels", grant.from_level)
        for j, scope in enumerate(grant.scope):
            yield from check(f"authority.{i}.scope.{j}", "areas", scope)
    for i, plan in enumerate(site.plans):
        yield from check(f"plans.{i}.level", "levels", plan.level)
        for j, place in enumerate(plan.places):
            if place not in places:
                yield f"plans.{i}.places.{j}", f"{place} is not a place of the site"
        steps = {s.id for s in plan.steps}
        for j, step in enumerate(plan.steps):
            at = f"plans.{i}.steps.{j}"
            yield from check(f"{at}.post", "posts", step.post)
            yield from check(f"{at}.kit", "kits", step.kit)
            yield from check(f"{at}.mobilises", "teams", step.mobilises)
            if step.place is not None and step.place not in places:
                yield f"{at}.place", f"{step.place} is not a place of the site"
            for k, unit in enumerate(step.calls):
                yield from check(f"{at}.calls.{k}", "outside", unit)
            for k, area in enumerate(step.evacuates):
                yield from check(f"{at}.evacuates.{k}", "areas", area)
            for k, element in enumerate(step.acts_on):
                if element not in ids["valves"] | ids["pumps"]:
                    yield f"{at}.acts_on.{k}", f"{element} is neither a valve nor a pump"
            for k, before in enumerate(step.requires):
                if before not in steps:
                    yield f"{at}.requires.{k}", f"{before} is not a step of this plan"
