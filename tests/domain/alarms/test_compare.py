"""A gauge beside a second gauge, a level switch, a pump that runs (Buncefield)."""

from typing import Any

from command_center.domain.site.model import Site
from tests.domain.recorded import Watched
from tests.domain.watched_site import NAME, T0, said, watched_site


def plant(**tank: Any) -> Site:
    told = watched_site().model_dump(mode="json")
    told["tags"] += [
        {"id": "lt2", "kind": "level", "unit": "m", "source": "dcs", "high": 7.5},
        {"id": "lsh", "kind": "contact", "unit": "1", "source": "dcs", "high": 1},
        {"id": "run", "kind": "pump", "unit": "1", "source": "dcs", "high": 1},
    ]
    told["tanks"][0] |= tank
    told["pumps"] = [
        {"id": "P-1", "name": NAME, "x": 0, "y": 0, "running": "run", "draws": "tank", "rate_m3_h": 60}
    ]  # fmt: skip
    return Site.model_validate(told)


def play(watched: Watched, first: int, last: int, **values: Any) -> None:
    """A reading of each tag in each second, a function of the second or a number, and a look at each."""
    for second in range(first, last):
        watched.observe(
            said(tag.replace("_", ""), second, value(second) if callable(value) else value)
            for tag, value in values.items()
        )
        watched.look(T0 + second * 1000 + 100)


def test_a_switch_that_says_high_over_a_gauge_that_has_stuck_is_an_alarm() -> None:
    watched = Watched(plant(switches=[{"tag": "lsh", "at": 7.0}]))
    play(watched, 0, 100, lt=4.0, lsh=0)
    assert "lt:DISAGREE" not in watched.active()
    play(watched, 100, 159, lt=4.0, lsh=1)
    assert "lt:DISAGREE" not in watched.active(), "it has to last for a minute"
    play(watched, 159, 165, lt=4.0, lsh=1)
    alarm = watched.state.alarms["lt:DISAGREE"]
    assert (alarm.active, alarm.priority, alarm.value, alarm.limit) == (True, "high", 7.0, 4.0)
    assert alarm.onset == T0 + 100_000
    play(watched, 165, 230, lt=7.1, lsh=1)
    assert "lt:DISAGREE" not in watched.active()


def test_a_switch_that_stays_dry_while_the_gauge_is_above_it_is_one_too() -> None:
    watched = Watched(plant(switches=[{"tag": "lsh", "at": 6.0}]))
    play(watched, 0, 70, lt=6.1, lsh=0)
    assert "lt:DISAGREE" not in watched.active(), "within two per cent of the range"
    play(watched, 70, 140, lt=6.3, lsh=0)
    assert "lt:DISAGREE" in watched.active()


def test_two_gauges_that_drift_apart_and_one_that_is_silent() -> None:
    watched = Watched(plant(also_levels=["lt2"]))
    play(watched, 0, 200, lt=4.0, lt_2=lambda second: 4.0 + second / 1000)
    assert "lt:DISAGREE" not in watched.active()
    play(watched, 200, 300, lt=4.0, lt_2=4.3)
    assert "lt:DISAGREE" in watched.active()
    silent = Watched(plant(also_levels=["lt2"]))
    play(silent, 0, 2, lt=4.0, lt_2=9.0)
    play(silent, 2, 120, lt=4.0)
    assert "lt:DISAGREE" not in silent.active(), "a silent instrument contradicts nothing"


def test_a_pump_that_runs_from_a_tank_without_a_meter_betrays_a_gauge_that_has_stuck() -> None:
    """60 m3/h of 28.27 m3/m is 35 mm/min."""
    watched = Watched(plant(outflows=[], inflows=[], net_loss=False))
    play(watched, 0, 60, lt=4.0, run=0)
    play(watched, 60, 180, lt=4.0, run=1)
    assert "lt:FLAT" in watched.active()
    follows = Watched(plant(outflows=[], inflows=[], net_loss=False))
    play(follows, 0, 60, lt=4.0, run=0)
    play(follows, 60, 180, lt=lambda second: 4.0 - 0.0353 * (second - 60) / 60, run=1)
    assert "lt:FLAT" not in follows.active()
    metered = Watched(plant(inflows=[], net_loss=False))
    play(metered, 0, 180, lt=4.0, out=0, run=1)
    assert "lt:FLAT" not in metered.active(), "a meter is believed before a pump's rate"
