"""A client that stops reading is cut off; the others never notice."""

import socket as plain
from collections.abc import Iterator
from typing import Any

import gevent
import pytest
from gevent import socket

from command_center.live.slow import AGE_LIMIT_S, QUEUE_LIMIT, Outlet
from command_center.live.websocket import receive
from tests.live.conftest import Connect
from tests.support.live_line import LiveServer
from tests.support.waiting import PATIENCE_S, eventually

READERS = 200
FRAME_BYTES = 60 * 1024
"""What one connection's kernel buffer holds: who reads each frame before the next has none waiting."""
LAST = 40
"""Far more than the kernel and the queue hold for one that never reads."""


def test_one_stops_reading_and_two_hundred_keep_everything(
    server: LiveServer, connect: Connect
) -> None:
    """The next frame is made when everybody has read the last: only the one that never reads can
    be slow, on whatever machine, and every frame is counted."""
    slow = server.ended("slow")
    stuck = connect(receive_buffer=16 * 1024)
    stuck.join("viewer")
    readers = [connect() for _ in range(READERS)]
    lasts = [line.join("viewer")["rev"] for line in readers]
    cut_at = None
    for number in range(LAST):
        server.post("/flood", {"n": number, "size": FRAME_BYTES})
        for index, line in enumerate(readers):
            frame = line.event("frame")
            assert frame["from"] == lasts[index]
            assert frame["rows"]["levels"]["flood"]["n"] == number
            lasts[index] = frame["rev"]
        if cut_at is None and server.get("/figures")["clients"] == READERS:
            cut_at = number
    assert cut_at is not None, "the one that never reads is still there"
    assert QUEUE_LIMIT / FRAME_BYTES < cut_at < LAST - 10
    assert server.get("/figures")["clients"] == READERS
    eventually(lambda: server.ended("slow") == slow + 1)
    assert sum(len(message) for message in stuck.rest()) < cut_at * FRAME_BYTES


class Seconds:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def pair() -> Iterator[tuple[Any, Any]]:
    """Both ends of a TCP connection; the second reads when the test does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.socket() as reader:
            reader.setsockopt(plain.SOL_SOCKET, plain.SO_RCVBUF, 16 * 1024)
            reader.connect(listener.getsockname())
            writer, _ = listener.accept()
            with writer:
                yield writer, reader


def _fill(outlet: Outlet) -> int:
    """Sends until something waits; returns how many bytes were taken."""
    sent = 0
    while not outlet.queued:
        outlet.send(b"x" * 4096)
        sent += 4096
    return sent


def test_what_waits_is_counted_and_arrives_whole_and_in_order(pair: Any) -> None:
    writer, reader = pair
    outlet = Outlet(writer)
    frames = [bytes([65 + number % 26]) * 8192 for number in range(100)]
    for frame in frames:
        outlet.send(frame)
    assert 0 < outlet.queued <= 100 * 8192
    got = bytearray()
    while len(got) < 100 * 8192:
        got += reader.recv(65536)
    assert bytes(got) == b"".join(frames)
    with gevent.Timeout(PATIENCE_S):
        while outlet.queued:
            gevent.sleep(0)
    outlet.send(b"straight")
    assert reader.recv(100) == b"straight"
    assert not outlet.closed


def test_of_a_frame_the_kernel_takes_in_part_the_rest_follows(pair: Any) -> None:
    writer, reader = pair
    outlet = Outlet(writer)
    frame = b"".join(number.to_bytes(4) for number in range(200_000))
    outlet.send(frame)
    assert 0 < outlet.queued < len(frame)
    got = bytearray()
    while len(got) < len(frame):
        got += reader.recv(65536)
    assert got == frame


def test_a_mebibyte_may_wait_and_not_a_byte_more(pair: Any) -> None:
    outlet = Outlet(pair[0])
    _fill(outlet)
    outlet.send(b"x" * (QUEUE_LIMIT - outlet.queued))
    assert outlet.queued == QUEUE_LIMIT
    assert not outlet.closed
    outlet.send(b"x")
    assert (outlet.closed, outlet.cut_for, outlet.queued) == (True, "slow", 0)
    outlet.send(b"swallowed")


def test_five_seconds_of_waiting_are_too_many(pair: Any) -> None:
    clock = Seconds()
    outlet = Outlet(pair[0], clock)
    _fill(outlet)
    clock.now += AGE_LIMIT_S
    outlet.send(b"still in time")
    assert not outlet.overdue()
    clock.now += 0.001
    assert outlet.overdue()
    outlet.send(b"too late")
    assert outlet.cut_for == "slow"


def test_cutting_off_frees_the_writer_and_the_reader(pair: Any) -> None:
    writer, reader = pair
    outlet = Outlet(writer)
    reading = gevent.spawn(receive, writer)
    gevent.sleep(0)
    sent = _fill(outlet)
    gevent.sleep(0)  # the drain waits for the kernel now
    outlet.cut("slow")
    assert reading.get(timeout=PATIENCE_S) == b""
    with gevent.Timeout(PATIENCE_S):
        got = 0
        while chunk := reader.recv(65536):
            got += len(chunk)
    assert got < sent


def test_a_peer_that_is_gone_is_noticed_while_writing(pair: Any) -> None:
    writer, reader = pair
    outlet = Outlet(writer)
    reader.close()
    with gevent.Timeout(PATIENCE_S):
        while not outlet.closed:
            outlet.send(b"anybody there?")
            gevent.sleep(0)
    assert outlet.cut_for == "gone"
