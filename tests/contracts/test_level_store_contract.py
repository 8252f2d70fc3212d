"""Two processes on one store show the same rate, whatever one of them did not hear."""

from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.domain.reading import Quality, Reading
from command_center.domain.state import State
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.live.level_store import LevelStore
from command_center.store.series.readings import Readings
from tests.support.small_works import small_works

START = 1_790_000_000_000
SITE = small_works()


def tank(second: float, value: float, quality: Quality = Quality.GOOD) -> Reading:
    return Reading("LT-T", START + round(second * 1000), value, quality, "dcs")


def leaking(first: int, end: int) -> list[Reading]:
    """A level that falls faster and faster, each second."""
    return [tank(second, 6 - (second / 100) ** 2) for second in range(first, end)]


class Process:
    """One board on the shared store, started with what is stored then."""

    def __init__(self, engine: Engine) -> None:
        self.history = Readings(engine, SITE.id)
        self.asked: list[str] = []
        self.told: dict[str, Any] = {}
        hub = Hub("epoch", lambda: START)
        put = hub.change

        def keep(changes: Any, **how: Any) -> int:
            rows = list(changes)
            self.told |= {key: row for topic, key, row in rows if topic == "levels"}
            return put(rows, **how)

        hub.change = keep  # type: ignore[method-assign]
        self.board = Board(SITE, hub)
        self.levels = LevelStore(self.board, self.history.digests, self._samples)
        self.board.start(State.start(SITE), [], self.history.latest(), {})
        self.levels.check(every=True)

    def _samples(self, spans: Any) -> Any:
        self.asked += spans
        return self.history.samples(spans)

    def hears(self, readings: list[Reading]) -> None:
        """Takes them in itself, or by the bus: each batch is stored before it is told."""
        self.history.add(readings)
        self.board.take_readings(readings)

    @property
    def rate(self) -> float:
        rate = self.told["LT-T"]["rate_per_min"]
        assert rate is not None
        return float(rate)


@pytest.fixture
def one(engine: Engine) -> Process:
    first = Process(engine)
    first.hears(leaking(0, 60))
    return first


def test_a_process_that_was_just_started_has_the_rate_at_once(engine: Engine, one: Process) -> None:
    """After a kill it was null until the window had filled itself again."""
    assert Process(engine).rate == one.rate


def test_what_the_bus_lost_is_in_the_rate_after_a_look(engine: Engine, one: Process) -> None:
    other = Process(engine)
    one.hears(leaking(60, 100))
    other.board.take_readings(leaking(99, 100))  # the latest is all that it found out
    assert other.rate != one.rate
    other.levels.check(every=True)
    assert other.rate == one.rate


def test_readings_that_come_late_are_in_both_rates(engine: Engine, one: Process) -> None:
    other, late = Process(engine), leaking(60, 80)
    for process in (one, other):
        process.hears(leaking(80, 90))
    before = one.rate
    one.history.add(late)
    one.board.take_late(late)
    other.board.take_late(late[::-1])
    assert before != one.rate == other.rate


def test_a_window_that_is_as_the_store_has_it_is_not_read_again(
    engine: Engine, one: Process
) -> None:
    one.levels.check(every=True)
    assert one.asked == ["LT-T"]  # it began when nothing was stored
    for every in (True, False):
        one.levels.check(every=every)
    assert one.asked == ["LT-T"]


def test_of_two_values_of_one_moment_the_stored_one_counts(engine: Engine, one: Process) -> None:
    other, wrong = Process(engine), [tank(60, 9.0)]
    one.hears([tank(60, 1.0)])
    assert other.history.add(wrong) == 0  # the first stays: so its process is in doubt
    other.board.take_readings(wrong)
    assert other.rate != one.rate
    other.board.level_rows[None].doubt(["LT-T"])
    other.levels.check()
    assert other.rate == one.rate


def test_a_late_reading_that_comes_while_the_store_is_read_is_not_lost(
    engine: Engine, one: Process
) -> None:
    other = Process(engine)
    one.hears(leaking(70, 90))
    other.board.take_readings(leaking(89, 90))
    read = other.history.samples

    def slowly(spans: Any) -> Any:
        """The answer is from before the late readings; they come while it is on its way."""
        answer = read(spans)
        one.history.add(leaking(60, 70))
        for process in (one, other):
            process.board.take_late(leaking(60, 70))
        return answer

    LevelStore(other.board, other.history.digests, slowly).check(every=True)
    other.levels.check()
    assert other.rate == one.rate


def test_after_a_set_back_the_rate_is_that_of_what_is_stored_of_that_time(
    engine: Engine, one: Process
) -> None:
    """No process knows more of it than the store does, or two would differ."""
    one.asked.clear()
    one.hears([tank(-100, 8.0 - 100 / 60)])
    one.history.add([tank(second, 8.0 + second / 60) for second in range(-200, -100)])
    one.levels.check()
    assert one.rate == 1.0
    one.hears([tank(60, 3.0)])  # past what was reached before
    one.levels.check()
    one.asked.clear()
    one.levels.check()
    assert one.asked == []
