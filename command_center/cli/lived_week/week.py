"""Generates the week of a simulated plant and writes its databases into a folder."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from command_center import log
from command_center.boot.people.addresses import without_addresses
from command_center.cli.lived_half_year.half_year import HALF_YEAR_MS, half_year
from command_center.cli.lived_week import incident
from command_center.cli.lived_week.alarms import CARD, LEFT_TO_THE_INCIDENT, episodes
from command_center.cli.lived_week.episodes import Operator, lived
from command_center.cli.lived_week.exercise_held import both
from command_center.cli.lived_week.exercises import drilled
from command_center.cli.lived_week.gauges import Span, lived_readings
from command_center.cli.lived_week.room import DAY_MS, SECOND_MS, Room, Story, WeekFailed
from command_center.domain.site.model import Site
from command_center.settings import JOURNAL, Settings
from command_center.site_file import load
from command_center.store.database.damage import FEEDS
from command_center.store.database.databases import Databases, databases
from command_center.store.database.lock import hold
from command_center.store.reference import Descriptions
from command_center.store.series.readings import Readings
from simulations.run import SCENARIO
from simulations.scenario import load as load_scenario

NEEDED = {
    "tags": ("LT-201", "LT-203", "LT-206", "LT-207", "LT-208", "LT-301", "FT-201A", "FT-201B",
             "GD-01", "GD-02", "GD-03", "GD-05", "GD-06", "GD-08", "GD-10", "GD-11", "GD-12", *CARD),
    "tanks": ("T201",),
    "posts": ("shift-leader", "board-1", "fire-leader", "w1-lead", "w2-lead", "w3-lead",
              "utilities-lead", "deputy-gm", "ehs-manager", "utilities-engineer", "electrical-duty",
              "environment-duty", "security-duty", "warehouse-keeper"),
    "areas": ("TF", "W2", "ST", "LB"),
    "musters": ("M-B",),
    "stores": ("SFS",),
    "kits": ("KIT-FOAM",),
    "teams": ("TEAM-A",),
    "valves": ("XV-2011", "V-7"),
}  # fmt: skip
"""What the script of the week names: another plant's week is another story."""
_log = log.get(__name__)

ENDS_BEFORE_MS = 2 * SECOND_MS
"""The week is over so long before the demonstration begins (ours)."""
LIVED_IN = "-week"
"""Ending of the folder in which a week is lived, until it is whole."""


def can_generate_week(site: Site) -> bool:
    """Whether the script of the week fits the plant."""
    return all(
        {one.id for one in getattr(site, what)} >= set(names) for what, names in NEEDED.items()
    )


def generate_week(
    path: Path,
    zone: ZoneInfo,
    folder: Path,
    now: int,
    seed: int,
    told: Callable[[int], object] = lambda share: None,
) -> bool:
    """Generate the seven days before `now` (UTC epoch ms) of the plant in `path`. `told` is called at each tenth,
    with a percentage.

    The databases go into `folder`, which must have none. Returns False if the script was not written for this plant,
    or the plant's description has changed. The week is generated in a folder beside it and moved when complete, the
    journal last: a killed process leaves nothing that the next one would continue from.
    """
    site = load(path, today=datetime.fromtimestamp(now / 1000, zone).date())
    if not can_generate_week(site):
        return False
    beside = folder.with_name(folder.name + LIVED_IN)
    with hold(beside / JOURNAL):
        _clear(beside)
    try:
        with databases(Settings(data_dir=beside), lasting=False) as stores:
            _live(path, site, stores, now, seed, told)
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(one.name for one in beside.iterdir() if not one.name.endswith(".lock"))
        for name in sorted(names, key=lambda one: one == JOURNAL):
            os.replace(beside / name, folder / name)
    except WeekFailed as failed:
        _log.warning("the plant's week cannot be lived", why=str(failed))
        return False
    finally:
        _clear(beside)
        (beside / f"{JOURNAL}.lock").unlink(missing_ok=True)
        beside.rmdir()
    return True


def _clear(folder: Path) -> None:
    """Remove what an earlier attempt left: the databases, and no other file."""
    for name in (JOURNAL, FEEDS):
        for ending in ("", "-wal", "-shm"):
            (folder / (name + ending)).unlink(missing_ok=True)


def _telling(room: Room, begins: int, told: Callable[[int], object]) -> Story:
    for tenth in range(1, 10):
        yield begins + (room.until - begins) * tenth // 10
        told(tenth * 10)


def _live(
    path: Path,
    site: Site,
    stores: Databases,
    now: int,
    seed: int,
    told: Callable[[int], object],
) -> None:
    begins, since, until = now - HALF_YEAR_MS, now - 7 * DAY_MS, now - ENDS_BEFORE_MS
    site = without_addresses(stores.journal, site, begins)
    plants = Descriptions(stores.journal, site, begins)
    room = Room(site, stores, plants, since, until, seed, begins)
    Operator(room, frozenset({LEFT_TO_THE_INCIDENT}))
    happened = [*episodes(room), incident.gas(room)]
    for one in happened:
        room.begin(lived(room, one))
    room.begin(incident.drip(room))
    for held in both(room):
        room.begin(drilled(room, held))
    room.begin(_telling(room, begins, told))
    half_year(room, stores.journal)
    apart: dict[str, list[Span]] = {}
    for one in happened:
        for tag in one.curves:
            apart.setdefault(tag, []).append((one.at, one.until))
    plant = load_scenario(path / SCENARIO, site)
    readings = Readings(stores.feeds, site.id)
    readings.add(room.readings)
    readings.add(lived_readings(room, plant, apart))
