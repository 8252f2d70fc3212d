"""A process that turns the clock of matters: `python -m tests.support.matter_beats URL OFFSET_MS`.

It says `PID ready`, waits for a line, and then beats as fast as it can, without a lease, so that several of them race
for each step. Says `PID step` after each step it gave, `PID idle` after a beat that gave none; ends when its standard
input closes. Several may share one pipe: each line is written whole.
"""

import os
import select
import sys

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import DUTY_ACTOR
from command_center.duties.matters import MatterClock
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from tests.domain.matters.works import CATEGORIES, HAZARD, POSTS, SCORE
from tests.support.small_works import small_works
from tests.support.template_shelf import Shelf


def main(url: str, offset_ms: str) -> None:
    """Beat until standard input closes."""
    log.configure("error")
    site, clock = small_works(posts=POSTS), Clock(int(offset_ms))
    shelf = Shelf(HAZARD, CATEGORIES, SCORE)
    desk = Desk(site, Journal(open_engine(url), site.id, clock.now), clock, templates=shelf)
    beats = MatterClock()
    say("ready")
    sys.stdin.readline()
    while not (select.select([sys.stdin], [], [], 0)[0] and not sys.stdin.read(1)):
        desk.catch_up()
        given = list(beats.due(desk.state, site, shelf, None, clock.now()))
        for kind, data in given:
            desk.submit(kind, data, DUTY_ACTOR)
            say("step")
        if not given:
            say("idle")


def say(word: str) -> None:
    """Tell the parent."""
    sys.stdout.write(f"{os.getpid()} {word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
