"""kill -9 of the gateway and of the center at random: every value comes to the board once, none is lost.

Once with values that are new, once with outages of eight hours that are replayed at speed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import text

from command_center.domain.actor import ActorKind, Role
from command_center.store.database.databases import databases
from tests.gateway.files import written
from tests.support.mosquitto import Mosquitto
from tests.support.running_center import DEMO, REPOSITORY, RunningCenter, running
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually

TAG = "FT-206B"
TOPICS = {"plant/{tag}": {"value": {"path": "$.v"}, "ts": {"path": "$.t"}}}
OUTAGE_MS, STEP_MS = 8 * 3_600_000, 10_000
MANY = pytest.param(200, marks=[pytest.mark.thorough, pytest.mark.timeout(3 * 3600)])


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


@contextmanager
def plant(folder: Path) -> Iterator[tuple[RunningCenter, RunningGateway, Mosquitto]]:
    """A broker, a center and a gateway between them, all running."""
    try:
        broker = Mosquitto(folder)
    except Unavailable as reason:
        pytest.skip(str(reason))
    with running(folder) as center:
        secret = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
        center.start()
        (folder / "own").mkdir()
        path = written(
            folder / "own",
            [{"id": "plant", "type": "mqtt", "url": broker.url, "session": "gw", "topics": TOPICS}],
            gateway={"site": str(DEMO), "board": center.url},
        )
        (folder / "own" / "token").write_text(secret)
        gateway = RunningGateway(path)
        gateway.start()
        try:
            yield center, gateway, broker
        finally:
            status = gateway.end(signal.SIGTERM)
    broker.stop()
    assert status == 0


@pytest.mark.parametrize("rounds", [6, MANY], ids=["some", "many"])
def test_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path, rounds: int) -> None:
    chance, told = random.Random(16), list[int]()
    with plant(tmp_path) as (center, gateway, broker):
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
            # A gateway that is still starting would end by the signal: it passes a value on before it is ended.
            late = len(told)
            eventually(lambda: {ts for ts, _ in kept(center)} & set(told[late:]))
        eventually(lambda: set(told) <= {ts for ts, _ in kept(center)})
        stored = kept(center)
        assert len(stored) == len({ts for ts, _ in stored})
        assert {ts for ts, _ in stored} <= set(first) | set(told)
        assert all(value == ts % 50 for ts, value in stored)


def publish(client: paho.Client, times: Sequence[int]) -> None:
    """Values of these times; returns when the broker has them."""
    sent = [
        client.publish(f"plant/{TAG}", json.dumps({"v": ts % 50, "t": ts}), qos=1) for ts in times
    ]
    for one in sent:
        one.wait_for_publish(60)


def count(center: RunningCenter) -> int:
    """How many readings of the tag are stored."""
    with databases(center.settings(), reading=True) as stores, stores.feeds.connect() as db:
        asked = text("SELECT count(*) FROM readings WHERE tag = :tag")
        return int(db.execute(asked, {"tag": TAG}).scalar_one())


@pytest.mark.parametrize("rounds", [3, MANY], ids=["some", "many"])
def test_outages_of_eight_hours_are_caught_up_through_kills(tmp_path: Path, rounds: int) -> None:
    """In each round the center is away while eight hours' values come, the gateway is killed on the way, and one of
    both is killed again while they are caught up. The next outage may begin before the last one is caught up."""
    chance = random.Random(8)
    began = int(time.time() * 1000) - OUTAGE_MS
    wanted = set[int]()
    with plant(tmp_path) as (center, gateway, broker):
        client = paho.Client(CallbackAPIVersion.VERSION2)
        client.connect("127.0.0.1", broker.port)
        client.loop_start()
        first = began - 1

        def arrives() -> int:
            publish(client, [first])
            return count(center)

        eventually(arrives)  # its session is there now
        for turn in range(rounds):
            times = range(began + turn, began + turn + OUTAGE_MS, STEP_MS)
            center.kill()
            cut = chance.randrange(len(times))
            publish(client, times[:cut])
            gateway.end(signal.SIGKILL)
            gateway.start()
            publish(client, times[cut:])
            wanted |= set(times)
            had = count(center)
            center.start()
            more = chance.choice((1, 1, 2_000))
            eventually(lambda: count(center) >= had + more)  # noqa: B023
            if chance.random() < 0.5:
                gateway.end(signal.SIGKILL)
                gateway.start()
            else:
                center.kill()
                center.start()
        # A gateway that is still starting would end by the signal: it passes a value on before it is ended.
        last = began + rounds + OUTAGE_MS
        publish(client, [last])
        wanted.add(last)
        eventually(lambda: count(center) >= len(wanted) + 1)
        client.disconnect()
        client.loop_stop()
        stored = kept(center)
        assert sorted(ts for ts, _ in stored) == [first, *sorted(wanted)]
        assert all(value == ts % 50 for ts, value in stored)
