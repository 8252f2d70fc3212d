"""What a gateway is measured with: a plant of many tags, a board that only counts, the gateway as a process."""

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import paho.mqtt.client as paho
import psutil
import requests
from paho.mqtt.enums import CallbackAPIVersion
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "site" / "small.yaml"
MB = 1e6


class Counting:
    """A board that takes everything while it is `up`, or passes it on to one at `beyond` and counts what that takes.

    `taken` readings came, `by_lane` of them in each lane. `seen` are the (tag, value) of those to be remembered,
    `good_at` says when (monotonic s) the last good value of a tag came, `late_ms` how late each of the live lane was.
    """

    def __init__(self, beyond: str = "", remember: bool = True) -> None:
        self.up = True
        self.beyond, self._remember = beyond, remember
        self.taken = 0
        self.by_lane: Counter[str] = Counter()
        self.seen: set[tuple[str, float | None]] = set()
        self.good_at: dict[str, float] = {}
        self.late_ms: list[float] = []
        self.url = ""

    def take(self, body: dict[str, Any]) -> int:
        """A batch; how many readings it has."""
        now, moment = time.time() * 1000, time.monotonic()
        readings = body.get("readings", ())
        if body.get("lane") == "live":
            self.late_ms += (now - one["ts"] for one in readings)
            for one in readings:
                if one["value"] is not None:
                    self.good_at[one["tag"]] = moment
        if self._remember:
            self.seen.update((one["tag"], one["value"]) for one in readings)
        self.by_lane[body.get("lane", "")] += len(readings)
        self.taken += len(readings)
        return len(readings)


@contextmanager
def counting(beyond: str = "", remember: bool = True) -> Iterator[Counting]:
    """The board, listening."""
    board = Counting(beyond, remember)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            if not board.up:
                self._say(503, {})
                return
            if board.beyond:
                self._pass_on(data)
                return
            self._say(202, {"accepted": board.take(orjson.loads(data)), "rejected": []})

        def _pass_on(self, data: bytes) -> None:
            headers = {name: self.headers[name] for name in ("Authorization", "Content-Type")}
            try:
                answer = requests.post(
                    f"{board.beyond}{self.path}", data, headers=headers, timeout=60
                )
            except requests.RequestException:
                self._say(503, {})
                return
            if answer.status_code == requests.codes.accepted:
                board.take(orjson.loads(data))
            self._answer(answer.status_code, answer.content)

        def _say(self, status: int, told: dict[str, Any]) -> None:
            self._answer(status, orjson.dumps(told))

        def _answer(self, status: int, answer: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """A gateway that is killed leaves its requests unfinished; that is no news here."""

    server = Server(("127.0.0.1", 0), Handler)
    board.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield board
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def written(folder: Path, board: str, tags: int, connections: list[dict[str, Any]]) -> Path:
    """A gateway's file, with a plant that has `tags` tags T0, T1, ... of a flow."""
    folder.mkdir(parents=True, exist_ok=True)
    site = YAML().load(SMALL.read_text("utf-8"))
    site["tags"] += [
        {"id": f"T{n}", "kind": "flow", "unit": "m3/h", "source": "DCS", "high": 1_000_000}
        for n in range(tags)
    ]
    (folder / "token").write_text("secret")
    (folder / "token").chmod(0o600)
    whole = {
        "gateway": {"id": "gw", "site": "site.yaml", "board": board, "token": {"file": str(folder / "token")}},
        "buffer": {"path": "buffer"}, "connections": connections,
    }  # fmt: skip
    for name, told in (("site.yaml", site), ("gateway.yaml", whole)):
        with (folder / name).open("w", encoding="utf-8") as out:
            YAML().dump(told, out)
    return folder / "gateway.yaml"


def cpu_s(pid: int) -> float:
    """Seconds of a core that a process and its children have used."""
    one = psutil.Process(pid)
    used = 0.0
    for process in (one, *one.children(recursive=True)):
        times = process.cpu_times()
        used += times.user + times.system
    return used


class Process:
    """A gateway as a process: what it costs."""

    def __init__(
        self, command: list[str], log: Path, environ: dict[str, str] | None = None, cwd: Path = ROOT
    ) -> None:
        self._out = log.open("ab")
        self._process = subprocess.Popen(
            command, cwd=cwd, stdout=self._out, stderr=self._out,
            env={**{k: v for k, v in os.environ.items() if not k.startswith("CC_")}, **(environ or {})},
        )  # fmt: skip
        self._seen = psutil.Process(self._process.pid)
        atexit.register(self.kill)  # a wait that ends in an error leaves none behind

    @classmethod
    def ours(cls, file: Path) -> "Process":
        """`command-center gateway run`."""
        command = [sys.executable, "-m", "command_center.cli.main", "gateway", "run", str(file)]
        return cls(command, file.with_suffix(".log"))

    def cpu_s(self) -> float:
        """Seconds of a core that it and its children have used."""
        return cpu_s(self._process.pid)

    def rss_mb(self) -> float:
        """Its memory and its children's."""
        return (
            sum(o.memory_info().rss for o in (self._seen, *self._seen.children(recursive=True)))
            / MB
        )

    def kill(self) -> None:
        """kill -9, its children too; nothing where that was done."""
        if self._out.closed:
            return
        for one in self._seen.children(recursive=True):
            one.kill()
        self._process.kill()
        self._process.wait(60)
        self._out.close()


def publish(port: int, first: int, count: int, tags: int, rate: float = 0) -> None:
    """Values one by one, each of the next of so many tags, at QoS 1; returns when the broker has them all.

    `rate` is how many a second; 0: as fast as they go.
    """
    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.max_inflight_messages_set(1000)
    client.connect("127.0.0.1", port)
    client.loop_start()
    last, began = None, time.monotonic()
    for n in range(count):
        value = first + n
        last = client.publish(f"plant/T{value % tags}", json.dumps({"v": value}), qos=1)
        if rate and n % 20 == 0:
            time.sleep(max(0.0, began + n / rate - time.monotonic()))
        elif n % 1000 == 0:
            _taken(last)
    if last is not None:
        _taken(last)
    client.disconnect()
    client.loop_stop()


def _taken(told: paho.MQTTMessageInfo) -> None:
    told.wait_for_publish(60)
    if not told.is_published():
        raise TimeoutError("not within 60 s: the broker has a value that was published")
