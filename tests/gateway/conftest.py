"""A center that a gateway's siren asks, node's server as a siren that takes HTTP, and mosquitto."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.sirens import Plant
from tests.support.mosquitto import Mosquitto
from tests.support.siren_server import SirenServer
from tests.support.unavailable import Unavailable


@pytest.fixture
def server() -> Iterator[SirenServer]:
    try:
        made = SirenServer()
    except Unavailable as reason:
        pytest.skip(str(reason))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    try:
        made = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield made
    made.stop()


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    folder = tmp_path / "center"
    folder.mkdir()
    return Plant(folder)
