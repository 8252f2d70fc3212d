"""Sparkplug B against sparkplug-client through mosquitto: births, aliases, deaths, a restart of ours."""

import asyncio
import json
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion

from command_center.clock import Clock
from command_center.gateway.browsing import browsed
from command_center.gateway.connections import sparkplug
from command_center.gateway.connections.sparkplug import SMALL, SparkplugLink
from command_center.gateway.connections.sparkplug_births import Births, Edge
from command_center.gateway.connections.sparkplug_payload import (
    Metric,
    Payload,
    Undecodable,
    as_type,
    payload,
    rebirth,
)
from command_center.gateway.ending import end
from command_center.gateway.file.model import Sparkplug
from command_center.gateway.file.reading import read_gateway
from command_center.gateway.intake import intake_of
from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.support.mosquitto import Mosquitto
from tests.support.own_loop import in_own_loop
from tests.support.sparkplug_node import SparkplugNode
from tests.support.unavailable import Unavailable
from tests.support.waiting import PATIENCE_S, eventually
from tests.support.wire import Wire, wire


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    try:
        made = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield made
    made.stop()


@pytest.fixture
def node(broker: Mosquitto) -> Iterator[list[SparkplugNode]]:
    """The nodes that are started; they are killed at the end."""
    started: list[SparkplugNode] = []
    yield started
    for one in started:
        one.kill()


def start(started: list[SparkplugNode], broker: Mosquitto) -> SparkplugNode:
    try:
        started.append(SparkplugNode(broker.port))
    except Unavailable as reason:
        pytest.skip(str(reason))
    return started[-1]


def file(folder: Path, port: int, **more: Any) -> Path:
    device = {"device": "Plant/Edge1/TK206"}
    tags = {"LT": {**device, "metric": "Level", "from": "mm"}, "FT": {**device, "metric": "Inflow"}}
    return written(
        folder,
        [
            {
                "id": "spb",
                "type": "sparkplug",
                "url": f"mqtt://127.0.0.1:{port}",
                "session": "gw",
                "tags": tags,
                **more,
            }
        ],
    )


def publishes(port: int) -> list[str]:
    """The topics of what is published from now on: when this returns, the broker has taken the subscription."""
    topics: list[str] = []
    ready = threading.Event()
    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.on_message = lambda _c, _u, message: topics.append(message.topic)
    client.on_subscribe = lambda *_: ready.set()
    client.connect("127.0.0.1", port)
    client.subscribe("#")
    client.loop_start()
    assert ready.wait(30)
    return topics


def subscribed(seen: Wire, times: int = 1) -> bool:
    """The broker has acknowledged so many subscriptions (SUBACK). What is published before, at QoS 0, is gone."""
    return sum(piece[0] >> 4 == 9 for piece in list(seen.answered)) >= times


def test_births_aliases_deaths_and_a_restart_of_ours(
    tmp_path: Path, broker: Mosquitto, node: list[SparkplugNode]
) -> None:
    board = Board()
    with wire(broker.port) as seen:
        path = file(tmp_path, seen.port)
        with running(path, board):
            eventually(lambda: subscribed(seen))
            edge = start(node, broker)
            eventually(lambda: 3.25 in board.values("LT"))  # the birth is a value already
            assert -5 in board.values("FT")  # a signed number
            edge.say("level 3300")
            eventually(lambda: 3.3 in board.values("LT"))
            edge.say("named 3400")  # compressed
            eventually(lambda: 3.4 in board.values("LT"))
            eventually(
                lambda: any(p["tag"] == "LT" for b in board.bodies for p in b.get("proof", ()))
            )
        with running(path, board):  # its birth is not published again
            eventually(lambda: subscribed(seen, 2))
            edge.say("level 3500")
            eventually(lambda: 3.5 in board.values("LT"))
            assert board.readings("LT")[-1].get("quality", "good") == "good"
            edge.say("dies")
            eventually(lambda: board.values("LT")[-1] is None)
            edge.kill()
            node.clear()
            start(node, broker)
            eventually(lambda: board.values("LT")[-1] == 3.25)
            node.pop().kill()
            eventually(lambda: board.values("FT")[-1] is None)
    kinds = {piece[0] >> 4 for piece in seen.sent if piece}
    assert 3 not in kinds  # never a PUBLISH
    assert b"NCMD" not in b"".join(seen.sent)


@pytest.mark.parametrize("asks", [False, True])
def test_a_node_that_spoke_while_we_were_away_is_asked_for_a_birth_where_the_plant_allows_it(
    tmp_path: Path, broker: Mosquitto, node: list[SparkplugNode], asks: bool
) -> None:
    board = Board()
    with wire(broker.port) as seen:
        path = file(tmp_path, seen.port, rebirth=asks)
        with running(path, board):
            eventually(lambda: subscribed(seen))
            edge = start(node, broker)
            eventually(lambda: 3.25 in board.values("LT"))
            # A node that was never heard is asked at the start, and answers with its birth.
        heard = publishes(broker.port)
        edge.say("level 3300")
        eventually(lambda: any("DDATA" in topic for topic in heard))
        with running(path, board):
            eventually(lambda: subscribed(seen, 2))
            edge.say("level 3400")
            eventually(lambda: 3.4 in board.values("LT"))
            said = next(one for one in board.readings("LT") if one["value"] == 3.4)
            assert said["quality"] == "uncertain"
            if asks:
                eventually(lambda: board.readings("LT")[-1]["value"] == 3.25)  # its second birth
                edge.say("level 3500")
                eventually(lambda: 3.5 in board.values("LT"))
                assert "quality" not in board.readings("LT")[-1]
    told = [piece for piece in seen.sent if piece and piece[0] >> 4 == 3]
    assert bool(told) is asks
    assert all(b"spBv1.0/Plant/NCMD/Edge1" in piece for piece in told)


def test_the_one_command_says_rebirth() -> None:
    told = payload(rebirth(1_790_000_000_123))
    (metric,) = told.metrics
    assert (told.ts, metric.ts) == (1_790_000_000_123,) * 2
    assert (metric.name, metric.datatype, metric.value) == ("Node Control/Rebirth", 11, True)


def test_a_gap_is_still_one_after_another_restart(tmp_path: Path) -> None:
    births = Births(tmp_path / "births.json")
    edge = births.edge("Plant/Edge1")
    edge.follows(0, birth=True)
    edge.born("", ())
    edge.follows(2, birth=False)
    births.write()
    assert Births(tmp_path / "births.json").edge("Plant/Edge1").has_gap


def test_what_the_nodes_offer(tmp_path: Path, broker: Mosquitto, node: list[SparkplugNode]) -> None:
    board = Board()
    with wire(broker.port) as seen:
        path = file(tmp_path, seen.port)
        with running(path, board):
            eventually(lambda: subscribed(seen))
            edge = start(node, broker)
            eventually(lambda: board.values("LT"))
            edge.say("level 3300")
            gateway = read_gateway(path)
            found = in_own_loop(browsed(gateway, gateway.connections[0], 1))
    lines = {one.address: one for one in found}
    assert {"Plant/Edge1/TK206#Level", "Plant/Edge1/TK206#Inflow"} <= set(lines)
    assert not any("Control" in address for address in lines)


def test_a_missing_message_is_a_gap_until_the_next_birth() -> None:
    edge, gaps = Edge(), list[bool]()
    edge.follows(0, birth=True)
    edge.born("", (Metric("bdSeq", None, None, 8, 3),))
    for seq in (*range(1, 256), 0, 1, 3):
        edge.follows(seq, birth=False)
        gaps.append(edge.has_gap)
    edge.born("", ())
    assert [*gaps[-2:], edge.has_gap] == [False, True, False]
    kept = Edge(json.loads(edge.as_json()))
    assert (kept.seq, kept.bd_seq, kept.is_born) == (3, 3, True)


@pytest.mark.parametrize(
    ("value", "datatype", "found"),
    [(0xFFFF_FFFB, 3, -5), (0xFFFB, 2, -5), (251, 1, -5), (2**64 - 1, 4, -1), (251, 5, 251), (True, 1, True)],
)  # fmt: skip
def test_signed_numbers_are_carried_as_unsigned(value: int, datatype: int, found: int) -> None:
    assert as_type(value, datatype) == found


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Undecodable):
        payload(data)


def test_what_a_birth_told_is_encoded_once_and_its_numbers_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    births = Births(tmp_path / "births.json")
    edge = births.edge("Plant/Edge1")
    encoded: list[int] = []
    dumps = json.dumps

    def counted(what: Any) -> str:
        text = dumps(what)
        encoded.append(len(text))
        return text

    monkeypatch.setattr(json, "dumps", counted)
    for seq in range(3):
        edge.follows(seq, birth=not seq)
        if not seq:
            edge.born("", tuple(Metric(f"m{n}", n, None, 10, 1.0) for n in range(1_000)))
        births.write()
    assert sum(size > 1_000 for size in encoded) == 1
    edge.born("TK206", (Metric("Level", 1_000, None, 10, 1.0),))
    births.write()
    again = Births(tmp_path / "births.json").edge("Plant/Edge1")
    assert (again.seq, len(again.aliases), again.types) == (2, 1_001, edge.types)
    assert again.aliases == edge.aliases


def birth_of(metrics: int, seq: int) -> bytes:
    """A birth with so many metrics, of which the first is Level."""

    def field(number: int, body: bytes) -> bytes:
        return bytes([number << 3 | 2]) + _varint(len(body)) + body

    def metric(alias: int) -> bytes:
        name = b"Level" if alias == 1 else b"Metric %d" % alias
        value = bytes([13 << 3 | 1]) + struct.pack("<d", 3250.0 + seq)
        return field(1, name) + bytes([2 << 3]) + _varint(alias) + bytes([4 << 3, 10]) + value

    body = b"".join(field(2, metric(1 + n)) for n in range(metrics))
    return body + bytes([3 << 3]) + _varint(seq)


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def test_a_large_birth_is_decoded_beside_the_loop_and_what_follows_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = read_gateway(file(tmp_path, 1883))
    given = gateway.connections[0]
    assert isinstance(given, Sparkplug)
    intake = intake_of(gateway, given, Clock())
    link = SparkplugLink(given, intake, tmp_path / "births.json")
    threads: list[threading.Thread] = []
    goes_on, told = threading.Event(), list[int]()

    def decoded(data: bytes) -> Payload:
        threads.append(threading.current_thread())
        if len(data) > SMALL:
            assert goes_on.wait(PATIENCE_S)
        return payload(data)

    monkeypatch.setattr(sparkplug, "payload", decoded)

    def comes(seq: int, kind: str, data: bytes) -> None:
        message = paho.MQTTMessage(topic=f"spBv1.0/Plant/{kind}/Edge1/TK206".encode())
        message.payload = data
        link._take(message, lambda: told.append(seq))

    async def story() -> None:
        reading = asyncio.create_task(link._read())
        comes(1, "DBIRTH", birth_of(50_000, 1))
        comes(2, "DDATA", birth_of(1, 2))
        await asyncio.sleep(0)  # the loop goes on while the birth is decoded
        assert told == []
        goes_on.set()
        while len(told) < 2:
            await asyncio.sleep(0)
        comes(3, "DDATA", birth_of(1, 3))  # nothing waits any more: at once
        assert told == [1, 2, 3]
        assert intake.last["LT"].value == 3.253
        await end([reading])

    in_own_loop(story())
    loops = threads[1]
    assert [one is loops for one in threads] == [False, True, True]
    assert link._births.edge("Plant/Edge1").aliases[50_000] == ("TK206", "Metric 50000")


def test_a_large_message_that_is_none_is_a_fault_and_the_next_is_read(tmp_path: Path) -> None:
    gateway = read_gateway(file(tmp_path, 1883))
    given = gateway.connections[0]
    assert isinstance(given, Sparkplug)
    intake = intake_of(gateway, given, Clock())
    link = SparkplugLink(given, intake, tmp_path / "births.json")
    told: list[int] = []

    async def story() -> None:
        reading = asyncio.create_task(link._read())
        for seq, data in ((1, b"\x07" * (SMALL + 1)), (2, birth_of(1, 2))):
            message = paho.MQTTMessage(topic=b"spBv1.0/Plant/DBIRTH/Edge1/TK206")
            message.payload = data
            link._take(message, partial(told.append, seq))
        while len(told) < 2:
            await asyncio.sleep(0)
        await end([reading])

    in_own_loop(story())
    assert (told, intake.state.unknown, intake.last["LT"].value) == ([1, 2], 1, 3.252)


def link_in(folder: Path) -> SparkplugLink:
    """A link that is connected for the first time."""
    gateway = read_gateway(file(folder, 1883))
    given = gateway.connections[0]
    assert isinstance(given, Sparkplug)
    link = SparkplugLink(given, intake_of(gateway, given, Clock()), folder / "births.json")
    link._intake.state.connected, link._intake.state.connects = True, 1
    return link


def come(link: SparkplugLink, kind: str, data: bytes, edge: str = "Edge1") -> None:
    device = "/TK206" if kind[0] == "D" else ""
    message = paho.MQTTMessage(topic=f"spBv1.0/Plant/{kind}/{edge}{device}".encode())
    message.payload = data
    link._take(message, lambda: None)


async def read_all(link: SparkplugLink) -> None:
    reading = asyncio.create_task(link._read())
    while link._waiting and not reading.done():
        await asyncio.sleep(0)
    assert not reading.done()
    await end([reading])


def test_what_waited_over_a_new_connect_does_not_show_that_its_node_lives(tmp_path: Path) -> None:
    """A death may have been told to nobody meanwhile."""
    link = link_in(tmp_path)
    come(link, "NBIRTH", birth_of(50_000, 0))
    link._intake.state.connects = 2
    in_own_loop(read_all(link))
    edge = link._births.edge("Plant/Edge1")
    assert (edge.is_born, edge.heard) == (True, False)
    come(link, "DDATA", birth_of(1, 1))
    assert edge.heard


def proving(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[SparkplugLink, list[set[str]]]:
    """A link to a node that was born, and the tags that are proven from now on, look by look."""
    link, proven = link_in(folder), list[set[str]]()
    monkeypatch.setattr(link._intake, "prove", lambda tags: proven.append(set(tags)))
    come(link, "NBIRTH", birth_of(1, 0))
    return link, proven


def test_nothing_is_proven_while_a_death_may_wait_behind_a_large_birth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, proven = proving(tmp_path, monkeypatch)
    link._look()
    assert proven == [{"LT", "FT"}]
    come(link, "DBIRTH", birth_of(50_000, 1))
    come(link, "NDEATH", b"")
    link._look()
    assert len(proven) == 1
    in_own_loop(read_all(link))
    link._look()
    assert len(proven) == 1
    assert not link._births.edge("Plant/Edge1").is_born


def test_what_waits_of_one_node_makes_no_other_nodes_values_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, proven = proving(tmp_path, monkeypatch)
    come(link, "NBIRTH", birth_of(50_000, 0), edge="Edge2")
    link._look()
    assert proven == [{"LT", "FT"}]


@pytest.mark.parametrize("metrics", [1, 50_000])
def test_a_mistake_of_ours_in_one_message_is_a_fault_and_the_link_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metrics: int
) -> None:
    link = link_in(tmp_path)

    def broken(data: bytes) -> Payload:
        raise ZeroDivisionError("planted")

    with monkeypatch.context() as planted:
        planted.setattr(sparkplug, "payload", broken)
        come(link, "DBIRTH", birth_of(metrics, 0))
        in_own_loop(read_all(link))
    topic = "spBv1.0/Plant/DBIRTH/Edge1/TK206"
    assert link._intake.state.faults[topic] == "ZeroDivisionError: planted"
    come(link, "DBIRTH", birth_of(1, 1))
    assert topic not in link._intake.state.faults
