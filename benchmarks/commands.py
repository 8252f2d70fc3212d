"""Commands decided and durable through the real Desk, beside a bare durable insert."""

import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from benchmarks.figure import Figure
from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
COUNT = 2_000


def measure() -> list[Figure]:
    """SQLite, synchronous=FULL, one command at a time: the embedded form's worst case."""
    site, clock = load(SITE), Clock()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/journal.db")
        migrate(engine)
        desk = Desk(site, Journal(engine, site.id, clock.now), clock)
        bare = open_engine(f"sqlite:///{folder}/bare.db")
        with bare.begin() as connection:
            connection.execute(text("create table line (seq integer primary key, body text)"))
        actor, place = Actor("bench", Role.COMMANDER), site.areas[0].id
        times: list[float] = []
        for number in range(COUNT):
            data = {"channel": "call", "place": place, "text": f"report {number}"}
            begun = time.perf_counter()
            assert isinstance(desk.submit("report.receive", data, actor, key=str(number)), Accepted)
            times.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for _ in range(COUNT):
            with bare.begin() as connection:
                connection.execute(text("insert into line (body) values (:b)"), {"b": "x" * 400})
        bare_s = (time.perf_counter() - begun) / COUNT
        engine.dispose()
        bare.dispose()
    times.sort()
    each = sum(times) / COUNT
    return [
        Figure(
            "commands decided and durable",
            round(1 / each),
            "1/s",
            f"bare durable insert {1 / bare_s:,.0f}/s: {each / bare_s:.1f} x its time",
            goal=1_000,
            more_is_better=True,
        ),
        Figure(
            "command p99",
            round(times[int(COUNT * 0.99)] * 1000, 2),
            "ms",
            f"bare durable insert {bare_s * 1000:.2f} ms on average",
            goal=20,
        ),
    ]


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  ")
