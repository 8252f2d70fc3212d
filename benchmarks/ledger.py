"""A ledger of 20,000 lines: an edit from the command to its frame, and a search over all of it, beside a bare scan."""

import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.figure import Figure
from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.domain.site.model import Site
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.plant_table.stock_table import rows_of
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
RESOURCES, STORES, EDITS = 200, 100, 200
GOAL_MS = 150


def big_ledger() -> Site:
    """The demo plant with 200 resources in each of 100 more stores, each counted and inspected at intervals."""
    site = load(SITE)
    keeper = site.posts[0].id
    stores = [
        site.stores[0].model_copy(update={"id": f"B{n}", "keeper": keeper if n % 4 == 0 else None})
        for n in range(STORES)
    ]
    resources = [
        site.resources[0].model_copy(update={"id": f"thing-{n}"}) for n in range(RESOURCES)
    ]
    stock = [
        site.stock[0].model_copy(
            update={
                "resource": resource.id, "store": store.id, "quantity": 10, "minimum": 2,
                "counted": date(2026, 1, 1), "count_every_days": 30 + (n % 60),
                "inspected": date(2026, 1, 1), "inspect_every_days": 90 + (n % 200),
                "inspection_due": None,
            }
        )
        for n, (store, resource) in enumerate((s, r) for s in stores for r in resources)
    ]  # fmt: skip
    return site.model_copy(
        update={
            "stores": [*site.stores, *stores],
            "resources": [*site.resources, *resources],
            "stock": [*site.stock, *stock],
        }
    )


def measure() -> Iterator[Figure]:
    """An edit is a count: decided, durable on SQLite, and every row that it moves made and put into a frame."""
    site, clock = Site.model_validate(big_ledger().model_dump()), Clock()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/journal.db")
        migrate(engine)
        desk = Desk(site, Journal(engine, site.id, clock.now), clock)
        hub = Hub("bench", clock.now)
        board = Board(site, hub)
        board.start(desk.state, [], {}, {})
        desk.listen(board.take_facts)
        yield from _edits(desk, hub, site)
        yield _table(desk, site)
        engine.dispose()


def _edits(desk: Desk, hub: Hub, site: Site) -> Iterator[Figure]:
    actor = Actor("bench", Role.COMMANDER)
    times, searches = [], []
    for n in range(EDITS):
        line = site.stock[(n * 97) % len(site.stock)]
        data = {"resource": line.resource, "store": line.store, "quantity": 5 + n % 5}
        begun = time.perf_counter()
        assert isinstance(desk.submit("resource.count", data, actor, key=str(n)), Accepted)
        hub.flush()
        times.append(time.perf_counter() - begun)
    words = [f"{line.resource} {line.store}".lower() for line in site.stock]
    for n in range(EDITS):
        begun = time.perf_counter()
        found = [one for one in words if f"thing-{n % RESOURCES} b7" in one]
        searches.append(time.perf_counter() - begun)
        assert found is not None
    yield Figure(
        f"count of one of {len(site.stock):,} lines, to its frame, p99",
        _p99_ms(times),
        "ms",
        f"median {_ms(sorted(times)[EDITS // 2])} ms",
        goal=GOAL_MS,
    )
    yield Figure(
        f"search in {len(site.stock):,} lines, bare scan, p99",
        _p99_ms(searches),
        "ms",
        "the browser scans the same texts (assets/resources/ledger.js)",
        goal=GOAL_MS,
    )


def _table(desk: Desk, site: Site) -> Figure:
    begun = time.perf_counter()
    rows = rows_of(desk.state, site, "en")
    took = time.perf_counter() - begun
    return Figure(
        "rows of the whole table", _ms(took), "ms", f"{len(rows):,} rows, written beside the loop"
    )


def _p99_ms(times: list[float]) -> float:
    return _ms(sorted(times)[int(len(times) * 0.99)])


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
