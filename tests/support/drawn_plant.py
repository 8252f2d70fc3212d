"""A whole plant drawn from a seed: unlike the demonstration in ids, alphabets, size, and in what it lacks.

`drawn(seed)` is pure: the same seed gives the same site file. What a plant may do without (`OPTIONAL`) can be left out
by name, so that `smaller` finds the smallest plant of a seed that still fails.
"""

import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Part = dict[str, Any]

NOBODY_COMMANDS = 5
"""The seed of a plant on whose shifts nobody may command: no drill can be held there."""

OPTIONAL = (
    "pools",
    "plans",
    "authority",
    "outside",
    "teams",
    "kits",
    "stock",
    "stores",
    "gates",
    "musters",
    "roads",
    "substances",
    "gas_limits",
    "presence",
    "holidays",
    "pumps",
    "valves",
    "workforce",
    "rationalisations",
    "many_tanks",
    "many_people",
)
"""Sections that a plant may be without; `many_tanks` and `many_people` leave one tank and three people."""

ZONES = (
    "Asia/Shanghai",
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "America/Lima",
)
ALPHABETS = (
    (
        "en",
        (
            "Mill",
            "Pump house",
            "O'Neill's yard",
            "Lager <b>Süd</b>",
            "Tank & Co",
            'A "quoted" place',
            "Bay 7",
        ),
    ),
    ("zh", ("一车间", "罐区", "应急池", "东门", "中控室", "锅炉房", "危化品库")),
    ("en", ("Цех", "Насосная", "Склад № 3", "Проходная", "Резервуарный парк", "Пост", "Смена Ы")),
    ("en", ("Εργοστάσιο", "δεξαμενή", "Ærøskøbing", "Łódź", "Şişli", "ฝ่ายผลิต", "مصنع")),
)
LONG = "Very long name of a thing that somebody wrote in full with its number and its street"
IDS: tuple[Callable[[str, int], str], ...] = (
    lambda kind, n: f"{kind[0].upper()}{n}",
    lambda kind, n: f"{kind}-{n:03d}",
    lambda kind, n: f"{n}.{kind[:3].upper()}_x",
    lambda kind, n: f"{kind.upper()}-{n}",
    lambda kind, n: f"{1000 + n}{kind[0]}",
    lambda kind, n: f"Z{n}-{kind}-{'q' * 20}",
)
HAZARDS = (
    "leak",
    "power_cut",
    "flood",
    "overfill",
    "fire",
    "person_down",
    "toxic_release",
    "pump_failure",
    None,
)
DUTIES = (
    "control_room",
    "fire",
    "process",
    "utilities",
    "environment",
    "electrical",
    "security",
    "stores",
    "medical",
    None,
)
CATEGORIES = ("people", "source", "water", "outside", "property")
UNITS_KEPT = (
    "heavy_suit",
    "breathing_set",
    "gas_meter",
    "foam_liquid",
    "drain_seal",
    "sorbent",
    None,
)


class _Draw:
    """The chances of one plant, its ids and its names."""

    def __init__(self, seed: int, without: frozenset[str]) -> None:
        self.chance = random.Random(f"plant {seed}")
        self.without = without
        self._id = self.chance.choice(IDS)
        self._mixed = self.chance.random() < 0.5
        self._alphabet = self.chance.choice(ALPHABETS)
        self._given: set[str] = set()

    def id(self, kind: str, n: int) -> str:
        """An id that nothing else of the plant has."""
        made = (self.chance.choice(IDS) if self._mixed else self._id)(kind, n)
        while made in self._given:
            made += f"-{n}"
        self._given.add(made)
        return made

    def name(self, n: int) -> dict[str, str]:
        """A name in one language or in two, sometimes long, sometimes the same as another's."""
        lang, words = (
            self.chance.choice(ALPHABETS) if self.chance.random() < 0.3 else self._alphabet
        )
        said = self.chance.choice(words)
        if self.chance.random() < 0.8:
            said = f"{said} {n}"
        if self.chance.random() < 0.05:
            said = LONG
        return {"zh": said, "en": f"{said} (en)"} if self.chance.random() < 0.3 else {lang: said}

    def some(self, section: str, *counts: int) -> int:
        """How many of a section; none where it is left out. The chances go on alike."""
        drawn = self.chance.choice(counts)
        return 0 if section in self.without else drawn

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def any(self, parts: Sequence[Part]) -> str:
        return str(self.chance.choice(parts)["id"])

    def at(self) -> Part:
        return {
            "x": round(self.chance.uniform(0, 380), 1),
            "y": round(self.chance.uniform(0, 280), 1),
        }

    def placed(self, noun: str, n: int, **more: Any) -> Part:
        return {"id": self.id(noun, n), "name": self.name(n), **self.at(), **more}


def drawn(seed: int, without: frozenset[str] = frozenset()) -> Part:
    """The site file of a seed, as plain data. `without`: names of `OPTIONAL`."""
    d = _Draw(seed, without)
    site: Part = {
        "id": f"plant-{seed}",
        "name": d.name(seed),
        "time_zone": d.chance.choice(ZONES),
        "language": d.chance.choice(("en", "zh-CN")),
        "anchor": {
            "lat": round(d.chance.uniform(-50, 60), 4),
            "lon": round(d.chance.uniform(-170, 170), 4),
        },
        "width": 400,
        "height": 300,
        "levels": [
            {"id": d.id("level", n), "name": d.name(n)} for n in range(d.chance.randint(1, 4))
        ],
        "areas": [
            d.placed(
                "area",
                n,
                width=30,
                height=20,
                kind=d.chance.choice(("workshop", "store", "office", "yard")),
            )
            for n in range(d.chance.randint(1, 9))
        ],
    }
    _organisation(d, site)
    _vessels(d, site)
    _ledger(d, site)
    _ways(d, site)
    _answers(d, site)
    return {name: part for name, part in site.items() if part not in ([], None)}


def _organisation(d: _Draw, site: Part) -> None:
    """Posts, people, shifts: offices without a holder, holders without a number, one shift or four."""
    posts: list[Part] = []
    for n in range(d.chance.randint(1, 9)):
        posts.append(
            {
                "id": d.id("post", n),
                "name": d.name(n),
                "key": d.maybe(0.3),
                "commands": n == 0 or d.maybe(0.15),
                "duty": d.chance.choice(DUTIES),
            }
            | ({"area": d.any(site["areas"])} if d.maybe(0.6) else {})
            | ({"superior": posts[0]["id"]} if posts and d.maybe(0.6) else {})
            | ({"deputy": posts[-1]["id"]} if posts and d.maybe(0.3) else {})
        )
    people: list[Part] = []
    many = d.some("many_people", 3, 8, 25, 80) or 3
    for n in range(many):
        contacts = (
            [{"channel": "sms", "address": f"+4930{seed_digits(d)}{n:03d}"}] if d.maybe(0.6) else []
        )
        if d.maybe(0.2):
            contacts.append({"channel": "email", "address": f"p{n}@plant.example"})
        people.append(
            {
                "id": d.id("person", n),
                "name": d.name(n),
                "employer": "site" if d.maybe(0.8) else "contractor",
                "contacts": contacts,
            }
            | ({"home": d.any(site["areas"])} if d.maybe(0.7) else {})
        )
    cuts = sorted(d.chance.sample(range(0, 24), d.chance.choice((1, 2, 3, 4))))
    shifts = [
        {
            "id": d.id("shift", n),
            "name": d.name(n),
            "start": f"{cut:02d}:00",
            "end": f"{cuts[(n + 1) % len(cuts)]:02d}:00",
        }
        for n, cut in enumerate(cuts)
    ]
    roster = []
    for post in posts:
        if post is not posts[0] and d.maybe(0.25):
            continue  # an office that nobody holds
        if d.maybe(0.4):
            roster.append(
                {
                    "post": post["id"],
                    "person": d.any(people),
                    "shift": "always",
                    "on_site": d.maybe(0.7),
                }
            )
            continue
        for shift in shifts:
            if post is posts[0] or d.maybe(0.7):
                roster.append(
                    {
                        "post": post["id"],
                        "person": d.any(people),
                        "shift": shift["id"],
                        "on_site": d.maybe(0.9),
                    }
                )
    for area in site["areas"]:
        if d.maybe(0.3):
            area["wardens"] = [d.any(posts)]
    site |= {"posts": posts, "people": people, "shifts": shifts, "roster": roster}
    if d.some("presence", 0, 1):
        site["presence"] = [
            {"shift": shifts[0]["id"], "people": [one["id"] for one in people[::2]]}
        ]
    if d.some("holidays", 0, 1):
        site["holidays"] = [{"day": "+3 d", "name": d.name(3)}]
    if d.some("workforce", 0, 1):
        site["workforce"] = {"employees": many * 3, "weekday": many, "night": 1, "holiday": 0}
    if d.some("teams", 0, 1, 2):
        site["teams"] = [
            {
                "id": d.id("team", 0),
                "name": d.name(0),
                "area": d.any(site["areas"]),
                "lead": posts[-1]["id"],
                "members": [people[0]["id"]],
            }
        ]


def seed_digits(d: _Draw) -> int:
    """Digits of a telephone number."""
    return d.chance.randint(1_000, 9_999)


def _vessels(d: _Draw, site: Part) -> None:
    """1 to 200 tanks, slow and silent gauges, pools or none, valves and pumps that report or do not."""
    tags: list[Part] = []
    tanks: list[Part] = []
    source = d.id("gateway", 0)
    site["sources"] = [{"id": source, "name": d.name(0)}]
    substances = [
        {
            "id": f"{67 + n}-64-{n}",
            "name": d.name(n),
            "molar_mass": 60.0,
            "vapour_pressure_mmhg": 200.0,
            "pac1_ppm": 10,
            "pac2_ppm": 100,
        }
        for n in range(d.some("substances", 0, 2))
    ]
    many = d.some("many_tanks", 1, 2, 6, 30, 200) or 1
    slow = d.chance.choice((1, 10, 60, 900))
    for n in range(many):
        height = d.chance.choice((2.0, 6.5, 18.0))
        level: Part = {
            "id": d.id("LT", n),
            "kind": "level",
            "unit": "m",
            "source": source,
            "low": 0,
            "high": height,
            "period_s": slow if d.maybe(0.8) else 3600,
        }
        if d.maybe(0.8) or n == 0:
            level["limits"] = {"h": round(height * 0.8, 2), "hh": round(height * 0.9, 2)} | (
                {"l": 0.2} if d.maybe(0.5) else {}
            )
        tags.append(level)
        tanks.append(
            d.placed(
                "tank",
                n,
                product=d.name(n),
                diameter_m=5,
                height_m=height,
                area=d.any(site["areas"]),
                level=level["id"],
                hazardous=d.maybe(0.7),
            )
            | (
                {"substance": str(d.chance.choice(substances)["id"])}
                if substances and d.maybe(0.5)
                else {}
            )
            | ({"classes": ["toxic", "flammable"]} if d.maybe(0.4) else {})
        )
    pools = []
    for n in range(d.some("pools", 0, 1, 2)):
        tag = {
            "id": d.id("LP", n),
            "kind": "level",
            "unit": "m3",
            "source": source,
            "low": 0,
            "high": 500,
            "period_s": slow,
        }
        tags.append(tag)
        pools.append(d.placed("pool", n, width=20, height=10, to_weir_m3=400, level=tag["id"]))
    valves = []
    for n in range(d.some("valves", 0, 1, 4)):
        valve = d.placed(
            "valve",
            n,
            kind=d.chance.choice(("isolation", "root", "drain")),
            operation="manual",
            normally="open",
        )
        if d.maybe(0.5):
            tag = {"id": d.id("ZT", n), "kind": "valve", "unit": "1", "source": source, "high": 1}
            tags.append(tag)
            valve |= {"position": tag["id"], "operation": "remote"}
        valves.append(valve | ({"isolates": d.any(tanks)} if d.maybe(0.5) else {}))
    pumps = [d.placed("pump", n, draws=d.any(tanks)) for n in range(d.some("pumps", 0, 2))]
    if d.maybe(0.5):
        tags.append(
            {
                "id": d.id("GD", 0),
                "kind": "gas",
                "unit": d.chance.choice(("ppm", "%LEL", "mg/m3")),
                "source": source,
                "high": 100,
                "limits": {"h": 20, "hh": 50},
                "at": [10, 10],
            }
        )
    limits = [{"unit": "ppm", "value": 10}, {"unit": "%LEL", "value": 10}]
    site |= {
        "tags": tags,
        "tanks": tanks,
        "pools": pools,
        "valves": valves,
        "pumps": pumps,
        "substances": substances,
        "gas_limits": limits[: d.some("gas_limits", 0, 1, 2)],
    }
    if d.some("rationalisations", 0, 1):
        said = {name: d.name(1) for name in ("cause", "consequence", "response")}
        site["rationalisations"] = [
            {"tag": tags[0]["id"], "condition": "HH", "respond_within_min": 5, **said}
        ]


def _ledger(d: _Draw, site: Part) -> None:
    """Stores and kits, full, empty, locked by a post that nobody holds, or none at all."""
    stores = []
    for n in range(d.some("stores", 0, 1, 5)):
        keyed = {"kind": "keyed", "key_post": d.any(site["posts"])}
        stores.append(d.placed("store", n, custody=keyed if d.maybe(0.4) else {"kind": "open"}))
    resources = [
        {"id": d.id("thing", n), "name": d.name(n), "kind": "equipment", "unit": d.name(n)}
        | ({"purpose": purpose} if (purpose := d.chance.choice(UNITS_KEPT)) else {})
        for n in range(4)
    ]
    stock = [
        {
            "resource": thing["id"],
            "store": store["id"],
            "quantity": d.chance.choice((0, 0, 2, 40)),
            "minimum": d.chance.choice((0, 4)),
        }
        for store in stores
        for thing in resources
        if d.maybe(0.6)
    ]
    kits = [
        {
            "id": d.id("kit", n),
            "name": d.name(n),
            "lines": [{"resource": thing["id"], "quantity": 2} for thing in resources[: n + 1]],
        }
        for n in range(d.some("kits", 0, 1, 3))
    ]
    site |= {"stores": stores, "resources": resources, "kits": kits}
    site["stock"] = [] if not d.some("stock", 0, 1, 1) else stock


def _ways(d: _Draw, site: Part) -> None:
    """Roads, muster points and gates, or a plant without a map."""
    site["roads"] = [
        {"id": d.id("road", n), "points": [[0, 40 * n], [400, 40 * n]]}
        for n in range(d.some("roads", 0, 3))
    ]
    site["musters"] = [d.placed("muster", n) for n in range(d.some("musters", 0, 1, 2))]
    site["gates"] = [
        d.placed("gate", n) | ({"readers": [d.id("reader", n)]} if d.maybe(0.4) else {})
        for n in range(d.some("gates", 0, 1, 2))
    ]


def _answers(d: _Draw, site: Part) -> None:
    """Outside units, authority and plans, or none of them."""
    site["outside"] = [
        {
            "id": d.id("unit", n),
            "name": d.name(n),
            "kind": d.chance.choice(("fire", "medical", "authority", "park")),
            "phone": "112",
            "minutes_day": 9,
            "minutes_night": 15,
            "people": n,
        }
        for n in range(d.some("outside", 0, 1, 3))
    ]
    areas = [area["id"] for area in site["areas"]]
    if d.some("authority", 0, 1, 1):
        site["authority"] = [
            {"post": site["posts"][0]["id"], "capability": kind, "scope": areas}
            for kind in ("direct", "mobilise")
        ]
    plans = []
    for n in range(d.some("plans", 0, 1, 3)):
        kind = d.chance.choice(HAZARDS)
        steps = [_step(d, site, at, areas) for at in range(d.chance.randint(1, 5))]
        for before, step in pairwise(steps):
            if d.maybe(0.3):
                step["requires"] = [before["id"]]
        plans.append(
            {
                "id": d.id("plan", n),
                "name": d.name(n),
                "hazard": d.name(n),
                "version": f"{n}.0",
                "reviewed": "-40 d",
                "places": [d.any(site["tanks"])],
                "level": d.any(site["levels"]),
                "steps": steps,
            }
            | ({"kind": kind} if kind else {})
        )
    site["plans"] = plans


def _step(d: _Draw, site: Part, n: int, areas: list[str]) -> Part:
    step: Part = {
        "id": d.id("step", n),
        "text": d.name(n),
        "post": d.any(site["posts"]),
        "at_s": 30 * n,
        "due_s": 30 * n + 300,
        "category": d.chance.choice(CATEGORIES),
    }
    if d.maybe(0.3):
        step["evacuates"] = [areas[0]]
    if site["kits"] and d.maybe(0.3):
        step["kit"] = d.any(site["kits"])
    if site["outside"] and d.maybe(0.3):
        step["calls"] = [d.any(site["outside"])]
    if site["valves"] and d.maybe(0.3):
        step["acts_on"] = [d.any(site["valves"])]
    return step


def written(folder: Path, seed: int, without: frozenset[str] = frozenset()) -> Path:
    """The plant of a seed as a site file in a new folder; answers the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "site.yaml"
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(drawn(seed, without), out)
    return file


def smaller(fails: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """What can be left out of a plant with which something fails, one section after the other: what is still in it
    then takes part in the failure."""
    without: frozenset[str] = frozenset()
    for section in reversed(OPTIONAL):
        if fails(without | {section}):
            without |= {section}
    return without
