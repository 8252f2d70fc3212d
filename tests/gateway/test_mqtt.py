"""MQTT against mosquitto: paths, words, times, what a restart of either side loses (nothing), bad messages."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from command_center.clock import Clock
from command_center.gateway.file.reading import read_gateway
from command_center.gateway.probing import probed
from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.support.mosquitto import Mosquitto
from tests.support.own_loop import in_own_loop
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    try:
        made = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield made
    made.stop()


def publish(broker: Mosquitto, *messages: tuple[str, Any], retain: bool = False) -> None:
    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    for topic, message in messages:
        payload = message if isinstance(message, str | bytes) else json.dumps(message)
        client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(60)
    client.disconnect()
    client.loop_stop()


def file(folder: Path, broker: Mosquitto, topics: dict[str, Any], **more: Any) -> Path:
    connection = {"id": "doors", "type": "mqtt", "url": broker.url, "session": "gw", **more}
    return written(folder, [{**connection, "topics": topics}])


LEVEL = {
    "plant/{tag}/level": {
        "value": {"path": "$.v[0]"}, "ts": {"path": "$.t", "unit": "s"}, "from": "mm", "names": {"TK1": "LT"},
    }
}  # fmt: skip


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_a_value_by_its_path_reaches_the_board_in_the_tags_unit(
    tmp_path: Path, broker: Mosquitto, version: str
) -> None:
    board, now = Board(), int(time.time())
    with running(file(tmp_path, broker, LEVEL, version=version), board):
        eventually(lambda: ends(broker, board, "plant/TK1/level", {"v": [3250], "t": now}, "LT"))
    got = board.readings("LT")[0]
    assert (got["value"], got["source"]) == (3.25, "DCS")
    assert (
        now * 1000 - 1 <= got["ts"] <= time.time() * 1000
    )  # a late arrival may look like a slow clock
    assert board.bodies[0]["lane"] == "live"


def ends(broker: Mosquitto, board: Board, topic: str, message: Any, tag: str) -> bool:
    """Publish until the gateway, which may still be connecting, has taken it."""
    publish(broker, (topic, message))
    return bool(board.readings(tag))


def test_a_bad_message_and_an_unknown_tag_silence_nothing_else(
    tmp_path: Path, broker: Mosquitto
) -> None:
    board = Board()
    topics = {**LEVEL, "flow/{tag}": {}}
    with running(file(tmp_path, broker, topics), board):
        eventually(lambda: ends(broker, board, "flow/FT", "1", "FT"))
        publish(
            broker, ("plant/TK1/level", b"\xff{"), ("plant/TK1/level", {"v": []}),
            ("plant/NONE/level", {"v": [1], "t": 1}), ("plant/TK1/level", {"v": [1], "t": "soon"}),
            ("flow/FT", "17.5"),
        )  # fmt: skip
        eventually(lambda: 17.5 in board.values("FT"))
        assert board.readings("LT") == []


def test_a_retained_value_is_uncertain(tmp_path: Path, broker: Mosquitto) -> None:
    board = Board()
    publish(broker, ("flow/FT", "5"), retain=True)
    with running(file(tmp_path, broker, {"flow/{tag}": {}}), board):
        eventually(lambda: board.readings("FT"))
    assert board.readings("FT")[0]["quality"] == "uncertain"


def test_what_is_published_while_the_gateway_is_away_comes_when_it_is_back(
    tmp_path: Path, broker: Mosquitto
) -> None:
    board = Board()
    path = file(tmp_path, broker, {"flow/{tag}": {}})
    with running(path, board):
        eventually(lambda: ends(broker, board, "flow/FT", "1", "FT"))
    publish(broker, *(("flow/FT", str(n)) for n in range(100, 150)))
    with running(path, board):
        eventually(lambda: set(range(100, 150)) <= set(board.values("FT")))


def test_a_probe_takes_nothing_away_from_the_gateway_that_is_ended(
    tmp_path: Path, broker: Mosquitto
) -> None:
    board = Board()
    path = file(tmp_path, broker, {"flow/FT": {"tag": "FT"}})
    with running(path, board):
        eventually(lambda: ends(broker, board, "flow/FT", "1", "FT"))
    publish(broker, ("flow/FT", "41"))  # waits for the gateway
    publish(broker, ("flow/FT", "42"), retain=True)
    rows, _ = in_own_loop(probed(read_gateway(path), Clock(), None, 30, enough=True))
    assert [row.raw for row in rows] == ["42"]
    with running(path, board):
        eventually(lambda: {41, 42} <= set(board.values("FT")))


def kept_values(folder: Path) -> set[float]:
    """Every value on the gateway's disk, in files that the gateway itself has open."""
    found: set[float] = set()
    for path in folder.rglob("*.sqlite"):
        with closing(sqlite3.connect(path, timeout=30)) as db, suppress(sqlite3.OperationalError):
            found.update(value for (value,) in db.execute("SELECT value FROM item"))
    return found


def test_an_outage_of_the_board_is_caught_up_oldest_first_and_marked(
    tmp_path: Path, broker: Mosquitto
) -> None:
    board = Board()
    path = file(tmp_path, broker, {"flow/{tag}": {"value": {"path": "$.v"}, "ts": {"path": "$.t"}}})
    with running(path, board):
        eventually(lambda: ends(broker, board, "flow/FT", {"v": 0, "t": 1_000}, "FT"))
        board.up = False
        now = int(time.time() * 1000)
        publish(broker, *(("flow/FT", {"v": n, "t": now + n}) for n in range(1, 40)))
        eventually(lambda: 39.0 in kept_values(tmp_path))
    board.up = True  # the gateway was ended and started again while the board was away
    with running(path, board):
        eventually(lambda: set(range(1, 40)) <= set(board.values("FT")))
    late = [one["value"] for one in board.readings("FT", "backfill")]
    assert len(late) >= 39
    assert late == sorted(late)


def test_the_broker_comes_back_and_so_do_we(tmp_path: Path, broker: Mosquitto) -> None:
    board = Board()
    with running(file(tmp_path, broker, {"flow/{tag}": {}}), board):
        eventually(lambda: ends(broker, board, "flow/FT", "1", "FT"))
        broker.stop()
        broker.start()
        publish(broker, ("flow/FT", "2"))
        eventually(lambda: 2 in board.values("FT"))
