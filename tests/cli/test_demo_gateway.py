"""`demo --gateway`: the plant speaks OPC UA, Modbus and MQTT, and the board shows what the gateway read."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.cli.test_demo import Demonstration, eventually
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.slow


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    found = Demonstration(tmp_path, "--gateway", "--no-history")
    try:
        yield found
    finally:
        found.end()


class Board:
    """The rows of its readings, by source."""

    def __init__(self, demo: Demonstration) -> None:
        self._url = f"http://127.0.0.1:{demo.port}/api/v1"
        self._session = requests.Session()
        own = {"X-Requested-With": "test", "Origin": f"http://127.0.0.1:{demo.port}"}
        asked = self._session.post(
            f"{self._url}/session", json={"role": "viewer"}, headers=own, timeout=PATIENCE_S
        )
        asked.raise_for_status()

    def gateways(self) -> list[dict[str, Any]]:
        """What gateways told of themselves last, and when."""
        asked = self._session.get(f"{self._url}/feeds", timeout=PATIENCE_S)
        asked.raise_for_status()
        told: list[dict[str, Any]] = asked.json()["gateways"]
        return told

    def levels(self, source: str) -> list[dict[str, Any]]:
        asked = self._session.get(f"{self._url}/board", timeout=PATIENCE_S)
        asked.raise_for_status()
        levels = asked.json()["rows"]["levels"].values()
        return [row for row in levels if row.get("source") == source]

    def good(self, source: str) -> set[str]:
        return {row["tag"] for row in self.levels(source) if row["quality"] == "good"}

    def newest(self, source: str) -> int:
        return max(
            (max(row["ts"], row.get("proven_at", 0)) for row in self.levels(source)), default=0
        )


def test_readings_come_by_the_gateway_and_a_dead_device_silences_only_its_own(
    demonstration: Demonstration,
) -> None:
    demo = demonstration
    eventually(lambda: "in a browser" in demo.said(), "the server never came up")
    board = Board(demo)
    eventually(lambda: len(board.good("DCS")) >= 49, "the OPC UA server's readings never came")
    eventually(lambda: len(board.good("GDS")) >= 11, "the Modbus device's readings never came")
    eventually(lambda: board.good("MET") == {"WS-01", "WD-01", "RG-01"}, "MQTT's never came")

    detectors = demo.below("simulations.devices modbus")
    assert detectors is not None
    os.kill(detectors, signal.SIGKILL)
    eventually(lambda: not board.good("GDS"), "the dead device's readings still look good")
    assert len(board.good("DCS")) >= 49
    assert len(board.good("MET")) == 3
    before = board.newest("DCS")
    eventually(lambda: board.newest("DCS") > before, "the others no longer move")
    eventually(lambda: len(board.good("GDS")) >= 11, "the mended device did not come back")


def heard_at(folder: Path, after: int) -> int:
    """When the board of a demonstration in this folder heard its gateway's own state first, later than `after`."""
    demo = Demonstration(folder, "--gateway", "--no-history")
    try:
        eventually(lambda: "in a browser" in demo.said(), "the server never came up")
        board = Board(demo)
        found: int = eventually(
            lambda: [
                told["received_at"] for told in board.gateways() if told["received_at"] > after
            ],
            "the gateway's own state never came",
        )[0]
        return found
    finally:
        demo.end()


def test_a_gateway_of_a_demonstration_that_is_started_again_is_heard_at_once(
    tmp_path: Path,
) -> None:
    """Each start has tokens of its own, and the gateway's state of the last one stands."""
    first = heard_at(tmp_path, 0)
    assert heard_at(tmp_path, first) > first
