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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from benchmarks.figure import Figure
from command_center.boot.snapshots import Snapshots, fold
from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.matters.guards.no_conflict import NEAR_M
from command_center.domain.matters.guards.rule import RULES
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.matters.playing.posts import head_of, holders_of, posts_named
from command_center.domain.matters.reading.readers import Reach, reach_of
from command_center.domain.registry import Context
from command_center.domain.site.map.nearness import apart, area_of_place
from command_center.domain.site.model import Site
from command_center.duties.matters import MatterClock
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.matters import MatterTable, Wanted
from tests.domain.matters.permit import BLIND, HOT
from tests.domain.matters.works import CATEGORIES, HAZARD
from tests.support.hand_clock import HandClock
from tests.support.template_shelf import Shelf

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
COUNT, OPEN, LIVE = 100_000, 10_000, 200
"""Matters of ten years, how many of them are open, and how many permits are."""
CHUNK = 5_000
HOUR = 3_600_000
DUE = "sign: {within: 4 h}"
TEMPLATE = (
    HAZARD.replace(DUE, "sign: {within: 16 h, yellow: 0.8, escalate: [superior, manager]}")
    + "readers: [parties, area, safety, commander]\n"
)
"""The hazard of the tests, with readers by posts, and people who are told when nobody signs."""
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
        self.shelf = Shelf(TEMPLATE, CATEGORIES, BLIND, HOT)
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

    def does(self, actor: Actor, kind: str, **data: object) -> None:
        """Give a command that is accepted."""
        answer = self.desk.submit(kind, data, actor)
        assert isinstance(answer, Accepted), answer

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
    """The story again under other ids, places, people, pictures and days: `ended` to the archive, `open_` until it is
    somebody's turn to sign."""
    chance = random.Random(15)
    now, own = plant.clock.now(), plant.owned()
    whole = json.dumps([dict(one.data) for one in story], ensure_ascii=False)
    people = [one.id for one in plant.site.people]
    parties = story[1].data["after"]["parties"]
    for number in range(ended + open_):
        ident = f"{number:08x}-0000-0000-0000-000000000000"
        place = chance.choice(plant.places)
        # In the order of their days, as a journal is: ten years to the archive, half a day of what is open.
        age = (
            round(3_650 * 24 * HOUR * (1 - number / ended)) + 14 * HOUR
            if number < ended
            else round(12 * HOUR * (1 - (number - ended) / open_)) + HOUR
        )
        others = {"finder": people, "owner": people[:40], "checker": people[:3]}
        names = {parties[party][0]: chance.choice(among) for party, among in others.items()}
        text = whole.replace("00000000-0000-story", ident)
        for old, new in {own: place, **names}.items():
            text = text.replace(f'"{old}"', f'"{new}"')
        text = text.replace(f'\\"{own}\\"', f'\\"{place}\\"')  # in the keys of repetitions
        for name, sha256 in PHOTOS.items():
            text = text.replace(sha256, hashlib.sha256(f"{name} {ident}".encode()).hexdigest())
        for rank, (one, data) in enumerate(zip(story, json.loads(text), strict=True)):
            if number >= ended and rank > 1:
                break
            yield _at(
                one, data, now - age + rank * HOUR, names, plant, number if not rank else None
            )


def _at(
    one: Fact,
    data: dict[str, Any],
    at: int,
    names: dict[str, str],
    plant: Plant,
    number: int | None,
) -> Fact:
    """A fact of the story at another time, by another person."""
    for due in data["after"].get("due", ()):
        for key in ("since", "at", "yellow", "red"):
            due[key] += at - one.at
        for step in due["steps"]:
            step["at"] += at - one.at
    if number is not None:
        data["number"], data["running"] = f"hazard-{number:06d}", number + 2
        data["area"] = area_of_place(plant.site, data["place"])
    data["after"].pop("paged", None)
    actor = names.get(one.actor, one.actor)
    speaker = names.get(one.speaker or "", one.speaker)
    return replace(
        one, data=data, at=at, recorded_at=at, caused_by=None, actor=actor, speaker=speaker
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
    """On SQLite; the demo plant, its ten years made of copies of one hazard that commands made. What stands is out of
    the collector's sight, as in the web process after its start."""
    with tempfile.TemporaryDirectory() as folder:
        plant = Plant(folder)
        _settled()
        bare = _moves(plant)
        before = _wall(plant)
        facts = filled(plant)
        yield from _start(plant, folder, facts)
        yield from _list(plant)
        collected = _moves(plant)
        _settled()
        moves = _moves(plant)
        yield Figure(
            f"an opening or a move, durable, beside {COUNT:,}, p99",
            moves.p99,
            "ms",
            f"{moves}; without matters {bare.p99} ms ({bare}); with the collector looking through all of "
            f"them {collected.p99} ms",
            20,
        )
        yield _conflicts(plant)
        yield _deadlines(plant)
        wall = _wall(plant)
        yield Figure(
            f"a fact of an incident to the wall's frame beside {COUNT:,}, p99",
            wall.p99,
            "ms",
            f"{wall}; without matters {before.p99} ms ({before})",
            round(before.p99 * 1.1 + 0.2, 2),
        )
        plant.engine.dispose()


def _settled() -> None:
    gc.collect()
    gc.freeze()


class Times(NamedTuple):
    """What the same work took again and again, in ms: by the clock, and of this process's own time."""

    wall: list[float]
    own: list[float]

    @property
    def p99(self) -> float:
        """By the clock."""
        return _p99(self.wall)

    def __str__(self) -> str:
        return f"median {_median(self.wall)}; of CPU {_median(self.own)}, p99 {_p99(self.own)} ms"


def _timed(works: Iterable[Callable[[], object]]) -> Times:
    wall, own = [], []
    for work in works:
        began, cpu = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - cpu) * 1000)
    return Times(wall, own)


def _start(plant: Plant, folder: str, facts: int) -> Iterator[Figure]:
    plant.desk = Desk(plant.site, plant.journal, plant.clock, templates=plant.shelf)
    gc.disable()  # as a start does
    whole = _timed([plant.desk.catch_up]).own[0] / 1000
    snapshots = Snapshots(Path(folder), plant.site.id, 1, b"bench")
    newest = plant.journal.read(facts - 1, 1)[0].hash
    written = _timed([lambda: snapshots.write(plant.desk.state, newest)]).own[0] / 1000
    other = Desk(plant.site, plant.journal, plant.clock, templates=plant.shelf)
    quick = _timed([lambda: fold(snapshots, plant.journal, other)])
    gc.enable()
    assert other.state.seq == facts
    same = other.state == plant.desk.state
    size = next(Path(folder).glob("*.snapshot")).stat().st_size / 1e6
    yield Figure(
        f"start from a snapshot of {facts:,} facts",
        round(quick.wall[0] / 1000, 2),
        "s",
        f"of CPU {quick.own[0] / 1000:.2f} s, without it {whole:.2f} s; the same state: {same}; {size:.0f} MB, "
        f"written in {written:.1f} s of CPU",
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
    """MB that a process has after its start, and after its garbage is gone."""
    asked = [sys.executable, "-m", "benchmarks.matters", "memory", folder, site, which]
    return float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def _list(plant: Plant) -> Iterator[Figure]:
    table = MatterTable(plant.engine, plant.site.id, plant.journal)
    made = _timed([table.follow])
    yield Figure(
        "the table of matters made from the journal",
        round(made.wall[0] / 1000, 1),
        "s",
        f"of CPU {made.own[0] / 1000:.1f} s",
    )
    _settled()
    chance = random.Random(3)
    site, state = plant.site, plant.desk.state
    held = [holder for post in site.posts for holder in holders_of(state, site, post)]
    chosen = [(Role.RESPONDER, one) for one in dict.fromkeys(held)][:20]
    reaches = [
        reach_of(state, site, role, one)
        for role, one in [*chosen, (Role.COMMANDER, held[0]), (Role.CONTROLLER, site.people[0].id)]
    ]

    def of_place(reach: Reach | None = None) -> Wanted:
        return Wanted(place=chance.choice(plant.places), reach=reach)

    asked: dict[str, list[Wanted]] = {
        "list of all": [Wanted()] * 100,
        "list of a place": [of_place() for _ in range(100)],
        "list of what is open": [Wanted(ended=False)] * 100,
        "list of what one may read by their posts": [Wanted(reach=one) for one in reaches * 5],
        "the same of a place": [of_place(one) for one in reaches * 5],
        "the same of what is open": [Wanted(ended=False, reach=one) for one in reaches * 5],
        "list of what one takes part in": [
            Wanted(person=one.person, reach=one) for one in reaches * 5
        ],
    }
    for name, several in asked.items():
        totals: list[int] = []

        def look(wanted: Wanted, rank: int, totals: list[int] = totals) -> None:
            totals.append(table.page(wanted, rank % 10, 100)[1])

        times = _timed(partial(look, one, rank) for rank, one in enumerate(several))
        many = f"{min(totals):,} to {max(totals):,} matters"
        yield Figure(f"{name}, a page of 100, p99", times.p99, "ms", f"{times}; {many}", 100)


def _moves(plant: Plant) -> Times:
    """A hundred hazards are opened, dispatched and signed."""
    person = plant.hand(plant.site.people[0].id)

    def works() -> Iterator[Callable[[], object]]:
        for number in range(100):
            ident = str(uuid4())
            fields = plant.fields(plant.places[number % 9])
            given = partial(plant.does, matter=ident)
            yield partial(given, person, "matter.open", template="hazard", fields=fields)
            yield partial(given, DUTY_ACTOR, "matter.move", move="dispatch")
            for owner in plant.desk.state.matters.open[ident].holders[:1]:
                yield partial(given, plant.hand(owner), "matter.move", move="sign")

    return _timed(works())


def _conflicts(plant: Plant) -> Figure:
    """The guard of a permit that may start: it has to look at every open one."""
    chance = random.Random(5)
    person = plant.site.people[0].id
    place, others = _apart(plant)
    for number in range(LIVE):
        fact = f"{number:08x}-live"
        plant.does(
            plant.hand(person),
            "matter.open",
            matter=fact,
            template="blind-plate" if number % 2 else "hot-work",
            fields={"place": chance.choice(others)},
        )
        matter = plant.desk.state.matters.open[fact]
        matter.state, matter.live = "open", True
    plant.does(
        plant.hand(person),
        "matter.open",
        matter="asks-for-all",
        template="hot-work",
        fields={"place": place},
    )
    ctx = Context(plant.clock.now(), plant.hand(person), plant.site, templates=plant.shelf)
    play = looked_up(plant.desk.state, "asks-for-all", ctx, plant.clock.now())
    assert isinstance(play, Play)
    asked = next(
        one.form for one in play.template.moves["start"].guards if one.name == "no_conflict"
    )
    assert RULES["no_conflict"](play, asked) is None
    times = _timed(partial(RULES["no_conflict"], play, asked) for _ in range(200))
    return Figure(
        f"conflicts of a permit with {LIVE} open ones, p99", times.p99, "ms", str(times), 5
    )


def _apart(plant: Plant) -> tuple[str, list[str]]:
    """A place, and others of which none is nearer to it than hot work may come to blind-plate work."""
    found: list[tuple[str, list[str]]] = []
    for place in plant.places:
        metres = {one: apart(plant.site, place, one) for one in plant.places if one != place}
        far = [one for one, m in metres.items() if m is not None and m >= max(NEAR_M.values())]
        found.append((place, far))
    return max(found, key=lambda one: len(one[1]))


def _deadlines(plant: Plant) -> Figure:
    """The clock of matters beats twice a second for five minutes in which deadlines come."""
    clock, state = MatterClock(), plant.desk.state

    def beat() -> list[tuple[str, dict[str, Any]]]:
        return list(clock.due(state, plant.site, plant.shelf, None, plant.clock.now()))

    first = _timed([beat]).own[0]
    assert clock.next_at is not None
    plant.clock.move((clock.next_at - plant.clock.now()) / 1000 - 5)
    fired: dict[tuple[str, str, str], int] = {}
    late, beats = 0.0, Times([], [])
    for _ in range(600):
        plant.clock.move(0.5)
        began, asked = time.perf_counter(), list[tuple[str, dict[str, Any]]]()

        def look(told: list[tuple[str, dict[str, Any]]] = asked) -> None:
            told.extend(beat())

        took = _timed([look])
        beats.wall.extend(took.wall)
        beats.own.extend(took.own)
        for kind, data in asked:
            if kind != "matter.escalate":
                continue
            due = next(
                one for one in state.matters.open[data["matter"]].due if one["of"] == data["of"]
            )
            step = next(one for one in due["steps"] if one["step"] == data["step"])
            plant.does(DUTY_ACTOR, kind, **data)
            passed = (time.perf_counter() - began) * 1000
            late = max(late, plant.clock.now() - step["at"] + passed)
            key = (data["matter"], data["of"], data["step"])
            fired[key] = fired.get(key, 0) + 1
    missed = [
        step
        for one in state.matters.open.values()
        for due in one.due
        for step in due["steps"]
        if step["at"] <= plant.clock.now() and f"{due['of']}/{step['step']}" not in one.fired
    ]
    twice = sum(many > 1 for many in fired.values())
    return Figure(
        "deadlines told and durable after their time, at most",
        round(late / 1000, 2),
        "s",
        f"{len(fired)} in 5 min, {twice} twice, {len(missed)} not; a beat {beats}; the first, over all that is "
        f"open, {first:.0f} ms of CPU",
        2,
    )


def _wall(plant: Plant) -> Times:
    """From a fact of the board to its frame. The board has a desk of its own, so that nothing else waits for it."""
    desk = Desk(plant.site, plant.journal, plant.clock, templates=plant.shelf)
    desk.begin_with(plant.desk.state)
    hub = Hub("bench", plant.clock.now)
    board = Board(plant.site, hub)
    board.start(desk.state, [], {}, {})
    desk.listen(board.take_facts)
    line = plant.site.stock[0]
    _settled()

    def counted(number: int) -> None:
        data = {"resource": line.resource, "store": line.store, "quantity": 5 + number % 5}
        desk.submit("resource.count", data, Actor("bench", Role.COMMANDER))
        hub.flush()

    return _timed(partial(counted, number) for number in range(300))


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
