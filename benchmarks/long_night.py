"""One more directive after a long night, beside the same directive on a fresh board."""

import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure
from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal

SITE = Path(__file__).resolve().parents[1] / "sites" / "demo"
BEFORE = 600
"""Directives of the night so far, three times the screen's budget."""
LAST = 30


def measure() -> list[Figure]:
    """CPU of a command and its rows; the disk's part is left out."""
    fresh = _per_directive(0)
    figures = []
    for what, ended in (("ended", True), ("still open with the same person", False)):
        late = _per_directive(BEFORE, ended=ended)
        ratio = f"on a fresh board {fresh * 1000:.2f} ms: {late / fresh:.1f} x"
        name = f"a directive and its rows after {BEFORE} others, {what} (CPU)"
        figures.append(Figure(name, round(late * 1000, 2), "ms", ratio))
    return figures


def _per_directive(before: int, *, ended: bool = True) -> float:
    site = load(SITE)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/journal.db", synchronous="NORMAL")
        migrate(engine)
        desk = Desk(site, Journal(engine, site.id, Clock().now), Clock())
        hub = Hub("bench", Clock().now)
        board = Board(site, hub)
        board.start(desk.state, [], {}, {})
        desk.listen(board.take_facts)
        desk.submit("shift.begin", {"shift": site.shifts[0].id}, DUTY_ACTOR)
        holders = desk.state.roster.holders
        post = next(post for post in site.posts if post.commands and holders[post.id])
        leader = Actor("bench", Role.COMMANDER, person=holders[post.id])
        assert isinstance(
            desk.submit("incident.open", {"place": site.areas[0].id}, leader), Accepted
        )

        def issue() -> str:
            order = {"incident": "INC-1", "to": post.id, "text": "report", "category": "source"}
            answer = desk.submit("directive.issue", order, leader)
            assert isinstance(answer, Accepted)
            return str(answer.facts[0].data["id"])

        for _ in range(before):
            over = {"directive": issue(), "reason": "no longer wanted"}
            if ended:
                assert isinstance(desk.submit("directive.withdraw", over, leader), Accepted)
        begun = time.process_time()
        for _ in range(LAST):
            issue()
        spent = (time.process_time() - begun) / LAST
        engine.dispose()
    return spent


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  ")
