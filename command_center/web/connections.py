"""Decides which connections a process closes when it runs short of file handles.

A connection costs its owner nothing and this process a handle. So connections without a signed-in user are limited,
for each address and in total, and the oldest makes room for a new one: the newest always gets in, and one without a
request is closed before one being answered. Connections with a signed-in user, above all live screens, are never
closed for an unknown caller.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

CONNECTION = "command_center.connection"
"""Where the WSGI environ of a request carries the `Connections` and its own `Connection`."""
OF_ADDRESS = 256
"""Connections of one address before sign-in. A browser opens six at most; forty people may share an address."""
FOR_FILES = 128
"""Handles kept free of connections, for databases, the bus and files; of a small limit its half."""
SPARE = 32
"""Connections that were closed and whose handles are not free yet, beside those there may be."""
GRACE_S = 1.0
"""So long a new connection has to bring its first request before it counts as silent."""


class Phase(Enum):
    """What a connection is doing."""

    WAITING = "waiting"
    """No whole request has arrived since it was opened or since the last answer."""
    ANSWERING = "answering"
    """A request has arrived; its answer is not written yet. A live socket stays here."""


@dataclass(eq=False, slots=True)
class Connection:
    """One connection. `hang_up` ends it; `since` is when its phase began; `live`: it carries a live screen, whose
    answer has no end.
    """

    address: str
    hang_up: Callable[[], None]
    since: float
    phase: Phase = Phase.WAITING
    signed_in: bool = False
    leaving: bool = False
    live: bool = False


Connected = dict[Connection, None]
"""Connections in the order in which their phase began."""


@dataclass(slots=True)
class Strangers:
    """Connections without a signed-in user."""

    waiting: Connected = field(default_factory=dict)
    answering: Connected = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.waiting) + len(self.answering)

    def put(self, one: Connection) -> None:
        """Adds a connection as the last of its phase."""
        (self.waiting if one.phase is Phase.WAITING else self.answering)[one] = None

    def take(self, one: Connection) -> None:
        """Removes a connection from its phase."""
        self.waiting.pop(one, None)
        self.answering.pop(one, None)

    def first_to_go(self, now: float) -> Connection | None:
        """Return the one that has been silent longest, beyond its grace period; else the oldest."""
        silent = next(iter(self.waiting), None)
        if silent is not None and now - silent.since > GRACE_S:
            return silent
        answering = next(iter(self.answering), None)
        oldest = [one for one in (answering, silent) if one is not None]
        return min(oldest, key=lambda one: one.since, default=None)


Told = Callable[[str, str], None]
"""What was done for want of room (`address`, `handles` or `refused`), and to which address."""


def most_connections(handles: int) -> int:
    """Return how many connections a process with so many file handles may hold."""
    return max(1, handles - min(FOR_FILES, handles // 2))


class Connections:
    """The open connections of one process: at most `most`, and at most `of_address` from one address before sign-in;
    None where one address stands for many people (behind a reverse proxy).
    """

    def __init__(
        self,
        most: int,
        of_address: int | None = OF_ADDRESS,
        told: Told = lambda why, address: None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most = most
        self.of_address = None if of_address is None else max(1, min(of_address, most // 2))
        self._told = told
        self._elapsed = elapsed
        self._open: Connected = {}
        self._leaving = 0
        self._strangers = Strangers()
        self._by_address: dict[str, Strangers] = {}
        self._resting: Connected = {}
        """Signed in, and between two requests: closing it costs its browser a new connection."""

    def __len__(self) -> int:
        return len(self._open)

    def came(self, address: str, hang_up: Callable[[], None]) -> Connection | None:
        """Admit a new connection, closing another if needed; None if there is no room for it."""
        own = self._by_address.get(address)
        if self.of_address is not None and own is not None and len(own) >= self.of_address:
            self._close(own.first_to_go(self._elapsed()), "address")
        full = len(self._open) >= self.most + min(SPARE, self.most // 2)
        if full or (len(self._open) - self._leaving >= self.most and not self.make_room()):
            self._told("refused", address)
            return None
        one = Connection(address, hang_up, self._elapsed())
        self._open[one] = None
        self._place(one)
        return one

    def make_room(self) -> bool:
        """Close the least important connection; return False if none may be closed."""
        one = self._strangers.first_to_go(self._elapsed()) or next(iter(self._resting), None)
        self._close(one, "handles")
        return one is not None

    def answering(self) -> int:
        """Return how many requests are being answered now, without live screens."""
        return sum(one.phase is Phase.ANSWERING and not one.live for one in self._open)

    def asked(self, one: Connection) -> None:
        """Note that a whole request has arrived."""
        self._enter(one, Phase.ANSWERING)

    def answered(self, one: Connection) -> None:
        """Note that the answer is written; the connection is idle until the next request."""
        self._enter(one, Phase.WAITING)

    def signed_in(self, one: Connection) -> None:
        """Note that a request with an account or a token has come on it."""
        if not one.signed_in:
            self._displace(one)
            one.signed_in = True
            self._place(one)

    def left(self, one: Connection) -> None:
        """Removes a connection that has ended."""
        self._displace(one)
        del self._open[one]
        if one.leaving:
            self._leaving -= 1

    def _enter(self, one: Connection, phase: Phase) -> None:
        self._displace(one)
        one.phase, one.since = phase, self._elapsed()
        self._place(one)

    def _place(self, one: Connection) -> None:
        if one.leaving or one not in self._open:
            return
        if not one.signed_in:
            self._strangers.put(one)
            self._by_address.setdefault(one.address, Strangers()).put(one)
        elif one.phase is Phase.WAITING:
            self._resting[one] = None

    def _displace(self, one: Connection) -> None:
        self._resting.pop(one, None)
        self._strangers.take(one)
        own = self._by_address.get(one.address)
        if own is not None:
            own.take(one)
            if not own:
                del self._by_address[one.address]

    def _close(self, one: Connection | None, why: str) -> None:
        if one is None:
            return
        self._displace(one)
        one.leaving = True
        self._leaving += 1
        self._told(why, one.address)
        one.hang_up()


def mark_signed_in(environ: Mapping[str, Any]) -> None:
    """Mark a request's connection as signed in: it is no longer closed for an unknown caller."""
    found = environ.get(CONNECTION)
    if found is not None:
        connections, one = found
        connections.signed_in(one)
