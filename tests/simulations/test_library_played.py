"""The library's stories agree with the virtual plant that plays them."""

import pytest

from command_center.domain.scenarios.plan import DrillPlan
from simulations.exercise.night import ExerciseNight
from simulations.parameters import parameters
from simulations.scenarios import library
from simulations.surprise import Drawn, draw, played
from tests.simulations.sites import demo

SITE, OWN = demo()
BEGAN = 1_796_148_600_000


def plan_of(name: str) -> DrillPlan:
    plan = played(library()[name], SITE, 7)
    assert isinstance(plan, DrillPlan)
    return plan


def night_of(plan: DrillPlan) -> ExerciseNight:
    return ExerciseNight(SITE, OWN, parameters(), plan, BEGAN)


@pytest.mark.parametrize("name", sorted(library()))
def test_every_act_is_carried_out(name: str) -> None:
    plan = plan_of(name)
    night = night_of(plan)
    for inject in sorted(plan.injects, key=lambda i: (i.at is None, i.at.s if i.at else 0)):
        if inject.at is not None:
            night.plant.advance(max(night.plant.time_s, inject.at.s))
        night.fire(inject.id)
    assert night.acts.undone == []


def test_the_overfilled_tank_is_full_when_the_patrol_says_so() -> None:
    plan = plan_of("tank-overfill")
    tank = plan.id_of("tank") or ""
    over = next(i.at for i in plan.injects if i.id == "over")
    night = night_of(plan)
    night.fire("filling")
    height = SITE.tank_by_id[tank].height_m
    night.plant.advance(600)
    assert night.plant.level_m(tank) < height
    assert over is not None
    night.plant.advance(over.s)
    assert night.plant.level_m(tank) == pytest.approx(height)


@pytest.mark.parametrize(
    ("name", "valve"),
    [("toxic-wind-shift", "shutoff"), ("pump-failure-transfer", "root"),
     ("fire-water-run-off", "shutoff"), ("night-toxic-leak", "root")],
)  # fmt: skip
def test_the_valve_that_is_expected_to_be_shut_stops_the_leak(name: str, valve: str) -> None:
    plan = plan_of(name)
    night = night_of(plan)
    first = next(i for i in plan.injects if any(act.leak for act in i.does))
    night.fire(first.id)
    night.plant.advance(30)
    assert night.plant.leak_m3_s > 0
    night.plant.elements.turn(plan.id_of(valve) or "", 0.0)
    night.plant.advance(60)
    assert night.plant.leak_m3_s == 0


def test_the_source_cases_remote_valve_does_not_stop_its_leak() -> None:
    plan = plan_of("night-toxic-leak")
    night = night_of(plan)
    night.fire("onset")
    night.plant.advance(30)
    night.plant.elements.turn(plan.id_of("shutoff") or "", 0.0)
    night.plant.advance(60)
    assert night.plant.leak_m3_s > 0


def test_any_drawn_drill_is_carried_out_by_the_virtual_plant() -> None:
    for seed in range(40):
        outcome = draw(SITE, library(), seed, site_version="1")
        assert isinstance(outcome, Drawn)
        night = night_of(outcome.plan)
        for inject in outcome.plan.injects:
            night.fire(inject.id)
        night.plant.advance(30)
        assert night.acts.undone == []
