"""By construction read-only: what goes over the wire to a control system, and that nothing listens."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from asyncua.ua.object_ids import ObjectIds

from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.gateway.test_killed import RunningGateway
from tests.gateway.test_mqtt import publish
from tests.gateway.test_opcua import lists, mirrored
from tests.support.mosquitto import Mosquitto
from tests.support.node_opcua import NodeOpcua
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually
from tests.support.wire import wire

READING = {
    f"{name}Request_Encoding_DefaultBinary"
    for name in (
        "ActivateSession", "Browse", "BrowseNext", "Call", "CloseSecureChannel", "CloseSession",
        "CreateMonitoredItems", "CreateSession", "CreateSubscription", "DeleteSubscriptions", "GetEndpoints",
        "HistoryRead", "OpenSecureChannel", "Publish", "Read",
    )
}  # fmt: skip
"""The services by which nothing is changed; of Call only ConditionRefresh is used."""


def requests(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The service (its encoding's number) and the bytes of each message of an unsecured OPC UA session."""
    while stream:
        kind, size = stream[:3], struct.unpack("<I", stream[4:8])[0]
        body = stream[8:size]
        if (
            kind == b"MSG"
        ):  # channel, token, sequence, request: 4 bytes each; then a node id of four bytes
            assert body[16] == 1
            yield struct.unpack("<H", body[18:20])[0], body
        stream = stream[size:]


@pytest.fixture
def server() -> Iterator[NodeOpcua]:
    try:
        made = NodeOpcua()
    except Unavailable as reason:
        pytest.skip(str(reason))
    made.start()
    yield made
    made.stop()


def test_an_opcua_server_is_only_read(tmp_path: Path, server: NodeOpcua) -> None:
    board = Board()
    with wire(server.port) as seen:
        server.url = f"opc.tcp://127.0.0.1:{seen.port}"
        with running(mirrored(tmp_path, server), board):
            eventually(lambda: board.values("LT") and lists(board))
    names = {number: name for name, number in vars(ObjectIds).items() if isinstance(number, int)}
    sent = list(requests(b"".join(seen.sent)))
    asked = {names[number] for number, _ in sent}
    assert asked <= READING
    calls = [body for number, body in sent if names[number].startswith("CallRequest")]
    refresh = struct.pack("<H", ObjectIds.ConditionType_ConditionRefresh)
    assert len(calls) == 1
    assert refresh in calls[0]


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_nothing_is_published_to_a_broker_and_nothing_listens(tmp_path: Path, version: str) -> None:
    try:
        broker = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    with wire(broker.port) as seen:
        connection: dict[str, Any] = {
            "id": "doors", "type": "mqtt", "url": f"mqtt://127.0.0.1:{seen.port}", "session": "gw",
            "version": version, "topics": {"flow/{tag}": {}},
        }  # fmt: skip
        gateway = RunningGateway(written(tmp_path, [connection]))
        gateway.start()
        try:
            eventually(lambda: any(piece[0] >> 4 == 9 for piece in list(seen.answered)))
            publish(broker, ("flow/FT", "1"))
            eventually(lambda: any(piece[0] >> 4 == 4 for piece in list(seen.sent)))  # PUBACK
            listening = [
                one
                for one in psutil.Process(gateway.pid).net_connections("inet")
                if one.status == "LISTEN"
            ]
        finally:
            gateway.end(15)
        broker.stop()
    assert listening == []
    assert not any(piece[0] >> 4 == 3 for piece in seen.sent)
