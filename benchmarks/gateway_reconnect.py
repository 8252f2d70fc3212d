"""A gateway whose server, device, broker and board go away and come back: how long until values come again.

All are gone for the same time, long enough that waits between tries have grown to their longest. Each comes back alone.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pyModbusTCP.server import DataBank, ModbusServer

from benchmarks.figure import Figure
from benchmarks.gateway_rig import Counting, Process, counting, publish, written
from benchmarks.waiting import comes, until
from tests.support.mosquitto import Mosquitto
from tests.support.node_opcua import NodeOpcua
from tests.support.ports import free_port
from tests.support.unavailable import Unavailable

AWAY_S = 20.0
GOAL_S = 10.0
LONGEST_S = 60.0
TAGS = 3
"""T0 comes by MQTT, T1 by OPC UA, T2 by Modbus."""


def measure() -> Iterator[Figure]:
    """Seconds for each of the four."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            broker, opcua = Mosquitto(folder), NodeOpcua()
        except Unavailable as reason:
            yield Figure(f"reconnect: not measured ({reason})", 0, "", "")
            return
        port = free_port()
        opcua.start()
        device = _device(port)
        with counting() as board:
            file = written(folder / "own", board.url, TAGS, _connections(broker, opcua, port))
            us = Process.ours(file)
            until(lambda: _all_come(broker, board), "all three tags have a value on the board")
            broker.stop()
            opcua.stop()
            device.stop()
            time.sleep(AWAY_S)
            yield _again("OPC UA server", board, "T1", opcua.start)
            yield _again("Modbus device", board, "T2", lambda: _device(port))
            yield _again("MQTT broker", board, "T0", lambda: _started(broker), broker)
            board.up = False
            publish(broker.port, 0, 1, 1)
            time.sleep(AWAY_S)
            yield _again("the board", board, "T0", lambda: _back(board), broker)
            us.kill()
        broker.stop()
        opcua.stop()


def _again(
    what: str, board: Counting, tag: str, start: Callable[[], object], broker: Mosquitto | None = None
) -> Figure:  # fmt: skip
    """The time from when it listens until a good value of the tag comes, published then where it is the broker's."""
    start()
    began = time.monotonic()
    if broker is not None:
        publish(broker.port, 0, 1, 1)
    came = comes(lambda: board.good_at.get(tag, 0.0) > began, LONGEST_S)
    took = board.good_at[tag] - began if came else LONGEST_S
    told = f"after {AWAY_S:.0f} s away" if came else "nothing came"
    return Figure(f"{what} is back -> values on the board", took, "s", told, GOAL_S)


def _connections(broker: Mosquitto, opcua: NodeOpcua, port: int) -> list[dict[str, object]]:
    level = {"node": "nsu=urn:dcs;s=TK206.LT.PV"}
    units = {1: {"every": "500ms", "tags": {"T2": {"read": "input @0"}}}}
    return [
        {
            "id": "plant", "type": "mqtt", "url": broker.url, "session": "gw",
            "topics": {"plant/{tag}": {"value": {"path": "$.v"}}},
        },
        {"id": "dcs", "type": "opcua", "url": opcua.url, "tags": {"T1": level}},
        {"id": "unit", "type": "modbus", "url": f"tcp://127.0.0.1:{port}", "units": units},
    ]  # fmt: skip


def _all_come(broker: Mosquitto, board: Counting) -> bool:
    publish(broker.port, 0, 1, 1)
    time.sleep(0.3)
    return len(board.good_at) == TAGS


def _device(port: int) -> ModbusServer:
    bank = DataBank(coils_size=1, d_inputs_size=1, h_regs_size=1, i_regs_size=1)
    server = ModbusServer("127.0.0.1", port, no_block=True, data_bank=bank)
    server.start()
    return server


def _started(broker: Mosquitto) -> None:
    broker.start()


def _back(board: Counting) -> None:
    board.up = True


if __name__ == "__main__":
    for row in measure():
        print(*row, row.verdict, sep="  ", flush=True)
