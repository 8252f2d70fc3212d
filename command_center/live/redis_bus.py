"""The bus over Redis or Valkey, which may disappear and return at any time."""

import re
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from command_center import log
from command_center.live.bus import Handler, Handlers

FIRST_WAIT_S = 0.05
LONGEST_WAIT_S = 2.0
"""Between two attempts to connect: doubled from the first to the longest."""
ANSWER_S = 1.0
"""A server that takes longer to answer than this is treated as gone."""
SILENCE_S = 5.0
"""After so long without a word the server is asked; after as long without an answer it is gone."""

_POLL_S = 0.5  # how soon `close` is noticed
_GLOB = re.compile(rb"([*?\[\]\\])")

_log = log.get(__name__)


class RedisBus:
    """Publish/subscribe on `url`, under a `prefix` that separates two sites on one server.

    `answer_s` is the time limit for an answer, in seconds.

    One background thread listens (a greenlet once gevent has patched threading); handlers and recovery run there. It
    also connects: making a RedisBus never fails or waits.
    """

    def __init__(
        self, url: str, *, prefix: str = "command-center:", answer_s: float = ANSWER_S
    ) -> None:
        # No retries inside the library: a reconnection that nobody hears of would hide a loss.
        self._client: Any = redis.Redis.from_url(  # partly typed
            url,
            socket_timeout=answer_s,
            socket_connect_timeout=answer_s,
            retry=Retry(NoBackoff(), 0),
        )
        self._prefix = prefix.encode()
        self._answer_s = answer_s
        self._handlers = Handlers()
        self._late: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._healthy = False
        self._wait_s = FIRST_WAIT_S
        self._closing = threading.Event()
        self._doubted = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="redis-bus", daemon=True)
        self._listener.start()

    @property
    def healthy(self) -> bool:
        return self._healthy

    def publish(self, channel: str, payload: bytes) -> bool:
        if not self._healthy:
            return False
        try:
            self._client.publish(self._prefix + channel.encode(), payload)
        except (redis.RedisError, OSError) as error:
            _log.warning("message lost, redis is gone", channel=channel, error=str(error))
            # One command waited for a server that hangs; the next ones need not find it out anew.
            self._healthy = False
            self._doubted.set()
            return False
        return True

    def subscribe(self, channel: str, handler: Handler) -> None:
        self._handlers.add(channel, handler)

    def on_recover(self, call: Callable[[], None]) -> None:
        """Call `call()` after every connection, and once soon if one exists: the caller may have missed messages
        between that connection and now.
        """
        self._handlers.add_recovery(call)
        if self._healthy:
            self._late.put(call)

    def close(self) -> None:
        """Close the bus, waiting for the listener to end: at most its poll and one answer."""
        self._closing.set()
        if threading.current_thread() is not self._listener:
            self._listener.join(_POLL_S + 2 * self._answer_s)
        self._client.close()

    def _listen(self) -> None:
        while not self._closing.is_set():
            self._doubted.clear()
            try:
                with self._client.pubsub() as subscription:
                    subscription.psubscribe(_GLOB.sub(rb"\\\1", self._prefix) + b"*")
                    self._converse(subscription)
            except (redis.RedisError, OSError) as error:
                if self._healthy:
                    _log.warning("redis is gone", error=str(error))
                self._healthy = False
                self._closing.wait(self._wait_s)
                self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)
        self._healthy = False

    def _converse(self, subscription: Any) -> None:
        heard, asked = time.monotonic(), None
        while not self._closing.is_set():
            message = subscription.get_message(timeout=_POLL_S)
            if self._doubted.is_set():
                raise redis.ConnectionError("a message could not be published")
            while not self._late.empty():
                self._handlers.recover_one(self._late.get())
            now = time.monotonic()
            if message is not None:
                heard, asked = now, None
                self._take(message)
            elif asked is None and now - heard > SILENCE_S:
                asked = now  # a process that slept itself asks first, too
                subscription.ping()
            elif asked is not None and now - asked > SILENCE_S:
                raise redis.ConnectionError("the server stopped answering")

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "psubscribe":
            self._healthy = True
            self._wait_s = FIRST_WAIT_S
            _log.info("redis is there")
            self._handlers.recover()
        elif message["type"] == "pmessage":
            channel = message["channel"][len(self._prefix) :].decode()
            self._handlers.deliver(channel, message["data"])
