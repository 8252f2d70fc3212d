"""Leaders as processes of their own, killed one after the other."""

import subprocess
import sys
import threading
from queue import Queue
from typing import Any

import pytest

from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from tests.duties.center import told
from tests.support.duties_process import morning
from tests.support.waiting import PATIENCE_S, eventually


class Process:
    """A process of its own that holds the duties or waits for them; what it says goes to `heard`."""

    def __init__(self, url: str, name: str, offset_ms: int, heard: "Queue[Heard]") -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-m", "tests.support.duties_process", url, name, str(offset_ms)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listening = threading.Thread(target=self._listen, args=(heard,))
        self._listening.start()

    def _listen(self, heard: "Queue[Heard]") -> None:
        assert self.running.stdout is not None
        for line in self.running.stdout:
            word, _, term = line.strip().partition(" ")
            heard.put((self, word, int(term or 0)))

    def level(self, metres: float) -> None:
        assert self.running.stdin is not None
        self.running.stdin.write(f"{metres}\n")
        self.running.stdin.flush()

    def kill(self) -> None:
        self.running.kill()
        self.running.wait()
        self._listening.join()
        for pipe in (self.running.stdin, self.running.stdout):
            assert pipe is not None
            pipe.close()


Heard = tuple[Process, str, int]


def recorded(journal: Journal, kind: str) -> list[dict[str, Any]]:
    """The facts of a kind, once there are some."""
    return eventually(lambda: told(journal, kind))


@pytest.mark.slow
def test_killed_leaders_are_replaced_and_nothing_fires_twice(postgres_database: str) -> None:
    """A lease may also change hands because its holder was not given the time to prolong it: the
    test follows whoever leads, and a machine that stalls only makes it longer."""
    engine = open_engine(postgres_database)
    migrate(engine)
    clock = morning()
    journal = Journal(engine, "watched", clock.now)
    heard: Queue[Heard] = Queue()
    alive: list[Process] = []

    def next_word(word: str, after: int) -> tuple[Process, int]:
        """Who says it next of those alive, of a later term than `after`."""
        while True:
            who, said, term = heard.get(timeout=PATIENCE_S)
            if said == word and term > after and who in alive:
                return who, term

    try:
        for name in ("first", "second", "third"):
            alive.append(Process(postgres_database, name, clock.offset_ms, heard))
        leader, term = next_word("leading", 0)
        for process in alive:
            process.level(6.5)
        assert recorded(journal, "alarm.raised")
        for _ in range(2):
            leader.kill()
            alive.remove(leader)
            # The successor has looked for longer than the delay at an alarm that stands.
            leader, term = next_word("judged", term)
        for process in alive:
            process.level(5)
        assert recorded(journal, "alarm.returned") == [{"alarm": "lt:H"}]
    finally:
        for process in alive:
            process.kill()
    assert [data["alarm"] for data in told(journal, "alarm.raised")] == ["lt:H"]
    assert told(journal, "alarm.returned") == [{"alarm": "lt:H"}]
    assert len(told(journal, "shift.began")) == 1
    engine.dispose()
