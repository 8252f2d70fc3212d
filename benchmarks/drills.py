"""A whole drill without people: what it costs the processor, its replay, and its review's draft."""

import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from command_center.cli.exercises.headless import Outcome, run_headless
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.site.model import Site
from command_center.live.replay import Replay
from command_center.reports.review_report import whole
from command_center.reports.sources import Sources
from command_center.settings import Settings
from command_center.site_file import load
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.store.series.positions import Positions
from command_center.store.series.readings import Readings
from simulations.exercise.playing import Playing
from simulations.exercise.turn_by_turn import SPEED
from simulations.scenario import Scenario
from simulations.scenario import load as load_simulation
from simulations.scenarios import library
from simulations.surprise import played

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
SCENARIO, SEED = "night-toxic-leak", 7
UNHURRIED = 1e9
FRAMES = 60
"""Boards of the replay, evenly over the drill, as a slider asks for them."""
HOUR_S = 3600.0
CHUNK = 1_000


def measure() -> list[Figure]:
    """The night leak from seal to reveal, through the doors."""
    site = load(SITE)
    scenario = load_simulation(SITE / "simulation.yaml", site)
    plan = played(library()[SCENARIO], site, SEED)
    assert isinstance(plan, DrillPlan)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        begun, spent = time.perf_counter(), _cpu_s()
        outcome = run_headless(SITE, site, scenario, plan, speed=UNHURRIED, folder=folder)
        wall, cpu = time.perf_counter() - begun, _cpu_s() - spent
        hours = outcome.exercise_s / HOUR_S
        alone = _cut_off(site, scenario, plan, outcome)
        against = f"its plant and people cut off from every door {alone / hours:.1f} CPU s"
        return [
            Figure("an hour's drill without people", round(wall / hours, 1), "s", against, 60),
            Figure("the same by CPU time", round(cpu / hours, 1), "CPU s", against, 60),
            *_afterwards(folder, outcome.drill),
        ]


def _cpu_s() -> float:
    """Of this process and of every child that has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _cut_off(site: Site, scenario: Scenario, plan: DrillPlan, outcome: Outcome) -> float:
    """CPU seconds of the same ticks when nobody is told anything and nothing is sent."""
    alone = Playing(site, scenario, plan, outcome.drill, 0, SPEED)
    spent = time.process_time()
    while alone.life.t_s < outcome.exercise_s:
        alone.live(alone.told((), {}, ()))
        alone.readings()
    return time.process_time() - spent


def _afterwards(folder: Path, drill: str) -> Iterator[Figure]:
    """The review's draft as it is first asked for, and the replay's boards one after the other."""
    site, clock = load(SITE), Clock()
    with databases(Settings(data_dir=folder / "var", site=SITE)) as stores:
        journal = Journal(stores.journal, site.id, clock.now)
        desk = Desk(site, journal, clock)
        desk.catch_up()
        begun = time.perf_counter()
        facts = list(_every(journal))
        reading = time.perf_counter() - begun
        began = next(f.recorded_at for f in facts if f.kind == "drill.started")
        ended = next(f.recorded_at for f in facts if f.kind == "drill.ended")

        sources = Sources(desk, journal)
        begun = time.perf_counter()
        subject = sources.subject(drill)
        assert subject is not None
        whole(sources, desk.state, subject, site.zone, ended)
        drafted = time.perf_counter() - begun
        read = f"reading its {len(facts)} facts alone {reading * 1e3:.0f} ms"
        yield Figure("its end -> its review's draft", round(drafted * 1e3), "ms", read)

        history, tracks = Readings(stores.feeds, site.id), Positions(stores.feeds, site.id)
        replay = Replay(site, journal, history, tracks)
        shown = replay.subject(desk.state, drill, ended)
        assert shown is not None
        begun = time.perf_counter()
        replay.board(shown, began)
        first = time.perf_counter() - begun
        begun = time.perf_counter()
        for number in range(1, FRAMES + 1):
            replay.board(shown, began + (ended - began) * number // FRAMES)
        each = (time.perf_counter() - begun) / FRAMES
        yield Figure(
            "a board of its replay", round(each * 1e3, 1), "ms",
            f"the first, with the fold of all before it, {first * 1e3:.0f} ms",
        )  # fmt: skip
        step_s = (ended - began) / 1000 / FRAMES
        yield Figure(
            "replay, when each board follows the last", round(step_s / each), "x real time",
            f"{FRAMES} boards of {step_s:.0f} s of the drill each", 16, more_is_better=True,
        )  # fmt: skip


def _every(journal: Journal) -> Iterator[Fact]:
    after = 0
    while read := journal.read(after, CHUNK):
        yield from read
        after = read[-1].seq
