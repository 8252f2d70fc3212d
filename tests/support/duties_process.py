"""A process that turns the clocks when it may: `python -m tests.support.duties_process URL HOLDER`.

Says `ready`, and `leading TERM` once it does. Its gauge tells, ten times a second, the level last
read from standard input; it ends when that closes.
"""

import sys
import threading
import time

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.reading import Quality, Reading
from command_center.duties import Duties
from command_center.store.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from tests.domain.watched_site import watched_site

TTL_MS = 2_000


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(url: str, holder: str) -> None:
    log.configure("error")
    engine = open_engine(url)
    site, clock = watched_site(h=6.0, on_delay_s=1), Clock()
    desk = Desk(site, Journal(engine, site.id, clock.now), clock)
    desk.catch_up()
    duties = Duties(desk, site, clock, Lease(engine, duties_of(site.id), holder, TTL_MS))
    levels = [5.0]

    def instruments() -> None:
        said = None
        while True:
            now = clock.now()
            values = {"lt": levels[-1], "in": 0.0, "out": 0.0, "gas": 0.0}
            duties.take([Reading(t, now, v, Quality.GOOD, "dcs") for t, v in values.items()])
            if duties.term != said:
                said = duties.term
                say(f"leading {said}")
            time.sleep(0.1)

    def commands() -> None:
        for line in sys.stdin:
            levels.append(float(line))
        duties.stop()

    say("ready")
    for work in (instruments, commands):
        threading.Thread(target=work, daemon=True).start()
    duties.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
