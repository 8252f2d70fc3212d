"""Talking to a live server: its control routes, and the socket as a bare third party speaks it."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import websocket

from tests.support.ports import free_port, wait_until_listening
from tests.support.requesting import ask
from tests.support.waiting import PATIENCE_S, eventually

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class LiveServer:
    """A running `tests.support.live_server`."""

    port: int

    def get(self, path: str) -> Any:
        answer = ask("GET", f"http://127.0.0.1:{self.port}{path}")
        answer.raise_for_status()
        return answer.json()

    def ended(self, reason: str) -> int:
        """How many connections have ended for this reason."""
        return int(self.get("/figures")["ended"].get(reason, 0))

    def forgets_everybody(self) -> None:
        """Wait until it has noticed that all its connections are over."""
        eventually(lambda: self.get("/figures")["clients"] == 0)

    def post(self, path: str, body: Any = None) -> Any:
        url = f"http://127.0.0.1:{self.port}{path}"
        answer = ask("POST", url, data=orjson.dumps(body))
        answer.raise_for_status()
        return answer.json()


@contextmanager
def live_server() -> Iterator[LiveServer]:
    port = free_port()
    command = [sys.executable, "-m", "tests.support.live_server", str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_until_listening(port, process)
        yield LiveServer(port)
    finally:
        process.kill()
        process.wait()


class Line:
    """One WebSocket to `/socket.io`. Nothing is answered but by `event`, and by the test itself."""

    def __init__(self, port: int, *, receive_buffer: int | None = None, **options: Any) -> None:
        options.setdefault("suppress_origin", True)
        if receive_buffer is not None:
            buffers = (socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            options["sockopt"] = (buffers,)
        self._socket: Any = websocket.create_connection(
            f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket",
            timeout=PATIENCE_S,
            skip_utf8_validation=True,  # in pure Python, and fifty lines share one
            **options,
        )
        self._connection: Any = self._socket.sock
        self.opening = self.receive()

    def send(self, text: str) -> None:
        self._socket.send(text)

    def send_bytes(self, raw: bytes) -> None:
        """Past the WebSocket library: straight onto the connection."""
        self._connection.sendall(raw)

    def send_binary(self, payload: bytes) -> None:
        self._socket.send_binary(payload)

    def receive(self) -> str | None:
        """The next message; None once the server has ended the connection."""
        try:
            opcode, data = self._socket.recv_data()
        except (websocket.WebSocketConnectionClosedException, OSError):
            return None
        return None if opcode == websocket.ABNF.OPCODE_CLOSE else str(data, "utf-8")

    def control(self) -> tuple[int, bytes]:
        """The next control frame (ping, pong, close) and its payload, past any messages."""
        while True:
            opcode, data = self._socket.recv_data(control_frame=True)
            if opcode >= websocket.ABNF.OPCODE_CLOSE:
                return opcode, data

    def join(self, token: str | None, **auth: Any) -> Any:
        """Asks to join `/live`; returns the hello, or what was said instead."""
        given = auth if token is None else {"token": token, **auth}
        self.send("40/live," + (orjson.dumps(given).decode() if given else ""))
        answer = self.receive()
        if answer is None or not answer.startswith("40/live,"):
            return answer
        return self.event("hello")

    def event(self, name: str) -> Any:
        """The payload of the next event, which must be of this name; pings are answered."""
        while (message := self.receive()) == "2":
            self.send("3")
        assert message is not None, "the connection ended"
        assert message.startswith(f'42/live,["{name}",'), message
        return orjson.loads(message.removeprefix("42/live,"))[1]

    def falls_silent(self, seconds: float) -> bool:
        """Whether, after what was under way, nothing but pings comes for so long."""
        self._connection.settimeout(seconds)
        try:
            for _ in range(50):
                if self._socket.recv() == "2":
                    self.send("3")
        except websocket.WebSocketTimeoutException:
            return True
        finally:
            self._connection.settimeout(PATIENCE_S)
        return False

    def rest(self) -> list[str]:
        """Everything until the server ends the connection."""
        messages = []
        while (message := self.receive()) is not None:
            messages.append(message)
        return messages

    def close(self) -> None:
        self._connection.close()
