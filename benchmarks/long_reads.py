"""How much slower commands become while others read long: a real server, real sockets, one machine.

    python -m benchmarks.long_reads

Four readers ask for the same long thing again and again, as fast as they are answered; meanwhile a
commander gives commands. The figure is the commands' time against the same server without the readers.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import requests

from benchmarks.figure import Figure
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.waiting import PATIENCE_S

FACTS = 10_000
READERS = 4
COMMANDS = 100
READS = {
    "the log, 10,000 facts": "journal?limit=10000",
    "a search that finds nothing": "journal/search?about=nothing-of-that-name",
    "alarms of a month": "alarms?since=0",
    "a replay's span": "replay/{incident}",
    "a replay's board": "replay/{incident}/board",
    "a review": "reviews/{incident}",
}


def measure() -> Iterator[Figure]:
    """Commands alone, then beside each kind of long read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running(folder, CC_LOG_LEVEL="error") as center:
            commander = center.token("bench", Role.COMMANDER)
            viewer = center.token("reader", Role.VIEWER)
            incident = _long_journal(center)
            center.start()
            alone = _commands(center, commander)
            for what, path in READS.items():
                url = f"{center.url}/api/v1/{path.format(incident=incident)}"
                with _reading(url, viewer):
                    beside = _commands(center, commander)
                yield Figure(
                    f"command p50 beside {READERS} readers of {what}, x alone",
                    round(beside[0] / alone[0], 1),
                    "x",
                    f"p50 {beside[0]:.1f} ms, p99 {beside[1]:.1f}; alone {alone[0]:.1f} and {alone[1]:.1f}",
                    goal=5,
                )


def _long_journal(center: RunningCenter) -> str:
    """An incident, and reports during it; returns its id."""
    site, actor = demo_site(), Actor("bench", Role.COMMANDER)
    with databases(center.settings()) as stores:
        desk = Desk(site, Journal(stores.journal, site.id, center.clock.now), center.clock)
        plan = site.plans[0]
        opened = desk.submit("incident.open", {"place": plan.places[0], "plan": plan.id}, actor)
        assert isinstance(opened, Accepted), opened
        incident = str(opened.facts[0].data["id"])
        for number in range(FACTS):
            data = {"channel": "call", "place": site.areas[0].id, "text": f"report {number}"}
            assert isinstance(desk.submit("report.receive", data, actor), Accepted)
    return incident


def _commands(center: RunningCenter, secret: str) -> tuple[float, float]:
    """p50 and p99 in ms of commands given one after the other on one connection."""
    times = []
    headers = {"Authorization": f"Bearer {secret}"}
    data = {"channel": "call", "place": demo_site().areas[0].id, "text": "report"}
    body = {"kind": "report.receive", "data": data}
    with requests.Session() as session:
        for _ in range(COMMANDS):
            begun = time.perf_counter()
            answer = session.post(
                f"{center.url}/api/v1/commands", json=body, headers=headers, timeout=PATIENCE_S
            )
            times.append((time.perf_counter() - begun) * 1000)
            answer.raise_for_status()
    percentiles = quantiles(times, n=100)
    return percentiles[49], percentiles[98]


@contextmanager
def _reading(url: str, secret: str) -> Iterator[None]:
    """So many readers, in a process of their own; each has been answered once when this begins."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.long_reader", url, secret, str(READERS)],
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), "the readers were refused"
        yield
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  ", flush=True)
