"""`web` processes forked from one that has imported and read everything and begun nothing.

Most of a start is importing, a second and a half of the processor, and what the program comes with takes
another third of a second to read: the suite starts hundreds of centers, for each time that a story lets pass
one more.
From the fork on each behaves as `python -m command_center` does: a process with its own settings, doors
and databases, that is killed and started again. The command line's tests start real ones.
"""

import atexit
import json
import os
import random
import select
import signal
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

PROGRAM = "command_center"
REPOSITORY = Path(__file__).resolve().parents[2]


class Forked:
    """What `subprocess.Popen` would be, as far as a center needs it."""

    args = (sys.executable, "-m", PROGRAM)

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        self.pid = _asked([environ, str(log)])
        self._pid_fd = os.pidfd_open(self.pid)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """None while it runs; else as Popen has it."""
        if self.returncode is None and select.select([self._pid_fd], [], [], 0)[0]:
            self.returncode = _asked(self.pid)
            os.close(self._pid_fd)
        return self.returncode

    def wait(self, timeout_s: float) -> None:
        """Raises TimeoutError when it still runs after so many seconds."""
        if self.returncode is None:
            select.select([self._pid_fd], [], [], timeout_s)
        if self.poll() is None:
            raise TimeoutError(f"{self.args} has not ended within {timeout_s} s")

    def send_signal(self, number: signal.Signals) -> None:
        """As a service manager does."""
        signal.pidfd_send_signal(self._pid_fd, number)


def start(environ: dict[str, str], log: Path) -> "Forked | subprocess.Popen[bytes]":
    """A `web` process with these variables, writing to the end of `log`."""
    if hasattr(os, "pidfd_open"):
        return Forked(environ, log)
    with log.open("ab") as out:  # elsewhere than on Linux
        return subprocess.Popen(Forked.args, env=environ, stdout=out, stderr=out, cwd=REPOSITORY)


@cache
def _nursery() -> "subprocess.Popen[bytes]":
    """Ends when this process does, or is killed: nobody holds the other end of its line any more. What
    was forked from it meanwhile ends then too (`tests/support/leash.py`)."""
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.support.forked"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY,
    )  # fmt: skip
    atexit.register(nursery.__exit__, None, None, None)
    return nursery


_one_at_a_time = threading.Lock()


def _asked(question: Any) -> int:
    with _one_at_a_time:
        nursery = _nursery()
        assert nursery.stdin
        assert nursery.stdout
        nursery.stdin.write(json.dumps(question).encode() + b"\n")
        nursery.stdin.flush()
        return int(nursery.stdout.readline())


def _main() -> int:
    """Answer a start with its process id, and a process id with its status once it has ended."""
    import gevent.os  # after command_center, which lets it patch first

    _read_what_comes_with_the_program()
    line = b""
    while piece := os.read(0, 65536):
        line += piece
        if not line.endswith(b"\n"):
            continue
        match json.loads(line):
            case int(pid):
                answer = os.waitstatus_to_exitcode(waitpid(pid, 0)[1])
            case [environ, log]:
                answer = gevent.os.fork()
                if not answer:
                    return _serve(environ, log)
        os.write(1, b"%d\n" % answer)
        line = b""
    return 0


def _read_what_comes_with_the_program() -> None:
    """What depends on no setting and is kept for a process's life: the channels, the library's templates, the
    catalogues, and the pages' scripts, which are linked again should a file of them change."""
    from command_center.data_files import data_folder
    from command_center.notify.providers import provider_types
    from command_center.page_server.page_files import scripts_of_pages
    from command_center.template_file.library import library
    from command_center.words import LANGUAGES, catalogue

    provider_types()
    library()
    for lang in LANGUAGES:
        catalogue(lang)
    scripts_of_pages(data_folder("assets"))


def _serve(environ: dict[str, str], log: str) -> int:
    os.environ.clear()
    os.environ.update(environ)
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for number, here in enumerate((os.open(os.devnull, os.O_RDONLY), out, out)):
        os.dup2(here, number)
    random.seed()
    return command_center()


if __name__ == "__main__":
    waitpid = os.waitpid  # gevent's own would wait for those only that it watches
    from command_center.__main__ import main as command_center

    sys.exit(_main())
