"""`make bench`: every figure of the product beside a baseline measured in the same run.

    python -m benchmarks [--quick] [--shift MINUTES] [--pages NAME ...] [--only NAME]

A figure that falls short is printed as it fell out; nothing here passes or fails.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import (
    alarm_watch,
    commands,
    drills,
    feeds,
    gateway,
    gateway_opcua,
    gateway_outage,
    gateway_pixel,
    gateway_reconnect,
    headcount,
    http_commands,
    journal,
    ledger,
    live_load,
    living,
    long_night,
    long_reads,
    matters,
    outbox,
    past,
    phone,
    readings,
    replay,
    shift,
    wall,
)
from benchmarks.figure import Figure
from command_center.site_file import load
from tests.support.postgres import fresh_database, running_postgres
from tests.support.unavailable import Unavailable

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
console = Console(width=150)


def main() -> None:
    """Run all, printing each group as it ends."""
    parser = argparse.ArgumentParser(description="Measure the command center.")
    parser.add_argument("--quick", action="store_true", help="fewer clients and seconds")
    parser.add_argument("--shift", type=float, metavar="MINUTES", help="the shift's length; 3")
    parser.add_argument(
        "--pages",
        nargs="+",
        choices=shift.PAGES,
        default=list(shift.PAGES),
        help="the screens of the shift, all on this machine; all",
    )
    parser.add_argument("--only", metavar="NAME", help="groups with this in their name")
    asked = parser.parse_args()
    quick: bool = asked.quick
    minutes: float = asked.shift or (1 if quick else 3)
    load_asked = live_load.Load(200, 10, 5) if quick else live_load.Load()
    groups: list[tuple[str, Callable[[], Iterable[Figure]]]] = [
        ("Desk", commands.measure),
        ("Command over HTTP", http_commands.measure),
        ("A long night", long_night.measure),
        ("Ledger", ledger.measure),
        ("Living data", living.measure),
        ("Matters", matters.measure),
        ("Replay", replay.measure),
        ("Readings", feeds.measure),
        ("Gateway", gateway.measure),
        ("Gateway: OPC UA", gateway_opcua.measure),
        ("Gateway: outage", gateway_outage.measure),
        ("Gateway: reconnect", gateway_reconnect.measure),
        ("Gateway: sensor to pixel", gateway_pixel.measure),
        ("Headcount by gates", headcount.measure),
        ("Alarm watch", _alarm_watch),
        ("Store on SQLite", _on_sqlite),
        ("Store on PostgreSQL", _on_postgres),
        ("Live socket", lambda: _live(load_asked)),
        ("Commands beside long reads", long_reads.measure),
        ("Outbox", outbox.measure),
        ("Phone", phone.measure),
        ("The past of matters", past.measure),
        ("Drill", drills.measure),
        ("Wall", wall.measure),
        (f"A shift of {minutes:g} min", lambda: shift.measure(minutes, asked.pages)),
    ]
    console.print(_machine())
    for name, measure in groups:
        if asked.only and asked.only.lower() not in name.lower():
            continue
        with console.status(name):
            rows = list(_measured(measure))
        _show(name, rows)


def _measured(measure: Callable[[], Iterable[Figure]]) -> Iterator[Figure]:
    """The figures of a group; where a wait found no end, what did not happen stands in their place."""
    try:
        yield from measure()
    except TimeoutError as why:
        yield Figure("NOT MEASURED", 0, "", str(why))


def _machine() -> str:
    """What the figures depend on, and whether something else was at work here."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    busy = " (others are at work: judge by CPU time and ratios)" if load > 1 else ""
    return f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC, {cores} cores, load {load:.1f}{busy}\n"


def _show(name: str, rows: list[Figure]) -> None:
    table = Table(title=name, title_justify="left", show_edge=False, width=150)
    table.add_column("what", ratio=3)
    table.add_column("figure", justify="right")
    table.add_column("unit")
    table.add_column("goal", justify="right")
    table.add_column("")
    table.add_column("beside, in the same run", ratio=3)
    for row in rows:
        figure = f"{row.figure:,.0f}" if abs(row.figure) >= 1_000 else f"{row.figure:.3g}"
        goal = f"{'>' if row.more_is_better else '<'}= {row.goal:,g}" if row.goal else ""
        table.add_row(row.name, figure, row.unit, goal, row.verdict, row.baseline)
    console.print(table)
    console.print()


def _alarm_watch() -> Iterator[Figure]:
    for row in alarm_watch.measure(load(SITE)):
        yield Figure(row.what, round(row.value, 3), row.unit, f"bare loop {row.baseline:.3f}")


def _on_sqlite() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        return [*journal.measure(url), *readings.measure(f"sqlite:///{folder}/readings.db")]


def _on_postgres() -> list[Figure]:
    try:
        with _database() as url:
            return [*journal.measure(url), *readings.measure(url)]
    except Unavailable as reason:
        return [Figure("NOT MEASURED", 0, "", str(reason))]


@contextmanager
def _database() -> Iterator[str]:
    with running_postgres() as server, fresh_database(server, "bench") as url:
        yield url


def _live(asked: live_load.Load) -> Iterator[Figure]:
    rows = {kind: live_load.measure(kind, asked) for kind in live_load.KINDS}
    ours, emit, bare = rows["hub"], rows["emit"], rows["bare"]
    what = f"{asked.clients} clients, {asked.rate:g} frames/s of {asked.size} bytes"
    for name, figure, unit, key, goal in (
        ("fact to message p99", ours.p99_ms, "ms", "p99_ms", 50),
        ("CPU a client and frame", ours.cpu_us, "us", "cpu_us", 35),
        ("memory a client", ours.memory_kib, "KiB", "memory_kib", 80),
    ):
        beside = f"plain emit {getattr(emit, key):.1f}, bare writes {getattr(bare, key):.1f}"
        yield Figure(f"{name}; {what}", round(figure, 1), unit, beside, goal)


if __name__ == "__main__":
    main()
