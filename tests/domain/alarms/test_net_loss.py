"""The loss that people read is net of the commanded flows, as the NETLOSS alarm is."""

import pytest

from command_center.domain.alarms.net_loss import NetLevels, loss_m3_min
from command_center.domain.alarms.trend import trend_of
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site
from command_center.live.rows.level_rows import LevelRow, LevelRows
from tests.domain.watched_site import T0, watched_site


def rows_of(site: Site, *, out_m3_h: float, falls_m_min: float) -> LevelRow:
    """The level's row after two minutes of falling so much while so much is pumped out."""
    rows = LevelRows(site)
    told: dict[str, LevelRow] = {}
    for second in range(121):
        ts = T0 + second * 1000
        read = [
            Reading("in", ts, 0.0, Quality.GOOD, "dcs"),
            Reading("out", ts, out_m3_h, Quality.GOOD, "dcs"),
            Reading("lt", ts, 5.0 - falls_m_min * second / 60, Quality.GOOD, "dcs"),
        ]
        told |= {key: row for topic, key, row in rows.changes(read) if topic == "levels"}  # type: ignore[misc]
    return told["lt"]


def test_what_is_pumped_out_is_no_loss() -> None:
    site = watched_site(period_s=1)
    (tank,) = site.tanks
    pumped = 60 * 0.01 * tank.m3_per_m  # m3/h that lower it by 10 mm/min
    row = rows_of(site, out_m3_h=pumped, falls_m_min=0.01)
    assert row["rate_per_min"] == pytest.approx(-0.01)
    assert row["trend"] == "falls"
    assert row["loss_m3_min"] == 0.0


def test_what_falls_beyond_the_pumping_is_lost() -> None:
    site = watched_site(period_s=1)
    (tank,) = site.tanks
    pumped = 60 * 0.01 * tank.m3_per_m
    row = rows_of(site, out_m3_h=pumped, falls_m_min=0.025)
    assert row["loss_m3_min"] == pytest.approx(0.015 * tank.m3_per_m, rel=0.01)


def test_a_tank_whose_flows_are_not_all_metered_has_no_such_figure() -> None:
    site = watched_site(period_s=1)
    (tank,) = site.tanks
    unmetered = site.model_copy(update={"tanks": [tank.model_copy(update={"net_loss": False})]})
    assert "loss_m3_min" not in rows_of(unmetered, out_m3_h=0, falls_m_min=0.02)


def test_a_flow_from_before_its_last_begins_all_of_them_anew() -> None:
    site = watched_site(period_s=1)
    net = NetLevels(site)
    net.observe(
        [Reading("out", T0 + second * 1000, 360.0, Quality.GOOD, "dcs") for second in range(10)]
    )
    later = net.net("lt", T0 + 9_000, 5.0)
    assert later is not None
    assert later > 5.0
    net.observe([Reading("out", T0 - 3_600_000, 0.0, Quality.GOOD, "dcs")])
    assert net.net("lt", T0 - 3_600_000, 5.0) == 5.0


def test_a_slow_change_is_steady_and_no_loss() -> None:
    assert trend_of(None, "m") is None
    assert [trend_of(rate, "m") for rate in (-0.0009, 0.001, -0.001)] == [
        "steady",
        "rises",
        "falls",
    ]
    assert [trend_of(rate, "m3") for rate in (0.049, 0.05)] == ["steady", "rises"]
    assert trend_of(0.005, "%") == "steady"
    assert loss_m3_min(None, 28) is None
    assert loss_m3_min(-0.0005, 28) == 0.0
    assert loss_m3_min(-0.01, 28) == 0.28
