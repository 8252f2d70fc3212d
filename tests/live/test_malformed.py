"""Whatever a stranger or a member sends ends its own connection and nobody else's."""

import pytest
import websocket

from tests.live.conftest import Connect
from tests.support.live_line import LiveServer

TEXTS = {
    "no packet": "x",
    "an unknown packet": "9",
    "not for clients": "0{}",
    "an empty message": "4",
    "half a connect": "40/live,[",
    "an event": '42/live,["frame",{"rows":{}}]',
    "an acknowledgement": "43/live,7[]",
    "a refusal": "44/live,{}",
    "a binary event": '451-/live,["x",{"_placeholder":true,"num":0}]',
    "a message of JSON": '4{"a":1}',
    "deeply nested": "40/live," + "[" * 15_000,
    "too large": "40/live," + '{"token":"' + "x" * 20_000 + '"}',
    "an upgrade": "5",
    "letters for digits": "4٤٠/live,",
}
RAW = {
    "no frame": b"GET / HTTP/1.1\r\n\r\n",
    "an unmasked frame": b"\x81\x02hi",
    "not UTF-8": b"\x81\x82\x00\x00\x00\x00\xff\xfe",
    "reserved bits": b"\xf1\x80\x00\x00\x00\x00",
    "a giant announced": b"\x81\xff\x00\x00\x00\xff\xff\xff\xff\xff\x00\x00\x00\x00"
    + b"a" * 30_000,
    "a long ping": b"\x89\xfe\x01\x00\x00\x00\x00\x00" + b"p" * 256,
}


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_text_that_means_nothing_ends_the_connection(
    server: LiveServer, connect: Connect, text: str, joined: bool
) -> None:
    witness, line = connect(), connect()
    witness.join("viewer")
    if joined:
        line.join("viewer")
    line.send(text)
    rest = line.rest()
    assert joined or not any("hello" in message or "frame" in message for message in rest)
    server.post("/change", {"changes": [["levels", "LI-text", {"after": text, "joined": joined}]]})
    while "LI-text" not in (message := witness.receive() or "the end"):
        assert message != "the end"


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
def test_bytes_that_are_no_websocket_end_the_connection(
    server: LiveServer, connect: Connect, raw: bytes
) -> None:
    line = connect()
    line.send_bytes(raw)
    line.rest()
    assert "epoch" in connect().join("viewer")


def test_a_binary_message_ends_the_connection(connect: Connect) -> None:
    line = connect()
    line.send_binary(b"40/live,")
    assert line.rest() == []


def test_a_second_connect_on_the_same_line_is_refused_and_the_first_stays(
    server: LiveServer, connect: Connect
) -> None:
    line = connect()
    line.join("viewer")
    line.send('40/live,{"token":"commander"}')
    while not (message := line.receive() or "").startswith("44"):
        assert message.startswith("42")
    server.post("/change", {"changes": [["people", "contact:twice", {"address": "119"}]]})
    server.post("/change", {"changes": [["people", "twice", {}]]})
    while "twice" not in (message := line.receive() or "twice"):
        pass
    assert "contact:twice" not in message


def test_a_websocket_ping_is_answered(connect: Connect) -> None:
    line = connect()
    line.join("gateway")
    line.send_bytes(b"\x89\x82\x00\x00\x00\x00hi")
    assert line.control() == (0xA, b"hi")


def test_a_handshake_with_a_body_is_a_bad_request(connect: Connect) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        connect(header=["Content-Length: 10"])
    assert refused.value.status_code == 400
