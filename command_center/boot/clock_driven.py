"""A `web` process whose clock is turned by hand: `python -m command_center.boot.clock_driven START_MS`.

Everything is as in `python -m command_center`, set up by CC_* and met at the same doors, but time
passes only when a line with milliseconds comes on standard input. Then the duties beat once, every
client is told, and a line on standard output says how far the board is. So a drill without people
takes as long as the machine needs and not a moment of it depends on how busy the machine is.
"""

import gc

gc.disable()  # nothing of what a start makes is garbage: looking for it took a sixth of the time

from gevent import monkey  # noqa: E402

monkey.patch_all()

import os  # noqa: E402
import sys  # noqa: E402

import gevent  # noqa: E402
import orjson  # noqa: E402
from gevent.fileobject import FileObject  # noqa: E402

from command_center import log  # noqa: E402
from command_center.boot.app import Server, build  # noqa: E402
from command_center.boot.handles import raise_handle_limit  # noqa: E402
from command_center.boot.serving import listening  # noqa: E402
from command_center.boot.turned_clock import TurnedClock  # noqa: E402
from command_center.settings import Settings  # noqa: E402
from command_center.site_file import load  # noqa: E402
from command_center.store.database.databases import databases  # noqa: E402
from command_center.store.writer import run_in_place  # noqa: E402


def main() -> int:
    """Serve until standard input ends; returns the exit status."""
    settings = Settings()
    log.configure(settings.log_level, as_json=settings.log_json)
    assert settings.site is not None
    clock = TurnedClock(int(sys.argv[1]))
    site = load(settings.site, clock=clock)
    run_in_place()
    with databases(settings, lasting=False) as stores:  # after a power cut it is played again
        server = build(settings, site, stores, clock)
        gc.freeze()
        gc.enable()
        listener = listening(server, settings, raise_handle_limit())
        _turn(server, clock)
        sys.stdout.buffer.write(_told(server, clock))
        sys.stdout.flush()
        for line in FileObject(os.dup(0), "rb"):
            clock.turn(int(line))
            _turn(server, clock)
            sys.stdout.buffer.write(_told(server, clock))
            sys.stdout.flush()
        listener.stop()
        server.live.close()
        gevent.sleep(0)
    return 0


def _turn(server: Server, clock: TurnedClock) -> None:
    server.duties.run_once(clock.now())
    server.outbox.run_once(clock.now())
    server.look()
    server.widen()
    server.live.tell_now()


def _told(server: Server, clock: TurnedClock) -> bytes:
    told = {"now": clock.now(), "rev": server.hub.rev, "seq": server.desk.state.seq}
    return orjson.dumps(told) + b"\n"


if __name__ == "__main__":
    sys.exit(main())
