"""A process that turns the clocks when it may: `python -m tests.support.duties_process URL HOLDER`.

Says `ready`, `leading TERM` once it does, and `judged TERM` once it has led over readings of more
than the limit's delay. Its gauge tells, ten times a second, the level last read from standard
input; it ends when that closes. Its clock begins at the works' `MORNING`, hours from any shift.
"""

import sys
import threading
import time

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.reading import Quality, Reading
from command_center.duties import Duties
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from tests.domain.watched_site import T0, watched_site

TTL_MS = 2_000
ON_DELAY_S = 1
MORNING = T0 + 3_600_000


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def morning() -> Clock:
    """A clock at which it is now `MORNING`."""
    return Clock(MORNING - Clock().now())


def main(url: str, holder: str, offset_ms: str) -> None:
    log.configure("error")
    engine = open_engine(url)
    site, clock = watched_site(h=6.0, on_delay_s=ON_DELAY_S), Clock(int(offset_ms))
    desk = Desk(site, Journal(engine, site.id, clock.now), clock)
    desk.catch_up()
    duties = Duties(desk, site, clock, Lease(engine, duties_of(site.id), holder, TTL_MS))
    levels = [5.0]

    def instruments() -> None:
        term, first = None, 0
        ripe: float | None = None
        while True:
            now = clock.now()
            values = {"lt": levels[-1], "in": 0.0, "out": 0.0, "gas": 0.0}
            if duties.term != term:
                term, first, ripe = duties.term, now, None
                if term is not None:
                    say(f"leading {term}")
            duties.take([Reading(t, now, v, Quality.GOOD, "dcs") for t, v in values.items()])
            if ripe is None and now - first > 1000 * ON_DELAY_S + 200:
                ripe = now
            if term is not None and ripe and (duties.last_beat_ms or 0) > ripe:
                say(f"judged {term}")
                ripe = float("inf")
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
    main(*sys.argv[1:4])
