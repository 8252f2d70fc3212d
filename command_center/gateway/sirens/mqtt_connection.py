"""One connection to the broker of a siren. It never reconnects, so that no later connection delivers its messages.

paho keeps unacknowledged messages and sends them after reconnecting, however much later. Here each connection has a
client of its own, and its undelivered messages end with it.
"""

import asyncio
import contextlib
import math
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from command_center.gateway.file.model import Siren
from command_center.gateway.sirens.way import FORGETS, NotReached
from command_center.gateway.tls_context import tls_context

KEEP_ALIVE_S = 15
ACCEPTS_S = 10.0
"""How long a broker may take to accept a connection (ours)."""
LONGEST_EXPIRY_S = 2**32 - 1
"""MQTT 5, 3.3.2.3.3: four bytes."""


class MqttConnection:
    """One connection. `name` is the client name: a broker closes an older connection of the same name before it
    accepts this one (MQTT 5, 3.1.4), so nothing of the older one arrives after this one's first message. `heard` is
    called in the event loop.
    """

    def __init__(self, given: Siren, name: str, heard: Callable[[paho.MQTTMessage], None]) -> None:
        self._given = given
        self._loop = asyncio.get_running_loop()
        self._v5 = given.version == "5"
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=name, clean_session=None if self._v5 else True,
            protocol=MQTTProtocolVersion.MQTTv5 if self._v5 else MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )  # fmt: skip
        if given.login is not None:
            password = given.login.password.get_secret_value()
            self._client.username_pw_set(given.login.user, password)
        self._client.on_connect = lambda _c, _u, _f, why, _p: self._later(self._answered, why)
        self._client.on_disconnect = lambda _c, _u, _f, why, _p: self._later(self._over, str(why))
        self._client.on_publish = lambda _c, _u, mid, why, _p: self._later(self._acked, mid, why)
        self._client.on_unsubscribe = lambda _c, _u, mid, _w, _p: self._later(self._acked, mid, 0)
        self._client.on_message = lambda _c, _u, message: self._later(heard, message)
        self._accepted = asyncio.Event()
        self._ended = asyncio.Event()
        self._why = "no connection"
        self._owed: dict[int, asyncio.Future[int]] = {}

    async def begin(self) -> None:
        """Connect; return once the broker has accepted. Raises NotReached."""
        parts = urlsplit(self._given.url)
        port = parts.port or (8883 if parts.scheme == "mqtts" else 1883)
        try:
            if parts.scheme == "mqtts":
                own = self._given
                context = tls_context(own.authority, own.certificate, own.key)
                self._client.tls_set_context(context)
            host = parts.hostname or ""
            await asyncio.to_thread(self._client.connect, host, port, KEEP_ALIVE_S)
        except OSError as error:
            raise NotReached((str(error) or type(error).__name__)[:300]) from error
        self._client.loop_start()
        either = [asyncio.ensure_future(one.wait()) for one in (self._accepted, self._ended)]
        try:
            await asyncio.wait(either, timeout=ACCEPTS_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in either:
                one.cancel()
        if self._ended.is_set() or not self._accepted.is_set():
            raise NotReached(self._why)

    async def ended(self) -> str:
        """Wait until the connection ends; return why."""
        await self._ended.wait()
        return self._why

    async def answers(self) -> None:
        """Return once the broker has answered a request that changes nothing: ending a subscription that it never
        had. Raises NotReached.
        """
        if self._ended.is_set():
            raise NotReached(self._why)
        code, mid = self._client.unsubscribe(self._given.topic or "")
        if code != paho.MQTT_ERR_SUCCESS or mid is None:
            self.abort(paho.error_string(code))
            raise NotReached(self._why)
        await self._answer_to(mid)

    async def publish(self, payload: str, *, good_for_s: float | None) -> int:
        """Publish and return the broker's reason code. An MQTT 5 broker drops the message for subscribers who do not
        get it within `good_for_s` seconds. Raises NotReached; the message may still have been delivered.
        """
        properties = None
        if self._v5 and good_for_s is not None:
            properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it untyped
            seconds = min(max(1, math.ceil(good_for_s)), LONGEST_EXPIRY_S)
            properties.MessageExpiryInterval = seconds
        if self._ended.is_set():
            raise NotReached(self._why)
        info = self._client.publish(
            self._given.topic or "", payload.encode(), qos=1,
            retain=self._given.retain and self._v5,  # 3.1.1 would keep it for ever
            properties=properties,
        )  # fmt: skip
        if info.rc != paho.MQTT_ERR_SUCCESS:
            self.abort(paho.error_string(info.rc))
            raise NotReached(self._why)
        return await self._answer_to(info.mid)

    async def _answer_to(self, mid: int) -> int:
        answer: asyncio.Future[int] = self._loop.create_future()
        self._owed[mid] = answer
        return await answer

    def abort(self, why: str) -> None:
        """Close the connection now and discard what this machine has not sent: the network may return an hour later."""
        own = self._client.socket()
        if isinstance(own, socket.socket):
            with contextlib.suppress(OSError):
                own.setsockopt(*FORGETS)
                # Of the plain socket: paho's thread reads the encrypted one, and sees the end of it.
                socket.socket.shutdown(own, socket.SHUT_RDWR)
        self._over(why)

    async def end(self) -> None:
        """Close the connection; unacknowledged messages are not sent again."""
        if self._owed:
            self.abort("the gateway ends it")
        client = self._client
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
        # paho closes the last of its sockets when nothing holds the client any more: it holds itself by these.
        client.on_connect = client.on_disconnect = client.on_message = None
        client.on_publish = client.on_unsubscribe = None

    def _later(self, call: Callable[..., object], *given: Any) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *given)

    def _answered(self, why: Any) -> None:
        if getattr(why, "is_failure", False):
            self._over(str(why))
            return
        if self._given.proof is not None:
            self._client.subscribe(self._given.proof.topic, qos=1)
        self._accepted.set()

    def _over(self, why: str) -> None:
        if self._ended.is_set():
            return
        self._why = why
        self._ended.set()
        for answer in self._owed.values():
            if not answer.done():
                answer.set_exception(NotReached(f"the broker went away: {why}"))

    def _acked(self, mid: int, why: Any) -> None:
        answer = self._owed.pop(mid, None)
        if answer is not None and not answer.done():
            answer.set_result(int(getattr(why, "value", 0)))
