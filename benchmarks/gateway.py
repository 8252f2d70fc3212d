"""The gateway: values a core-second by protocol, memory in an outage, catching up, and thingsboard-gateway beside it.

`python -m benchmarks --only gateway`. The publishers and the counting board run on the same machine; so the figures are
values for each second of a core that the gateway itself used, not for each second of a clock.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from pyModbusTCP.server import DataBank, ModbusServer

from benchmarks import thingsboard
from benchmarks.figure import Figure
from benchmarks.gateway_rig import Counting, Process, counting, until, written
from command_center.domain.reading import Quality
from command_center.gateway.buffer.store import Store
from command_center.gateway.sample import Sample
from tests.support.mosquitto import Mosquitto
from tests.support.package_environment import programs
from tests.support.ports import free_port
from tests.support.unavailable import Unavailable

TAGS = 5_000
VALUES = 40_000
KILLED_VALUES = 10_000
REGISTERS = 2_000
HELD = 200_000
"""Values of the shortened outage; `LONG` of the long one: 8 h at 1,000 a second."""
LONG = 8 * 3600 * 1000
TOPICS = {"plant/{tag}": {"value": {"path": "$.v"}}}


def measure() -> Iterator[Figure]:
    """The figures; those that need a program that is not there are left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _mqtt(folder / "mqtt")
        yield _modbus(folder / "modbus")
        yield from replayed(folder / "outage", HELD)


def _mqtt(folder: Path) -> Iterator[Figure]:
    folder.mkdir()
    try:
        broker = Mosquitto(folder)
        platform = Mosquitto(_made(folder / "platform"))
        programs(thingsboard.PACKAGE)
    except Unavailable as reason:
        yield Figure(f"MQTT: not measured ({reason})", 0, "", "")
        return
    with counting() as board:
        file = _ours(folder / "ours", board, broker)
        told = thingsboard.Platform(platform.port)
        theirs = thingsboard.configured(folder / "theirs", broker.port, platform.port)
        us, them = Process.ours(file), thingsboard.process(theirs)
        until(lambda: _reach(broker, board, told), 40)
        compared = bool(told.reached)
        start_us, start_them = us.cpu_s(), them.cpu_s()
        publish(broker.port, 0, VALUES)
        until(lambda: board.taken >= VALUES, 120)
        until(lambda: not compared or len(told.seen) >= VALUES, 60)
        rate_us = VALUES / (us.cpu_s() - start_us)
        rate_them = len(told.seen) / (them.cpu_s() - start_them)
        yield Figure(
            "MQTT values a core-second",
            rate_us,
            "/s",
            _beside(compared, f"{rate_them:,.0f} /s"),
            5_000,
            True,
        )
        yield Figure(
            "memory, 5,000 tags",
            us.rss_mb(),
            "MB",
            _beside(compared, f"{them.rss_mb():.0f} MB"),
            150,
        )
        yield from _outage(board, us, broker)
        before, lost = VALUES * 3, []
        board.seen.clear()
        told.seen.clear()
        for turn in range(4):
            first = before + turn * KILLED_VALUES // 4
            publish(broker.port, first, KILLED_VALUES // 8)
            us.kill()
            them.kill()
            publish(broker.port, first + KILLED_VALUES // 8, KILLED_VALUES // 8)
            us, them = Process.ours(file), thingsboard.process(theirs)
            time.sleep(8)
        wanted = {float(n) for n in range(before, before + KILLED_VALUES)}
        for seen in (board.seen, told.seen):
            until(lambda seen=seen: wanted <= {value for _, value in seen.copy()}, 30)  # type: ignore[misc]
            lost.append(len(wanted - {value for _, value in seen.copy()}))
        yield Figure(
            "lost over 4 kill -9, of 10,000", lost[0], "", _beside(compared, str(lost[1])), 0
        )
        us.kill()
        them.kill()
        told.close()
    broker.stop()
    platform.stop()


def _outage(board: Counting, us: Process, broker: Mosquitto) -> Iterator[Figure]:
    """The board is away while values come; then it is back."""
    before = us.rss_mb()
    taken = board.taken
    board.up = False
    publish(broker.port, VALUES, VALUES)
    grown = us.rss_mb() - before
    board.up = True
    began = time.monotonic()
    until(lambda: board.taken >= taken + VALUES, 120)
    yield Figure("memory gained while the board is away, 40,000 values", grown, "MB", "")
    yield Figure("caught up after it is back", time.monotonic() - began, "s", "")


def _ours(folder: Path, board: Counting, broker: Mosquitto) -> Path:
    given = {"id": "plant", "type": "mqtt", "url": broker.url, "session": "gw", "topics": TOPICS}
    return written(folder, board.url, TAGS, [given])


def _beside(compared: bool, said: str) -> str:
    """What thingsboard-gateway makes of the same; nothing is compared where it told its platform nothing."""
    return (
        f"thingsboard-gateway {said}"
        if compared
        else "thingsboard-gateway told its platform nothing"
    )


def _reach(broker: Mosquitto, board: Counting, told: thingsboard.Platform) -> bool:
    """Both have taken something; what they have seen so far does not count."""
    publish(broker.port, 900_000, 10)
    told.reached = told.reached or bool(told.seen)
    reached = bool(board.taken and told.seen)
    if reached:
        time.sleep(5)
        board.taken = 0
        board.seen.clear()
        told.seen.clear()
    time.sleep(0.5)
    return reached


def publish(port: int, first: int, count: int) -> None:
    """Values one by one, each of the next tag, at QoS 1; returns when the broker has them all."""
    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.max_inflight_messages_set(1000)
    client.connect("127.0.0.1", port)
    client.loop_start()
    last = None
    for n in range(first, first + count):
        last = client.publish(f"plant/T{n % TAGS}", json.dumps({"v": n}), qos=1)
        if n % 1000 == 0:
            last.wait_for_publish(60)
    if last is not None:
        last.wait_for_publish(60)
    client.disconnect()
    client.loop_stop()


def _modbus(folder: Path) -> Figure:
    """Registers that are read twenty times a second; those that do not change are counted as read."""
    bank = DataBank(coils_size=1, d_inputs_size=1, h_regs_size=1, i_regs_size=REGISTERS)
    port = free_port()
    server = ModbusServer("127.0.0.1", port, no_block=True, data_bank=bank)
    server.start()
    tags = {f"T{n}": {"read": f"input @{n}"} for n in range(REGISTERS)}
    units = {1: {"every": "200ms", "tags": tags}}
    given = {"id": "unit", "type": "modbus", "url": f"tcp://127.0.0.1:{port}", "units": units}
    with counting() as board:
        us = Process.ours(written(folder, board.url, REGISTERS, [given]))
        until(lambda: board.taken > 0)
        start, taken = us.cpu_s(), board.taken
        until(lambda: board.taken > taken + 20 * REGISTERS)
        rate = (board.taken - taken) / (us.cpu_s() - start)
        us.kill()
    server.stop()
    return Figure("Modbus values a core-second", rate, "/s", "", 10_000, True)


def replayed(folder: Path, values: int) -> Iterator[Figure]:
    """An outage's values lie on the disk; the gateway starts, and the board takes them."""
    folder.mkdir()
    drop = _made(folder / "drop")
    given = {"id": "drop", "type": "files", "folder": str(drop)}
    with counting() as board:
        file = written(folder / "own", board.url, 1_000, [given])
        store = Store(file.parent / "buffer", 10**11, 10**12, ())
        now = int(time.time() * 1000)
        for begin in range(0, values, 10_000):
            ts = now - (values - begin)
            store.write(
                [
                    Sample(f"T{n % 1000}", ts + n, float(n), Quality.GOOD, "DCS")
                    for n in range(min(10_000, values - begin))
                ],
                ts,
            )
        size = store.size()
        store.close()
        us = Process.ours(file)
        until(lambda: board.taken > 0)
        began, start = time.monotonic(), us.cpu_s()
        until(lambda: board.taken >= values, values / 1_000 + 120)
        took = time.monotonic() - began
        memory, used = us.rss_mb(), us.cpu_s() - start
        us.kill()
    rate = values / took
    name = f"outage of {values:,} values"
    yield Figure(f"{name}: replayed", rate, "/s", f"{used:.0f} s of a core")
    minutes = LONG / rate / 60
    yield Figure("so 8 h at 1,000/s take", minutes, "min", "by the rate above", 30)
    yield Figure(f"{name}: disk for 8 h at 1,000/s", size / values * LONG / 1e9, "GB", "", 2)
    yield Figure(f"{name}: memory", memory, "MB", "", 150)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
