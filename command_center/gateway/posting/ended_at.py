"""A deadline for a whole connection. A socket's timeout does not suffice, because it restarts with each byte."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator


class Late(Exception):
    """The time limit of the whole request has passed."""


@contextlib.contextmanager
def ended_at(ends: float, connected: socket.socket) -> Iterator[None]:
    """End the connection at that time (`time.monotonic`). Raises Late instead of the resulting socket error."""
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        with contextlib.suppress(OSError):
            # Of the plain socket: another thread reads the encrypted one, and sees the end of it.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, ends - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if is_late.is_set():
            raise Late from error
        raise
    finally:
        timer.cancel()
    if is_late.is_set():
        raise Late
