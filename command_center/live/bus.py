"""The bus between processes: announces that something changed. Losing a message must never do harm."""

from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from command_center import log

Handler = Callable[[bytes], None]

_log = log.get(__name__)


class Bus(Protocol):
    """Delivers at most once, in order per publisher, to every subscriber of the channel, the publisher's own
    included.

    Subscribers that must not miss anything reread the database whenever `on_recover` calls.
    """

    @property
    def healthy(self) -> bool:
        """Whether messages published now can arrive."""

    def publish(self, channel: str, payload: bytes) -> bool:
        """Publish and return whether the bus took it. Never raises for a bus that is down. The first message to a bus
        that has just begun to hang waits a second; later ones do not.
        """

    def subscribe(self, channel: str, handler: Handler) -> None:
        """Call `handler(payload)` for every later message; its errors are logged."""

    def on_recover(self, call: Callable[[], None]) -> None:
        """Call `call()` whenever messages may have been missed: after every (re)connection, and soon after this call
        if a connection already exists.
        """

    def close(self) -> None:
        """Close the bus; no message arrives afterwards."""


class Handlers:
    """The handlers subscribed to each channel."""

    def __init__(self) -> None:
        self._by_channel: defaultdict[str, list[Handler]] = defaultdict(list)
        self._recovery: list[Callable[[], None]] = []

    def add(self, channel: str, handler: Handler) -> None:
        self._by_channel[channel].append(handler)

    def add_recovery(self, call: Callable[[], None]) -> None:
        self._recovery.append(call)

    def deliver(self, channel: str, payload: bytes) -> None:
        """Call every handler of the channel; an error in one does not stop the others."""
        for handler in list(self._by_channel.get(channel, ())):
            try:
                handler(payload)
            except Exception:
                _log.exception("bus handler failed", channel=channel)

    def recover(self) -> None:
        for call in list(self._recovery):
            self.recover_one(call)

    @staticmethod
    def recover_one(call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            _log.exception("recovery after a bus outage failed")


class LocalBus:
    """The bus within one process: handlers run before `publish` returns, and nothing is ever missed."""

    def __init__(self) -> None:
        self._handlers = Handlers()
        self._closed = False

    @property
    def healthy(self) -> bool:
        return not self._closed

    def publish(self, channel: str, payload: bytes) -> bool:
        if self._closed:
            return False
        self._handlers.deliver(channel, payload)
        return True

    def subscribe(self, channel: str, handler: Handler) -> None:
        self._handlers.add(channel, handler)

    def on_recover(self, call: Callable[[], None]) -> None:
        """Does nothing: this bus has no connection to lose."""

    def close(self) -> None:
        self._closed = True
