"""kill -9 of the gateway and of the center at random: every value comes to the board once, none is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import text

from command_center.domain.actor import ActorKind, Role
from command_center.store.databases import databases
from tests.gateway.files import written
from tests.support.mosquitto import Mosquitto
from tests.support.running_center import DEMO, REPOSITORY, RunningCenter, running
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually

TAG = "FT-206B"


@contextmanager
def published(broker: Mosquitto, told: list[int]) -> Iterator[None]:
    """A plant that publishes about fifty values a second; `told` are the times of those the broker took."""
    client = paho.Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    end = threading.Event()

    def go() -> None:
        last = 0
        while not end.wait(0.02):
            last = max(last + 1, int(time.time() * 1000))
            message = json.dumps({"v": last % 50, "t": last})
            client.publish(f"plant/{TAG}", message, qos=1).wait_for_publish(60)
            told.append(last)

    thread = threading.Thread(target=go)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
        client.disconnect()
        client.loop_stop()


class RunningGateway:
    """`command-center gateway run` as a process."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._log = file.with_suffix(".log")

    def start(self) -> None:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("CC_")}
        command = ["-m", "command_center.cli.main", "gateway", "run", str(self._file)]
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, *command], env=environ, stdout=out, stderr=out, cwd=REPOSITORY
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self, number: int) -> int:
        self._process.send_signal(number)
        return self._process.wait(60)


def kept(center: RunningCenter) -> list[tuple[int, float]]:
    """Every stored reading of the tag: its time and value."""
    with databases(center.settings(), reading=True) as stores, stores.feeds.connect() as db:
        asked = text("SELECT ts, value FROM readings WHERE tag = :tag ORDER BY ts")
        return [(ts, value) for ts, value in db.execute(asked, {"tag": TAG})]


@pytest.mark.parametrize(
    "rounds", [6, pytest.param(200, marks=pytest.mark.thorough)], ids=["some", "many"]
)
def test_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path, rounds: int) -> None:
    try:
        broker = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    chance, told = random.Random(16), list[int]()
    with running(tmp_path) as center:
        secret = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
        center.start()
        (tmp_path / "own").mkdir()
        topics = {"plant/{tag}": {"value": {"path": "$.v"}, "ts": {"path": "$.t"}}}
        path = written(
            tmp_path / "own",
            [{"id": "plant", "type": "mqtt", "url": broker.url, "session": "gw", "topics": topics}],
            gateway={"site": str(DEMO), "board": center.url},
        )
        (tmp_path / "own" / "token").write_text(secret)
        gateway = RunningGateway(path)
        gateway.start()
        # The broker keeps messages for a session from its first connection on.
        first: list[int] = []
        with published(broker, first):
            eventually(lambda: kept(center))
        with published(broker, told):
            for _ in range(rounds):
                before = len(told)
                eventually(lambda: len(told) > before + chance.randrange(1, 80))  # noqa: B023
                if chance.random() < 0.5:
                    gateway.end(signal.SIGKILL)
                    gateway.start()
                else:
                    center.kill()
                    center.start()
        eventually(lambda: set(told) <= {ts for ts, _ in kept(center)})
        stored = kept(center)
        assert len(stored) == len({ts for ts, _ in stored})
        assert {ts for ts, _ in stored} <= set(first) | set(told)
        assert all(value == ts % 50 for ts, value in stored)
        assert gateway.end(signal.SIGTERM) == 0
    broker.stop()
