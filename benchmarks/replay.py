"""Folding a journal of 100,000 facts, beside reading its bytes without folding them."""

import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
COUNT = 100_000
CHUNK = 5_000


def measure() -> list[Figure]:
    """One incident and 100,000 steps of ten directives' progress: the commonest facts of a night."""
    site = load(SITE)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/journal.db")
        migrate(engine)
        journal = Journal(engine, site.id, Clock().now)
        _fill(Desk(site, journal, Clock()), journal)
        begun, spent = time.perf_counter(), time.process_time()
        after = 0
        while facts := journal.read(after, CHUNK):
            after = facts[-1].seq
        bare, bare_cpu = time.perf_counter() - begun, time.process_time() - spent
        desk = Desk(site, journal, Clock())
        begun, spent = time.perf_counter(), time.process_time()
        count = desk.catch_up()
        whole, cpu = time.perf_counter() - begun, time.process_time() - spent
        engine.dispose()
    ratio = f"reading alone {bare:.2f} s: {whole / bare:.2f} x its time"
    cpu_ratio = f"reading alone {bare_cpu:.2f} CPU s: {cpu / bare_cpu:.2f} x its time"
    return [
        Figure("replay of facts", round(count / whole), "1/s", ratio, 100_000, more_is_better=True),
        Figure(
            "the same by CPU time", round(count / cpu), "1/CPU s", cpu_ratio, 100_000,
            more_is_better=True,
        ),
        Figure("boot's fold of 100,000 facts", round(whole, 2), "s", ratio, 3),
    ]  # fmt: skip


def _fill(desk: Desk, journal: Journal) -> None:
    site = desk.site
    desk.submit("shift.begin", {"shift": site.shifts[0].id}, DUTY_ACTOR)
    holders = desk.state.roster.holders
    post = next(post for post in site.posts if post.commands and holders[post.id])
    leader = Actor("bench", Role.COMMANDER, person=holders[post.id])
    desk.submit("incident.open", {"place": site.areas[0].id}, leader)
    order = {"incident": "INC-1", "to": post.id, "text": "report", "category": "source"}
    for _ in range(10):
        desk.submit("directive.issue", order, leader)
    issued = desk.state.seq
    steps = [
        Fact(
            0, site.id, 1, AtBasis.OBSERVED, 1, "bench", ActorKind.HUMAN, Via.API,
            "directive.progressed", 1,
            {"directive": f"DIR-{1 + n % 10}", "percent": n % 100, "note": None}, incident="INC-1",
        )
        for n in range(COUNT - issued)
    ]  # fmt: skip
    for start in range(0, len(steps), CHUNK):
        journal.append(steps[start : start + CHUNK], expected=issued + start)


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  ")
