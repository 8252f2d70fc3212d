"""The bounded send queue of one peer: a peer that does not drain it is disconnected, and nobody waits for it."""

import socket
import time
from collections import deque
from collections.abc import Callable

import gevent

from command_center.live.wire import shut, write_now

QUEUE_LIMIT = 1 << 20
"""Bytes that may wait for one peer; a healthy link at ten 2 KiB frames a second has none."""
AGE_LIMIT_S = 5.0
"""How old the oldest waiting bytes may be: past 3 s the client has called the link lost itself."""
KERNEL_BUFFER = 64 * 1024
"""SO_SNDBUF, so that what waits, waits here where it is counted (Linux doubles the figure)."""

Elapsed = Callable[[], float]


class Outlet:
    """The writing half of one connection. `send` never blocks.

    A frame goes straight to the kernel while the kernel accepts it. The rest is queued, counted and written by a
    greenlet that lives only while something waits. Above a limit the raw socket is shut down, which ends the reader
    and the writer wherever they are.
    """

    __slots__ = ("_connection", "_elapsed", "_queue", "closed", "cut_for", "queued")

    def __init__(self, connection: socket.socket, elapsed: Elapsed = time.monotonic) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection = connection
        self._elapsed = elapsed
        self._queue: deque[tuple[float, memoryview]] = deque()
        self.queued = 0
        self.closed = False
        self.cut_for: str | None = None

    def send(self, frame: bytes) -> None:
        """Write a whole frame, now or after those that wait. A closed outlet discards it."""
        if self.closed:
            return
        if self.queued:
            self._wait(memoryview(frame))
            return
        try:
            written = write_now(self._connection, frame)
        except OSError:
            self.cut("gone")
            return
        if written < len(frame):
            self._wait(memoryview(frame)[written:])
            if not self.closed:
                gevent.spawn(self._drain)

    def overdue(self) -> bool:
        """Whether the oldest waiting bytes are too old; checked even when nothing more is sent."""
        return bool(self._queue) and self._elapsed() - self._queue[0][0] > AGE_LIMIT_S

    def cut(self, reason: str) -> None:
        """End the connection at once and drop what waits. `reason` is stored as `cut_for`."""
        if self.closed:
            return
        self.closed = True
        self.cut_for = reason
        self._queue.clear()
        self.queued = 0
        try:
            shut(self._connection)
        except OSError:
            return  # the peer was faster

    def _wait(self, rest: memoryview) -> None:
        if self.queued + len(rest) > QUEUE_LIMIT or self.overdue():
            self.cut("slow")
            return
        self._queue.append((self._elapsed(), rest))
        self.queued += len(rest)

    def _drain(self) -> None:
        while self._queue:
            rest = self._queue[0][1]
            try:
                self._connection.sendall(rest)
            except OSError:
                self.cut("gone")
            if self.closed:
                return
            self._queue.popleft()
            self.queued -= len(rest)
