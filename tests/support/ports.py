"""A TCP port of this machine that nobody else can be given, and waiting until a server is there."""

import socket
import sys
import time
from collections.abc import Callable
from typing import Protocol

from tests.support.waiting import PATIENCE_S


def free_port() -> int:
    """A port of 127.0.0.1 that is ours until this process ends.

    It stays bound to a socket that never listens. Linux then gives it to no other program, nor to
    an outgoing connection, while a server that sets SO_REUSEADDR, as every server does, may listen
    there, die and come back. Elsewhere it is merely free at this moment.
    """
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind(("127.0.0.1", 0))
    port = int(probe.getsockname()[1])
    if sys.platform == "linux":
        probe.detach()  # the descriptor stays open, and no child inherits it
    else:
        probe.close()
    return port


class Process(Protocol):
    """What is asked here of a process that was started."""

    @property
    def args(self) -> object: ...

    @property
    def returncode(self) -> int | None: ...

    def poll(self) -> int | None: ...


def wait_until_ready(
    process: Process, attempt: Callable[[], object], seconds: float = PATIENCE_S
) -> None:
    """Repeats `attempt` until it raises nothing; raises if the process ends or time runs out."""
    deadline = time.monotonic() + seconds
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            attempt()
        except Exception as failure:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{process.args!r} not ready after {seconds} s") from failure
            time.sleep(0.02)
        else:
            return


def wait_until_listening(port: int, process: Process) -> None:
    """Returns once 127.0.0.1:port accepts connections."""
    address = ("127.0.0.1", port)
    wait_until_ready(process, lambda: socket.create_connection(address, PATIENCE_S).close())
