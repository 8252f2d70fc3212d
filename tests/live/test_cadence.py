"""Facts at once, readings ten times a second."""

import pytest

from command_center.live.connections import Cadence


def test_what_follows_a_quiet_spell_goes_at_once() -> None:
    cadence = Cadence()
    assert not cadence.take(0.0)
    assert cadence.changed(5.0, urgent=False)
    assert cadence.take(5.0)
    assert not cadence.take(5.0), "once"


def test_readings_wait_for_the_end_of_the_hundred_milliseconds() -> None:
    cadence = Cadence()
    cadence.changed(5.0, urgent=False)
    cadence.take(5.0)
    assert cadence.changed(5.03, urgent=False)
    assert not cadence.changed(5.06, urgent=False), "already on its way"
    assert not cadence.take(5.06)
    assert cadence.wait(5.06) == pytest.approx(0.04)
    assert cadence.take(5.1)


def test_a_fact_waits_for_nothing_and_takes_the_readings_along() -> None:
    cadence = Cadence()
    cadence.changed(5.0, urgent=False)
    cadence.take(5.0)
    cadence.changed(5.01, urgent=False)
    assert cadence.changed(5.02, urgent=True)
    assert cadence.wait(5.02) == 0
    assert cadence.take(5.02)
    assert not cadence.take(5.1)


def test_an_idle_board_is_looked_at_for_its_pulse() -> None:
    assert 0 < Cadence().wait(100.0) <= 0.1
