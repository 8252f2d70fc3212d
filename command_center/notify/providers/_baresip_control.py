"""The control connection of baresip (its module ctrl_tcp): JSON netstrings, commands one way, answers and events the
other. It needs no password, so it is used on this machine only.
"""

import json
import socket
from collections import deque
from itertools import count
from time import monotonic
from types import TracebackType
from typing import Any, Self

LONGEST = 1_000_000
"""Octets of one message (ours): more is no baresip."""


class ControlLost(Exception):
    """The control connection of baresip is closed or broke."""


class ControlSilent(Exception):
    """A command was sent, and no answer came in time."""


class Control:
    """One control connection to baresip. Only one thread may use it."""

    def __init__(self, host: str, port: int, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._tokens = count(1)
        self._held = b""
        self._events: deque[dict[str, Any]] = deque()
        try:
            self._line = socket.create_connection((host, port), timeout_s)
        except OSError as why:
            raise ControlLost(f"baresip is away ({type(why).__name__})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.close()

    def command(self, name: str, params: str = "") -> tuple[bool, str]:
        """Send one command; return whether it was carried out, and the reply. Raises ControlLost, ControlSilent."""
        token = str(next(self._tokens))
        told = json.dumps({"command": name, "params": params, "token": token}).encode()
        try:
            self._line.sendall(b"%d:%s," % (len(told), told))
        except OSError as why:
            raise ControlLost(f"the line to baresip broke ({type(why).__name__})") from None
        until = monotonic() + self._timeout_s
        while (found := self._read(until)) is not None:
            if found.get("response") and found.get("token") == token:
                return bool(found.get("ok")), str(found.get("data") or "")
            if found.get("event"):
                self._events.append(found)
        raise ControlSilent("baresip did not answer")

    def event(self, until: float) -> dict[str, Any] | None:
        """Return the next event, or None if none came before `until` (monotonic seconds). Raises ControlLost."""
        if self._events:
            return self._events.popleft()
        while (found := self._read(until)) is not None:
            if found.get("event"):
                return found
        return None

    def _read(self, until: float) -> dict[str, Any] | None:
        while True:
            if (found := self._whole()) is not None:
                return found
            left = until - monotonic()
            if left <= 0:
                return None
            self._line.settimeout(left)
            try:
                more = self._line.recv(65_536)
            except TimeoutError:
                return None
            except OSError as why:
                raise ControlLost(f"the line to baresip broke ({type(why).__name__})") from None
            if not more:
                raise ControlLost("baresip closed the line")
            self._held += more

    def _whole(self) -> dict[str, Any] | None:
        """The first whole message of what came. Raises ControlLost for what is no netstring of JSON."""
        size, colon, rest = self._held.partition(b":")
        if not colon and len(size) < len(str(LONGEST)):
            return None
        if not size.isdigit() or int(size) > LONGEST:
            raise ControlLost("what answers is no baresip")
        length = int(size)
        if len(rest) <= length:
            return None
        self._held = rest[length + 1 :]
        try:
            found = json.loads(rest[:length])
        except ValueError:
            raise ControlLost("what answers is no baresip") from None
        return found if isinstance(found, dict) else {}
