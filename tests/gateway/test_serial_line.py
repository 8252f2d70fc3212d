"""A serial line of two units, one of them dead, over a pair of pseudo-terminals (socat).

The unit is ours, by the specification of Modbus over serial line V1.02: no RTU device that others wrote could be
installed without a compiler.
"""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.support.debian import program
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually


def crc(frame: bytes) -> bytes:
    """Modbus over serial line V1.02, 6.2.2."""
    found = 0xFFFF
    for byte in frame:
        found ^= byte
        for _ in range(8):
            found = found >> 1 ^ 0xA001 if found & 1 else found >> 1
    return found.to_bytes(2, "little")


def test_the_crc_of_the_specification() -> None:
    assert crc(b"\x02\x07") == b"\x41\x12"  # its example


@contextmanager
def line(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Two ends of a serial line."""
    ends = folder / "near", folder / "far"
    command = [program("socat"), *(f"pty,raw,echo=0,link={end}" for end in ends)]
    process = subprocess.Popen(command)
    try:
        eventually(lambda: all(end.exists() for end in ends))
        yield ends
    finally:
        process.terminate()
        process.wait(20)


def unit(end: Path, number: int, value: int, sent: list[bytes]) -> None:
    """Answers reads of one input register; silent for other units."""
    device, request = os.open(end, os.O_RDWR | os.O_NOCTTY), b""
    try:
        while data := os.read(device, 256):
            request += data
            while len(request) >= 8:
                frame, request = request[:8], request[8:]
                assert crc(frame[:6]) == frame[6:]
                sent.append(frame)
                if frame[0] == number:
                    answer = bytes((number, frame[1], 2)) + value.to_bytes(2, "big")
                    os.write(device, answer + crc(answer))
    except OSError:
        pass  # the line is gone
    finally:
        os.close(device)


def test_a_dead_unit_of_a_serial_line_does_not_silence_the_other(tmp_path: Path) -> None:
    board, sent = Board(), list[bytes]()
    try:
        with line(tmp_path) as (near, far):
            thread = threading.Thread(target=unit, args=(far, 1, 325, sent))
            thread.start()
            units = {
                number: {
                    "every": "100ms",
                    "timeout": "300ms",
                    "tags": {tag: {"read": "input 30001"}},
                }
                for number, tag in (("1", "LT"), ("2", "FT"))
            }
            url = f"rtu://{near}?baud=9600&parity=N"
            path = written(tmp_path, [{"id": "gds", "type": "modbus", "url": url, "units": units}])
            with running(path, board):
                eventually(lambda: 325 in board.values("LT") and board.values("FT") == [None])
                seen = len(board.values("LT"))
                eventually(lambda: len(board.values("LT")) > seen + 10)
    except Unavailable as reason:
        pytest.skip(str(reason))
    thread.join(60)
    assert {frame[1] for frame in sent} == {4}
