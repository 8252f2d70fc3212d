"""Garbage from a broker, from servers, and a disk that is full: what is good is kept, and the log stays short."""

import asyncio
import json
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from command_center.clock import Clock
from command_center.domain.reading import Reading
from command_center.gateway.connections.making import link_of
from command_center.gateway.connections.mqtt import MqttLink
from command_center.gateway.ending import end
from command_center.gateway.file.reading import read_gateway
from command_center.gateway.intake import MOST_FAULTS, Intake, intake_of
from command_center.gateway.sample import Raw
from tests.gateway.files import written
from tests.support.own_loop import in_own_loop

TOPICS: dict[str, Any] = {
    "plant/{tag}": {"value": {"path": "$.v"}, "ts": {"path": "$.t"}},
    "plain/{tag}": {},
    "list/{tag}": {"each": "$.all", "value": {"path": "$.v[0]"}},
}
DEEP = b"[" * 100_000


class Heard:
    """An MQTT link without its broker, and what it took."""

    def __init__(self, folder: Path) -> None:
        connection = {
            "id": "doors", "type": "mqtt", "url": "mqtt://127.0.0.1:1", "session": "gw", "topics": TOPICS,
            "passages": {"gates/{reader}": {
                "event": {"path": "$.id"}, "direction": {"path": "$.way"}, "badge": {"path": "$.card"},
                "ts": {"path": "$.t"}}},
            "readers": {"alive/{reader}": {"up": {"path": "$.up", "map": {"1": 1, "0": 0}}}},
        }  # fmt: skip
        gateway = read_gateway(written(folder, [connection]))
        self.samples: list[Reading] = []
        self.intake: Intake = intake_of(gateway, gateway.connections[0], Clock(), seen=self._seen)
        link = link_of(gateway.connections[0], self.intake, gateway)
        assert isinstance(link, MqttLink)
        self.link = link
        self.acknowledged = 0

    def _seen(self, raw: Raw, sample: Reading | None) -> None:
        if sample is not None:
            self.samples.append(sample)

    def hear(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        message = paho.MQTTMessage(topic=topic.encode())
        message.payload, message.retain = payload, retain
        self.link._take(message, self._acknowledge)

    def _acknowledge(self) -> None:
        self.acknowledged += 1


HOSTILE = [
    DEEP, b'{"v":' * 50_000, b"{" * 10, b"\xff\xfe", b"", b"null", b"NaN", b"1e999", b"9" * 5_000,
    b'{"v": ' + b"9" * 5_000 + b"}",
    b'{"v": true}', b'{"v": {}}', b'{"v": 1, "t": 1e308}', b'{"v": 1, "t": -1}', b'{"v": 1, "t": true}',
    b'{"v": 1, "t": "soon"}', b'{"v": "\\ud800", "t": 1}', b'{"all": {}}', b'{"all": [[]]}',
    b'{"all": [' + DEEP + b"]}",
    b'{"id": "\\ud800", "way": "in", "card": "1", "t": 1}', b'{"id": {}, "way": [], "card": 1e400}', b'{"up": {}}',
]  # fmt: skip


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda one: repr(one[:16]))
@pytest.mark.parametrize("topic", ["plant/LT", "plain/LT", "list/LT", "gates/R1", "alive/R1"])
def test_a_hostile_message_is_acknowledged_and_the_next_is_read(
    tmp_path: Path, topic: str, payload: bytes
) -> None:
    heard = Heard(tmp_path)
    with capture_logs() as lines:
        for _ in range(50):
            heard.hear(topic, payload)
        heard.hear("plant/LT", json.dumps({"v": 3, "t": 1_790_000_000_000}).encode())
    assert heard.acknowledged == 51
    assert heard.samples[-1].value == 3
    assert len(lines) < 10
    assert not any("exc_info" in one for one in lines)


@settings(max_examples=100, deadline=None)
@given(payload=st.binary(max_size=200), topic=st.sampled_from(["plant/LT", "list/LT", "gates/R1"]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, payload: bytes, topic: str
) -> None:
    heard = Heard(tmp_path_factory.mktemp("any"))
    heard.hear(topic, payload)
    assert heard.acknowledged == 1


def test_ever_new_topics_do_not_fill_the_memory(tmp_path: Path) -> None:
    heard = Heard(tmp_path)
    for n in range(3 * MOST_FAULTS):
        heard.hear(f"plant/X{n}", b'{"v": 1, "t": 1}')
    assert len(heard.intake.state.faults) == MOST_FAULTS


ANSWERS = {
    "nothing": b"", "noise": bytes(range(256)) * 8, "http": b"HTTP/1.1 400 Bad Request\r\n\r\n", "zeros": bytes(4096),
    "an opcua head of 4 GB": b"ACKF\xff\xff\xff\xff" + bytes(64),
    "an opcua error": b"ERRF\x10\x00\x00\x00" + bytes(8),
    "another modbus unit": bytes.fromhex("0001000000050902020000"),
    "a modbus length of 64 k": bytes.fromhex("00010000ffff0304"),
    "modbus of another function": bytes.fromhex("00010000000303ff01"),
    "half a modbus answer": bytes.fromhex("0001000000"),
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("kind", ["opcua", "modbus"])
def test_a_server_that_answers_garbage_gives_no_value_and_no_traceback(
    tmp_path: Path, kind: str, answer: bytes
) -> None:
    """Its tags are not known; the link itself never ends."""

    async def story() -> tuple[Intake, bool, list[Reading]]:
        met = asyncio.Event()

        async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100)
            writer.write(answer)
            await writer.drain()
            writer.close()
            met.set()

        server = await asyncio.start_server(answers, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        one: dict[str, Any] = {"id": "x", "type": kind}
        if kind == "opcua":
            one |= {"url": f"opc.tcp://127.0.0.1:{port}", "tags": {"LT": {"node": "ns=0;i=2258"}}}
        else:
            one |= {
                "url": f"tcp://127.0.0.1:{port}",
                "units": {
                    3: {"every": "50ms", "timeout": "100ms", "tags": {"LT": {"read": "input 1"}}}
                },
            }
        gateway = read_gateway(written(tmp_path, [one]))
        samples: list[Reading] = []
        intake = intake_of(
            gateway,
            gateway.connections[0],
            Clock(),
            seen=lambda _, made: samples.extend([made] if made else []),
        )
        link = asyncio.create_task(link_of(gateway.connections[0], intake, gateway).run())
        async with asyncio.timeout(60):
            await met.wait()
            while not (intake.state.error or intake.state.faults):
                await asyncio.sleep(0.01)
        ended = link.done()
        await end([link])
        server.close()
        return intake, ended, samples

    intake, ended, samples = in_own_loop(story())
    assert not ended
    assert all(one.value is None for one in samples)
    assert intake.last.get("LT") is None or intake.last["LT"].value is None
