"""Modbus against a device that others wrote, seen through a proxy that keeps what we send."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyModbusTCP.server import DataBank, ModbusServer

from command_center.gateway.connections.registers import blocks, number, words_of
from command_center.gateway.file.model import ModbusTag
from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.support.ports import free_port
from tests.support.waiting import eventually


class Device:
    """A Modbus TCP device (pyModbusTCP): input and holding registers, coils."""

    def __init__(self) -> None:
        self.bank = DataBank(coils_size=100, d_inputs_size=100, h_regs_size=1000, i_regs_size=1000)
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self._server = ModbusServer("127.0.0.1", self.port, no_block=True, data_bank=self.bank)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()


@pytest.fixture
def device() -> Iterator[Device]:
    made = Device()
    yield made
    made.stop()


@contextmanager
def wire(port: int, sent: list[bytes], mute: set[int]) -> Iterator[int]:
    """A proxy before `port` that keeps every request in `sent`, and swallows those to units of `mute`."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", port), 60) as server:
            while request := client.recv(4096):
                sent.append(request)
                if request[6] not in mute:
                    server.sendall(request)
                    client.sendall(server.recv(4096))

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=quiet, args=(client,), daemon=True).start()

    def quiet(client: socket.socket) -> None:
        with suppress(OSError):
            serve(client)

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def file(folder: Path, url: str, units: dict[str, Any]) -> Path:
    return written(folder, [{"id": "plc", "type": "modbus", "url": url, "units": units}])


def unit(**tags: Any) -> dict[str, Any]:
    return {"every": "100ms", "timeout": "500ms", "tags": tags}


def test_values_are_read_by_function_codes_1_to_4_only(tmp_path: Path, device: Device) -> None:
    board, sent = Board(), list[bytes]()
    device.bank.set_input_registers(16, [325])
    device.bank.set_holding_registers(0, [0x4148, 0x0000])  # 12.5
    units = {
        "1": unit(
            LT={"read": "input 30017", "as": "int16", "scale": 0.01},
            FT={"read": "holding 40001", "as": "float32"},
        )
    }
    with (
        wire(device.port, sent, set()) as port,
        running(file(tmp_path, f"tcp://127.0.0.1:{port}", units), board),
    ):
        eventually(lambda: 3.25 in board.values("LT") and 12.5 in board.values("FT"))
        device.bank.set_input_registers(16, [326])
        eventually(lambda: 3.26 in [v and round(v, 6) for v in board.values("LT")])
    assert {request[7] for request in sent} == {3, 4}


def test_a_dead_unit_does_not_silence_its_neighbour_and_is_told_bad_once(
    tmp_path: Path, device: Device
) -> None:
    board, sent, mute = Board(), list[bytes](), {2}
    device.bank.set_input_registers(0, [7])
    units = {
        "1": unit(LT={"read": "input 1"}),
        "2": unit(FT={"read": "input 1"}),
    }
    with (
        wire(device.port, sent, mute) as port,
        running(file(tmp_path, f"tcp://127.0.0.1:{port}", units), board),
    ):
        eventually(lambda: board.values("FT") == [None])
        assert board.readings("FT")[0]["quality"] == "bad"
        seen = len(board.values("LT"))
        eventually(lambda: len(board.values("LT")) > seen + 20)
        dead = sum(request[6] == 2 for request in sent)
        alive = sum(request[6] == 1 for request in sent)
        assert dead * 4 < alive
        mute.clear()
        eventually(lambda: 7 in board.values("FT"))


def test_an_unknown_register_costs_its_own_tag_only(tmp_path: Path, device: Device) -> None:
    board = Board()
    device.bank.set_input_registers(990, [5])
    units = {"1": unit(LT={"read": "input @990"}, FT={"read": "input @1001"})}
    with running(file(tmp_path, f"tcp://127.0.0.1:{device.port}", units), board):
        eventually(lambda: 5 in board.values("LT") and None in board.values("FT"))


def test_the_device_comes_back_and_so_do_we(tmp_path: Path, device: Device) -> None:
    board = Board()
    device.bank.set_input_registers(0, [1])
    with running(
        file(tmp_path, f"tcp://127.0.0.1:{device.port}", {"1": unit(LT={"read": "input 1"})}), board
    ):
        eventually(lambda: 1 in board.values("LT"))
        device.stop()
        eventually(lambda: None in board.values("LT"))
        device.bank.set_input_registers(0, [2])
        device.start()
        eventually(lambda: 2 in board.values("LT"))


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 400), st.booleans()), min_size=1),
    st.integers(2, 125), st.integers(0, 20),
)  # fmt: skip
def test_blocks_fetch_every_tag_and_none_is_too_long(
    places: dict[str, tuple[int, bool]], most: int, gap: int
) -> None:
    tags = {
        name: ModbusTag.model_validate(
            {"read": f"input @{at}", "as": "int32" if long else "uint16"}
        )
        for name, (at, long) in places.items()
    }
    made = blocks(tags, most, gap)
    assert sorted(tag for block in made for tag in block.tags) == sorted(tags)
    for block in made:
        assert block.length <= most
        data = [(block.address + n) & 0xFFFF for n in range(block.length)]
        for tag in block.tags:
            at, long = places[tag]
            expected = (at << 16) + at + 1 if long else at
            assert number(words_of(block, data, tags[tag]), tags[tag]) == expected


def test_the_order_of_words_and_single_bits() -> None:
    low_first = ModbusTag.model_validate({"read": "input 1", "as": "float32", "words": "low_first"})
    assert number([0x0000, 0x4148], low_first) == 12.5
    bit = ModbusTag.model_validate({"read": "input 1", "bit": 3})
    assert number([0b1000], bit) is True
