"""Living data of a large plant: a row changed from the command to its frame, beside the whole validation."""

import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from benchmarks.figure import Figure
from benchmarks.ledger import big_ledger
from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Person, Site
from command_center.domain.site.references import broken_references
from command_center.domain.text import Text
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.plant_table import csv_of, opened
from command_center.plant_table.reading import LIMITS
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.web.doors.plant.plant_table_api import Examined, examined
from command_center.workbook_reader.process import WorkbookReader

PEOPLE, TIMES = 5_000, 100
WRONG, YEARS, A_DAY = 50, 5, 10
GOAL_MS = 150
CHANGED = ("people", "stock", "posts", "roster", "resources")
"""Nouns of which a row is changed `TIMES` times each."""


ROOT, COMMANDER = Actor("bench", Role.ADMINISTRATOR), Actor("bench", Role.COMMANDER)


def big_plant() -> Site:
    """The demo plant with 20,000 stock lines and 5,000 people more."""
    site = big_ledger()
    areas = site.areas
    people = [
        Person(
            id=f"w{n}",
            name=Text(zh=f"职工{n}", en=f"Worker {n}"),
            home=areas[n % len(areas)].id,
        )
        for n in range(PEOPLE)
    ]
    told = site.model_copy(update={"people": [*site.people, *people]})
    return Site.model_validate(told.model_dump())


def measure() -> Iterator[Figure]:
    """A change is decided, durable on SQLite, and every row that it moves made and put into a frame."""
    site, clock = big_plant(), Clock()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/journal.db")
        migrate(engine)
        desk = Desk(site, Journal(engine, site.id, clock.now), clock)
        hub = Hub("bench", clock.now)
        board = Board(site, hub)
        board.start(desk.state, [], {}, {})
        desk.listen(board.take_facts)
        whole = _whole_ms(site)
        gc.collect()
        gc.freeze()  # as the web process does after its start
        for noun in CHANGED:
            took = [_changed(desk, hub, noun, n) for n in range(TIMES)]
            yield _figure(f"a row of {noun} changed, to its frame", took, whole)
        yield _figure(
            "a line counted, to its frame", [_counted(desk, hub, n) for n in range(TIMES)], whole
        )
        yield _figure("search in people and stock, bare scan", _searched(desk.state.site), whole)
        yield _imported(desk.state.site)
        engine.dispose()
    yield _begun(site)


def _figure(name: str, took: list[tuple[float, float]], whole: float) -> Figure:
    wall, cpu = sorted(one for one, _ in took), sorted(one for _, one in took)
    beside = (
        f"median {wall[len(wall) // 2]:.1f} ms; CPU p99 {_p99(cpu)} ms; the whole plant validated:"
        f" {whole:.0f} ms of CPU, {_p99(cpu) / whole:.2f} x its time"
    )
    return Figure(f"{name}, p99", _p99(wall), "ms", beside, goal=GOAL_MS)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process's CPU time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _changed(desk: Desk, hub: Hub, noun: str, n: int) -> tuple[float, float]:
    """One change of a row, each time another."""
    kind = NOUNS[noun]
    parts = list(kind.parts(desk.state.site).items())
    key, part = parts[(n * 97) % len(parts)]
    old = kind.row_of(part)
    change = {"noun": noun, "key": key, "row": old | _other(old, n), "was": hash_of(old)}
    return _timed(lambda: _given(desk, hub, "site.change", {"changes": [change]}, f"{noun}{n}"))


def _given(desk: Desk, hub: Hub, kind: str, data: dict[str, Any], key: str) -> None:
    answer = desk.submit(kind, data, ROOT if kind == "site.change" else COMMANDER, key=key)
    hub.flush()
    assert isinstance(answer, Accepted), answer


def _counted(desk: Desk, hub: Hub, n: int) -> tuple[float, float]:
    line = desk.state.site.stock[(n * 97) % len(desk.state.site.stock)]
    data = {"resource": line.resource, "store": line.store, "quantity": 5 + n % 5}
    return _timed(lambda: _given(desk, hub, "resource.count", data, f"count{n}"))


def _searched(site: Site) -> list[tuple[float, float]]:
    """What the browser scans: the texts of each row (`assets/plant/plant_grid.js`)."""
    texts = [f"{one.id} {one.name.zh} {one.name.en}".lower() for one in site.people]
    texts += [f"{one.resource} {one.store}".lower() for one in site.stock]
    return [_timed(partial(_scan, texts, f"thing-{n} b7")) for n in range(TIMES)]


def _scan(texts: list[str], word: str) -> int:
    return sum(word in one for one in texts)


def _imported(site: Site) -> Figure:
    """5,000 people as CSV of which 50 rows are wrong: every mistake, from the file's bytes to the answer."""
    noun = NOUNS["people"]
    rows = [noun.row_of(one) for one in site.people]
    for n in range(WRONG):
        rows[100 * (n + 1)]["home"] = f"no-such-area-{n}"
    parcel = csv_of(noun.model, rows, apart=noun.apart)
    found: list[Examined] = []

    def work() -> None:
        found.append(
            examined(opened(parcel, noun.name, WorkbookReader(LIMITS)), noun, site, remove=False)
        )

    wall, cpu = _timed(work)
    told = found[0].found.problems
    assert len(told) == WRONG, len(told)
    assert not found[0].changes
    return Figure(
        f"dry run of {len(rows):,} people, {WRONG} wrong",
        round(wall / 1000, 2),
        "s",
        f"{len(told)} mistakes told, nothing changed; CPU {cpu / 1000:.2f} s",
        goal=5,
    )


def _begun(site: Site) -> Figure:
    """A start on a journal with five years of changes."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/journal.db", synchronous="NORMAL")
        migrate(engine)
        clock = Clock()
        desk = Desk(site, Journal(engine, site.id, clock.now), clock)
        noun, hub = NOUNS["stock"], Hub("bench", clock.now)
        for batch in range(YEARS * 365):
            parts = list(noun.parts(desk.state.site).items())
            changes = []
            for n in range(A_DAY):
                key, part = parts[(batch * A_DAY + n) * 89 % len(parts)]
                old = noun.row_of(part)
                row = old | {"minimum": 1.0 + batch}
                changes.append({"noun": "stock", "key": key, "row": row, "was": hash_of(old)})
            _given(desk, hub, "site.change", {"changes": changes}, f"day{batch}")
        again = Desk(site, Journal(engine, site.id, clock.now), clock)
        wall, cpu = _timed(lambda: (again.catch_up(), again.state.site))
        engine.dispose()
    return Figure(
        f"start on {YEARS} years of {A_DAY} changes a day",
        round(wall / 1000, 2),
        "s",
        f"{YEARS * 365 * A_DAY:,} facts folded; CPU {cpu / 1000:.2f} s",
        goal=5,
    )


def _other(row: dict[str, Any], n: int) -> dict[str, Any]:
    """A field of the row as it is to be."""
    if "quantity" in row:
        return {"quantity": 100.0 + n}
    if "on_site" in row:
        return {"on_site": not row["on_site"]}
    return {"name": {"zh": f"改{n}", "en": f"changed {n}"}}


def _whole_ms(site: Site) -> float:
    """Milliseconds of CPU time of the whole validation, which every change had to wait for before."""
    begun = time.process_time()
    assert not list(broken_references(site, Site))
    return (time.process_time() - begun) * 1000


def _p99(times: list[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.99)], 1)
