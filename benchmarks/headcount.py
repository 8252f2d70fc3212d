"""How exact and how fast a headcount of 2,000 is at 300 passages a minute, through the real door and table."""

import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.figure import Figure
from command_center.domain.people.expected_inside import expected_inside
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from tests.support.busy_gates import A_MINUTE, PEOPLE, BusyGates

MINUTES = 20
COUNTS = 50


def measure() -> Iterable[Figure]:
    """Twenty minutes of passages, sent twice, late and out of order, with a restart in the middle."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'gates.sqlite3'}")
        migrate(engine)
        plant = BusyGates(engine, seed=14)
        wrong, taken, busy_s = 0, 0, 0.0
        for minute in range(MINUTES):
            plant.happens(A_MINUTE)
            settle = minute % 2 == 1
            began = time.perf_counter()
            taken += plant.send(settle=settle)
            busy_s += time.perf_counter() - began
            if minute == MINUTES // 2:
                plant.restart()
            if settle:
                wrong += len(plant.headcount() ^ plant.really_inside())
        began = time.perf_counter()
        for _ in range(COUNTS):
            expected_inside(plant.state, plant.site, plant.inside.gates)
        count_ms = (time.perf_counter() - began) / COUNTS * 1000
        began = time.perf_counter()
        plant.restart()
        start_ms = (time.perf_counter() - began) * 1000
        engine.dispose()
    told = f"{PEOPLE:,} people, {MINUTES * A_MINUTE:,} passages"
    yield Figure("people wrong against a recount", wrong, "", told, 0)
    yield Figure(
        "passages taken a second", taken / busy_s, "/s", f"{A_MINUTE / 60:.0f}/s come", 500, True
    )
    yield Figure("one headcount", count_ms, "ms", told, 50)
    yield Figure("folded at a start", start_ms, "ms", told, 1_000)
