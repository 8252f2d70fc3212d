"""Readings on their whole way in: read, validated, alarm-checked, stored; beside a bare insert."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import orjson
from sqlalchemy import text

from benchmarks.figure import Figure
from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.reading import Reading
from command_center.ingest.batch import Window
from command_center.ingest.readings import ReadingsDoor
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.series.readings import Readings

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
BATCHES, BATCH = 100, 1_000
BEGAN = 1_800_000_000_000


def measure() -> list[Figure]:
    """100 batches of 1,000 from one source, every value of a new millisecond."""
    site = load(SITE)
    source = site.tags[0].source
    tags = [tag.id for tag in site.tags if tag.source == source]
    bodies = [
        orjson.dumps(
            {
                "source": source,
                "readings": [
                    {"tag": tags[i % len(tags)], "ts": BEGAN + b * BATCH + i, "value": 3.0}
                    for i in range(BATCH)
                ],
            }
        )
        for b in range(BATCHES)
    ]
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/readings.db", synchronous="NORMAL")
        migrate(engine)
        watch = AlarmWatch(site)

        def check(news: Sequence[Reading]) -> None:
            for reading in news:
                watch.observe(reading)

        door = ReadingsDoor(
            site,
            store=Readings(engine, site.id).add,
            publish=check,
            now=lambda: BEGAN + BATCHES * BATCH,
            window=Window(10**9, 10**9),
        )
        begun, spent = time.perf_counter(), time.process_time()
        for body in bodies:
            assert door.take(body).accepted == BATCH
        whole, cpu = time.perf_counter() - begun, time.process_time() - spent
        bare, bare_cpu = _bare(folder, bodies)
        engine.dispose()
    count = BATCHES * BATCH
    return [
        Figure(
            "readings accepted, checked and stored",
            round(count / whole),
            "1/s",
            f"bare insert of the same {count / bare:,.0f}/s: {whole / bare:.1f} x its time",
            goal=50_000,
            more_is_better=True,
        ),
        Figure(
            "the same by CPU time",
            round(count / cpu),
            "1/CPU s",
            f"bare insert of the same {count / bare_cpu:,.0f}: {cpu / bare_cpu:.1f} x its time",
            goal=50_000,
            more_is_better=True,
        ),
    ]


def _bare(folder: str, bodies: list[bytes]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    engine = open_engine(f"sqlite:///{folder}/bare.db", synchronous="NORMAL")
    with engine.begin() as connection:
        connection.execute(text("create table r (tag text, ts int, value real)"))
    rows = [orjson.loads(body)["readings"] for body in bodies]
    begun, spent = time.perf_counter(), time.process_time()
    for batch in rows:
        with engine.begin() as connection:
            connection.execute(text("insert into r values (:tag, :ts, :value)"), batch)
    taken = time.perf_counter() - begun, time.process_time() - spent
    engine.dispose()
    return taken


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  ")
