"""The plant obeys its physics: what runs out of one place is in another, at the right pace."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.parameters import parameters
from simulations.plant.hydraulics import orifice_m3_s, throttled, weir_m3_s
from simulations.plant.instruments import Fault, Instruments, Sample, ppm_at
from simulations.plant.plant import Plant
from tests.simulations.small_plant import scenario, site

DRY = {"wind_from_deg": 225, "wind_m_s": 2.4, "rain_mm_h": 0}


def plant(seed: int = 1, step_s: float = 1.0, **changes: Any) -> Plant:
    return Plant(site(), scenario(**changes), parameters(), seed, step_s)


def test_leak_is_the_source_article_s_flow() -> None:
    night = plant()
    night.start_leak()
    assert night.leak_m3_s * 60 == pytest.approx(0.43, abs=0.005)
    metres_per_min = night.leak_m3_s * 60 / night.site.tank_by_id["tank-a"].m3_per_m
    assert metres_per_min * 1000 == pytest.approx(15, abs=0.5)


@pytest.mark.parametrize("step_s", [0.5, 1.0, 7.0])
def test_outflow_is_what_the_tank_lost(step_s: float) -> None:
    night = plant(step_s=step_s)
    before = night.tanks["tank-a"].total
    night.start_leak()
    night.advance(4 * 3600)
    lost = before - night.tanks["tank-a"].total
    assert night.leaked > 50
    assert abs(night.leaked - lost) < 1e-9


def torricelli_s(night: Plant, down_to_m: float) -> float:
    """Closed form: A / (Cd a) sqrt(2 / g) (sqrt(h0) - sqrt(h1))."""
    leak = night.scenario.leak
    assert leak is not None
    physics = night.parameters.physics
    area = night.site.tank_by_id[leak.tank].m3_per_m
    hole = math.pi * (leak.diameter_mm / 1000) ** 2 / 4
    h0 = night.level_m(leak.tank) - leak.height_m
    h1 = down_to_m - leak.height_m
    pace = area / (physics.orifice_cd.value * hole) * math.sqrt(2 / physics.gravity_m_s2.value)
    return pace * (math.sqrt(h0) - math.sqrt(h1))


def emptied_after_s(step_s: float) -> tuple[float, float]:
    night = plant(step_s=step_s)
    expected = torricelli_s(night, 0.5)
    night.start_leak()
    level, before = night.level_m("tank-a"), 0.0
    while level > 0.5:
        before = level
        night.advance(night.time_s + step_s)
        level = night.level_m("tank-a")
    inside = (before - 0.5) / (before - level)
    return night.time_s - step_s + inside * step_s, expected


def test_emptying_time_nears_the_closed_form_as_the_step_shrinks() -> None:
    errors = []
    for step_s in (120.0, 30.0, 7.5):
        measured, expected = emptied_after_s(step_s)
        errors.append(abs(measured - expected) / expected)
    assert errors[0] < 0.02
    assert errors[1] < errors[0] / 2
    assert errors[2] < errors[1] / 2


def test_shutting_the_leaking_valve_stops_nothing_and_the_root_valve_does() -> None:
    night = plant()
    night.start_leak()
    night.elements.command("remote", 0.0)
    night.advance(120)
    assert night.elements.position["remote"] == 0
    assert night.leak_m3_s > 0.007
    night.elements.turn("root", 0.0)
    leaked = night.leaked
    night.advance(600)
    assert night.leaked == leaked


def test_nobody_turns_a_hand_valve_from_the_control_room() -> None:
    with pytest.raises(ValueError, match="only a person"):
        plant().elements.command("root", 0.0)


def test_a_valve_half_shut_throttles_a_little_and_nearly_shut_a_lot() -> None:
    assert throttled(0.04, 0.08, 1.0) == pytest.approx(1.0)
    assert 0.85 < throttled(0.04, 0.08, 0.5) < 1.0
    assert throttled(0.04, 0.08, 0.05) < 0.25
    assert throttled(0.04, 0.08, 0.0) == 0.0


def test_the_kerb_spills_after_twenty_one_minutes() -> None:
    night = plant(weather=DRY)
    night.start_leak()
    while night.drains.river.product == 0:
        night.advance(night.time_s + 10)
    assert night.time_s / 60 == pytest.approx(21, abs=1)


def test_pool_is_full_forty_four_minutes_after_the_water_is_on() -> None:
    steady = {"wind_from_deg": 225, "wind_m_s": 2.4, "rain_mm_h": 12.2}
    night = plant(seed=4, weather=steady)
    night.elements.command("divert", 1.0)
    night.elements.command("curtain", 1.0)
    while night.drains.pool_spill_m3_min == 0:
        night.advance(night.time_s + 10)
    assert night.time_s / 60 == pytest.approx(44, abs=2)


def test_weir_carries_the_inflow_away_once_the_pool_is_full() -> None:
    night = plant()
    night.elements.command("divert", 1.0)
    night.elements.command("curtain", 1.0)
    night.advance(2 * 3600)
    pond = night.drains.pools["pond"].total
    head = (pond - 300) / 120
    over = weir_m3_s(night.parameters.physics, 1.5, head) * 60
    assert pond > 300
    assert over == pytest.approx(night.drains.pool_inflow_m3_min, rel=0.03)
    assert night.drains.pool_spill_m3_min == pytest.approx(over, rel=0.03)


def test_weir_and_orifice_pass_nothing_without_head() -> None:
    physics = parameters().physics
    assert weir_m3_s(physics, 1.5, 0.0) == weir_m3_s(physics, 1.5, -1.0) == 0.0
    assert orifice_m3_s(physics, 0.04, -0.1) == 0.0


def test_a_shut_outfall_keeps_the_river_clean_and_floods_the_yard_at_last() -> None:
    night = plant()
    night.elements.turn("out", 0.0)
    night.advance(20 * 60)
    assert night.drains.river.total == 0
    assert night.drains.flooded.total == 0
    night.advance(3 * 3600)
    assert night.drains.river.total == 0
    assert night.drains.main.total == pytest.approx(80)
    assert night.drains.flooded.total > 0


def test_the_same_night_without_a_hand_at_the_outfall_runs_beside_it() -> None:
    night = plant()
    night.advance(5 * 60)
    night.elements.turn("out", 0.0)
    shut_with = night.drains.river.total
    night.advance(30 * 60)
    assert night.drains.river.total == shut_with
    left_alone = plant()
    left_alone.advance(30 * 60)
    assert night.drains_if_open.river.total == pytest.approx(left_alone.drains.river.total)
    assert night.drains_if_open.river.total > shut_with


ACTS = st.lists(
    st.tuples(
        st.integers(1, 900),
        st.sampled_from(["remote", "root", "divert", "out", "feed", "curtain", "sump"]),
        st.sampled_from([0.0, 0.3, 1.0]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(acts=ACTS, seed=st.integers(0, 9))
def test_nothing_is_lost_whatever_is_turned(acts: list[tuple[int, str, float]], seed: int) -> None:
    night = plant(seed=seed)
    night.start_leak()
    for seconds, element, position in acts:
        night.elements.turn(element, position)
        night.advance(night.time_s + seconds)
    assert abs(night.balance_error()) < 1e-9
    assert min(night.volumes().values()) >= 0


def test_an_overfilled_tank_runs_into_its_bund() -> None:
    fill = [{"id": "in", "target": "tank-b", "m3_min": 30.0}]
    night = plant(lines=fill, weather=DRY)
    night.advance(15 * 60)
    assert night.level_m("tank-b") == pytest.approx(7.5)
    assert night.drains.bunds["bund"].product > 100
    assert abs(night.balance_error()) < 1e-9


def readings(seed: int, seconds: int = 600, **changes: Any) -> list[Sample]:
    night = plant(seed=seed, **changes)
    instruments = Instruments(night.site, night, seed)
    night.start_leak()
    sent: list[Sample] = []
    for second in range(1, seconds + 1):
        night.advance(second)
        sent += instruments.sample()
    return sent


def test_one_seed_is_one_night_and_two_seeds_are_two() -> None:
    assert readings(7) == readings(7)
    assert readings(7) != readings(8)


def test_how_often_the_plant_is_asked_changes_nothing() -> None:
    one, many = plant(seed=3), plant(seed=3)
    one.start_leak()
    many.start_leak()
    one.advance(600)
    for tenth in range(1, 6001):
        many.advance(tenth / 10)
    assert one.volumes() == many.volumes()


def test_a_sensor_keeps_its_period_and_a_silent_one_says_nothing() -> None:
    sent = readings(1, silent=[{"tag": "lt-a", "from_s": 0, "to_s": 240}])
    slow = [s.t_s for s in sent if s.tag == "lt-b"]
    assert {b - a for a, b in pairwise(slow)} == {5.0}
    assert min(s.t_s for s in sent if s.tag == "lt-a") == pytest.approx(240, abs=1)


def test_only_a_valve_with_a_position_sensor_reports_its_position() -> None:
    assert {s.tag for s in readings(1, 10)} == {
        "lt-a", "lt-b", "lt-p", "ft-p", "zt-r", "gd-1", "gd-2"
    }  # fmt: skip


def test_gas_is_found_downwind_and_never_upwind() -> None:
    night = plant()
    night.start_leak()
    night.advance(300)
    assert 5 < ppm_at(night, (30, 30)) < 11_600
    assert ppm_at(night, (-30, -30)) == 0
    nearer = [ppm_at(night, (d, d)) for d in (0.5, 5, 20, 80)]
    assert nearer == sorted(nearer, reverse=True)


def test_a_frozen_gauge_stays_where_it_was_and_so_far_from_the_truth() -> None:
    fault = Fault("frozen", -0.9)
    assert fault.value(6.9) == pytest.approx(6.0)
    assert fault.value(7.4) == pytest.approx(6.0)
    assert Fault("frozen").value(6.9) == 6.9
    assert Fault("offset", 1.5).value(2.0) == 3.5
    assert Fault("silent").value(2.0) is None
