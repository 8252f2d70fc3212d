"""The demo plant with its scenario, and other sites that have one."""

from datetime import date
from functools import cache
from pathlib import Path

from command_center.domain.site.model import Site
from command_center.site_file import load as load_site
from simulations.scenario import Scenario
from simulations.scenario import load as load_scenario

TODAY = date(2026, 11, 25)
"""The day of every night here: a run over midnight, or next year, has the same nights."""
DEMO = Path(__file__).resolve().parents[2] / "sites" / "demo"


@cache
def demo() -> tuple[Site, Scenario]:
    """The demo plant as committed, read once."""
    return load(DEMO)


def load(folder: Path) -> tuple[Site, Scenario]:
    """A site folder with its scenario."""
    site = load_site(folder / "site.yaml", today=TODAY)
    return site, load_scenario(folder / "simulation.yaml", site)
