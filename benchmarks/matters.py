"""100,000 matters: lists, a move, a start, memory, conflicts, deadlines and the wall, beside a plant without."""

import gc
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from benchmarks.figure import Figure
from command_center.boot.snapshots import Snapshots, fold
from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.matters.guards.rule import RULES
from command_center.domain.matters.play import Play, looked_up
from command_center.domain.matters.posts import head_of, posts_named
from command_center.domain.matters.reading import reach_of
from command_center.domain.registry import Context
from command_center.domain.site.model import Site
from command_center.domain.site.nearness import area_of_place
from command_center.duties.matters import MatterClock
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.site_file import load
from command_center.store.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.matters import MatterTable, Wanted
from command_center.store.migrate import migrate
from tests.domain.matters.permit import BLIND, HOT
from tests.domain.matters.works import CATEGORIES, HAZARD
from tests.support.hand_clock import HandClock
from tests.support.template_shelf import Shelf

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
COUNT, OPEN, LIVE = 100_000, 10_000, 200
"""Matters of ten years, how many of them are open, and how many permits are."""
CHUNK = 5_000
HOUR = 3_600_000
PHOTOS = {"fixed": "a" * 64, "seen_fixed": "b" * 64}
"""The two pictures of the story; each of its copies has two of its own."""


class Plant:
    """The demo plant with a shelf and a clock turned by hand."""

    def __init__(self, folder: str) -> None:
        self.site: Site = load(SITE)
        self.clock = HandClock(Clock().now())
        self.engine = open_engine(f"sqlite:///{folder}/journal.db")
        migrate(self.engine)
        self.journal = Journal(self.engine, self.site.id, self.clock.now)
        self.shelf = Shelf(HAZARD, CATEGORIES, BLIND, HOT)
        self.desk = Desk(self.site, self.journal, self.clock, templates=self.shelf)
        self.desk.submit("shift.begin", {"shift": self.site.shifts[0].id}, DUTY_ACTOR)
        self.places = [
            one
            for one in self.site.places
            if one in self.site.area_by_id or one in self.site.tank_by_id
        ]

    def hand(self, person: str) -> Actor:
        """Somebody at their own screen."""
        return Actor(f"account-{person}", Role.RESPONDER, person=person)

    def does(self, actor: Actor, kind: str, **data: object) -> float:
        """Give a command that is accepted; how long it took in ms."""
        begun = time.perf_counter()
        answer = self.desk.submit(kind, data, actor)
        took = (time.perf_counter() - begun) * 1000
        assert isinstance(answer, Accepted), answer
        return took

    def owned(self) -> str:
        """A place whose head and whose checker are two people."""
        holders = self.desk.state.roster.holders
        safety = next(
            (holders.get(one.id) for one in posts_named(self.site, "safety-officer", None)), None
        )
        for place in self.places:
            head = head_of(self.site, area_of_place(self.site, place))
            owner = holders.get(head.id) if head is not None else None
            if owner is not None and owner != safety:
                return place
        raise LookupError("no place has a head")

    def story(self) -> list[Fact]:
        """A hazard as commands make it, from the report to the archive: what the others are copies of."""
        first, matter = self.desk.state.seq, "00000000-0000-story"
        finder, fields_of = self.hand(self.site.people[0].id), self.fields(self.owned())
        self.does(finder, "matter.open", matter=matter, template="hazard", fields=fields_of)
        self.does(DUTY_ACTOR, "matter.move", matter=matter, move="dispatch")
        steps: list[tuple[str, dict[str, object]]] = [
            ("sign", {}),
            ("prove", {"fixed": [{"sha256": PHOTOS["fixed"], "camera": True}]}),
            ("recheck", {"seen_fixed": [{"sha256": PHOTOS["seen_fixed"], "camera": True}]}),
        ]
        for move, fields in steps:
            holder = self.desk.state.matters.open[matter].holders[0]
            self.does(self.hand(holder), "matter.move", matter=matter, move=move, fields=fields)
        return self.journal.read(first, 100)

    def fields(self, place: str) -> dict[str, object]:
        """What a hazard says."""
        return {
            "place": place,
            "category": "equipment/pipe/clamp",
            "level": "general",
            "found": "It leaks",
        }


def copies(plant: Plant, story: list[Fact], ended: int, open_: int) -> Iterator[Fact]:
    """The story again under other ids, places and days: `ended` to the archive, `open_` until somebody signed."""
    chance = random.Random(15)
    now, own = plant.clock.now(), plant.owned()
    whole = json.dumps([dict(one.data) for one in story], ensure_ascii=False)
    for number in range(ended + open_):
        ident = f"{number:08x}-0000-0000-0000-000000000000"
        place = chance.choice(plant.places)
        # In the order of their days, as a journal is: ten years to the archive, three days of what is open.
        age = (
            round(3_650 * 24 * HOUR * (1 - number / ended)) + 72 * HOUR
            if number < ended
            else round(72 * HOUR * (1 - (number - ended) / open_)) + HOUR
        )
        text = whole.replace("00000000-0000-story", ident).replace(f'"{own}"', f'"{place}"')
        text = text.replace(f'\\"{own}\\"', f'\\"{place}\\"')  # in the keys of repetitions
        for name, sha256 in PHOTOS.items():
            text = text.replace(sha256, hashlib.sha256(f"{name} {ident}".encode()).hexdigest())
        told = json.loads(text)
        for rank, (one, data) in enumerate(zip(story, told, strict=True)):
            if number >= ended and rank > 1:
                break
            shift = now - age + rank * HOUR - one.at
            for due in data["after"].get("due", ()):
                for key in ("since", "at", "yellow", "red"):
                    due[key] += shift
                for step in due["steps"]:
                    step["at"] += shift
            if rank == 0:
                data["number"], data["running"] = f"hazard-{number:06d}", number + 2
            data["after"].pop("paged", None)
            yield replace(
                one, data=data, at=one.at + shift, recorded_at=one.at + shift, caused_by=None
            )


def filled(plant: Plant) -> int:
    """The journal with everything in it; how many facts."""
    story = plant.story()
    batch: list[Fact] = []
    for fact in copies(plant, story, COUNT - OPEN, OPEN):
        batch.append(fact)
        if len(batch) == CHUNK:
            plant.journal.append(batch, expected=plant.journal.head().seq)
            batch = []
    plant.journal.append(batch, expected=plant.journal.head().seq)
    return plant.journal.head().seq


def measure() -> Iterator[Figure]:
    """On SQLite; the demo plant, its ten years made of copies of one hazard that commands made."""
    with tempfile.TemporaryDirectory() as folder:
        plant = Plant(folder)
        yield from _moves(plant, "without matters", None)
        before_wall = _wall(plant)
        facts = filled(plant)
        yield from _start(plant, folder, facts)
        yield from _list(plant)
        yield from _moves(plant, "beside 100,000", 20)
        yield _conflicts(plant)
        yield _deadlines(plant)
        with_wall = _wall(plant)
        yield Figure(
            "a fact of an incident to the wall's frame, p99",
            with_wall,
            "ms",
            f"without matters {before_wall} ms",
            round(before_wall * 1.1 + 0.2, 2),
        )
        plant.engine.dispose()


def _start(plant: Plant, folder: str, facts: int) -> Iterator[Figure]:
    plant.desk = Desk(plant.site, plant.journal, plant.clock, templates=plant.shelf)
    begun = time.perf_counter()
    plant.desk.catch_up()
    whole = time.perf_counter() - begun
    snapshots = Snapshots(Path(folder), plant.site.id, 1, b"bench")
    written = time.perf_counter()
    snapshots.write(plant.desk.state, plant.journal.read(facts - 1, 1)[0].hash)
    written = time.perf_counter() - written
    other = Desk(plant.site, plant.journal, plant.clock, templates=plant.shelf)
    begun = time.perf_counter()
    fold(snapshots, plant.journal, other)
    quick = time.perf_counter() - begun
    assert other.state.seq == facts
    same = other.state == plant.desk.state
    size = next(Path(folder).glob("*.snapshot")).stat().st_size / 1e6
    yield Figure(
        f"start from a snapshot of {facts:,} facts",
        round(quick, 2),
        "s",
        f"without it {whole:.2f} s; the same state: {same}; {size:.0f} MB, written in {written:.1f} s",
        5,
    )
    empty, full = _memory(folder, plant.site.id, "none"), _memory(folder, plant.site.id, "all")
    yield Figure(
        "memory of a process for them",
        round(full - empty),
        "MB",
        f"{full:.0f} MB, without matters {empty:.0f} MB",
        100,
    )


def _memory(folder: str, site: str, which: str) -> float:
    """MB that a process has at most after its fold, and after its garbage is gone."""
    asked = [sys.executable, "-m", "benchmarks.matters", "memory", folder, site, which]
    return float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def _list(plant: Plant) -> Iterator[Figure]:
    table = MatterTable(plant.engine, plant.site.id, plant.journal)
    begun = time.perf_counter()
    table.follow()
    made = time.perf_counter() - begun
    chance = random.Random(3)
    reach = reach_of(plant.desk.state, plant.site, Role.RESPONDER, plant.site.people[3].id)
    asked: dict[str, Callable[[], Wanted]] = {
        "list of all, a page of 100, p99": Wanted,
        "list of a place, p99": lambda: Wanted(place=chance.choice(plant.places)),
        "list of what is open, p99": lambda: Wanted(ended=False),
        "list of what one may read, p99": lambda: Wanted(reach=reach),
    }
    for name, wanted in asked.items():
        times = []
        for page in range(40):
            began = time.perf_counter()
            table.page(wanted(), page % 10, 100)
            times.append((time.perf_counter() - began) * 1000)
        yield Figure(
            name,
            _p99(times),
            "ms",
            f"median {_median(times)} ms; the table was made in {made:.1f} s",
            100,
        )


def _moves(plant: Plant, beside: str, goal: float | None) -> Iterator[Figure]:
    times, person = [], plant.site.people[0].id
    for number in range(100):
        ident = str(uuid4())
        fields = {
            "place": plant.places[number % 9],
            "category": "equipment/pipe/clamp",
            "level": "general",
            "found": "x",
        }
        times.append(
            plant.does(
                plant.hand(person), "matter.open", matter=ident, template="hazard", fields=fields
            )
        )
        times.append(plant.does(DUTY_ACTOR, "matter.move", matter=ident, move="dispatch"))
        for owner in plant.desk.state.matters.open[ident].holders[:1]:
            times.append(plant.does(plant.hand(owner), "matter.move", matter=ident, move="sign"))
    yield Figure(
        f"an opening or a move, durable, {beside}, p99",
        _p99(times),
        "ms",
        f"median {_median(times)} ms",
        goal,
    )


def _conflicts(plant: Plant) -> Figure:
    chance = random.Random(5)
    person = plant.site.people[0].id
    for number in range(LIVE):
        fact = f"{number:08x}-live"
        plant.does(
            plant.hand(person),
            "matter.open",
            matter=fact,
            template="blind-plate" if number % 2 else "hot-work",
            fields={"place": chance.choice(plant.places)},
        )
        matter = plant.desk.state.matters.open[fact]
        matter.state, matter.live = "open", True
    plant.does(
        plant.hand(person),
        "matter.open",
        matter="asks-for-all",
        template="hot-work",
        fields={"place": chance.choice(plant.places)},
    )
    ctx = Context(plant.clock.now(), plant.hand(person), plant.site, templates=plant.shelf)
    play = looked_up(plant.desk.state, "asks-for-all", ctx, plant.clock.now())
    assert isinstance(play, Play)
    asked = next(
        one.form for one in play.template.moves["start"].guards if one.name == "no_conflict"
    )
    times = []
    for _ in range(200):
        began = time.perf_counter()
        RULES["no_conflict"](play, asked)
        times.append((time.perf_counter() - began) * 1000)
    return Figure(
        f"conflicts of a permit with {LIVE} open ones, p99",
        _p99(times),
        "ms",
        f"median {_median(times)} ms",
        5,
    )


def _deadlines(plant: Plant) -> Figure:
    """The clock of matters beats twice a second over an hour in which deadlines of thousands come."""
    clock, state = MatterClock(), plant.desk.state
    fired: dict[tuple[str, str, str], int] = {}
    late, beats = 0, []
    list(clock.due(state, plant.site, plant.shelf, None, plant.clock.now()))
    for _ in range(600):
        plant.clock.move(0.5)
        now = plant.clock.now()
        began = time.perf_counter()
        asked = list(clock.due(state, plant.site, plant.shelf, None, now))
        beats.append((time.perf_counter() - began) * 1000)
        for kind, data in asked:
            if kind != "matter.escalate":
                continue
            key = (data["matter"], data["of"], data["step"])
            due = next(
                one for one in state.matters.open[data["matter"]].due if one["of"] == data["of"]
            )
            step = next(one for one in due["steps"] if one["step"] == data["step"])
            late = max(late, now - step["at"])
            before = len(plant.journal.read(state.seq, 10))
            plant.does(DUTY_ACTOR, kind, **data)
            assert before == 0
            fired[key] = fired.get(key, 0) + 1
    twice = sum(many > 1 for many in fired.values())
    return Figure(
        "deadlines told after their time, at most",
        late / 1000,
        "s",
        f"{len(fired)} in 5 min, {twice} twice; a beat p99 {_p99(beats)} ms",
        2,
    )


def _wall(plant: Plant) -> float:
    """From a fact of the board to its frame, p99 in ms. The board has a desk of its own, so that nothing else waits for
    it."""
    desk = Desk(plant.site, plant.journal, plant.clock, templates=plant.shelf)
    desk.begin_with(plant.desk.state)
    hub = Hub("bench", plant.clock.now)
    board = Board(plant.site, hub)
    board.start(desk.state, [], {}, {})
    desk.listen(board.take_facts)
    line = plant.site.stock[0]
    times = []
    gc.freeze()
    for number in range(200):
        data = {"resource": line.resource, "store": line.store, "quantity": 5 + number % 5}
        began = time.perf_counter()
        desk.submit("resource.count", data, Actor("bench", Role.COMMANDER))
        hub.flush()
        times.append((time.perf_counter() - began) * 1000)
    return _p99(times)


def _median(times: list[float]) -> float:
    return round(sorted(times)[len(times) // 2], 2)


def _p99(times: list[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.99)], 2)


def _memory_of(folder: str, which: str) -> None:
    site = load(SITE)
    engine = open_engine(f"sqlite:///{folder}/journal.db")
    journal = Journal(engine, site.id, Clock().now)
    desk = Desk(site, journal, Clock())
    if which == "all":
        state = Snapshots(Path(folder), site.id, 1, b"bench").read(journal)
        assert state is not None
        desk.begin_with(state)
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    sys.stdout.write(str(pages * resource.getpagesize() / 1e6))


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        _memory_of(sys.argv[2], sys.argv[4])
    else:
        for row in measure():
            print(*row, sep="  ", flush=True)
