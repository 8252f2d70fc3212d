"""The loss that people read is net of the commanded flows, as the NETLOSS alarm is."""

import pytest

from command_center.domain.alarms.loss import net_loss_m3_min
from command_center.domain.alarms.trend import trend_of
from command_center.domain.level_window import Sample
from command_center.domain.site.model import Tank
from tests.domain.watched_site import T0, watched_site

PERIODS = {"in": 1.0, "out": 1.0}
(TANK,) = watched_site(period_s=1).tanks
PUMPED_M3_H = 60 * 0.01 * TANK.m3_per_m
"""Lowers it by 10 mm/min."""


def samples(start: float, per_min: float = 0.0) -> list[Sample]:
    """Two minutes of readings, one a second."""
    return [(T0 + s * 1000, start + per_min * s / 60) for s in range(121)]


def loss(falls_m_min: float, out_m3_h: float, tank: Tank = TANK) -> float | None:
    """What is lost while the level falls so much and so much is pumped out."""
    flows = {"in": samples(0.0), "out": samples(out_m3_h)}
    return net_loss_m3_min(tank, samples(5.0, -falls_m_min), flows, PERIODS)


def test_what_is_pumped_out_is_no_loss() -> None:
    assert loss(0.01, PUMPED_M3_H) == 0.0


def test_what_falls_beyond_the_pumping_is_lost() -> None:
    assert loss(0.025, PUMPED_M3_H) == pytest.approx(0.015 * TANK.m3_per_m, rel=0.01)
    assert loss(0.015, 0.0) == pytest.approx(0.015 * TANK.m3_per_m, rel=0.01)


def test_a_leak_behind_a_filling_is_seen() -> None:
    flows = {"in": samples(PUMPED_M3_H), "out": samples(0.0)}
    lost = net_loss_m3_min(TANK, samples(5.0), flows, PERIODS)
    assert lost == pytest.approx(0.01 * TANK.m3_per_m, rel=0.01)


def test_a_meter_without_a_reading_explains_nothing() -> None:
    lost = net_loss_m3_min(TANK, samples(5.0, -0.01), {}, PERIODS)
    assert lost == pytest.approx(0.01 * TANK.m3_per_m, rel=0.01)


def test_a_tank_whose_flows_are_not_all_metered_and_too_few_readings_have_no_such_figure() -> None:
    assert loss(0.02, 0.0, TANK.model_copy(update={"net_loss": False})) is None
    assert net_loss_m3_min(TANK, samples(5.0)[:10], {}, PERIODS) is None


def test_a_slow_change_is_steady_and_no_loss() -> None:
    assert trend_of(None, "m") is None
    assert [trend_of(rate, "m") for rate in (-0.0009, 0.001, -0.001)] == [
        "steady",
        "rises",
        "falls",
    ]
    assert [trend_of(rate, "m3") for rate in (0.049, 0.05)] == ["steady", "rises"]
    assert trend_of(0.005, "%") == "steady"
    assert loss(0.0005, 0.0) == 0.0
