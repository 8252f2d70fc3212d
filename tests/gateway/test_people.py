"""Passages and positions by MQTT: what a message says becomes what the board's doors take, and reaches the board."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from command_center.domain.actor import ActorKind, Role
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.store import Store
from command_center.gateway.file.reading import check_gateway
from command_center.gateway.posting.dead_letters import DeadLetters
from command_center.gateway.posting.sender import Sender
from command_center.gateway.sample import Beat
from command_center.store.database.databases import databases
from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.gateway.test_killed import RunningGateway
from tests.gateway.test_mqtt import publish
from tests.support.hand_clock import HandClock
from tests.support.mosquitto import Mosquitto
from tests.support.own_loop import in_own_loop
from tests.support.running_center import DEMO
from tests.support.running_center import running as center_running
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually

PASSAGES = {
    "gates/{reader}/passed": {
        "event": {"path": "$.id"}, "direction": {"path": "$.way", "map": {"E": 1, "A": 0}},
        "badge": {"path": "$.card"}, "ts": {"path": "$.t"}, "names": {"turnstile-1": "GR-W1"},
    }
}  # fmt: skip
POSITIONS = {
    "radio/{person}": {
        "lat": {"path": "$.lat"}, "lon": {"path": "$.lon"}, "ts": {"path": "$.t"}, "names": {"R-17": "li"},
    }
}  # fmt: skip


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    try:
        made = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield made
    made.stop()


def connection(broker: Mosquitto, **more: Any) -> dict[str, Any]:
    return {"id": "gates", "type": "mqtt", "url": broker.url, "session": "gw", "source": "ACS",
            "passages": PASSAGES, "positions": POSITIONS, **more}  # fmt: skip


def told(board: Board, name: str) -> list[tuple[str, dict[str, Any]]]:
    return [(body["source"], one) for body in board.bodies for one in body.get(name, ())]


def test_messages_become_passages_and_positions(tmp_path: Path, broker: Mosquitto) -> None:
    board, now = Board(), int(time.time() * 1000)
    with running(written(tmp_path, [connection(broker, topics={"flow/FT": {"tag": "FT"}})]), board):

        def came(name: str, topic: str, message: Any) -> bool:
            publish(broker, (topic, message))
            return bool(told(board, name))

        eventually(lambda: came("passages", "gates/turnstile-1/passed",
                                {"id": 7, "way": "E", "card": "4711", "t": now}))  # fmt: skip
        publish(broker, ("gates/turnstile-1/passed", {"id": 8, "way": "?", "card": "1", "t": now}),
                ("radio/R-17", b"no json"), ("flow/FT", "17"))  # fmt: skip
        eventually(lambda: came("positions", "radio/R-17", {"lat": 10.0, "lon": 20.0, "t": now}))
        eventually(lambda: 17 in board.values("FT"))
    assert set(map(str, told(board, "passages"))) == {str(("ACS", {
        "event": "7", "direction": "in", "reader": "GR-W1", "badge": "4711", "ts": now}))}  # fmt: skip
    assert told(board, "positions")[0] == (
        "ACS",
        {"person": "li", "ts": now, "lat": 10.0, "lon": 20.0},
    )


READERS = {
    "gates/{reader}/alive": {
        "up": {"path": "$.s", "map": {"run": 1, "fault": 0}}, "names": {"turnstile-1": "GR-W1"},
        "ts": {"path": "$.t"},
    },
    "gates/{reader}/will": {"up": {"path": "$"}},
}  # fmt: skip


def test_signs_of_life_of_gates_are_posted_and_old_ones_prove_nothing(
    tmp_path: Path, broker: Mosquitto
) -> None:
    board, now = Board(), int(time.time() * 1000)
    publish(broker, ("gates/GR-1/will", "online"), ("gates/GR-2/will", "offline"), retain=True)
    with running(written(tmp_path, [connection(broker, readers=READERS)]), board):

        def came(topic: str, message: Any, wanted: dict[str, Any]) -> bool:
            publish(broker, (topic, message))
            return ("ACS", wanted) in told(board, "readers")

        old = {"s": "run", "t": now - 3_600_000}
        publish(broker, ("gates/GR-3/alive", old), ("gates/GR-3/alive", {"s": "?", "t": now}))
        alive = {"s": "run", "t": now + 600_000}  # its clock may be ahead
        eventually(lambda: came("gates/turnstile-1/alive", alive, {"reader": "GR-W1", "up": True}))
        failing = {"s": "fault", "t": now}
        fails = {"reader": "GR-W1", "up": False}
        eventually(lambda: came("gates/turnstile-1/alive", failing, fails))
        eventually(lambda: ("ACS", {"reader": "GR-2", "up": False}) in told(board, "readers"))
    assert {one["reader"] for _, one in told(board, "readers")} == {"GR-W1", "GR-2"}


def test_a_sign_of_life_that_could_not_be_posted_in_time_is_dropped(tmp_path: Path) -> None:
    async def story() -> list[dict[str, Any]]:
        clock, board = HandClock(1_790_000_000_000), Board()
        buffer = Buffer(lambda: Store(tmp_path, 10**9, 10**9, []), clock)
        sender = Sender("gw", buffer, board, DeadLetters(tmp_path), clock)
        board.up = False
        sender.hear(Beat("ACS", "GR-1", up=True))
        task = asyncio.create_task(sender.heartbeats())
        await asyncio.sleep(0.1)
        clock.move(60)
        board.up = True
        sender.hear(Beat("ACS", "GR-2", up=True))
        while not board.bodies:
            await asyncio.sleep(0.05)
        task.cancel()
        await sender.close()
        return board.bodies

    [body] = in_own_loop(story())
    assert body["readers"] == [{"reader": "GR-2", "up": True}]


def test_a_passage_reaches_the_board(tmp_path: Path, broker: Mosquitto) -> None:
    with center_running(tmp_path) as center:
        secret = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
        center.start()
        folder = tmp_path / "own"
        folder.mkdir()
        path = written(
            folder, [connection(broker)], gateway={"site": str(DEMO), "board": center.url}
        )
        (folder / "token").write_text(secret)
        gateway = RunningGateway(path)
        gateway.start()
        try:
            now = int(time.time() * 1000)
            passed = {"id": "n1", "way": "E", "card": "9", "t": now}

            def kept() -> list[Any]:
                publish(broker, ("gates/GR-W1/passed", passed))
                with (
                    databases(center.settings(), reading=True) as stores,
                    stores.journal.connect() as db,
                ):
                    asked = text("SELECT source, gate, reader, direction, ts FROM passages")
                    return list(db.execute(asked))

            eventually(kept)
            assert set(kept()) == {
                ("ACS", "G-W", "GR-W1", "in", now)
            }  # however often it was published
        finally:
            gateway.end(15)


def test_mistakes_are_named(tmp_path: Path) -> None:
    passages = {"gates/passed": {**PASSAGES["gates/{reader}/passed"], "person": {"path": "$.p"}}}
    positions = {"radio/x": POSITIONS["radio/{person}"]}
    one = {
        "id": "g",
        "type": "mqtt",
        "url": "mqtts://b",
        "session": "gw",
        "passages": passages,
        "positions": positions,
        "readers": {"gates/alive": {}},
    }
    codes = {problem.code for problem in check_gateway(written(tmp_path, [one]))}
    assert codes == {
        "gateway.topic_reader",
        "gateway.topic_who",
        "gateway.topic_person",
        "gateway.topic_of_reader",
    }
