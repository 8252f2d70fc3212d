"""The demo plant with its scenario, and a copy in which every id has another name."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from command_center.domain.site import Site
from command_center.site_file import load as load_site
from simulations.scenario import Scenario
from simulations.scenario import load as load_scenario

DEMO = Path(__file__).resolve().parents[2] / "sites" / "demo"


def demo() -> tuple[Site, Scenario]:
    """The demo plant as committed."""
    return load(DEMO)


def load(folder: Path) -> tuple[Site, Scenario]:
    """A site folder with its scenario."""
    site = load_site(folder / "site.yaml")
    return site, load_scenario(folder / "simulation.yaml", site)


def renamed(folder: Path) -> tuple[Site, Scenario, dict[str, str]]:
    """Write a copy of the demo plant into `folder`, every id renamed; answer it and the names."""
    yaml = YAML(typ="safe")
    site = yaml.load((DEMO / "site.yaml").read_text("utf-8"))
    scenario = yaml.load((DEMO / "simulation.yaml").read_text("utf-8"))
    names = {old: f"n{count}" for count, old in enumerate(sorted(set(_ids(site) + _ids(scenario))))}
    for name, tree in (("site.yaml", site), ("simulation.yaml", scenario)):
        with (folder / name).open("w", encoding="utf-8") as file:
            yaml.dump(_with_names(tree, names), file)
    return *load(folder), names


def _ids(tree: Any) -> list[str]:
    if isinstance(tree, list):
        return [found for item in tree for found in _ids(item)]
    if isinstance(tree, dict):
        own = [tree["id"]] if "id" in tree else []
        return own + [found for item in tree.values() for found in _ids(item)]
    return []


def _with_names(tree: Any, names: dict[str, str], key: str = "") -> Any:
    if isinstance(tree, list):
        return [_with_names(item, names) for item in tree]
    if isinstance(tree, dict):
        if set(tree) == {"zh", "en"}:
            return tree
        return {names.get(k, k): _with_names(v, names, k) for k, v in tree.items()}
    return names.get(tree, tree) if isinstance(tree, str) and key not in FREE else tree


FREE = {"kind", "category", "urgency", "operation", "normally", "channel", "address"}
"""Keys whose words are not ids, though an id may be spelt the same."""
