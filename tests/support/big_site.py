"""A plant as large as one board is meant for: 24 tanks, 500 people, 2,000 lines of the ledger."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.support.running_center import demo_site

TANKS = 24
PEOPLE = 500
LINES = 2_000
STORES = 100


def _grown(name: dict[str, str], number: int) -> dict[str, str]:
    return {"zh": f"{name['zh']}{number}", "en": f"{name['en']} {number}"}


def _more_tanks(site: dict[str, Any]) -> None:
    """Tanks like the first ones, each with a level of its own, in a row of the same yard."""
    tanks, tags = site["tanks"], site["tags"]
    first = [dict(tank) for tank in tanks]
    level_of = {tag["id"]: tag for tag in tags}
    for number in range(len(tanks), TANKS):
        like = first[number % len(first)]
        name, level = f"T{300 + number}", f"LT-{400 + number}"
        tags.append(level_of[like["level"]] | {"id": level})
        tanks.append(
            like
            | {"id": name, "name": _grown(like["name"], number), "level": level}
            | {"inflows": [], "outflows": [], "y": like["y"] + (9 if number % 2 else -9)}
        )


def big_site(folder: Path) -> Path:
    """The demo plant with more of what it has, written into `folder`; returns the site's path."""
    site: dict[str, Any] = demo_site().model_dump(mode="json", exclude_none=True)
    width, height = site["width"], site["height"]
    stores, resources = site["stores"], site["resources"]
    for number in range(len(stores), STORES):
        like = stores[number % 10]
        stores.append(
            like
            | {"id": f"S{number}", "name": _grown(like["name"], number)}
            | {"x": round(number * 37 % width, 1), "y": round(number * 53 % height, 1)}
        )
    for number in range(len(resources), LINES // STORES):
        like = resources[number % 10]
        resources.append(like | {"id": f"R{number}", "name": _grown(like["name"], number)})
    kept = {(line["resource"], line["store"]) for line in site["stock"]}
    wanted = [(r["id"], s["id"]) for r in resources for s in stores]
    for number, (resource, store) in enumerate(w for w in wanted if w not in kept):
        if len(site["stock"]) == LINES:
            break
        site["stock"].append(
            {"resource": resource, "store": store, "quantity": number % 9, "minimum": number % 4}
        )
    _more_tanks(site)
    people, areas = site["people"], site["areas"]
    night = next(p for p in site["presence"])["people"]
    for number in range(len(people), PEOPLE):
        name = {"zh": f"职工{number}", "en": f"Worker {number}"}
        home = areas[number % len(areas)]["id"]
        people.append({"id": f"p{number}", "name": name, "home": home})
        if number % 2:
            night.append(f"p{number}")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "site.yaml").open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(site, out)
    return folder
