"""Live load: fact accepted -> message at N clients, beside bare broadcasts in the same run.

    python -m benchmarks.live_load [--clients 1000] [--rate 10] [--seconds 10] [--bytes 2048]

The server and the clients are processes of their own on this machine; a second run has one more
client that never reads, among 200 that do.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import requests

from tests.support.ports import free_port, wait_until_listening
from tests.support.waiting import PATIENCE_S

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    "hub": "the live socket",
    "emit": "baseline: Flask-SocketIO's emit",
    "bare": "baseline: bare writes",
}
CPU_BUDGET_US, P99_BUDGET_MS, MEMORY_BUDGET_KIB = 35, 50, 80
WARM_UP_FRAMES = 5


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of the server: `clients` that read, `stuck` ones that do not, and frames of
    `size` bytes at `rate` a second for `seconds`."""

    clients: int = 1000
    rate: float = 10
    seconds: float = 10
    size: int = 2048
    stuck: int = 0

    @property
    def frames(self) -> int:
        return max(1, round(self.rate * self.seconds))


@dataclass(frozen=True, slots=True)
class Measured:
    """Latency in ms; CPU of the server in microseconds per client and frame; memory in KiB per
    client; `missing` client frames (must be 0) and clients still connected at the end."""

    kind: str
    p50_ms: float
    p99_ms: float
    worst_ms: float
    cpu_us: float
    memory_kib: float
    missing: int
    clients_left: int


def measure(kind: str, load: Load) -> Measured:
    """Runs one kind of server (a key of `KINDS`) under the load."""
    with _server(kind) as (port, control):
        empty = requests.get(f"{control}/state", timeout=PATIENCE_S).json()["rss"]
        with _clients(port, load) as clients:
            _connected(clients, control, load.clients + load.stuck)
            warm_up = WARM_UP_FRAMES / load.rate
            _run(control, clients, Load(load.clients, load.rate, warm_up, load.size))
            cost, seen = _run(control, clients, load)
            left = requests.get(f"{control}/state", timeout=PATIENCE_S).json()["clients"]
    return Measured(
        kind=kind,
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        worst_ms=seen["worst_ms"],
        cpu_us=cost["cpu_s"] * 1e6 / (load.frames * load.clients),
        memory_kib=(cost["rss"] - empty) / 1024 / (load.clients + load.stuck),
        missing=seen["missing"],
        clients_left=left,
    )


@contextmanager
def _server(kind: str) -> Iterator[tuple[int, str]]:
    port, control = free_port(), free_port()
    command = [sys.executable, "-m", "benchmarks.live_server", str(port), str(control), kind]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_until_listening(control, process)
        yield port, f"http://127.0.0.1:{control}"
    finally:
        process.kill()
        process.wait()


@contextmanager
def _clients(port: int, load: Load) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "benchmarks.live_clients", str(port)]
    process = subprocess.Popen(
        [*command, str(load.clients), str(load.stuck)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _connected(clients: "subprocess.Popen[bytes]", control: str, count: int) -> None:
    assert _line(clients)["connected"] == count
    deadline = time.monotonic() + PATIENCE_S
    while requests.get(f"{control}/state", timeout=PATIENCE_S).json()["clients"] < count:
        if time.monotonic() > deadline:
            raise TimeoutError(f"not all of {count} clients were let in")
        time.sleep(0.05)


def _run(
    control: str, clients: "subprocess.Popen[bytes]", load: Load
) -> tuple[dict[str, Any], dict[str, Any]]:
    asked = {"frames": load.frames, "rate": load.rate, "size": load.size}
    answer = requests.post(f"{control}/run", data=orjson.dumps(asked), timeout=600)
    answer.raise_for_status()
    assert clients.stdin is not None
    clients.stdin.write(orjson.dumps({"frames": load.frames}) + b"\n")
    clients.stdin.flush()
    return answer.json(), _line(clients)


def _line(process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("the clients' process ended: the server closed one that was reading")
    answer: dict[str, Any] = orjson.loads(line)
    return answer


def table(load: Load, rows: list[Measured]) -> str:
    """The figures as text, one line a kind of server."""
    lines = [
        f"{load.clients} clients, {load.rate:g} frames/s of {load.size} bytes, {load.seconds:g} s"
        + (f", and {load.stuck} that never reads" if load.stuck else ""),
        f"{'':32}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}{'us/frame':>10}{'KiB/client':>12}",
    ]
    lines += [
        f"{KINDS[row.kind]:32}{row.p50_ms:9.1f}{row.p99_ms:9.1f}{row.worst_ms:9.1f}"
        f"{row.cpu_us:10.1f}{row.memory_kib:12.1f}"
        + (f"  {row.missing} frames missing!" if row.missing else "")
        for row in rows
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Prints the tables; 1 when the live socket misses its budget or loses a frame."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--bytes", type=int, default=2048)
    asked = parser.parse_args(arguments)
    load = Load(asked.clients, asked.rate, asked.seconds, asked.bytes)
    rows = [measure(kind, load) for kind in KINDS]
    print(table(load, rows))
    stuck = Load(min(200, asked.clients), 100, asked.seconds, asked.bytes, stuck=1)
    among = measure("hub", stuck)
    print(table(stuck, [among]))
    cut_off = among.clients_left == stuck.clients
    print(f"the one that never reads was {'cut off' if cut_off else 'NOT cut off'}")
    print(f"budget: p99 <= {P99_BUDGET_MS} ms, <= {CPU_BUDGET_US} us, <= {MEMORY_BUDGET_KIB} KiB")
    live = rows[0]
    kept = (
        live.p99_ms <= P99_BUDGET_MS
        and live.cpu_us <= CPU_BUDGET_US
        and live.memory_kib <= MEMORY_BUDGET_KIB
        and not live.missing
        and not among.missing
        and cut_off
    )
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
