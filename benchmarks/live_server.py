"""The measured side of the live load: one process that broadcasts a frame of a given size.

    python -m benchmarks.live_server PORT CONTROL_PORT hub|emit|bare

`hub` is the product: rows into the hub, frames out of the live socket. `emit` is Flask-SocketIO
as it comes. `bare` is the floor: a ready frame written to every socket in a loop, nothing else.
Told over HTTP on CONTROL_PORT; every frame carries `t`, the monotonic nanoseconds when its fact was
accepted, which another process of the same machine can compare with.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import flask
import gevent
import orjson
import psutil
from flask_socketio import SocketIO
from gevent.pywsgi import WSGIServer
from gevent.server import StreamServer

from command_center.domain.actor import Role
from command_center.live.hub import Hub
from command_center.live.identity import Identity
from command_center.live.socket import attach
from command_center.live.websocket import text_frame

Broadcast = Callable[[dict[str, Any]], object]
ROWS = 20


def rows_of(size: int) -> dict[str, Any]:
    """Readings of `ROWS` tags, together `size` bytes of JSON or a little more."""
    row = {"t": 0, "value": 0.0, "unit": "m", "quality": "good", "fill": ""}
    fill = max(0, size // ROWS - len(orjson.dumps(row)) - len('"LI-00":,') - 18)
    return {
        f"LI-{number:02d}": {**row, "fill": "x" * fill, "t": time.monotonic_ns()}
        for number in range(ROWS)
    }


def hub_server(app: flask.Flask) -> tuple[Broadcast, Callable[[], int]]:
    hub = Hub("load", lambda: time.time_ns() // 1_000_000)
    live = attach(app, hub, lambda environ, auth: Identity(Role.VIEWER), hosts={"127.0.0.1"})

    def broadcast(rows: dict[str, Any]) -> None:
        hub.change([("levels", tag, row) for tag, row in rows.items()])

    return broadcast, lambda: live.clients


def emit_server(app: flask.Flask) -> tuple[Broadcast, Callable[[], int]]:
    options: dict[str, Any] = {"namespaces": ["/live"], "transports": ["websocket"]}
    io: Any = SocketIO(app, async_mode="gevent", **options)
    joined: set[str] = set()

    @io.on("connect", namespace="/live")  # type: ignore[untyped-decorator]  # published without types
    def connect(auth: object) -> None:
        joined.add(flask.request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO's own

    def broadcast(rows: dict[str, Any]) -> None:
        io.emit("frame", {"rows": {"levels": rows}}, namespace="/live")

    return broadcast, lambda: len(joined)


def bare_server(port: int) -> tuple[Broadcast, Callable[[], int]]:
    descriptors: list[int] = []

    def accept(connection: Any, address: object) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        descriptors.append(connection.fileno())
        while connection.recv(4096):
            pass

    def broadcast(rows: dict[str, Any]) -> None:
        frame = text_frame(orjson.dumps(["frame", {"rows": {"levels": rows}}]))
        for descriptor in descriptors:
            os.write(descriptor, frame)

    StreamServer(("127.0.0.1", port), accept).start()
    return broadcast, lambda: len(descriptors)


def serve(port: int, control_port: int, kind: str) -> None:
    app, control = flask.Flask("load"), flask.Flask("control")
    if kind == "bare":
        broadcast, clients = bare_server(port)
    else:
        broadcast, clients = (hub_server if kind == "hub" else emit_server)(app)
        WSGIServer(("127.0.0.1", port), app, log=None, backlog=2048).start()
    process = psutil.Process()

    @control.get("/state")
    def state() -> Any:
        return {"clients": clients(), "rss": process.memory_info().rss}

    @control.post("/run")
    def run() -> Any:
        """`frames` of `size` bytes, `rate` a second; answers the CPU seconds they cost."""
        asked = orjson.loads(flask.request.data)
        started, spent = time.monotonic(), time.process_time()
        for number in range(asked["frames"]):
            gevent.sleep(max(0.0, started + number / asked["rate"] - time.monotonic()))
            broadcast(rows_of(asked["size"]))
        gevent.sleep(0.3)  # the last ones are written
        return {"cpu_s": time.process_time() - spent, "rss": process.memory_info().rss}

    WSGIServer(("127.0.0.1", control_port), control, log=None).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
