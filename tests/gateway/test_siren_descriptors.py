"""A gateway tries for days to reach a siren's broker: no try leaves a socket open behind it."""

import gc
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest

from command_center.cli.certificate import make
from command_center.gateway.file.model import Siren
from command_center.gateway.sirens.mqtt_connection import MqttConnection
from command_center.gateway.sirens.way import NotReached
from tests.gateway.sirens import siren
from tests.support.mosquitto import Mosquitto
from tests.support.own_loop import in_own_loop
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually

TRIES = 10
NOT_AUTHORIZED = b"\x20\x02\x00\x05"
"""CONNACK of MQTT 3.1.1, 3.2.2.3."""


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Only what is closed is closed: the collector of cycles comes when it likes."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def broker_saying(answer: bytes) -> Iterator[str]:
    """The address of a broker that answers each connection so, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as apart:
        over = threading.Event()

        def serve() -> None:
            server.settimeout(0.2)
            while not over.is_set():
                try:
                    with server.accept()[0] as asked:
                        asked.settimeout(20)
                        asked.recv(65_536)
                        asked.sendall(answer)
                except TimeoutError:
                    continue

        apart.submit(serve)
        try:
            yield f"mqtt://127.0.0.1:{server.getsockname()[1]}"
        finally:
            over.set()


def leaves_nothing_open(given: Siren, kept: list[NotReached] | None = None) -> None:
    """Tries in vain, and waits until no more is open than before. `kept` are given the reasons, with where they arose:
    what is closed only when it is dropped is held by these."""

    async def tries(number: int) -> None:
        for _ in range(number):
            connection = MqttConnection(given, "gw-1", lambda _: None)
            try:
                await connection.begin()
            except NotReached as error:
                if kept is not None:
                    kept.append(error)
            else:
                pytest.fail("it was accepted")
            await connection.end()

    with nothing_collected():
        before = psutil.Process().num_fds()
        in_own_loop(tries(TRIES))
        eventually(lambda: psutil.Process().num_fds() <= before)


def test_a_broker_that_is_not_trusted_costs_no_descriptor(tmp_path: Path) -> None:
    own, foreign = (
        make(tmp_path / name, [ip_address("127.0.0.1")], datetime.now(UTC))
        for name in ("own", "foreign")
    )
    try:
        broker = Mosquitto(tmp_path, (own.certificate, own.key))
    except Unavailable as reason:
        pytest.skip(str(reason))
    try:
        given = siren(broker.url, topic="siren/north", authority=foreign.authority)
        leaves_nothing_open(given, [])
    finally:
        broker.stop()


@pytest.mark.parametrize("answer", [NOT_AUTHORIZED, b""], ids=["refuses", "hangs up"])
def test_a_broker_that_does_not_accept_costs_no_descriptor(answer: bytes) -> None:
    with broker_saying(answer) as url:
        leaves_nothing_open(siren(url, topic="siren/north", version="3.1.1"))
