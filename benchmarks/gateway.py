"""The gateway: values a core-second by MQTT and Modbus, memory, and what is lost over kill -9, with thingsboard-gateway
beside it on the same broker.

`python -m benchmarks --only gateway` measures this and the other groups whose names begin so. The publishers and the
counting board run on the same machine; so the figures are values for each second of a core that the gateway itself
used, not for each second of a clock.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pyModbusTCP.server import DataBank, ModbusServer

from benchmarks import thingsboard
from benchmarks.figure import Figure
from benchmarks.gateway_rig import Counting, Process, counting, publish, written
from benchmarks.waiting import comes, until
from tests.support.mosquitto import Mosquitto
from tests.support.package_environment import programs
from tests.support.ports import free_port
from tests.support.unavailable import Unavailable

TAGS = 5_000
VALUES = 40_000
KILLS, KILLED_VALUES = 4, 10_000
SETTLED_S = 20.0
"""When nothing has come for so long nothing more will."""
REGISTERS = 2_000
TOPICS = {"plant/{tag}": {"value": {"path": "$.v"}}}


def measure() -> Iterator[Figure]:
    """The figures; those that need a program that is not there are left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _mqtt(folder / "mqtt")
        yield _modbus(folder / "modbus")


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
        compared = _reached(broker, board, told)
        idle = {"us": us.cpu_s(), "them": them.cpu_s()}
        publish(broker.port, 0, VALUES, TAGS)
        used: dict[str, float] = {}

        def all_came() -> bool:
            """Each one's processor time as soon as all of its values have come."""
            if board.taken >= VALUES:
                used.setdefault("us", us.cpu_s() - idle["us"])
            if len(told.seen) >= VALUES:
                used.setdefault("them", them.cpu_s() - idle["them"])
            return "us" in used and ("them" in used or not compared)

        comes(all_came, 120)  # the figures say what did not
        spent = used.get("them", them.cpu_s() - idle["them"])
        yield Figure(
            "MQTT values a core-second", board.taken / used.get("us", us.cpu_s() - idle["us"]), "/s",
            _beside(compared, f"{len(told.seen) / spent:,.0f} /s"), 5_000, True,
        )  # fmt: skip
        yield Figure(
            "memory, 5,000 tags", us.rss_mb(), "MB", _beside(compared, f"{them.rss_mb():.0f} MB"), 150
        )  # fmt: skip
        board.seen.clear()
        told.seen.clear()
        for turn in range(KILLS):
            first = VALUES + turn * KILLED_VALUES // KILLS
            half = KILLED_VALUES // KILLS // 2
            publish(broker.port, first, half, TAGS)
            us.kill()
            them.kill()
            publish(broker.port, first + half, half, TAGS)
            us, them = Process.ours(file), thingsboard.process(theirs)
            comes(lambda: _have(broker, board, told, compared), 60)  # what is lost is counted
        wanted = {float(n) for n in range(VALUES, VALUES + KILLED_VALUES)}
        lost = [len(wanted - _settled(seen, wanted)) for seen in (board.seen, told.seen)]
        yield Figure(
            f"lost over {KILLS} kill -9, of {KILLED_VALUES:,}", lost[0], "", _beside(compared, str(lost[1])), 0
        )  # fmt: skip
        us.kill()
        them.kill()
        told.close()
    broker.stop()
    platform.stop()


def _ours(folder: Path, board: Counting, broker: Mosquitto) -> Path:
    given = {"id": "plant", "type": "mqtt", "url": broker.url, "session": "gw", "topics": TOPICS}
    return written(folder, board.url, TAGS, [given])


def _beside(compared: bool, said: str) -> str:
    """What thingsboard-gateway makes of the same; nothing is compared where it told its platform nothing."""
    return f"thingsboard-gateway {said}" if compared else "thingsboard-gateway told nothing"


def _reached(broker: Mosquitto, board: Counting, told: thingsboard.Platform) -> bool:
    """Wait until both take values, and forget these; whether thingsboard-gateway does."""
    comes(lambda: _have(broker, board, told, True), 60)  # thingsboard-gateway may tell nothing
    until(lambda: bool(board.seen), "our gateway passes on the first value by MQTT")
    reached = bool(told.seen)
    time.sleep(3)  # what is still under way is not counted
    board.taken = 0
    board.seen.clear()
    told.seen.clear()
    return reached


def _settled(seen: set[tuple[str, float | None]], wanted: set[float]) -> set[float | None]:
    """The values that came, once all of `wanted` have, or none has come for a while."""
    came: set[float | None] = set()

    def more() -> bool:
        return len({value for _, value in seen.copy()}) > len(came)

    while not wanted <= came and comes(more, SETTLED_S):
        came = {value for _, value in seen.copy()}
    return came


MARK = [10**6]


def _have(broker: Mosquitto, board: Counting, told: thingsboard.Platform, compared: bool) -> bool:
    """Whether a value that is published now, or was shortly before, has come to both."""
    MARK[0] += 1
    publish(broker.port, MARK[0], 1, TAGS)
    time.sleep(0.5)
    recent = {float(n) for n in range(MARK[0] - 3, MARK[0] + 1) if n > 10**6}
    ours = {value for _, value in board.seen.copy()}
    theirs = {value for _, value in told.seen.copy()}
    return bool(ours & recent) and (not compared or bool(theirs & recent))


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
        until(lambda: board.taken > 0, "the first register read reaches the board")
        start, taken = us.cpu_s(), board.taken
        until(lambda: board.taken > taken + 20 * REGISTERS, "twenty readings of each register come")
        rate = (board.taken - taken) / (us.cpu_s() - start)
        us.kill()
    server.stop()
    return Figure("Modbus values a core-second", rate, "/s", "", 10_000, True)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
