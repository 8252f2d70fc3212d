"""A listener of the Desk that raises fails its test.

The Desk goes on when a listener fails: what is durable is answered. So a mistake in the board, and an assertion
inside a test's own listener, would be a line of the log and nothing else.
"""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from command_center.desk import listeners


class _Heard:
    """The log of `command_center.desk.listeners`, which keeps what a listener raised."""

    def __init__(self, log: Any) -> None:
        self._log = log
        self.raised: list[BaseException] = []

    def exception(self, event: str, **details: Any) -> None:
        error = sys.exc_info()[1]
        assert error is not None
        self.raised.append(error)
        self._log.exception(event, **details)


@pytest.fixture(autouse=True)
def failed_listeners(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What listeners raised. A test that means one to raise clears the list."""
    heard = _Heard(listeners._log)
    monkeypatch.setattr(listeners, "_log", heard)
    yield heard.raised
    for error in heard.raised:
        raise AssertionError("a listener of the Desk failed") from error
