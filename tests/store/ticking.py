"""A patched process whose event loop goes on ticking while the database makes it wait.

`python -m tests.store.ticking FOLDER` prints one JSON object with what it counted.
"""

# ruff: noqa: E402 - gevent patches before anything else is imported

from gevent import monkey

monkey.patch_all()

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from sqlalchemy import Engine, event

from command_center.domain.reading import Quality, Reading
from command_center.store import writer
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import HeadMoved
from command_center.store.journal.verify import verify
from command_center.store.series.readings import Readings
from tests.store.facts import SITE, a_fact, a_journal

COMMITS = 30
ROUNDS_A_COMMIT = 5
CONTENDING = 20
PAGES = 40

_really_sleep: Callable[[float], None] = monkey.get_original("time", "sleep")


class Loop:
    """Counts its own ticks, one a millisecond at best."""

    def __init__(self) -> None:
        self.ticks = 0
        self._at_tick: dict[int, Callable[[], object]] = {}
        gevent.spawn(self._tick)

    def _tick(self) -> None:
        while True:
            gevent.sleep(0.001)
            self.ticks += 1
            self._at_tick.pop(self.ticks, lambda: None)()

    def after_ticks(self, ticks: int, work: Callable[[], object]) -> None:
        """Do `work` when the loop has come round so many times more."""
        self._at_tick[self.ticks + ticks] = work

    def slow_disk(self, engine: Engine) -> None:
        """From now on each commit takes until the loop has come round some times more.

        A commit in the loop's own thread would wait for ever; it gives up after a minute.
        """

        @event.listens_for(engine, "commit")
        def _wait(_connection: Any) -> None:
            wanted = self.ticks + ROUNDS_A_COMMIT
            for _ in range(60_000):
                if self.ticks >= wanted:
                    return
                _really_sleep(0.001)
            raise AssertionError("the loop stood still while a commit waited for the disk")


def main(folder: Path) -> None:
    path = folder / "center.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    journal = a_journal(engine)
    readings = Readings(engine, SITE)
    journal.append([a_fact("first")], expected=0)
    loop = Loop()
    counted: dict[str, Any] = {}

    # Another connection has the write lock and gives it back only when the loop has turned.
    other = sqlite3.connect(path, isolation_level=None, timeout=0.2)
    other.execute("BEGIN IMMEDIATE")
    loop.after_ticks(100, lambda: other.execute("ROLLBACK"))
    before = loop.ticks
    journal.append([a_fact("waits")], expected=1)
    counted["ticks_while_locked"] = loop.ticks - before

    # What waiting inside the loop would be: not one tick.
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    before = loop.ticks
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        counted["inline"] = [str(error), loop.ticks - before]
    holder.execute("ROLLBACK")

    # A long history is read in pages: between two of them whoever waits for the database has a turn.
    readings.add([Reading("LONG", n, float(n), Quality.GOOD, "g") for n in range(PAGES * 10)])
    writer.PAGE = 10
    reading = gevent.spawn(lambda: readings.history("LONG", 0, PAGES * 10, 100))
    while not reading.ready():
        readings.add([Reading("SHORT", loop.ticks, 1.0, Quality.GOOD, "g")])
        counted["batches_during_history"] = counted.get("batches_during_history", 0) + 1
    counted["history"] = len(reading.get())
    # More at once than the engine has connections.
    crowd = [gevent.spawn(readings.history, "LONG", 0, PAGES * 10, 100) for _ in range(CONTENDING)]
    counted["histories"] = [len(one.get()) for one in crowd]

    def appends() -> None:
        for seq in range(2, 2 + COMMITS):
            journal.append([a_fact(seq)], expected=seq)

    def batches() -> None:
        for batch in range(20):
            rows = [Reading(f"T{n}", batch, 1.0, Quality.GOOD, "g") for n in range(1000)]
            readings.add(rows)
            gevent.sleep(0)

    loop.slow_disk(engine)
    for name, work in (("appends", appends), ("readings", batches)):
        before = loop.ticks
        work()
        counted[f"ticks_during_{name}"] = loop.ticks - before
    counted["readings"] = sum(tag.startswith("T") for tag in readings.latest())

    # Greenlets contend for one head as threads would; refusals come back as exceptions.
    refusals = 0

    def contend(name: int, head: int) -> None:
        nonlocal refusals
        while True:
            try:
                journal.append([a_fact(f"g{name}")], expected=head)
                return
            except HeadMoved:
                refusals += 1
                head = journal.head().seq

    head = journal.head().seq
    contending = [gevent.spawn(contend, name, head) for name in range(CONTENDING)]
    gevent.joinall(contending, raise_error=True)
    counted["head_before"] = 2 + COMMITS
    counted["refusals"] = refusals
    counted["head"] = verify(engine, SITE).seq
    counted["notes"] = sorted(str(fact.data["note"]) for fact in journal.read(2 + COMMITS, 100))
    other.close()
    holder.close()
    sys.stdout.write(json.dumps(counted))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
