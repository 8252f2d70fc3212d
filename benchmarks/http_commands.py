"""What a command costs the server from outside: processor time of its process for each, over HTTP.

One signed-in browser's session, one connection kept open, as a page sends them. Beside it the same number of
requests to a bare Flask route that commits one row (`bare_route.py`), in turn with it, since a
machine's speed drifts. What the server does each second without anybody is measured first and taken off.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import psutil
import requests

from benchmarks.figure import Figure
from command_center.domain.actor import Role
from tests.support.ports import free_port
from tests.support.running_center import RunningCenter, demo_site
from tests.support.waiting import eventually

ROUNDS, EACH = 5, 300
IDLE_S = 4.0
REPOSITORY = Path(__file__).resolve().parents[1]


class _Server:
    """A server process and a client of it."""

    def __init__(self, pid: int, send: Callable[[int], None]) -> None:
        self._process = psutil.Process(pid)
        self._send = send
        self._sent = 0
        self._idle = 0.0
        self.each_ms: list[float] = []

    def _cpu_s(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def idle(self) -> None:
        """Measure what it does each second by itself."""
        before = self._cpu_s()
        time.sleep(IDLE_S)
        self._idle = (self._cpu_s() - before) / IDLE_S

    def round(self) -> None:
        """Send `EACH` requests one after the other; note the processor time of one."""
        before, begun = self._cpu_s(), time.monotonic()
        for _ in range(EACH):
            self._sent += 1
            self._send(self._sent)
        own = self._cpu_s() - before - self._idle * (time.monotonic() - begun)
        self.each_ms.append(own / EACH * 1000)


def measure() -> list[Figure]:
    """SQLite, one process, one client: processor time of a command and of the bare route."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        center = RunningCenter(Path(folder))
        token = center.token("shift", Role.COMMANDER, person=demo_site().people[0].id)
        center.start()
        stack.callback(center.stop)
        ours, bare = _Server(center.pid, _commands(center, token)), _bare(Path(folder), stack)
        for server in (ours, bare):
            server.round()
            server.each_ms.clear()
            server.idle()
        for _ in range(ROUNDS):
            ours.round()
            bare.round()
    mine, floor = median(ours.each_ms), median(bare.each_ms)
    return [
        Figure(
            "processor time of a command over HTTP", round(mine, 2), "ms",
            f"bare Flask route that commits one row {floor:.2f} ms: {mine / floor:.1f} x its time",
            goal=1.5,
        )
    ]  # fmt: skip


def _commands(center: RunningCenter, token: str) -> Callable[[int], None]:
    session = requests.Session()
    session.headers["Origin"] = center.url
    session.post(f"{center.url}/api/v1/session", json={"token": token}).raise_for_status()
    place = demo_site().areas[0].id

    def send(number: int) -> None:
        data = {"channel": "call", "place": place, "text": f"report {number}"}
        body = {"kind": "report.receive", "data": data, "idempotency_key": f"k{number}"}
        session.post(f"{center.url}/api/v1/commands", json=body).raise_for_status()

    return send


def _bare(folder: Path, stack: ExitStack) -> _Server:
    port, session = free_port(), requests.Session()
    command = [sys.executable, "-m", "benchmarks.bare_route", str(port), str(folder)]
    process = stack.enter_context(subprocess.Popen(command, cwd=REPOSITORY))
    stack.callback(process.terminate)
    url = f"http://127.0.0.1:{port}/line"

    def send(number: int) -> None:
        session.post(url, json={"text": f"report {number}", "fill": "x" * 200}).raise_for_status()

    def answers() -> bool:
        try:
            send(0)
        except requests.ConnectionError:
            return False
        return True

    eventually(answers)
    return _Server(process.pid, send)


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  ")
