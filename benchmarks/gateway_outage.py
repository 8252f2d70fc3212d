"""An outage of 8 hours at 1,000 values a second, replayed at speed: memory, disk, how fast it is caught up, and how
late live values are meanwhile.

Hours of values lie in the gateway's files; it starts, and values come by MQTT at 1,000 a second while it catches up.
The board is once one that only counts, and once a whole center. So many values are replayed as the time allows, and the
rate tells what 8 hours take; `python -m benchmarks.gateway_outage --values 28800000` replays them all.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.gateway_rig import Counting, Process, counting, cpu_s, publish, written
from benchmarks.waiting import comes, until
from command_center.domain.actor import ActorKind, Role
from command_center.domain.reading import Quality, Reading
from command_center.gateway.buffer.store import Store
from tests.support.mosquitto import Mosquitto
from tests.support.running_center import running
from tests.support.unavailable import Unavailable

HOURS, RATE = 8, 1_000
WHOLE = HOURS * 3600 * RATE
HOUR_MS = 3_600_000
TAGS = 1_000
SHORT = 320_000
"""Values of an outage that fits into a benchmark."""
AWAY_TAGS, AWAY_VALUES, PARTS = 5_000, 100_000, 5
TOPICS = {"plant/{tag}": {"value": {"path": "$.v"}}}


def measure(values: int = SHORT) -> Iterator[Figure]:
    """The figures; they need a broker."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            broker = Mosquitto(folder)
        except Unavailable as reason:
            yield Figure(f"outage: not measured ({reason})", 0, "", "")
            return
        yield from _away(folder / "away", broker)
        yield from _caught_up_alone(folder / "alone", broker, values)
        yield from _caught_up_by_a_center(folder / "center", broker, values)
        broker.stop()


def _plant(broker: Mosquitto, session: str) -> dict[str, object]:
    return {"id": "plant", "type": "mqtt", "url": broker.url, "session": session, "topics": TOPICS}


def _away(folder: Path, broker: Mosquitto) -> Iterator[Figure]:
    """Memory while the board is away, and until it has all of it once it is back."""
    with counting() as board:
        us = Process.ours(written(folder, board.url, AWAY_TAGS, [_plant(broker, "away")]))
        until(lambda: _live(broker, board), "a first live value reaches the board")
        publish(broker.port, 0, AWAY_TAGS, AWAY_TAGS)
        until(lambda: board.taken >= AWAY_TAGS, "every tag has a value on the board")
        board.up, before, memory = False, board.taken, [us.rss_mb()]
        for part in range(PARTS):
            publish(
                broker.port,
                part * AWAY_VALUES // PARTS,
                AWAY_VALUES // PARTS,
                AWAY_TAGS,
                rate=4 * RATE,
            )
            memory.append(us.rss_mb())
        board.up, began = True, time.monotonic()
        until(
            lambda: board.taken >= before + AWAY_VALUES,
            "all values of the outage reach the board that is back",
            120,
        )
        took = time.monotonic() - began
        us.kill()
    told = " ".join(f"{one:.0f}" for one in memory)
    grown = memory[PARTS] - memory[2]
    yield Figure(
        "memory, 5,000 tags, board away", memory[PARTS], "MB", f"at each fifth: {told}", 150
    )
    yield Figure("memory gained in the last 60,000 of 100,000 values", grown, "MB", "", 5)
    yield Figure(f"{AWAY_VALUES:,} values caught up after it is back", took, "s", "")


def _live(broker: Mosquitto, board: Counting) -> bool:
    publish(broker.port, 0, 1, AWAY_TAGS)
    time.sleep(0.3)
    return board.taken > 0


def _caught_up_alone(folder: Path, broker: Mosquitto, values: int) -> Iterator[Figure]:
    with counting(remember=False) as board:
        file = written(folder, board.url, TAGS, [_plant(broker, "alone")])
        size = fill(file.parent / "buffer", values)
        yield Figure(
            "disk for 8 h at 1,000/s", size / values * WHOLE / 1e9, "GB", f"from {values:,}", 2
        )
        yield from _caught_up(file, board, broker, values, "a board that counts")


def _caught_up_by_a_center(folder: Path, broker: Mosquitto, values: int) -> Iterator[Figure]:
    """The same, with a whole center on SQLite behind a board that passes all on."""
    folder.mkdir()
    file = written(folder, "http://127.0.0.1:1", TAGS, [_plant(broker, "center")])
    with running(folder, folder / "site.yaml") as center:
        secret = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
        center.start()
        with counting(center.url, remember=False) as board:
            file = written(folder, board.url, TAGS, [_plant(broker, "center")])
            (folder / "token").write_text(secret)
            fill(file.parent / "buffer", values)
            start = cpu_s(center.pid)
            yield from _caught_up(file, board, broker, values, "a whole center on SQLite")
            rate = board.taken / (cpu_s(center.pid) - start)
            yield Figure(
                "the center: values a core-second", rate, "/s", "live ones among them", 17_000, True
            )


def _caught_up(
    file: Path, board: Counting, broker: Mosquitto, values: int, what: str
) -> Iterator[Figure]:
    us, done = Process.ours(file), threading.Event()

    def live() -> None:
        turn = 0
        while not done.is_set():
            publish(broker.port, turn * RATE, RATE, TAGS, rate=RATE)
            turn += 1

    until(lambda: board.taken > 0, "a first value reaches the board")
    thread = threading.Thread(target=live)
    thread.start()
    began, start, before = time.monotonic(), us.cpu_s(), board.by_lane["backfill"]
    longest = values / 1_000 + 120
    all_came = comes(lambda: board.by_lane["backfill"] >= values - TAGS, longest)
    took = time.monotonic() - began
    caught, memory, used = board.by_lane["backfill"] - before, us.rss_mb(), us.cpu_s() - start
    done.set()
    thread.join()
    us.kill()
    rate = caught / took
    rest = "" if all_came else f"; only {caught:,} of {values:,} in {took:.0f} s"
    late = sorted(board.late_ms) or [0.0]
    yield Figure(
        f"{what}: caught up while 1,000/s come", rate, "/s", f"{used:.0f} s of the gateway's core{rest}"
    )  # fmt: skip
    yield Figure(
        f"{what}: so 8 h at 1,000/s take", WHOLE / rate / 60, "min", f"by {caught:,} of {WHOLE:,}", 30
    )  # fmt: skip
    yield Figure(
        f"{what}: live values late meanwhile, p99", late[int(len(late) * 0.99)] / 1000, "s",
        f"p50 {late[len(late) // 2]:.0f} ms of {len(late):,}", 1,
    )  # fmt: skip
    yield Figure(f"{what}: the gateway's memory", memory, "MB", "", 150)


def fill(folder: Path, values: int) -> int:
    """An outage's values in the gateway's files, hour by hour; how many bytes they take."""
    store = Store(folder, 10**11, 10**12, ())
    now = int(time.time() * 1000)
    each = values // HOURS
    for hour in range(HOURS):
        began = now - (HOURS - hour) * HOUR_MS
        for first in range(0, each, 10_000):
            count = min(10_000, each - first)
            store.write(
                [
                    Reading(
                        f"T{n % TAGS}", began + n * HOUR_MS // each, n % 977 / 7, Quality.GOOD, "DCS"
                    )
                    for n in range(first, first + count)
                ],
                began,
            )  # fmt: skip
    size = store.size()
    store.close()
    return size


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="An outage replayed at speed.")
    parser.add_argument("--values", type=int, default=SHORT)
    for row in measure(parser.parse_args().values):
        print(*row, row.verdict, sep="  ", flush=True)
