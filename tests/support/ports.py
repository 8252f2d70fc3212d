"""A free TCP port of this machine, and waiting until a server there is ready."""

import random
import socket
import subprocess
import time
from collections.abc import Callable

BELOW_EPHEMERAL = range(15_000, 32_000)
"""Linux gives outgoing connections ports from 32768 on: one of those may be gone again before the
process that is to listen there has started."""


def free_port() -> int:
    while True:
        port = random.choice(BELOW_EPHEMERAL)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def wait_until_ready(
    process: subprocess.Popen[bytes], attempt: Callable[[], object], seconds: float = 30
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


def wait_until_listening(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Returns once 127.0.0.1:port accepts connections."""
    address = ("127.0.0.1", port)
    wait_until_ready(process, lambda: socket.create_connection(address, 0.2).close(), seconds)
