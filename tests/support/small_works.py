"""A small but complete plant: everything a rule of the domain can speak of, once or twice."""

from typing import Any

from command_center.domain.site.model import Site


def named(words: str) -> dict[str, str]:
    """A name that differs in the two languages, so that a test sees which one was given."""
    return {"zh": f"{words}（中）", "en": words}


def at(name: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    """A named thing at a point."""
    return {"id": name, "name": named(name.replace("-", " ").title()), "x": x, "y": y, **more}


PEOPLE = ("ann", "ben", "cai", "dov", "eva", "fay", "gus", "hua", "ivy", "joe", "kim")

PARTS: dict[str, Any] = {
    "id": "works",
    "name": named("Small works"),
    "simulated": True,
    "time_zone": "Asia/Shanghai",
    "language": "en",
    "anchor": {"lat": 30.0, "lon": 120.0},
    "width": 300,
    "height": 200,
    # The highest first, under names whose alphabet says otherwise.
    "levels": [{"id": level, "name": named(level)} for level in ("kappa", "alpha", "omega")],
    "areas": [
        at("farm", 150, 100, width=60, height=40, kind="yard"),
        at("shop-1", 240, 100, width=40, height=30),
        at("shop-2", 60, 100, width=40, height=30),
        at("office", 30, 20, width=30, height=20, kind="office"),
    ],
    "musters": [at("muster-north", 20, 190)],
    "gates": [at("main-gate", 0, 20)],
    "bunds": [{"id": "bund", "x": 150, "y": 100, "width": 20, "height": 20, "net_m3": 300}],
    "tags": [
        {"id": "LT-T", "kind": "level", "unit": "m", "source": "dcs", "high": 8,
         "limits": {"l": 1, "h": 7}},
        {"id": "LT-P", "kind": "level", "unit": "m3", "source": "dcs", "high": 400},
    ],
    "gas_limits": [{"unit": "ppm", "value": 10}],
    "tanks": [
        at("tank", 150, 100, product=named("Stuff"), diameter_m=6, height_m=8, area="farm",
           bund="bund", level="LT-T"),
    ],
    "pools": [at("pool", 280, 10, width=10, height=10, to_weir_m3=300, level="LT-P")],
    "valves": [
        at("root-valve", 148, 95, kind="root", operation="manual", normally="open",
           isolates="tank"),
        at("storm-valve", 290, 5, kind="outfall", operation="manual", normally="open"),
        at("curtain-valve", 170, 90, kind="water", operation="manual", normally="shut"),
    ],
    "pumps": [at("tank-pump", 152, 92, draws="tank", rate_m3_h=30)],
    "stores": [
        at("hall", 100, 60, area="office", custody={"kind": "open"}),
        at("vault", 140, 80, area="farm", custody={"kind": "keyed", "key_post": "keeper"}),
        at("shed", 10, 10, area="office", custody={"kind": "open"}),
    ],
    "resources": [
        {"id": "suit", "name": named("Suit"), "kind": "equipment", "unit": named("sets")},
        {"id": "mask", "name": named("Mask"), "kind": "equipment", "unit": named("sets")},
        {"id": "foam", "name": named("Foam"), "kind": "consumable", "unit": named("t")},
        {"id": "hose", "name": named("Hose"), "kind": "equipment", "unit": named("pieces")},
    ],
    "stock": [
        {"resource": "suit", "store": "hall", "quantity": 2},
        {"resource": "suit", "store": "vault", "quantity": 2},
        {"resource": "mask", "store": "hall", "quantity": 4},
        {"resource": "foam", "store": "hall", "quantity": 0.3},
        {"resource": "foam", "store": "shed", "quantity": 0.2},
        {"resource": "hose", "store": "shed", "quantity": 3, "serviceable": False},
    ],
    "kits": [
        {"id": "four", "name": named("Entry for four"), "lines": [
            {"resource": "suit", "quantity": 4}, {"resource": "mask", "quantity": 4}]},
        {"id": "pair", "name": named("Entry for two"), "lines": [
            {"resource": "suit", "quantity": 2}, {"resource": "mask", "quantity": 2}]},
        {"id": "some-foam", "name": named("Some foam"),
         "lines": [{"resource": "foam", "quantity": 0.1}]},
        {"id": "more-foam", "name": named("More foam"),
         "lines": [{"resource": "foam", "quantity": 0.4}]},
        {"id": "hoses", "name": named("Hoses"), "lines": [{"resource": "hose", "quantity": 1}]},
    ],
    "posts": [
        {"id": "chief", "name": named("Chief"), "area": "office", "commands": True, "key": True,
         "deputy": "second", "superior": "manager"},
        {"id": "second", "name": named("Second"), "area": "office", "commands": True},
        {"id": "lead-1", "name": named("Lead of shop 1"), "area": "shop-1", "superior": "chief"},
        {"id": "lead-2", "name": named("Lead of shop 2"), "area": "shop-2", "deputy": "chief"},
        {"id": "farm-hand", "name": named("Farm hand"), "area": "farm", "superior": "chief"},
        {"id": "keeper", "name": named("Keeper"), "area": "office", "superior": "manager"},
        {"id": "manager", "name": named("Manager"), "commands": True, "key": True},
    ],
    "people": [{"id": p, "name": named(p.title()), "home": "farm"} for p in PEOPLE],
    "shifts": [
        {"id": "day", "name": named("Day"), "start": "08:00", "end": "20:00"},
        {"id": "night", "name": named("Night"), "start": "20:00", "end": "08:00"},
    ],
    "roster": [
        {"post": "manager", "person": "joe", "shift": "day"},
        {"post": "manager", "person": "joe", "shift": "always", "on_site": False},
        {"post": "chief", "person": "ann", "shift": "night"},
        {"post": "second", "person": "ben", "shift": "night"},
        {"post": "lead-1", "person": "cai", "shift": "night"},
        {"post": "lead-2", "person": "dov", "shift": "night"},
        {"post": "farm-hand", "person": "eva", "shift": "night"},
        {"post": "keeper", "person": "kim", "shift": "day"},
        {"post": "chief", "person": "ben", "shift": "day"},
    ],
    "presence": [{"shift": "night", "people": ["fay", "gus", "hua", "ivy"]}],
    "teams": [
        {"id": "team-1", "name": named("Team 1"), "area": "shop-1", "lead": "lead-1",
         "members": ["cai", "fay"]},
        {"id": "team-2", "name": named("Team 2"), "area": "shop-2", "lead": "lead-2",
         "members": ["dov", "gus"]},
    ],
    "outside": [
        {"id": "brigade", "name": named("Fire brigade"), "kind": "fire", "phone": "119",
         "minutes_day": 9, "minutes_night": 9},
        {"id": "next-door", "name": named("Next door"), "kind": "neighbour", "phone": "1",
         "minutes_day": 6, "minutes_night": 6, "brings": [{"resource": "suit", "quantity": 2}]},
    ],
    "authority": [
        {"post": "chief", "capability": "direct", "scope": ["farm", "office", "shop-1"]},
        {"post": "chief", "capability": "mobilise", "scope": ["shop-1"]},
        {"post": "chief", "capability": "mobilise", "scope": ["shop-2"], "from_level": "alpha"},
        {"post": "manager", "capability": "direct",
         "scope": ["farm", "office", "shop-1", "shop-2"]},
        {"post": "second", "capability": "direct", "scope": ["farm"]},
    ],
    "plans": [
        {"id": "leak-plan", "name": named("Leak plan"), "hazard": named("Leak"), "version": "1",
         "reviewed": "2026-01-01", "places": ["tank", "root-valve"], "level": "omega",
         "hot_zone_m": 40, "steps": [
            {"id": "look", "text": named("Look"), "post": "farm-hand", "at_s": 0, "due_s": 60,
             "category": "source", "place": "tank"},
            {"id": "clear-2", "text": named("Clear shop 2"), "post": "lead-2", "at_s": 60,
             "due_s": 240, "urgency": "life_safety", "category": "people",
             "evacuates": ["shop-2"]},
            {"id": "call-2", "text": named("Call the brigade"), "post": "lead-2", "at_s": 60,
             "due_s": 120, "category": "outside", "calls": ["brigade"]},
            {"id": "support", "text": named("Send team 2"), "post": "lead-2", "at_s": 100,
             "due_s": 300, "category": "source", "mobilises": "team-2", "kit": "pair"},
            {"id": "shut", "text": named("Shut the root valve"), "post": "farm-hand", "at_s": 200,
             "due_s": 720, "urgency": "life_safety", "category": "source",
             "acts_on": ["root-valve"], "requires": ["look"]},
         ]},
    ],
}  # fmt: skip


def small_works(**changes: Any) -> Site:
    """The plant; `changes` replace whole parts of it."""
    return Site.model_validate(PARTS | changes)
