"""Long reads: one step at a time in the process, and the others go first after each."""

import subprocess
import sys
from pathlib import Path

import pytest

from command_center.store import last_in_turn as module
from command_center.store.journal import Journal, steps
from command_center.store.last_in_turn import REST, STEP, last_in_turn
from tests.support.factories import ControlRoom

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was rested, in a process with a loop whose steps take a hundredth of a second each."""
    found: list[float] = []
    now = iter(range(1_000))
    monkeypatch.setattr(module, "loop_waits", lambda: True)
    monkeypatch.setattr("command_center.store.last_in_turn.time.sleep", found.append)
    elapsed = "command_center.store.last_in_turn.time.perf_counter"
    monkeypatch.setattr(elapsed, lambda: next(now) / 100)
    return found


def test_after_a_step_the_others_have_three_times_as_long(rested: list[float]) -> None:
    with last_in_turn():
        pass
    assert rested == pytest.approx([REST / 100])


def test_a_step_within_a_step_is_part_of_it(rested: list[float]) -> None:
    with last_in_turn(), last_in_turn():
        pass
    assert len(rested) == 1


def test_a_reader_that_stops_early_gives_the_turn_back(rested: list[float], tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "journal.sqlite")
    room.alarm()
    for _ in range(2):
        reading = steps(room.journal, 0)
        assert next(reading)
        del reading  # as a loop that breaks off does
    assert len(rested) == 2


def test_many_facts_are_read_a_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = ControlRoom(tmp_path / "journal.sqlite")
    for number in range(2 * STEP):
        room.does("ann", "report.receive", channel="call", place="tank", text=f"report {number}")
    asked: list[int] = []
    read = Journal.read

    def counted(journal: Journal, after: int, limit: int) -> object:
        asked.append(limit)
        return read(journal, after, limit)

    monkeypatch.setattr(Journal, "read", counted)
    head = room.journal.head().seq
    told = [fact.seq for page in steps(room.journal, 0) for fact in page]
    assert told == list(range(1, head + 1))
    assert [fact.seq for page in steps(room.journal, 5, 7) for fact in page] == [6, 7]
    assert max(asked) == STEP


ORDER = """
from gevent import monkey; monkey.patch_all()
import gevent
from command_center.store.last_in_turn import last_in_turn

order = []

def reader(name):
    for _ in range(3):
        with last_in_turn():
            order.append(name)

def commands():
    while True:
        if order[-1:] != ["command"]:
            order.append("command")
        gevent.sleep(0)

others = gevent.spawn(commands)
gevent.joinall([gevent.spawn(reader, name) for name in "ab"], raise_error=True)
others.kill()
taken = [one for one in order if one != "command"]
assert len(taken) == 6, order
assert all("command" in pair for pair in zip(order, order[1:])), order
"""


def test_between_two_steps_whoever_waits_has_a_turn() -> None:
    """In a real loop, with two readers: no step follows another without others in between."""
    subprocess.run([sys.executable, "-c", ORDER], cwd=ROOT, check=True, timeout=240)
