"""`web` processes forked from one that has imported everything and begun nothing.

Most of a start is importing, a second and a half of the processor; the suite starts a hundred centers.
From the fork on each is what `python -m command_center` is: a process with its own settings, doors
and databases, that is killed and started again. The command line's tests start real ones.
"""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.support.waiting import PATIENCE_S

PROGRAM = "command_center"
REPOSITORY = Path(__file__).resolve().parents[2]


class Forked:
    """What `subprocess.Popen` would be, as far as a center needs it."""

    args = (sys.executable, "-m", PROGRAM)
    returncode = "a status only its log tells of"

    def __init__(self, pid: int) -> None:
        self._pid_fd = os.pidfd_open(pid)

    def poll(self) -> bool | None:
        """None while it runs."""
        return True if select.select([self._pid_fd], [], [], 0)[0] else None

    def wait(self, timeout_s: float) -> None:
        """Raises TimeoutError when it still runs after so many seconds."""
        if not select.select([self._pid_fd], [], [], timeout_s)[0]:
            raise TimeoutError(f"{self.args} has not ended within {timeout_s} s")

    def send_signal(self, number: signal.Signals) -> None:
        """As a service manager does."""
        signal.pidfd_send_signal(self._pid_fd, number)


@cache
def _nursery() -> "subprocess.Popen[bytes]":
    """Ends when this process does, or is killed: nobody holds the other end of its line any more."""
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.support.forked"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY,
    )  # fmt: skip
    atexit.register(nursery.__exit__, None, None, None)
    return nursery


def start(environ: dict[str, str], log: Path) -> "Forked | subprocess.Popen[bytes]":
    """A `web` process with these variables, writing to the end of `log`."""
    if not hasattr(os, "pidfd_open"):  # Linux alone has them
        with log.open("ab") as out:
            return subprocess.Popen(
                Forked.args, env=environ, stdout=out, stderr=out, cwd=REPOSITORY
            )
    nursery = _nursery()
    assert nursery.stdin
    assert nursery.stdout
    nursery.stdin.write(json.dumps([environ, str(log)]).encode() + b"\n")
    nursery.stdin.flush()
    assert select.select([nursery.stdout], [], [], PATIENCE_S)[0]
    return Forked(int(nursery.stdout.readline()))


def _bear() -> int:
    """Fork at every line; in the child, serve."""
    import random

    import gevent.os

    from command_center.__main__ import main

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    line = b""
    while piece := os.read(0, 65536):
        line += piece
        if not line.endswith(b"\n"):
            continue
        if pid := gevent.os.fork():
            os.write(1, b"%d\n" % pid)
            line = b""
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        environ, log = json.loads(line)
        os.environ.clear()
        os.environ.update(environ)
        out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        random.seed()
        return main()
    return 0


if __name__ == "__main__":
    sys.exit(_bear())
