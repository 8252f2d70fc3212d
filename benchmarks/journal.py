"""How fast facts become durable, are read back and are proved: `python -m benchmarks.journal [URL]`.

Without a URL it is an SQLite file with `synchronous=FULL`. The baselines are the same bytes through
the bare database driver.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine

from benchmarks.figure import Figure
from command_center.domain.actor import ActorKind, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.journal.export import export
from command_center.store.journal.verify import verify

SITE = "bench"
APPENDS = 3_000
FACTS = 100_000
CHUNK = 5_000
FACT = Fact(
    seq=0,
    site=SITE,
    at=1_700_000_000_000,
    at_basis=AtBasis.OBSERVED,
    recorded_at=0,
    actor="commander-1",
    actor_kind=ActorKind.HUMAN,
    via=Via.SCREEN,
    kind="directive.issued",
    v=1,
    data={
        "directive": "DIR-1",
        "text": {"zh": "关闭氯苯储罐根部阀", "en": "Shut the root valve of the tank"},
        "to": {"post": "FIELD", "person": "p-1", "name": "Zhang Wei"},
        "urgency": "urgent",
        "ack_by": 1_700_000_060_000,
    },
    incident="INC-1",
)


def measure(url: str) -> list[Figure]:
    """The journal's figures on an empty database of its own."""
    engine = open_engine(url)
    migrate(engine)
    kind = "SQLite" if engine.dialect.name == "sqlite" else "PostgreSQL"
    journal = Journal(engine, SITE, lambda: time.time_ns() // 1_000_000)
    figures = [*_appends(engine, journal, kind), *_reads(engine, journal, kind)]
    engine.dispose()
    return figures


def _appends(engine: Engine, journal: Journal, kind: str) -> list[Figure]:
    for seq in range(100):  # statements compiled, files grown, caches warm
        journal.append([FACT], expected=seq)
    ours = _times(APPENDS, lambda n: journal.append([FACT], expected=100 + n))
    bare = _bare_inserts(engine)
    name = f"one fact durable, {kind}"
    base = f"bare INSERT and COMMIT {{}}, {kind}"
    return [
        Figure(name, len(ours) / sum(ours), "/s", base.format(f"{len(bare) / sum(bare):,.0f} /s")),
        Figure(f"{name}, p99", _p99(ours), "ms", base.format(f"{_p99(bare):.2f} ms")),
    ]


def _bare_inserts(engine: Engine) -> list[float]:
    body = orjson.dumps(FACT.data).decode()
    raw = engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("CREATE TABLE bare (id BIGINT PRIMARY KEY, body TEXT)")
    raw.commit()
    sqlite = engine.dialect.name == "sqlite"
    insert = f"INSERT INTO bare VALUES ({'?, ?' if sqlite else '%s, %s'})"

    def one(number: int) -> None:
        if sqlite:  # the driver begins nothing by itself here; psycopg does
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(insert, (number, body))
        raw.commit()

    for warm in range(100):
        one(-1 - warm)
    times = _times(APPENDS, one)
    raw.close()
    return times


def _reads(engine: Engine, journal: Journal, kind: str) -> list[Figure]:
    start = journal.head().seq
    for seq in range(start, FACTS, CHUNK):
        journal.append([FACT] * min(CHUNK, FACTS - seq), expected=seq)

    def replay() -> None:
        after = 0
        while facts := journal.read(after, CHUNK):
            after = facts[-1].seq

    raw = engine.raw_connection()

    def bare() -> None:
        cursor = raw.cursor()
        cursor.execute("SELECT body, hash FROM facts ORDER BY seq")
        while rows := cursor.fetchmany(CHUNK):
            for body, _ in rows:
                orjson.loads(body)

    read, loaded = _seconds(replay), _seconds(bare)
    raw.close()
    proof = _seconds(lambda: verify(engine, SITE))
    exported = _seconds(lambda: sum(map(len, export(journal))))
    base = f"bare SELECT and orjson.loads {FACTS / loaded:,.0f} /s"
    return [
        Figure(f"facts read and decoded, {kind}", FACTS / read, "/s", base),
        Figure(f"facts verified, {kind}", FACTS / proof, "/s", base),
        Figure(f"facts exported, {kind}", FACTS / exported, "/s", base),
    ]


def _times(count: int, work: Callable[[int], object]) -> list[float]:
    times = []
    for number in range(count):
        started = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - started)
    return times


def _seconds(work: Callable[[], Any]) -> float:
    """The best of three: what else the machine does is not the journal's."""
    return min(_times(3, lambda _: work()))


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)] * 1000


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        urls = sys.argv[1:] or [f"sqlite:///{Path(folder) / 'center.db'}"]
        for row in [row for each in urls for row in measure(each)]:
            print(f"{row.name:45} {row.figure:12,.2f} {row.unit:4} {row.baseline}")
