"""The walk on the demonstration with its half year, on a plant as `init` writes it, and on plants drawn from seeds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from command_center.cli.lived_week.week import generate_week
from command_center.settings import Settings
from command_center.site_file import load
from command_center.site_file.beginning import begin
from command_center.store.database.databases import databases
from tests.drills_tried.whole import Whole
from tests.support.drawn_plant import written
from tests.support.hand_clock import HandClock
from tests.support.running_center import DEMO, demo_site
from tests.walk.walk import Walk

NIGHT, SEED, STARTS_MS = "2026-11-28T02:10:00", 7, 6_000
TODAY = date(2026, 3, 2)
BEGINS_MS = 1_772_434_800_000
"""2 March 2026, 07:00 UTC."""
PLANT = 100
"""The seed of the plant that is walked on each time."""
MORE = (*range(101, 121), 400)
"""At 400 the only gauge was silent before it spoke: two alarms of it stand."""


@contextmanager
def center_of(folder: Path, file: Path) -> Iterator[Whole]:
    """A center of the plant of a site file, without a past."""
    site = load(file, today=TODAY)
    with databases(Settings(data_dir=folder / "var")) as stores:
        center = Whole(folder, site, HandClock(BEGINS_MS), stores)
        try:
            yield center
        finally:
            center.server.live.close()


@contextmanager
def demonstration(folder: Path) -> Iterator[Whole]:
    """A center of the demonstration on the night at which its half year ends."""
    night = datetime.fromisoformat(NIGHT).replace(tzinfo=demo_site().zone)
    now = round(night.timestamp() * 1000)
    assert generate_week(DEMO, demo_site().zone, folder / "var", now, SEED)
    site = load(DEMO, today=night.date())
    with databases(Settings(data_dir=folder / "var")) as stores:
        center = Whole(folder, site, HandClock(now + STARTS_MS), stores)
        try:
            yield center
        finally:
            center.server.live.close()


def walked(
    center: Whole, folder: Path, months: int = 4
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Where the walk ended early, by stage, and what the product said lacks: the code of what it said. Then, by what
    was tried, the codes of refusals that ended no stage."""
    walk = Walk(center)
    walk.all(folder / "restored", months)
    assert len(walk.began) >= 12, walk.began
    notes = {about: {why.code for why in said} for about, said in walk.notes.items()}
    return {stage: why.code for stage, why in walk.lacks.items()}, notes


def test_the_demonstration_with_its_half_year(tmp_path: Path) -> None:
    with demonstration(tmp_path) as center:
        lacks, notes = walked(center, tmp_path, months=0)
    assert (lacks, notes) == ({}, {"permit refused": {"gas_not_tested"}})


def test_a_plant_as_init_writes_it(tmp_path: Path) -> None:
    """It has nobody for safety, so that nobody records certificates, and too little for a drill."""
    with center_of(tmp_path, begin(tmp_path / "plant", "en")) as center:
        lacks, notes = walked(center, tmp_path)
    assert lacks == {"permit": "not_certified", "drill drawn": "no_drill"}
    assert notes == {
        "certificates": {"unheld"},
        "done": {"evacuation_unaccounted"},
        "permit refused": {"gas_not_tested"},
    }


def test_a_plant_drawn_from_a_seed(tmp_path: Path) -> None:
    with center_of(tmp_path, written(tmp_path / "plant", PLANT)) as center:
        lacks, notes = walked(center, tmp_path)
    assert lacks == {
        "hazard to archive": "unheld",
        "permit": "party_absent",
        "drill drawn": "no_drill",
    }
    assert notes == {"permit refused": {"gas_not_tested"}}


@pytest.mark.thorough
@pytest.mark.parametrize("seed", MORE)
def test_twenty_more_plants(tmp_path: Path, seed: int) -> None:
    """An exception, an answer without words or a silent nothing fails; what lacks is told."""
    with center_of(tmp_path, written(tmp_path / "plant", seed)) as center:
        walked(center, tmp_path)
