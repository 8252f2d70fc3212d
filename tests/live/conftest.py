"""One live server for a module's tests: each uses sessions and keys of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.support.live_line import Line, LiveServer, live_server

Connect = Callable[..., Line]


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with live_server() as running:
        yield running


@pytest.fixture
def connect(server: LiveServer) -> Iterator[Connect]:
    """Opens a line to the server; closed after the test, and out of the next one's figures."""
    with ExitStack() as opened:
        opened.callback(server.forgets_everybody)

        def connect(**options: Any) -> Line:
            line = Line(server.port, **options)
            opened.callback(line.close)
            return line

        yield connect
