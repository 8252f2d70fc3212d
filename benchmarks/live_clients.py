"""The measuring side of the live load: N raw WebSockets in one process and one selector.

    python -m benchmarks.live_clients PORT CLIENTS STUCK

Prints a line when all are connected; for each line it reads, `{"frames": N}`, it waits until
every client has N frames, and prints the latencies' percentiles. STUCK more clients connect and
never read.
"""

import resource
import selectors
import socket
import struct
import sys
import time
from array import array
from typing import Any

import orjson

REQUEST = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
PATIENCE_S = 120
_MARK = b'"t":'


def masked(text: bytes) -> bytes:
    """A short client frame; a mask of zeroes is a mask."""
    return struct.pack("!BB", 0x81, 0x80 | len(text)) + b"\0\0\0\0" + text


class Client:
    """One connection: its unread bytes, and how many frames it has seen."""

    __slots__ = ("buffer", "connection", "frames")

    def __init__(self, port: int, receive_buffer: int | None = None) -> None:
        self.connection = socket.socket()
        if receive_buffer is not None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.connection.settimeout(PATIENCE_S)
        self.connection.connect(("127.0.0.1", port))
        self.connection.sendall(REQUEST.format(port=port).encode())
        self.buffer = bytearray()
        while b"\r\n\r\n" not in self.buffer:
            received = self.connection.recv(4096)
            if not received:
                raise ConnectionError("the server closed a client before it was let in")
            self.buffer += received
        del self.buffer[: self.buffer.index(b"\r\n\r\n") + 4]
        self.connection.sendall(masked(b"40/live,"))
        self.connection.setblocking(False)
        self.frames = 0

    def read(self, latencies: "array[int]") -> None:
        """Takes what has come; notes the age of every frame that says when it was accepted."""
        received = self.connection.recv(1 << 18)
        now = time.monotonic_ns()
        if not received:
            raise ConnectionError("the server closed a client that was reading")
        if not self.buffer and _whole(received):  # nearly always; the clients must not be the delay
            self._take(received[4:], now, latencies)
            return
        self.buffer += received
        while (payload := self._message()) is not None:
            self._take(payload, now, latencies)

    def _take(self, payload: bytes, now: int, latencies: "array[int]") -> None:
        if payload == b"2":
            self.connection.sendall(masked(b"3"))
        elif (at := payload.find(_MARK)) >= 0:
            end = payload.find(b",", at)
            latencies.append(now - int(payload[at + len(_MARK) : end]))
            self.frames += 1

    def _message(self) -> bytes | None:
        if len(self.buffer) < 4:
            return None
        size, start = self.buffer[1] & 0x7F, 2
        if size == 126:
            size, start = int.from_bytes(self.buffer[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(self.buffer[2:10]), 10
        if len(self.buffer) < start + size:
            return None
        payload = bytes(self.buffer[start : start + size])
        del self.buffer[: start + size]
        return payload


def _whole(received: bytes) -> bool:
    """Whether this is one frame of a 16-bit length and nothing else."""
    return (
        len(received) > 4
        and received[1] == 126
        and len(received) == 4 + int.from_bytes(received[2:4])
    )


def percentile(sorted_values: "array[int] | list[int]", share: float) -> int:
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def main(port: int, count: int, stuck: int) -> None:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit[1], count + stuck + 100), limit[1]))
    selector = selectors.DefaultSelector()
    clients = [Client(port) for _ in range(count)]
    silent = [Client(port, receive_buffer=16 * 1024) for _ in range(stuck)]
    for client in clients:
        selector.register(client.connection, selectors.EVENT_READ, client)
    selector.register(sys.stdin, selectors.EVENT_READ, None)
    latencies: array[int] = array("q")
    tell({"connected": len(clients) + len(silent)})
    wanted: int | None = None
    deadline = 0.0
    while True:
        for key, _ in selector.select(timeout=0.2):
            if key.data is None:
                line = sys.stdin.readline()
                if not line:
                    return
                wanted = orjson.loads(line)["frames"]
                deadline = time.monotonic() + PATIENCE_S
            else:
                key.data.read(latencies)
        if wanted is not None:
            missing = sum(max(0, wanted - client.frames) for client in clients)
            if not missing or time.monotonic() > deadline:
                tell(summary(latencies, missing))
                latencies, wanted = array("q"), None
                for client in clients:
                    client.frames = 0


def summary(latencies: "array[int]", missing: int) -> dict[str, Any]:
    ordered = sorted(latencies)
    return {
        "received": len(ordered),
        "missing": missing,
        "p50_ms": percentile(ordered, 0.50) / 1e6,
        "p99_ms": percentile(ordered, 0.99) / 1e6,
        "worst_ms": ordered[-1] / 1e6,
    }


def tell(what: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(what).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
