"""A broken element is true in the drill and unknown to the board: the site stays what it is."""

import pytest

from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.plan import DrillPlan
from simulations.night import Night
from simulations.parameters import parameters
from simulations.scenarios import library
from simulations.surprise import Drawn, draw, played
from simulations.truth import truth_of
from tests.simulations.sites import demo

SITE, OWN = demo()
BEGAN = 1_796_148_600_000


def plan_with(*broken: dict[str, object]) -> DrillPlan:
    plan = played(library()["night-toxic-leak"], SITE, 7)
    assert isinstance(plan, DrillPlan)
    return plan.model_copy(update={"broken": [Broken.model_validate(b) for b in broken]})


def test_the_source_case_is_the_plants_own_night() -> None:
    truth = truth_of(plan_with(), SITE, OWN)
    assert truth.scenario.leak == OWN.leak
    assert truth.leaks_at_s == 0
    assert truth.scenario.tanks["T206"] == pytest.approx(OWN.tanks["T206"])
    assert truth.scenario.pools["EP"] == pytest.approx(OWN.pools["EP"])
    assert truth.scenario.people == OWN.people
    assert truth.scenario.starts_at == OWN.starts_at


def test_a_dead_number_is_answered_by_nobody_though_the_board_still_has_it() -> None:
    truth = truth_of(plan_with({"dead_number": {"post": "fire-leader"}}), SITE, OWN)
    assert OWN.people.numbers["peng-yong"]
    assert truth.scenario.people.numbers["peng-yong"] == []
    others = {p: n for p, n in truth.scenario.people.numbers.items() if p != "peng-yong"}
    assert others == {p: n for p, n in OWN.people.numbers.items() if p != "peng-yong"}
    assert SITE.person_by_id["peng-yong"].contacts


def test_each_kind_is_kept_where_it_acts() -> None:
    truth = truth_of(
        plan_with(
            {"locked_cabinet": {"store": "C3"}},
            {"absent_key_holder": {"store": "C2", "post": "warehouse-keeper"}},
            {"missing_authority": {"post": "shift-leader", "team": "TEAM-C"}},
            {"full_pool": {"pool": "EP", "share": 0.8}},
            {"failed_pump": {"pump": "P-206"}},
            {"stuck_valve": {"valve": "V-7", "times_longer": 3}},
            {"silent_gauge": {"gauge": "LT-206"}},
        ),
        SITE,
        OWN,
    )
    assert truth.locked == {"C3"}
    assert truth.away == {"C2": "warehouse-keeper"}
    assert truth.withheld[0].team == "TEAM-C"
    assert truth.scenario.pools["EP"] == pytest.approx(240)
    assert (truth.failed, truth.stuck) == ({"P-206"}, {"V-7": 3})
    assert "P-206" not in truth.scenario.running
    assert [s.tag for s in truth.scenario.silent] == ["LT-206"]


def test_a_leak_of_another_tank_is_stopped_by_that_tanks_own_valves() -> None:
    plan = played(library()["toxic-wind-shift"], SITE, 7)
    assert isinstance(plan, DrillPlan)
    leak = truth_of(plan, SITE, OWN).scenario.leak
    assert leak is not None
    assert leak.tank == plan.id_of("source")
    assert leak.upstream == [plan.id_of("shutoff")]
    assert leak.pad in {b.id for b in SITE.bunds}
    assert leak.diameter_mm == 65


def test_what_no_virtual_plant_plays_is_told() -> None:
    plan = played(library()["storm-switch-room"], SITE, 7)
    assert isinstance(plan, DrillPlan)
    assert {"flood", "power", "weather"} <= truth_of(plan, SITE, OWN).not_played


def test_a_virtual_plant_lives_in_any_drawn_truth() -> None:
    for seed in range(30):
        outcome = draw(SITE, library(), seed, site_version="1")
        assert isinstance(outcome, Drawn)
        truth = truth_of(outcome.plan, SITE, OWN)
        night = Night(SITE, truth.scenario, parameters(), seed, BEGAN)
        if truth.scenario.leak is not None:
            assert night.plant.start_leak()
        night.plant.advance(30)
        assert night.plant.time_s == pytest.approx(30)
        leaking = truth.scenario.leak is not None
        assert (night.plant.leaked > 0) == leaking
