"""Deadlines of matters: told in time and once, whatever the clock does, by two processes and over a kill -9."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from command_center.clock import Clock
from command_center.domain.actor import DUTY_ACTOR
from command_center.duties.matters import MatterClock
from tests.domain.matters.test_hazard import CLAMP
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works

HOUR, DAY = 3_600, 86_400


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """The works with hazards."""
    return Works(tmp_path, HAZARD, CATEGORIES, SCORE)


def signed(works: Works, many: int, apart_s: float) -> None:
    """So many hazards that Eva has signed for, one after the other."""
    for _ in range(many):
        hazard = works.opens("fay", "hazard", **CLAMP)
        works.does(DUTY_ACTOR, "matter.move", matter=hazard, move="dispatch")
        works.moves("eva", hazard, "sign")
        works.later(apart_s)


def beat(works: Works, clock: MatterClock) -> None:
    for kind, data in list(clock.due(works.state, works.site, works.shelf, None, works.now)):
        works.desk.submit(kind, data, DUTY_ACTOR)


def steps(works: Works) -> Counter[tuple[str, str, str]]:
    told = [fact.data for fact in works.facts("matter.escalated")]
    return Counter((one["matter"], one["of"], one["step"]) for one in told)


def test_each_step_of_many_is_told_within_a_beat_and_once(works: Works) -> None:
    signed(works, 20, 7.3)
    clock = MatterClock()
    beat(works, clock)
    times = {
        (one.id, step["step"]): step["at"]
        for one in works.state.matters.open.values()
        for due in one.due
        for step in due["steps"]
    }
    for at in sorted(set(times.values())):
        for moment in (at - 1, at + 499):
            works.clock.step(moment - works.now)
            beat(works, clock)
    told = works.facts("matter.escalated")
    assert len(told) == len(times) == 60
    late = [fact.at - times[fact.data["matter"], fact.data["step"]] for fact in told]
    assert min(late) >= 0
    assert max(late) < 2_000
    assert set(steps(works).values()) == {1}


def test_a_clock_that_jumps_tells_nothing_twice_and_nothing_before_its_time(works: Works) -> None:
    signed(works, 1, 0)
    clock = MatterClock()
    beat(works, clock)
    for jump, names in (
        (7 * DAY, ["1-superior"]),
        (-7 * DAY, ["1-superior"]),
        (6 * DAY, ["1-superior"]),
        (9 * DAY, ["1-superior", "2-manager"]),
        (-15 * DAY, ["1-superior", "2-manager"]),
        (30 * DAY, ["1-superior", "2-manager"]),
    ):
        works.clock.step(jump * 1000)
        for _ in range(3):
            beat(works, clock)
            works.clock.step(500)
        found = [step for _, of, step in steps(works) if of == "prove" and step != "yellow"]
        assert found == names, jump
    assert set(steps(works).values()) == {1}


def test_a_step_that_cannot_be_taken_does_not_hold_back_the_next(works: Works) -> None:
    """The clockwork looks again at what failed after a minute; the manager is told in time all the same."""
    signed(works, 1, 0)
    (hazard,) = works.state.matters.open.values()
    clock = MatterClock()
    beat(works, clock)
    second = hazard.due[0]["steps"][-1]["at"]
    works.clock.step(hazard.due[0]["at"] - works.now)
    list(clock.due(works.state, works.site, works.shelf, None, works.now))  # given, and refused
    works.clock.step(second - 30_000 - works.now)
    list(clock.due(works.state, works.site, works.shelf, None, works.now))
    works.clock.step(second - works.now)
    asked = [
        data["step"] for _, data in clock.due(works.state, works.site, works.shelf, None, works.now)
    ]
    assert "2-manager" in asked


class Beats:
    """Processes of their own that turn the clock of matters; what they say comes by one pipe."""

    def __init__(self, url: str, offset_ms: int, many: int) -> None:
        reads, writes = os.pipe()
        self.said = os.fdopen(reads)
        self.running = {}
        for _ in range(many):
            one = subprocess.Popen(
                [sys.executable, "-m", "tests.support.matter_beats", url, str(offset_ms)],
                stdin=subprocess.PIPE, stdout=writes, text=True,
            )  # fmt: skip
            self.running[one.pid] = one
        os.close(writes)

    def until(self, word: str, times: int = 1) -> int:
        """Wait until they have said this so many times; the process that said it last."""
        for line in self.said:
            pid, said = line.split()
            times -= said == word
            if not times:
                return int(pid)
        raise AssertionError(f"they ended before they said {word}")

    def go(self) -> None:
        """Let all of them begin at once."""
        self.until("ready", len(self.running))
        for one in self.running.values():
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()

    def end(self) -> None:
        """Let all of them end, or see that they have."""
        self.said.close()
        for one in self.running.values():
            assert one.stdin is not None
            one.kill()
            one.stdin.close()
            one.wait()


def test_two_processes_and_one_that_is_killed_escalate_each_step_once(works: Works) -> None:
    signed(works, 30, 0)
    ahead = works.now + 20 * DAY * 1000 - Clock().now()
    beats = Beats(str(works.journal.engine.url), ahead, 2)
    try:
        beats.go()
        victim = beats.until("step", 5)
        with beats.running.pop(victim) as killed:
            killed.kill()  # -9: in the middle of its steps
        while beats.until("idle") == victim:
            pass  # what the dead one had said before
    finally:
        beats.end()
    works.desk.catch_up()
    found = steps(works)
    assert set(found.values()) == {1}
    assert len({(matter, step) for matter, _, step in found}) == 60, "superior and manager of each"
    assert works.replayed() == works.state
