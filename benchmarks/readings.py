"""How fast readings are stored and drawn: `python -m benchmarks.readings [URL]`.

Without a URL it is an SQLite file with `synchronous=NORMAL`, as the readings' own file has it. The
baseline is one `executemany` a batch into a table of the same columns.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.figure import Figure
from command_center.domain.reading import Quality, Reading
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.series.readings import Readings

BATCH, BATCHES = 1_000, 200
TAGS = (60, 1_000)
"""A small plant's tags and a large one's: more tags are more places of the file to write to."""
POINTS = 600
WEEK_S = 7 * 86_400


def measure(url: str) -> list[Figure]:
    """The figures on an empty database of its own."""
    engine = open_engine(url, synchronous="NORMAL")
    migrate(engine)
    kind = "SQLite" if engine.dialect.name == "sqlite" else "PostgreSQL"
    figures: list[Figure] = []
    for tags in TAGS:
        readings = Readings(engine, f"bench-{tags}")
        batches = _batches(tags)
        ours = _seconds(partial(_add, readings, batches))
        bare = _bare(engine, f"bare_{tags}", batches)
        base = f"bare executemany {BATCH * BATCHES / bare:,.0f} /s"
        name = f"readings stored, {tags} tags, {kind}"
        figures.append(Figure(name, BATCH * BATCHES / ours, "/s", base))
        latest = _seconds(readings.latest)
        figures.append(Figure(f"latest of {tags} tags, {kind}", latest * 1000, "ms", ""))
    few = Readings(engine, f"bench-{TAGS[0]}")
    span = BATCH * BATCHES // TAGS[0] * 1_000
    drawn = _seconds(lambda: few.history("TAG-0", 0, span, POINTS))
    stored = len(few.history("TAG-0", 0, span, BATCH * BATCHES))
    name = f"history of {stored:,} readings to {POINTS} points, {kind}"
    figures.append(Figure(name, drawn * 1000, "ms", ""))
    figures.append(_week(engine, kind))
    engine.dispose()
    return figures


def _week(engine: Engine, kind: str) -> Figure:
    """Seven days at a reading a second, as a screen of 1,600 pixels asks for them."""
    week = Readings(engine, "bench-week")
    for start in range(0, WEEK_S, BATCH):
        seconds = range(start, min(start + BATCH, WEEK_S))
        week.add([Reading("TAG-0", n * 1000, n % 977 / 7, Quality.GOOD, "gw-1") for n in seconds])
    drawn = _seconds(lambda: week.drawn("TAG-0", 0, WEEK_S * 1000, 1_600, 3_000))
    raw = engine.raw_connection()

    def bare() -> None:
        cursor = raw.cursor()
        cursor.execute(
            "SELECT ts, value, quality, source FROM readings"
            " WHERE site = 'bench-week' AND tag = 'TAG-0' ORDER BY ts"
        )
        while cursor.fetchmany(4_096):
            pass

    base = _seconds(bare)
    raw.close()
    ratio = (
        f"bare SELECT of these {WEEK_S:,} rows {base * 1000:,.0f} ms: {drawn / base:.1f} x its time"
    )
    return Figure(f"7 days at 1 Hz to 1,600 points, {kind}", round(drawn * 1000), "ms", ratio)


def _batches(tags: int) -> list[list[Reading]]:
    """Every tag once a second, in the order a gateway would send them."""
    return [
        [
            Reading(f"TAG-{n % tags}", n // tags * 1_000, n % 977 / 7, Quality.GOOD, "gateway-1")
            for n in range(batch * BATCH, (batch + 1) * BATCH)
        ]
        for batch in range(BATCHES)
    ]


def _add(readings: Readings, batches: list[list[Reading]]) -> None:
    for batch in batches:
        readings.add(batch)


def _bare(engine: Engine, table: str, batches: list[list[Reading]]) -> float:
    rows = [[(*row[:3], row.quality.value, row.source) for row in batch] for batch in batches]
    sqlite = engine.dialect.name == "sqlite"
    raw = engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute(
        f"CREATE TABLE {table} (tag TEXT, ts BIGINT, value FLOAT, quality TEXT, source TEXT,"
        f" PRIMARY KEY (tag, ts)) {'WITHOUT ROWID' if sqlite else ''}"
    )
    raw.commit()
    insert = f"INSERT INTO {table} VALUES ({', '.join(['?' if sqlite else '%s'] * 5)})"

    def work() -> None:
        for batch in rows:
            if sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(insert, batch)
            raw.commit()

    seconds = _seconds(work)
    raw.close()
    return seconds


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        urls = sys.argv[1:] or [f"sqlite:///{Path(folder) / 'readings.db'}"]
        for row in [row for each in urls for row in measure(each)]:
            print(f"{row.name:55} {row.figure:12,.2f} {row.unit:4} {row.baseline}")
