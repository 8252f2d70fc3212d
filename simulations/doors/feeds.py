"""Sends readings and positions once a second, each in a thread of its own."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from command_center import log
from simulations.doors.backoff import BackOff
from simulations.doors.http import Door, Server, Unreachable

_log = log.get(__name__)

EVERY_S = 1.0
KEPT = 20_000
"""Readings kept through an outage; the oldest go first."""
BATCH = 1_000


class Sender:
    """Calls `send` once a second (or every `every_s`) until stopped, and backs off while it fails."""

    def __init__(self, name: str, send: Callable[[], None], every_s: float = EVERY_S) -> None:
        self._send, self._every_s = send, every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread that sends."""
        self._thread.start()

    def stop(self) -> None:
        """Asks the thread to end."""
        self._stopping.set()

    def _run(self) -> None:
        backoff, wait = BackOff(), self._every_s
        while not self._stopping.wait(wait):
            try:
                self._send()
                backoff.succeeded()
                wait = self._every_s
            except Unreachable:
                wait = backoff.failed()


class ReadingsFeed:
    """Buffers readings and sends them, oldest first, in batches: one for all sources."""

    def __init__(self, server: Server, secret: str, source_of: Mapping[str, str]) -> None:
        self._door = Door(server, secret)
        self._source_of = source_of
        self._kept: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def put(self, readings: Iterable[dict[str, Any]]) -> None:
        """Queue readings in the door's form: tag, ts, value, quality."""
        with self._lock:
            self._kept.extend(readings)

    def send(self) -> None:
        """Send the buffer. Raises Unreachable; what was not taken stays."""
        while batch := self._oldest():
            reply = self._door.post("readings", self._told(batch))
            if reply.status != 202:
                _log.warning("readings not taken", status=reply.status, answer=reply.body)
            self._drop(batch)

    def _told(self, batch: list[dict[str, Any]]) -> dict[str, Any]:
        """A batch under its first source; readings of another name theirs."""
        first = self._source_of[batch[0]["tag"]]
        readings = [
            one if (own := self._source_of[one["tag"]]) == first else {**one, "source": own}
            for one in batch
        ]
        return {"source": first, "readings": readings}

    def _oldest(self) -> list[dict[str, Any]]:
        with self._lock:
            return [self._kept[i] for i in range(min(BATCH, len(self._kept)))]

    def _drop(self, batch: list[dict[str, Any]]) -> None:
        with self._lock:
            for reading in batch:
                if self._kept and self._kept[0] is reading:
                    self._kept.popleft()


class PositionsFeed:
    """Sends the newest position of each person; older ones are useless and dropped."""

    def __init__(self, server: Server, secret: str, source: str) -> None:
        self._door = Door(server, secret)
        self._source = source
        self._newest: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def put(self, positions: Iterable[dict[str, Any]]) -> None:
        """Queue positions in the door's form: person, ts, lat, lon."""
        with self._lock:
            self._newest.update({position["person"]: position for position in positions})

    def send(self) -> None:
        """Sends the newest positions of people. Raises Unreachable."""
        with self._lock:
            positions, self._newest = list(self._newest.values()), {}
        if positions:
            body = {"source": self._source, "positions": positions}
            reply = self._door.post("positions", body)
            if reply.status != 202:
                _log.warning("positions not taken", status=reply.status, answer=reply.body)
