"""The live board over Socket.IO: frames in order; gaps are filled over HTTP, never guessed."""

import queue
import threading
import time
from collections.abc import Sequence
from typing import Any

import socketio

from command_center import log
from simulations.doors.backoff import BackOff
from simulations.doors.http import Door, Unreachable
from simulations.view import News

_log = log.get(__name__)

NAMESPACE = "/live"
TOPICS = ("incident", "directives", "resources", "people", "alarms", "ticker", "review", "pages")
"""What people look at."""
SILENCE_S = 5.0
"""The server's pulse comes every second: after this long the link is taken for dead."""


class LiveBoard:
    """Receives the board's changes. `news` is called by one thread, and misses nothing."""

    def __init__(self, url: str, secret: str, topics: Sequence[str] = TOPICS) -> None:
        self._url, self._secret, self._topics = url, secret, topics
        self._door = Door(url, secret)
        self._frames: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._heard = 0.0
        self._epoch: str | None = None
        self._rev = -1
        self._behind = True
        self._try_at = 0.0
        self._backoff = BackOff()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._stay_connected, name="live", daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def stop(self) -> None:
        """Disconnect soon."""
        self._stopping.set()

    @property
    def silent_s(self) -> float:
        """Seconds since the server last sent something."""
        return time.monotonic() - self._heard

    def news(self) -> list[News]:
        """Return every change received; catches up over HTTP if a frame is missing."""
        heard: list[News] = []
        while True:
            try:
                frame = self._frames.get_nowait()
            except queue.Empty:
                break
            self._take(frame, heard)
        if self._behind and time.monotonic() >= self._try_at:
            self._catch_up(heard)
        return heard

    def _take(self, frame: dict[str, Any], heard: list[News]) -> None:
        if frame["epoch"] != self._epoch:
            self._behind = True
        elif "rows" not in frame:  # a hello: the link is new, and frames may have been missed
            self._behind = self._behind or frame["rev"] != self._rev
        elif frame["rev"] <= self._rev:
            return
        elif frame["from"] > self._rev or self._behind:
            self._behind = True
        else:
            heard.append(News(whole=False, rows=frame["rows"]))
            self._rev = frame["rev"]

    def _catch_up(self, heard: list[News]) -> None:
        since = self._rev if self._epoch is not None else None
        topics = ",".join(self._topics)
        try:
            reply = self._door.get("board", epoch=self._epoch, since=since, topics=topics)
        except Unreachable:
            self._try_at = time.monotonic() + self._backoff.failed()
            return
        if reply.status != 200:
            self._try_at = time.monotonic() + self._backoff.failed()
            _log.warning("the board is not shown to us", status=reply.status)
            return
        self._backoff.succeeded()
        board = reply.body
        heard.append(News(whole=board["whole"], rows=board["rows"]))
        self._epoch, self._rev = board["epoch"], board["rev"]
        self._behind = False

    def _stay_connected(self) -> None:
        backoff = BackOff()
        while not self._stopping.is_set():
            client = self._client()
            try:
                client.connect(
                    self._url,
                    namespaces=[NAMESPACE],
                    transports=["websocket"],
                    auth={"token": self._secret, "topics": list(self._topics)},
                    wait_timeout=5,
                )
            except (socketio.exceptions.SocketIOError, OSError, ValueError):
                self._stopping.wait(backoff.failed())
                continue
            backoff.succeeded()
            self._heard = time.monotonic()
            while client.connected and time.monotonic() - self._heard < SILENCE_S:
                if self._stopping.wait(0.25):
                    break
            _close(client)

    def _client(self) -> Any:
        client = socketio.Client(reconnection=False, handle_sigint=False)
        client.on("hello", self._on_frame, namespace=NAMESPACE)
        client.on("frame", self._on_frame, namespace=NAMESPACE)
        return client

    def _on_frame(self, frame: dict[str, Any]) -> None:
        self._heard = time.monotonic()
        self._frames.put(frame)


def _close(client: Any) -> None:
    """A link that is dead already may refuse to be closed politely."""
    try:
        client.disconnect()
    except (socketio.exceptions.SocketIOError, OSError):
        _log.info("the link had gone")
