"""The demo plant's own figures against closed forms: kerb, pool, storm main, vapour at a distance."""

from itertools import pairwise
from math import pi, sqrt

import pytest

from command_center.domain.air.plume import Plume
from simulations.parameters import Parameters, parameters
from simulations.plant.dispersion import near_kg_m3, ppm_at
from simulations.plant.instruments import ppm_at as ppm_in
from simulations.plant.plant import Plant
from tests.simulations.sites import demo


def steady() -> Parameters:
    """The parameters with weather that does not wander."""
    known = parameters()
    still = {
        name: getattr(known.physics, name).model_copy(update={"value": 0.0})
        for name in ("wind_speed_sd_m_s", "wind_direction_sd_deg", "rain_relative_sd")
    }
    return known.model_copy(update={"physics": known.physics.model_copy(update=still)})


def demo_plant(**changes: object) -> Plant:
    site, scenario = demo()
    return Plant(site, scenario.model_copy(update=changes), steady(), seed=1)


def diversion(plant: Plant) -> str:
    assert plant.scenario.drainage is not None
    return plant.scenario.drainage.diversion


def open_curtains(plant: Plant) -> float:
    for element in plant.scenario.curtains:
        plant.elements.turn(element, 1.0)
    return sum(plant.scenario.curtains.values())


def rain_m3_min(plant: Plant) -> float:
    drain = plant.scenario.drainage
    assert drain is not None
    return plant.scenario.weather.rain_mm_h / 1000 * drain.catchment_ha * 10_000 * drain.runoff / 60


def stop_pumps(plant: Plant) -> None:
    for pump in plant.elements.running:
        plant.elements.turn(pump, 0.0)


def test_the_kerb_spills_when_the_closed_form_of_a_falling_level_says() -> None:
    """V(t) = a Cd sqrt(2 g h0) t - (a Cd)^2 g t^2 / (2 A) = 9 m3, about 21 minutes."""
    plant = demo_plant()
    stop_pumps(plant)
    leak, physics = plant.scenario.leak, plant.parameters.physics
    assert leak is not None
    assert plant.pad_ground is not None
    hole = physics.orifice_cd.value * pi * (leak.diameter_mm / 1000) ** 2 / 4
    area = plant.site.tank_by_id[leak.tank].m3_per_m
    head = plant.level_m(leak.tank) - leak.height_m
    first = hole * sqrt(2 * physics.gravity_m_s2.value * head)
    bend = hole**2 * physics.gravity_m_s2.value / (2 * area)
    volume = plant.pad_ground.net_m3
    fills_s = (first - sqrt(first**2 - 4 * bend * volume)) / (2 * bend)
    assert fills_s / 60 == pytest.approx(21, abs=0.5)
    plant.start_leak()
    while plant.drains.main.product + plant.drains.river.product == 0:
        plant.advance(plant.time_s + 1)
    kept_back_s = plant.evaporated.total / first  # what has evaporated had to leak as well
    assert plant.time_s == pytest.approx(fills_s + kept_back_s, abs=2)


def test_what_the_kerb_spills_reaches_the_pool_through_the_diversion_and_nothing_is_lost() -> None:
    plant = demo_plant()
    stop_pumps(plant)
    pool = plant.site.pools[0]
    plant.elements.turn(diversion(plant), 1.0)
    plant.start_leak()
    plant.advance(40 * 60)
    assert plant.pad_ground is not None
    spilled = plant.leaked - plant.pad_ground.net_m3 - plant.evaporated.total
    assert spilled > 5
    assert plant.drains.pools[pool.id].product == pytest.approx(spilled, abs=1e-6)
    assert plant.drains.river.product == pytest.approx(0, abs=1e-9)
    assert abs(plant.balance_error()) < 1e-9


def test_the_pool_is_full_forty_four_minutes_after_the_water_is_on() -> None:
    """(300 - 96) / (rain 2.16 + curtain 2.4) = 44.7 min, the pump not running."""
    plant = demo_plant()
    stop_pumps(plant)
    pool = plant.site.pools[0]
    plant.elements.turn(diversion(plant), 1.0)
    inflow = rain_m3_min(plant) + open_curtains(plant)
    for pump in plant.scenario.starts_with:
        plant.elements.turn(pump, 1.0)
    room = pool.to_weir_m3 - plant.drains.pools[pool.id].total
    while plant.drains.pool_spill_m3_min == 0:
        plant.advance(plant.time_s + 1)
    assert plant.time_s / 60 == pytest.approx(room / inflow, abs=0.1)
    assert plant.time_s / 60 == pytest.approx(44.5, abs=0.5)


def test_a_diversion_half_way_sends_half_to_the_pool_and_half_to_the_river() -> None:
    plant = demo_plant()
    stop_pumps(plant)
    pool = plant.site.pools[0]
    before = plant.drains.pools[pool.id].total
    plant.elements.turn(diversion(plant), 0.5)
    plant.advance(30 * 60)
    half = rain_m3_min(plant) * 30 / 2
    assert plant.drains.pools[pool.id].total - before == pytest.approx(half, rel=1e-6)
    assert plant.drains.main.total + plant.drains.river.total == pytest.approx(half, rel=1e-6)


def test_the_storm_main_holds_what_flows_over_its_rate_and_fills_when_the_outfall_is_shut() -> None:
    """A linear reservoir stands at q / k; shut, it is full after (80 - q / k) / q."""
    plant = demo_plant()
    stop_pumps(plant)
    drain = plant.scenario.drainage
    assert drain is not None
    per_s = rain_m3_min(plant) / 60
    plant.advance(1200)
    stands = per_s / plant.parameters.physics.storm_main_drains_per_s.value
    assert plant.drains.main.total == pytest.approx(stands, rel=0.03)
    standing = plant.drains.main.total
    plant.elements.turn(drain.outfall, 0.0)
    river = plant.drains.river.total
    fills_s = (drain.storm_main_m3 - standing) / per_s
    plant.advance(plant.time_s + fills_s - 5)
    assert plant.drains.flooded.total == 0
    plant.advance(plant.time_s + 10)
    assert plant.drains.flooded.total > 0
    assert plant.drains.river.total == river


def test_the_pool_that_is_needed_is_716_cubic_metres() -> None:
    """(V1 + V2 - V3)max + V4 + V5 = (12 + 648 - 40) + 10 + 86, Workshop 2 governing."""
    (pool,) = demo()[0].pools
    assert pool.required_m3 == (12 + 648 - 40) + 10 + 86 == 716
    governing = max(pool.required, key=lambda unit: unit.total)
    assert governing.unit == "W2"


# ---- vapour


def plume(rate: float = 0.024) -> Plume:
    return Plume(rate, 10.0, wind_m_s=2.4, wind_from_deg=225, stability="D")


@pytest.mark.parametrize("x", [5.0, 52.0, 99.9])
def test_all_of_the_vapour_passes_through_the_near_box(x: float) -> None:
    one, share = plume(), x / 100
    height = sqrt(pi / 2) * one.upwards(100) * share
    wide, steps = 60.0, 2000
    dy = 2 * wide / steps
    across = sum(near_kg_m3(one, x, -wide + (i + 0.5) * dy) for i in range(steps)) * dy
    assert across * height * one.wind_m_s == pytest.approx(one.rate_kg_s, rel=1e-3)


def test_the_box_joins_the_plume_at_a_hundred_metres_without_a_step() -> None:
    one = plume()
    for aside in (0.0, 5.0, 12.0):
        assert near_kg_m3(one, 100, aside) == pytest.approx(one.kg_m3(100, aside), rel=1e-9)


def test_at_the_pool_itself_the_air_is_saturated_and_no_more() -> None:
    vapour = parameters().substance.vapour
    assert ppm_at(vapour, plume(), 0.01, 0) == vapour.saturation_ppm
    assert ppm_at(vapour, plume(), 0, 0) == 0
    along = [ppm_at(vapour, plume(), x, 0) for x in (1, 5, 20, 60, 99, 101, 200, 400)]
    assert all(near > far for near, far in pairwise(along))


def test_the_measuring_point_is_downwind_outside_the_hot_zone_and_smells_the_leak() -> None:
    plant = demo_plant()
    (point,) = plant.site.measuring_points
    pad = plant.pad_ground
    assert pad is not None
    off = ((point.x - pad.x) ** 2 + (point.y - pad.y) ** 2) ** 0.5
    assert 50 < off < 55
    plant.start_leak()
    plant.advance(300)
    limit = plant.parameters.command.gas_limit_ppm.value
    uncovered = ppm_in(plant, (point.x, point.y))
    assert uncovered > 2 * limit
    plant.covered = True
    plant.advance(310)
    left = plant.parameters.physics.foam_leaves_share.value
    assert ppm_in(plant, (point.x, point.y)) == pytest.approx(left * uncovered, rel=1e-6)
    assert ppm_in(plant, (point.x, point.y)) < limit


def test_the_pad_gives_off_what_the_cited_formula_says() -> None:
    plant = demo_plant()
    plant.start_leak()
    plant.advance(300)
    vapour = plant.parameters.substance.vapour
    assert plant.vapour_kg_s == pytest.approx(vapour.evaporation_kg_s(60, 2.4))
    assert plant.vapour_kg_s == pytest.approx(0.0235, abs=0.0005)
