"""The exercise clock goes, stands and goes on, whatever the wall clock does."""

from command_center.domain.state.drills.exercise_clock import ExerciseClock


def test_it_shows_the_exercise_and_not_the_hour() -> None:
    clock = ExerciseClock(real_ms=1_000, exercise_ms=500_000)
    assert clock.at(1_000) == 500_000
    assert clock.at(61_000) == 560_000


def test_a_pause_is_no_exercise_time() -> None:
    clock = ExerciseClock(0, 0)
    clock.stop(40_000)
    assert clock.at(640_000) == 40_000
    clock.go(640_000)
    assert clock.at(660_000) == 60_000


def test_it_goes_faster_where_nobody_plays() -> None:
    clock = ExerciseClock(0, 0, speed=60)
    assert clock.at(1_000) == 60_000
    clock.stop(1_000)
    clock.go(5_000)
    assert clock.at(6_000) == 120_000


def test_a_step_of_the_wall_clock_is_no_exercise_time() -> None:
    back, ahead = ExerciseClock(0, 0), ExerciseClock(0, 0)
    back.stepped(-600_000)
    assert back.at(20_000 - 600_000) == 20_000
    ahead.stepped(600_000)
    assert ahead.at(20_000 + 600_000) == 20_000


def test_it_waits_where_the_wall_clock_was_set_back_and_nobody_has_said_so() -> None:
    clock = ExerciseClock(0, 0)
    clock.newest_ms = 30_000
    assert clock.at(10_000) == 30_000
    assert clock.at(31_000) == 31_000


def test_an_outage_is_no_exercise_time() -> None:
    clock = ExerciseClock(0, 0)
    clock.lost(60_000)
    assert clock.at(100_000) == 40_000
    clock.stop(100_000)
    clock.lost(5_000)  # it stood still anyway
    assert clock.at(200_000) == 40_000
