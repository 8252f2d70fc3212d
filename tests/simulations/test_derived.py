"""Plants without a `simulation.yaml`: as `init` writes one, and drawn from seeds."""

from datetime import date
from pathlib import Path

import pytest

from command_center import site_file
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Unresolvable
from command_center.domain.site.model import Site
from command_center.words import spoken
from simulations.derived import FULL_TANK, derived, of_plant
from simulations.exercise.night import ExerciseNight
from simulations.parameters import parameters
from simulations.scenario import unknown
from simulations.scenarios import library
from simulations.surprise import Drawn, draw, played
from simulations.surprise.year import year
from tests.support.drawn_plant import written

SITES = Path(__file__).resolve().parents[2] / "sites"
TODAY = date(2026, 3, 2)
ANYWHERE = sorted(id for id, one in library().items() if one.anywhere)
SEEDS = range(24)


@pytest.fixture(scope="module")
def plants(tmp_path_factory: pytest.TempPathFactory) -> list[Site]:
    folder = tmp_path_factory.mktemp("plants")
    files = [SITES / "new", *(written(folder / str(seed), seed) for seed in SEEDS)]
    return [site_file.load(file, today=TODAY) for file in files]


def test_every_plant_has_a_simulation_that_names_only_what_is_its_own(plants: list[Site]) -> None:
    for site in plants:
        simulated = derived(site)
        assert list(unknown(simulated, site)) == [], site.id
        assert {who.id for who in site.people} == set(simulated.people.numbers)


def test_a_written_file_is_read_and_a_missing_one_is_derived(tmp_path: Path) -> None:
    demo = SITES / "demo"
    site = site_file.load(demo, today=TODAY)
    assert of_plant(demo / "simulation.yaml", site).lines
    made = of_plant(tmp_path / "simulation.yaml", site)
    assert not made.lines
    assert made.tanks["T206"] == FULL_TANK * site.tank_by_id["T206"].height_m
    assert (made.people.control_room, made.people.suit) == ("CR", "heavy-suit")


@pytest.mark.parametrize("name", ANYWHERE)
def test_it_is_played_wherever_somebody_commands(name: str, plants: list[Site]) -> None:
    held = 0
    for site in plants:
        plan = played(library()[name], site, 7)
        if isinstance(plan, Unresolvable):  # the plant lacks people, and says so
            reasons = {spoken("en", one.why) for one in plan.lacking}
            assert reasons == {"nobody who could be “commander” is on site at that time."}
            continue
        held += 1
        began = 1_772_409_600_000
        night = ExerciseNight(site, derived(site), parameters(), plan, began)
        for second in range(60):
            night.step(float(second), began + second * 1000)
        for inject in plan.injects:
            night.fire(inject.id)
        lacking = {why for _, _, why in night.acts.undone} - {"nobody_there", "nobody_answers"}
        assert lacking == set(), site.id
    assert held > len(plants) / 2


def test_a_plant_as_init_writes_it_draws_its_drills_from_the_five(plants: list[Site]) -> None:
    drawn = [draw(plants[0], library(), seed) for seed in range(40)]
    assert all(isinstance(one, Drawn) for one in drawn)
    assert {one.plan.scenario for one in drawn if isinstance(one, Drawn)} == set(ANYWHERE)
    programme = year(plants[0], library(), 2026, 7)
    assert {hidden.scenario for hidden in programme.hidden} <= set(ANYWHERE)


def test_where_another_can_be_drawn_they_are_not() -> None:
    site = site_file.load(SITES / "demo", today=TODAY)
    for seed in range(20):
        one = draw(site, library(), seed)
        assert isinstance(one, Drawn)
        assert isinstance(one.plan, DrillPlan)
        assert one.plan.scenario not in ANYWHERE
